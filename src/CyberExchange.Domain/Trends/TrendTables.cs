using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Trends;

/// <summary>The tables of the exchange: of each side its sectors, the sub-areas of the dialogue, classes, severities, and regimes with timeliness.</summary>
/// <remarks>
/// The sides stand side by side and are never added up: a sum would let each side's withheld numbers be worked out from the other's,
/// and their sectors, scales and duties are not the same. A sector by class, or any table of two of these dimensions, is not among
/// them: it would have more than the totals in common with both.
/// </remarks>
public static class TrendTables
{
    public const string Sectors = "sectors";
    public const string Areas = "areas";
    public const string Classes = "classes";
    public const string Severities = "severities";
    public const string Regimes = "regimes";

    private const string CoreInfrastructure = "jpcore.";

    /// <summary>All tables of both sides.</summary>
    public static IReadOnlyList<TrendTable> All { get; } = [.. Enum.GetValues<Jurisdiction>().SelectMany(Of)];

    /// <summary>The id of a table of a side, such as <c>sectors.eu</c>.</summary>
    public static string IdOf(string dimension, Jurisdiction side) => $"{dimension}.{side.Text().ToLowerInvariant()}";

    /// <summary>The dimension of a table.</summary>
    public static string DimensionOf(string table) => table.Split('.')[0];

    private static IEnumerable<TrendTable> Of(Jurisdiction side)
    {
        var own = side.Text().ToLowerInvariant() + ".";
        return
        [
            new(
                IdOf(Sectors, side), side, Titled("Sectors", "分野", "Secteurs", side),
                Tree(Taxonomies.Sectors.All.Where(t => t.Id.StartsWith(own, StringComparison.Ordinal))), r => SectorOf(r.Sector)),
            new(
                IdOf(Areas, side), side, Titled("Sub-areas of the dialogue", "対話の小分野", "Sous-domaines du dialogue", side),
                Tree(Taxonomies.Sectors.All.Where(t => Taxonomies.Sectors.IsArea(t.Id))), r => r.Area),
            new(
                IdOf(Classes, side), side, Titled("Classes of incidents", "インシデントの種別", "Classes d’incidents", side),
                Tree(IncidentClasses.All.Where(t => !IncidentClasses.IsTest(t.Id))), r => r.Classification),
            new(
                IdOf(Severities, side), side, Titled("Severity on the side's own scale", "自側の尺度による重大度", "Gravité sur l’échelle propre", side),
                Tree(Taxonomies.Severities.All.Where(t => t.Id.StartsWith("jp-", StringComparison.Ordinal) == side is Jurisdiction.JP)), r => r.Severity),
            new(
                IdOf(Regimes, side), side, Titled("Regimes and timeliness", "報告制度と期限遵守", "Régimes et respect des délais", side),
                [.. TrendRegimes.Of(side).SelectMany(WithTimeliness)], r => RegimeOf(r)),
        ];
    }

    // Where nobody knows the timeliness, the regime counts it in the rest of its own rows.
    private static string? RegimeOf(TrendRecord record) =>
        record is { Regime: { } regime, Timeliness: not Timeliness.Unknown } ? $"{regime}/{Text(record.Timeliness)}" : record.Regime;

    // What the Economic Security Promotion Act names is counted in the sector of the action plan to which it belongs.
    internal static string? SectorOf(string? sector) =>
        sector?.StartsWith(CoreInfrastructure, StringComparison.Ordinal) == true ? SectorBridge.SectorOfCore(sector) : sector;

    private static Words Titled(string en, string ja, string fr, Jurisdiction side) => Titled(new(en, ja, fr), side);

    /// <summary>What the table of a side is called.</summary>
    internal static Words Titled(Words title, Jurisdiction side) => side switch
    {
        Jurisdiction.EU => new($"{title.En}: European Union", $"{title.Ja}：EU", $"{title.Fr} : Union européenne"),
        Jurisdiction.JP => new($"{title.En}: Japan", $"{title.Ja}：日本", $"{title.Fr} : Japon"),
    };

    private static List<TrendRow> Tree(IEnumerable<Term> terms)
    {
        var rows = new List<TrendRow>();
        foreach (var term in terms)
        {
            var parent = rows.LastOrDefault(r => Taxonomies.Sectors.Covers(r.Id, term.Id))?.Id;
            rows.Add(new(term.Id, parent, NameOf(term)));
        }

        return rows;
    }

    /// <summary>What a term is called.</summary>
    internal static Words NameOf(Term term) => new(term.Name, TermNames.Japanese(term), TermNames.French(term));

    private static IEnumerable<TrendRow> WithTimeliness(TrendRow regime) =>
        Enum.GetValues<Timeliness>().Where(t => t is not Timeliness.Unknown)
            .Select(t => new TrendRow($"{regime.Id}/{Text(t)}", regime.Id, NameOf(t))).Prepend(regime);

    private static string Text(Timeliness timeliness) => timeliness switch
    {
        Timeliness.InTime => "in-time",
        Timeliness.Late => "late",
        Timeliness.NoLimit => "no-limit",
        Timeliness.Unknown => "unknown",
    };

    private static Words NameOf(Timeliness timeliness) => timeliness switch
    {
        Timeliness.InTime => new("Reported in time", "期限内に報告", "Signalé dans les délais"),
        Timeliness.Late => new("Reported late", "期限後に報告", "Signalé en retard"),
        Timeliness.NoLimit => new("No limit in numbers", "数値による期限なし", "Sans délai chiffré"),
        Timeliness.Unknown => new("Unknown", "不明", "Inconnu"),
    };
}
