using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Server.Console.Pages;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Trends;

namespace CyberExchange.Server.Console;

/// <summary><c>GET /trends</c>: the live figures of the API, shown to people.</summary>
public sealed class TrendPages(LiveTrends live)
{
    public const string Path = "/trends";

    public async Task<IResult> ShowAsync(HttpRequest request, Admission admission, CancellationToken ct)
    {
        var (asked, problem) = LiveTrendsRequest.Read(request, live.Now, PeriodKind.Quarter, fromForm: true);
        if (asked is null)
        {
            return problem!; // One of the two is there.
        }

        var figures = await live.ReadAsync(admission, asked, ct);
        return new Page<TrendsPage, TrendsModel>(new(admission.IsPublic ? null : admission.Caller, asked, figures, [.. Comparisons(figures)]));
    }

    // Each side's last period that is over with the one before, and the sides with each other.
    private static IEnumerable<TrendComparison> Comparisons(LiveFigures figures)
    {
        var over = figures.Periods.Where(figures.IsOver).TakeLast(2).ToList();
        if (over.Count == 0)
        {
            yield break;
        }

        var sides = figures.Incidents.Where(t => TrendTables.DimensionOf(t.Id) == TrendTables.Sectors).ToList();
        foreach (var side in sides.Where(_ => over.Count == 2))
        {
            yield return Compare(Total(side, over[1]), Total(side, over[0]));
        }

        if (sides.Count == 2)
        {
            yield return Compare(Total(sides[0], over[^1]), Total(sides[1], over[^1]));
        }

        TrendComparison Compare(ComparedCell first, ComparedCell second) => CompareTrends.Of(figures.BookOf(first.Table), first, second).Comparison!; // Both are there.

        static ComparedCell Total(LiveTable table, Period period) => new(table.Id, TrendTable.Total, period);
    }
}

/// <summary>What the page of live figures shows.</summary>
/// <param name="Caller">Who looks; null for the public.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Figures">What was counted.</param>
/// <param name="Comparisons">Of the totals.</param>
public sealed record TrendsModel(Caller? Caller, LiveTrendsRequest Asked, LiveFigures Figures, IReadOnlyList<TrendComparison> Comparisons)
{
    /// <summary>The tables of both sides by dimension.</summary>
    public IEnumerable<(string Dimension, LiveTable? Eu, LiveTable? Jp)> Dimensions => Figures.Incidents.Concat(Figures.Advisories)
        .GroupBy(table => TrendTables.DimensionOf(table.Id), StringComparer.Ordinal)
        .Select(sides => (sides.Key, sides.FirstOrDefault(t => t.Side is Jurisdiction.EU), sides.FirstOrDefault(t => t.Side is Jurisdiction.JP)));
}
