using System.Collections.Frozen;

namespace CyberExchange.Domain.Taxonomies;

/// <summary>One entry of a closed vocabulary.</summary>
/// <param name="Id">The stable id that documents carry.</param>
/// <param name="Name">English name.</param>
/// <param name="NameJa">Japanese name where the source has one.</param>
public sealed record Term(string Id, string Name, string? NameJa = null);

/// <summary>Sectors of both sides and the sub-areas that the dialogue names.</summary>
/// <remarks>
/// <c>eu.</c>: Directive (EU) 2022/2555 Annexes I and II; <c>jp.</c>: the fifteen sectors of Japan's Cybersecurity Policy for
/// Critical Infrastructure Protection; <c>jpcore.</c>: Economic Security Promotion Act (Act No. 43 of 2022) art. 50;
/// <c>area.</c>: sub-areas of the EU-Japan dialogue.
/// </remarks>
public static class Sectors
{
    private const string AreaPrefix = "area.";

    public static IReadOnlyList<Term> All { get; } =
    [
        new("eu.energy", "Energy"),
        new("eu.energy.electricity", "Electricity"),
        new("eu.energy.dhc", "District heating and cooling"),
        new("eu.energy.oil", "Oil"),
        new("eu.energy.gas", "Gas"),
        new("eu.energy.hydrogen", "Hydrogen"),
        new("eu.transport", "Transport"),
        new("eu.transport.air", "Air"),
        new("eu.transport.rail", "Rail"),
        new("eu.transport.water", "Water"),
        new("eu.transport.road", "Road"),
        new("eu.banking", "Banking"),
        new("eu.fmi", "Financial market infrastructures"),
        new("eu.health", "Health"),
        new("eu.drinking-water", "Drinking water"),
        new("eu.waste-water", "Waste water"),
        new("eu.digital-infrastructure", "Digital infrastructure"),
        new("eu.digital-infrastructure.ixp", "Internet exchange points"),
        new("eu.digital-infrastructure.dns", "DNS service providers"),
        new("eu.digital-infrastructure.tld", "TLD name registries"),
        new("eu.digital-infrastructure.cloud", "Cloud computing"),
        new("eu.digital-infrastructure.dc", "Data centres"),
        new("eu.digital-infrastructure.cdn", "Content delivery networks"),
        new("eu.digital-infrastructure.tsp", "Trust service providers"),
        new("eu.digital-infrastructure.pecn", "Public electronic communications networks"),
        new("eu.digital-infrastructure.pecs", "Publicly available electronic communications services"),
        new("eu.ict-service-mgmt", "ICT service management (business-to-business)"),
        new("eu.ict-service-mgmt.msp", "Managed service providers"),
        new("eu.ict-service-mgmt.mssp", "Managed security service providers"),
        new("eu.public-administration", "Public administration"),
        new("eu.public-administration.central", "Central government"),
        new("eu.public-administration.regional", "Regional level (risk-based)"),
        new("eu.space", "Space"),
        new("eu.postal", "Postal and courier services"),
        new("eu.waste", "Waste management"),
        new("eu.chemicals", "Manufacture, production and distribution of chemicals"),
        new("eu.food", "Production, processing and distribution of food"),
        new("eu.manufacturing", "Manufacturing"),
        new("eu.manufacturing.medical", "Medical devices and in-vitro diagnostics"),
        new("eu.manufacturing.electronics", "Computer, electronic and optical products (NACE C26)"),
        new("eu.manufacturing.electrical", "Electrical equipment (C27)"),
        new("eu.manufacturing.machinery", "Machinery n.e.c. (C28)"),
        new("eu.manufacturing.motor", "Motor vehicles, trailers (C29)"),
        new("eu.manufacturing.transport-eq", "Other transport equipment (C30)"),
        new("eu.digital-providers", "Digital providers"),
        new("eu.digital-providers.marketplace", "Online marketplaces"),
        new("eu.digital-providers.search", "Online search engines"),
        new("eu.digital-providers.social", "Social networking platforms"),
        new("eu.research", "Research"),
        new("jp.information-communications", "Information and communications", "情報通信"),
        new("jp.finance", "Financial services", "金融"),
        new("jp.aviation", "Aviation", "航空"),
        new("jp.airports", "Airports", "空港"),
        new("jp.railways", "Railways", "鉄道"),
        new("jp.electricity", "Electric power supply", "電力"),
        new("jp.gas", "Gas supply", "ガス"),
        new("jp.government", "Government and administrative services (incl. local government)", "政府・行政サービス"),
        new("jp.medical", "Medical services", "医療"),
        new("jp.water", "Water", "水道"),
        new("jp.logistics", "Logistics", "物流"),
        new("jp.chemicals", "Chemical industries", "化学"),
        new("jp.credit", "Credit card services", "クレジット"),
        new("jp.petroleum", "Petroleum industries", "石油"),
        new("jp.ports", "Ports", "港湾"),
        new("jpcore.electricity", "Electricity", "電気"),
        new("jpcore.gas", "Gas", "ガス"),
        new("jpcore.oil", "Oil refining and supply", "石油"),
        new("jpcore.water", "Water supply", "水道"),
        new("jpcore.rail", "Railway", "鉄道"),
        new("jpcore.trucking", "Road freight", "貨物自動車運送"),
        new("jpcore.ocean-cargo", "Ocean cargo shipping", "外航貨物"),
        new("jpcore.aviation", "Air transport", "航空"),
        new("jpcore.airports", "Airports", "空港"),
        new("jpcore.telecom", "Telecommunications", "電気通信"),
        new("jpcore.broadcasting", "Broadcasting", "放送"),
        new("jpcore.postal", "Postal service", "郵便"),
        new("jpcore.finance", "Finance", "金融"),
        new("jpcore.credit-card", "Credit card", "クレジットカード"),
        new("jpcore.ports", "Port transport", "港湾運送"),
        new("jpcore.medical", "Medical", "医療"),
        new("area.submarine-cables", "Submarine cables"),
        new("area.arctic-connectivity", "Arctic connectivity (pioneer route Europe-Japan)"),
        new("area.semiconductors", "Semiconductors"),
        new("area.6g", "5G/6G networks (MIRAI-HARMONY)"),
        new("area.quantum-hpc", "Quantum and high-performance computing"),
        new("area.digital-identity", "Digital identity and trust services"),
        new("area.data-spaces", "Data governance and data spaces"),
        new("area.online-platforms", "Online platforms"),
        new("area.ai-systems", "Artificial intelligence systems"),
    ];

    private static readonly FrozenDictionary<string, Term> ById = All.ToFrozenDictionary(t => t.Id, StringComparer.Ordinal);

    public static bool IsKnown(string id) => ById.ContainsKey(id);

    /// <summary>Whether an id is that of a sub-area of the dialogue.</summary>
    public static bool IsArea(string id) => id.StartsWith(AreaPrefix, StringComparison.Ordinal);

    /// <summary>The term, or null where the id is unknown.</summary>
    public static Term? Find(string id) => ById.GetValueOrDefault(id);

    /// <summary>What a sector stands for: itself and every sector of the taxonomy below it.</summary>
    public static IEnumerable<string> Below(string asked) => All.Select(t => t.Id).Where(held => Covers(asked, held) && held != asked).Prepend(asked);

    /// <summary>Whether a partner or item that holds <paramref name="held"/> is meant by <paramref name="asked"/>: the same sector, or one above it.</summary>
    public static bool Covers(string asked, string held) =>
        held == asked || (held.StartsWith(asked, StringComparison.Ordinal) && held[asked.Length] == '.');
}
