using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Trends;

/// <summary>How a sector of the EU compares with one of Japan.</summary>
public enum SectorRelation
{
    Equivalent,
    Broader,
    Narrower,
    Partial,
    NoneInJapan,
    NoneInEurope,
}

/// <summary>A sector of the EU beside one of Japan.</summary>
/// <param name="Eu">The EU's; null where it has no counterpart.</param>
/// <param name="Jp">Japan's; null where it has no counterpart.</param>
/// <param name="Relation">The EU's, compared with Japan's.</param>
/// <param name="Note">What to know of it; null for nothing.</param>
public sealed record BridgedSectors(string? Eu, string? Jp, SectorRelation Relation, string? Note);

/// <summary>The sectors of both sides side by side. A sector without a counterpart has a line of its own that says so.</summary>
/// <remarks>
/// An analyst's mapping of Directive (EU) 2022/2555 Annexes I and II to the fifteen sectors of Japan's action plan; neither side has
/// agreed to it. A line puts numbers beside each other that are published already, and adds none up: where one sector has several
/// counterparts it stands on several lines.
/// </remarks>
public static class SectorBridge
{
    /// <summary>Whose bridge it is.</summary>
    public static Words Caution { get; } = new(
        "The bridge between the sectors is an analyst's mapping; neither side has agreed to it.",
        "分野の対応は分析者による対応付けであり、双方が合意したものではない。",
        "La correspondance entre secteurs est celle d’un analyste ; aucun des deux côtés ne l’a approuvée.");

    public static IReadOnlyList<BridgedSectors> All { get; } =
    [
        new("eu.energy.electricity", "jp.electricity", SectorRelation.Equivalent, null),
        new("eu.energy.gas", "jp.gas", SectorRelation.Equivalent, null),
        new("eu.energy.oil", "jp.petroleum", SectorRelation.Equivalent, "JP covers refining and wholesale supply."),
        new("eu.energy.dhc", null, SectorRelation.NoneInJapan, "Large heat suppliers are under METI law but are not a listed sector."),
        new("eu.energy.hydrogen", null, SectorRelation.NoneInJapan, null),
        new("eu.transport.air", "jp.aviation", SectorRelation.Broader, "EU air = carriers + airports + traffic management."),
        new("eu.transport.air", "jp.airports", SectorRelation.Broader, null),
        new("eu.transport.rail", "jp.railways", SectorRelation.Equivalent, null),
        new("eu.transport.water", "jp.ports", SectorRelation.Broader, "EU water = passenger and freight companies + ports + VTS."),
        new("eu.transport.water", "jp.logistics", SectorRelation.Partial, "Ocean cargo is in JP logistics."),
        new("eu.transport.road", "jp.logistics", SectorRelation.Partial, "EU road = road authorities and ITS operators, not hauliers; JP logistics = freight operators."),
        new("eu.banking", "jp.finance", SectorRelation.Narrower, "JP finance also includes insurance, securities, settlement."),
        new("eu.fmi", "jp.finance", SectorRelation.Narrower, null),
        new(null, "jp.credit", SectorRelation.NoneInEurope, "EU card payment firms report under DORA (payment institutions)."),
        new("eu.health", "jp.medical", SectorRelation.Broader, "EU adds laboratories, pharma and critical devices."),
        new("eu.drinking-water", "jp.water", SectorRelation.Equivalent, null),
        new("eu.waste-water", null, SectorRelation.NoneInJapan, "Sewerage is not one of the 15."),
        new("eu.digital-infrastructure.pecn", "jp.information-communications", SectorRelation.Partial, null),
        new("eu.digital-infrastructure.pecs", "jp.information-communications", SectorRelation.Partial, "JP sector also has broadcasting, which NIS2 does not list."),
        new("eu.digital-infrastructure.ixp", "jp.information-communications", SectorRelation.Partial, null),
        new("eu.digital-infrastructure.dns", "jp.information-communications", SectorRelation.Partial, null),
        new("eu.digital-infrastructure.tld", "jp.information-communications", SectorRelation.Partial, null),
        new("eu.digital-infrastructure.cloud", null, SectorRelation.NoneInJapan, "No cloud sector in the 15; government cloud handled through ISMAP (from memory)."),
        new("eu.digital-infrastructure.dc", null, SectorRelation.NoneInJapan, null),
        new("eu.digital-infrastructure.cdn", null, SectorRelation.NoneInJapan, null),
        new("eu.digital-infrastructure.tsp", null, SectorRelation.NoneInJapan, "JP certification services under the Electronic Signatures Act and MIC time-stamp accreditation; not a listed sector."),
        new("eu.ict-service-mgmt", null, SectorRelation.NoneInJapan, "Reached in Japan through outsourcing rules of the Economic Security Promotion Act."),
        new("eu.public-administration", "jp.government", SectorRelation.Narrower, "JP includes local government; EU local level is optional."),
        new("eu.space", null, SectorRelation.NoneInJapan, "Candidate named in Japanese policy debate; the 16th sector covered from 2026-10-01 was not identified in public material."),
        new("eu.postal", "jp.logistics", SectorRelation.Partial, "Postal is one of the core businesses of the Economic Security Promotion Act (jpcore.postal)."),
        new("eu.waste", null, SectorRelation.NoneInJapan, null),
        new("eu.chemicals", "jp.chemicals", SectorRelation.Broader, "EU covers distribution too; JP mainly petrochemical production."),
        new("eu.food", null, SectorRelation.NoneInJapan, null),
        new("eu.manufacturing.medical", null, SectorRelation.NoneInJapan, null),
        new("eu.manufacturing.electronics", null, SectorRelation.NoneInJapan, "Japan handles semiconductors etc. as specified critical products of the Economic Security Promotion Act, not as a critical-infrastructure sector."),
        new("eu.manufacturing.electrical", null, SectorRelation.NoneInJapan, null),
        new("eu.manufacturing.machinery", null, SectorRelation.NoneInJapan, null),
        new("eu.manufacturing.motor", null, SectorRelation.NoneInJapan, null),
        new("eu.manufacturing.transport-eq", null, SectorRelation.NoneInJapan, null),
        new("eu.digital-providers.marketplace", null, SectorRelation.NoneInJapan, null),
        new("eu.digital-providers.search", null, SectorRelation.NoneInJapan, null),
        new("eu.digital-providers.social", null, SectorRelation.NoneInJapan, null),
        new("eu.research", null, SectorRelation.NoneInJapan, null),
    ];

