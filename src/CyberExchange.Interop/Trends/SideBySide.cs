using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;

namespace CyberExchange.Interop.Trends;

/// <summary>A sector of each side in one period.</summary>
/// <param name="Eu">The EU's row; null for no counterpart.</param>
/// <param name="Jp">Japan's row; null for no counterpart.</param>
/// <param name="Relation">How the EU's compares with Japan's, or that one has no counterpart.</param>
/// <param name="Note">What to know of the two, in English; null for nothing.</param>
/// <param name="Period">The period.</param>
/// <param name="EuFigure">The EU's number and the edition it is of; null where it is withheld or there is no row.</param>
/// <param name="JpFigure">Japan's.</param>
public sealed record SideBySideLine(
    TrendRow? Eu, TrendRow? Jp, Words Relation, string? Note, Period Period, (long Number, int Edition)? EuFigure, (long Number, int Edition)? JpFigure);

/// <summary>The sector tables of both sides through the sector bridge. It repeats numbers of the tables and has none of its own.</summary>
public static class SideBySide
{
    private static readonly Words Totals = new("all incidents of each side", "各側の全インシデント", "tous les incidents de chaque côté");

    /// <summary>The totals, and then each line of the bridge, by period.</summary>
    public static IEnumerable<SideBySideLine> Of(TrendEdition edition)
    {
        var tables = (Eu: TableOf(edition, Jurisdiction.EU), Jp: TableOf(edition, Jurisdiction.JP));
        return tables is ({ } eu, { } jp) ? Of(eu, jp) : [];
    }

    /// <summary>The same of live figures; nothing where one side alone was asked for.</summary>
    public static IEnumerable<SideBySideLine> Of(LiveFigures figures)
    {
        var tables = (Eu: TableOf(figures, Jurisdiction.EU), Jp: TableOf(figures, Jurisdiction.JP));
        return tables is ({ } eu, { } jp) ? Of(eu, jp) : [];
    }

    /// <summary>The same of any two sector tables of the same periods.</summary>
    public static IEnumerable<SideBySideLine> Of(IComparedTable eu, IComparedTable jp)
    {
        var lines = SectorBridge.All.Select(b => (b.Eu, b.Jp, Relation: SectorBridge.InWords(b.Relation), b.Note))
            .Prepend((Eu: TrendTable.Total, Jp: TrendTable.Total, Relation: Totals, Note: null));
        return lines.SelectMany(l => eu.Periods.Select(p => new SideBySideLine(
            Row(eu, l.Eu), Row(jp, l.Jp), l.Relation, l.Note, p, l.Eu is null ? null : eu.Figure(l.Eu, p), l.Jp is null ? null : jp.Figure(l.Jp, p))));
    }

    private static EditionTable? TableOf(TrendEdition edition, Jurisdiction side) => edition.Table(TrendTables.IdOf(TrendTables.Sectors, side));

    private static LiveTable? TableOf(LiveFigures figures, Jurisdiction side) => figures.Incidents.FirstOrDefault(t => t.Id == TrendTables.IdOf(TrendTables.Sectors, side));

    private static TrendRow? Row(IComparedTable table, string? id) => id is null ? null : table.Rows.FirstOrDefault(r => r.Id == id);
}
