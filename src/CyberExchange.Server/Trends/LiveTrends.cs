using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
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

    /// <summary>The tables that are asked for.</summary>
    public Task<LiveFigures> ReadAsync(Viewer viewer, LiveTrendsRequest request, CancellationToken ct) =>
        ReadAsync(viewer, request.Periods, request.Side, request.Sectors, names: [], ct);

    /// <summary>Compares two cells, or says which of them there is not.</summary>
    /// <remarks>Of vendors and weaknesses each row can be compared, told or not: one that nobody names counts none.</remarks>
    public async Task<(DateTimeOffset AsOf, TrendComparison? Comparison, Domain.Refusal? Refusal)> CompareAsync(
        Viewer viewer, ComparedCell first, ComparedCell second, IReadOnlyList<string> sectors, CancellationToken ct)
    {
        (first, second) = (first with { Row = FigureQueries.RowOf(first.Table, first.Row) }, second with { Row = FigureQueries.RowOf(second.Table, second.Row) });
        Period[] periods = [.. new[] { first.Period, second.Period }.Distinct()];
        var read = await ReadAsync(viewer, periods, side: null, sectors, [first.Row, second.Row], ct);
        var open = new[] { first.Period, second.Period }.FirstOrDefault(p => !read.IsOver(p));
        if (open != default)
        {
            var pointer = open == first.Period ? "/first/period" : "/second/period";
            return (read.AsOf, null, new(Domain.RefusalCode.ImpossibleTime, pointer, $"{open} is not over yet: compare periods that are."));
        }

        var (comparison, refusal) = CompareTrends.Of(read.BookOf(first.Table), first, second);
        return (read.AsOf, comparison, refusal);
    }

    private async Task<LiveFigures> ReadAsync(
        Viewer viewer, IReadOnlyList<Period> periods, Jurisdiction? side, IReadOnlyList<string> sectors, IReadOnlyList<string> names, CancellationToken ct)
    {
        var asOf = Now;
        var scope = new FigureScope(periods.MinBy(p => p.FirstMonth), periods.MaxBy(p => p.LastMonth), sectors, names);
        var counts = await figures.CountAsync(viewer, scope, [.. rulebook.Current.Obligations.Select(o => (o.Id, o.RegimeId))], ct);
        return new(asOf, periods, [.. LiveTables.Incidents(counts, periods).Where(Is)], [.. LiveTables.Advisories(counts, periods, names).Where(Is)]);

        bool Is(LiveTable table) => side is null || table.Side == side;
    }
}