    // Economic Security Promotion Act (Act No. 43 of 2022) art. 50, and its sector of the action plan.
    private static readonly Dictionary<string, string?> Core = new(StringComparer.Ordinal)
    {
        ["jpcore.electricity"] = "jp.electricity",
        ["jpcore.gas"] = "jp.gas",
        ["jpcore.oil"] = "jp.petroleum",
        ["jpcore.water"] = "jp.water",
        ["jpcore.rail"] = "jp.railways",
        ["jpcore.trucking"] = "jp.logistics",
        ["jpcore.ocean-cargo"] = "jp.logistics",
        ["jpcore.aviation"] = "jp.aviation",
        ["jpcore.airports"] = "jp.airports",
        ["jpcore.telecom"] = "jp.information-communications",
        ["jpcore.broadcasting"] = "jp.information-communications",
        ["jpcore.postal"] = null,
        ["jpcore.finance"] = "jp.finance",
        ["jpcore.credit-card"] = "jp.credit",
        ["jpcore.ports"] = "jp.ports",
        ["jpcore.medical"] = "jp.medical",
    };

    /// <summary>The sector of the action plan to which a business of the Economic Security Promotion Act belongs; null where there is none.</summary>
    public static string? SectorOfCore(string core) => Core.GetValueOrDefault(core);

    /// <summary>How a sector compares with one of the other side; null where no line has both.</summary>
    public static BridgedSectors? Between(string one, string other) => All.FirstOrDefault(b => (b.Eu == one && b.Jp == other) || (b.Eu == other && b.Jp == one));

    /// <summary>The relation in words.</summary>
    public static Words InWords(SectorRelation relation) => relation switch
    {
        SectorRelation.Equivalent => new("the same sector on both sides", "双方で同等の分野", "le même secteur des deux côtés"),
        SectorRelation.Broader => new("the EU's sector is broader", "EU側の分野の方が広い", "le secteur de l’UE est plus large"),
        SectorRelation.Narrower => new("the EU's sector is narrower", "EU側の分野の方が狭い", "le secteur de l’UE est plus étroit"),
        SectorRelation.Partial => new("the sectors overlap in part", "分野は一部のみ重なる", "les secteurs se recoupent en partie"),
        SectorRelation.NoneInJapan => new("no counterpart in Japan", "日本側に対応する分野なし", "sans équivalent au Japon"),
        SectorRelation.NoneInEurope => new("no counterpart in the EU (NIS2)", "EU側（NIS2）に対応する分野なし", "sans équivalent dans l’UE (SRI 2)"),
    };
}
