using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Server.Gate;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Trends;

/// <summary>Counts what one viewer may see, and compares two of the numbers.</summary>
public sealed class LiveTrends(FigureQueries figures, LiveRulebook rulebook, TimeProvider clock)
{
    /// <summary>The present second.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    /// <summary>Whether figures are made of the caller's duty files too: regimes and timeliness are those of its reports.</summary>
    public static bool ReadsDuties(Admission by) => by.May(Capability.KeepDuties);

    /// <summary>The tables that are asked for.</summary>
    public Task<LiveFigures> ReadAsync(Admission by, LiveTrendsRequest request, CancellationToken ct) =>
        ReadAsync(by, request.Periods, request.Side, request.Sectors, names: [], ct);

    /// <summary>Compares two cells, or says which of them there is not.</summary>
    /// <remarks>Of vendors and weaknesses each row can be compared, told or not: one that nobody names counts none.</remarks>
    public async Task<(LiveFigures? Figures, TrendComparison? Comparison, Domain.Refusal? Refusal)> CompareAsync(
        Admission by, ComparedCell first, ComparedCell second, IReadOnlyList<string> sectors, CancellationToken ct)
    {
        if (sectors.Count > 0 && (LiveTables.CountsAdvisories(first.Table) || LiveTables.CountsAdvisories(second.Table)))
        {
            return (null, null, new(Domain.RefusalCode.UnknownTerm, "/sector", "Advisories name no sectors: leave it out, or compare incidents."));
        }

        var (one, other) = (first with { Row = FigureQueries.RowOf(first.Table, first.Row) }, second with { Row = FigureQueries.RowOf(second.Table, second.Row) });
        if (IsTakenForAll(first, one) || IsTakenForAll(second, other))
        {
            var pointer = IsTakenForAll(first, one) ? "/first/row" : "/second/row";
            return (null, null, new(Domain.RefusalCode.UnknownTerm, pointer, "A vendor of this name cannot be told from all of them."));
        }

        Period[] periods = [.. new[] { one.Period, other.Period }.Distinct()];
        var read = await ReadAsync(by, periods, side: null, sectors, [one.Row, other.Row], ct);
        var open = new[] { one.Period, other.Period }.FirstOrDefault(p => !read.IsOver(p));
        if (open != default)
        {
            var pointer = open == one.Period ? "/first/period" : "/second/period";
            return (null, null, new(Domain.RefusalCode.ImpossibleTime, pointer, $"{open} is not over yet: compare periods that are."));
        }

        var (comparison, refusal) = CompareTrends.Of(read.BookOf(one.Table), one, other);
        return (read, comparison, refusal);

        static bool IsTakenForAll(ComparedCell asked, ComparedCell compared) => compared.Row == TrendTable.Total && asked.Row != TrendTable.Total;
    }

    private async Task<LiveFigures> ReadAsync(
        Admission by, IReadOnlyList<Period> periods, Jurisdiction? side, IReadOnlyList<string> sectors, IReadOnlyList<string> names, CancellationToken ct)
    {
        var asOf = Now;
        var scope = new FigureScope(periods.MinBy(p => p.FirstMonth), periods.MaxBy(p => p.LastMonth), sectors, names);
        var counts = await figures.CountAsync(by.Viewer, scope, ReadsDuties(by) ? [.. rulebook.Current.Obligations.Select(o => (o.Id, o.RegimeId))] : [], ct);
        var told = counts.Where(c => side is null || c.Side == side).ToList();
        return new(asOf, periods, [.. LiveTables.Incidents(told, periods).Where(Is)], sectors.Count > 0 ? [] : [.. LiveTables.Advisories(told, periods, names).Where(Is)])
        {
            Sectors = sectors,
            IncidentLabels = LiveTables.LabelsOf(told, LiveTables.IncidentLabels, periods),
            AdvisoryLabels = LiveTables.LabelsOf(told, LiveTables.AdvisoryLabels, periods),
        };

        bool Is(LiveTable table) => side is null || table.Side == side;
    }
}
