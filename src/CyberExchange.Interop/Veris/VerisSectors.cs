namespace CyberExchange.Interop.Veris;

/// <summary>An industry of VERIS as a sector of the exchange.</summary>
/// <param name="Sector">Null where the taxonomy has none for it.</param>
/// <param name="IsExact">Whether the sector means the same industry; else it is the nearest one.</param>
/// <param name="Name">The industry in a word, for titles; null where it is not known.</param>
internal sealed record VerisSector(string? Sector, bool IsExact, string? Name);

/// <summary>NAICS codes, which VERIS uses, as sectors of Directive (EU) 2022/2555 or, for victims in Japan, of the Japanese list.</summary>
/// <remarks>NAICS 2017. The longest prefix counts. Words such as <c>Healthcare</c>, which reduced records have, stand for two digits.</remarks>
internal static class VerisSectors
{
    private static readonly Dictionary<string, (string? Sector, bool IsExact)> ByPrefix = new(StringComparer.Ordinal)
    {
        ["11"] = (null, false), ["111"] = ("eu.food", false), ["112"] = ("eu.food", false), ["114"] = ("eu.food", false),
        ["21"] = (null, false), ["211"] = ("eu.energy", false),
        ["22"] = ("eu.energy", false), ["2211"] = ("eu.energy.electricity", true), ["2212"] = ("eu.energy.gas", true),
        ["22131"] = ("eu.drinking-water", true), ["22132"] = ("eu.waste-water", true), ["22133"] = ("eu.energy.dhc", true),
        ["31"] = ("eu.manufacturing", false), ["32"] = ("eu.manufacturing", false), ["33"] = ("eu.manufacturing", false),
        ["311"] = ("eu.food", true), ["312"] = ("eu.food", false), ["324"] = ("eu.energy.oil", false), ["325"] = ("eu.chemicals", true),
        ["3254"] = ("eu.health", false), ["333"] = ("eu.manufacturing.machinery", true), ["334"] = ("eu.manufacturing.electronics", true),
        ["335"] = ("eu.manufacturing.electrical", true), ["336"] = ("eu.manufacturing.transport-eq", false), ["3361"] = ("eu.manufacturing.motor", true),
        ["3362"] = ("eu.manufacturing.motor", true), ["3363"] = ("eu.manufacturing.motor", true), ["3391"] = ("eu.manufacturing.medical", true),
        ["42"] = (null, false), ["4242"] = ("eu.health", false), ["4244"] = ("eu.food", false), ["4245"] = ("eu.food", false),
        ["4246"] = ("eu.chemicals", false), ["4247"] = ("eu.energy.oil", false),
        ["44"] = (null, false), ["45"] = (null, false),
        ["48"] = ("eu.transport", false), ["49"] = ("eu.transport", false), ["481"] = ("eu.transport.air", true), ["482"] = ("eu.transport.rail", true),
        ["483"] = ("eu.transport.water", true), ["484"] = ("eu.transport.road", false), ["4861"] = ("eu.energy.oil", false),
        ["4862"] = ("eu.energy.gas", false), ["4881"] = ("eu.transport.air", true), ["4882"] = ("eu.transport.rail", true),
        ["4883"] = ("eu.transport.water", true), ["4884"] = ("eu.transport.road", true), ["491"] = ("eu.postal", true), ["492"] = ("eu.postal", true),
        ["51"] = ("eu.digital-infrastructure", false), ["511"] = (null, false), ["512"] = (null, false), ["515"] = (null, false),
        ["517"] = ("eu.digital-infrastructure.pecs", false), ["518"] = ("eu.digital-infrastructure.dc", false), ["519"] = ("eu.digital-providers", false),
        ["52"] = ("eu.banking", false), ["521"] = ("eu.banking", false), ["5221"] = ("eu.banking", true), ["523"] = ("eu.fmi", false),
        ["524"] = (null, false),
        ["53"] = (null, false),
        ["54"] = (null, false), ["5415"] = ("eu.ict-service-mgmt", false), ["5417"] = ("eu.research", true),
        ["55"] = (null, false),
        ["56"] = (null, false), ["562"] = ("eu.waste", true),
        ["61"] = (null, false),
        ["62"] = ("eu.health", false), ["621"] = ("eu.health", true), ["622"] = ("eu.health", true), ["623"] = ("eu.health", true), ["624"] = (null, false),
        ["71"] = (null, false), ["72"] = (null, false), ["81"] = (null, false),
        ["92"] = ("eu.public-administration", true), ["927"] = ("eu.space", false),
    };

    private static readonly Dictionary<string, string> NameOf = new(StringComparer.Ordinal)
    {
        ["11"] = "Agriculture", ["21"] = "Mining", ["22"] = "Utilities", ["23"] = "Construction", ["31"] = "Manufacturing", ["32"] = "Manufacturing",
        ["33"] = "Manufacturing", ["42"] = "Trade", ["44"] = "Retail", ["45"] = "Retail", ["48"] = "Transportation", ["49"] = "Transportation",
        ["51"] = "Information", ["52"] = "Finance", ["53"] = "Real estate", ["54"] = "Professional", ["55"] = "Management", ["56"] = "Administrative",
        ["61"] = "Educational", ["62"] = "Healthcare", ["71"] = "Entertainment", ["72"] = "Accommodation", ["81"] = "Other services", ["92"] = "Public",
    };

    // As VCDB writes them, its spelling of accommodation included.
    private static readonly Dictionary<string, string> CodeOf = NameOf
        .DistinctBy(n => n.Value, StringComparer.OrdinalIgnoreCase)
        .Append(new("72", "Accomodation"))
        .ToDictionary(n => n.Value, n => n.Key, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Japanese = new(StringComparer.Ordinal)
    {
        ["eu.energy.electricity"] = "jp.electricity", ["eu.energy.gas"] = "jp.gas", ["eu.energy.oil"] = "jp.petroleum",
        ["eu.transport.air"] = "jp.aviation", ["eu.transport.rail"] = "jp.railways", ["eu.banking"] = "jp.finance", ["eu.fmi"] = "jp.finance",
        ["eu.health"] = "jp.medical", ["eu.drinking-water"] = "jp.water", ["eu.chemicals"] = "jp.chemicals",
        ["eu.public-administration"] = "jp.government",
    };

    /// <summary>The sector of an industry.</summary>
    /// <param name="industry">A NAICS code, such as <c>522110</c> or <c>44-45</c>, or a word of a reduced record.</param>
    /// <param name="inJapan">Whether the victim is in Japan.</param>
    public static VerisSector Of(string? industry, bool inJapan)
    {
        var code = industry is null ? "" : CodeOf.GetValueOrDefault(industry) ?? industry;
        var name = code.Length >= 2 ? NameOf.GetValueOrDefault(code[..2]) : null;
        for (var length = Math.Min(code.Length, 6); length >= 2; length--)
        {
            if (ByPrefix.TryGetValue(code[..length], out var found))
            {
                var local = inJapan && found.Sector is { } eu ? Japanese.GetValueOrDefault(eu) : null;
                return new(local ?? found.Sector, found.IsExact && local is null, name);
            }
        }

        return new(null, false, name);
    }
}
