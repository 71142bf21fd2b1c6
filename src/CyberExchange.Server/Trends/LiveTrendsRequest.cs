using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.Server.Dialogue;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Trends;

/// <summary>Which figures are asked for.</summary>
/// <param name="Kind">How long each period is.</param>
/// <param name="Periods">In order, without a gap.</param>
/// <param name="Side">One side's alone; null for both.</param>
/// <param name="Sectors">Only what names one of these or a subsector; none for all.</param>
public sealed record LiveTrendsRequest(PeriodKind Kind, IReadOnlyList<Period> Periods, Jurisdiction? Side, IReadOnlyList<string> Sectors)
{
    /// <summary>Periods in one answer: five years of months.</summary>
    public const int PeriodsMax = 60;

    /// <summary>What the routes take.</summary>
    public static readonly string[] Parameters = ["by", "from", "to", "side", "sector"];

    /// <summary>The words for <see cref="Kind"/>.</summary>
    public static readonly string[] Kinds = ["month", "quarter", "year"];

    private const string PeriodExpected = "It is a month, a quarter or a year that has begun, such as 2026-03, 2026-Q1 or 2026.";

    /// <summary>Reads the request, or the first problem with it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The period in which this lies is the last one.</param>
    /// <param name="defaultKind">The periods where nothing else is asked for.</param>
    /// <param name="fromForm">Whether a form sent it: fields that are empty were not filled in, and other parameters are the page's.</param>
    public static (LiveTrendsRequest? Request, Problem? Problem) Read(HttpRequest request, DateTimeOffset now, PeriodKind defaultKind = PeriodKind.Month, bool fromForm = false)
    {
        var query = fromForm ? DialogueQuery.OfForm(request, Parameters) : new DialogueQuery(request, Parameters);
        query.Words("by", Kinds);
        query.Words("side", ["EU", "JP"]);
        var (by, side) = (query.Text("by"), query.Text("side"));
        var sectors = ReadSectors(query);
        var present = Period.MonthOf(now).FirstMonth;
        var (from, to) = (ReadPeriod(query, "from", present), ReadPeriod(query, "to", present));
        if (query.Problem is { } problem)
        {
            return (null, problem);
        }

        var kind = by is null ? defaultKind : (PeriodKind)Array.IndexOf(Kinds, by);
        var last = Period.Around(kind, Math.Min(to?.LastMonth ?? present, present));
        var first = from is { } stated ? Period.Around(kind, stated.FirstMonth) : last with { Ordinal = last.Ordinal - DefaultCount(kind) + 1 };
        if (first.FirstMonth < Period.OfYear(1).FirstMonth)
        {
            return (null, ProblemAnswers.BadParameter("to", $"The {DefaultCount(kind)} periods up to it begin before the year 1: state from."));
        }

        if (first.Ordinal > last.Ordinal || last.Ordinal - first.Ordinal >= PeriodsMax)
        {
            return (null, ProblemAnswers.BadParameter("from", $"From the first period to the last there are 1 to {PeriodsMax}."));
        }

        return (new(kind, [.. Enumerable.Range(first.Ordinal, last.Ordinal - first.Ordinal + 1).Select(o => new Period(kind, o))], side is null ? null : Roles.ParseJurisdiction(side), sectors), null);
    }

    /// <summary>The sectors by which a request narrows.</summary>
    internal static IReadOnlyList<string> ReadSectors(DialogueQuery query)
    {
        var sectors = query.Texts("sector");
        if (sectors.FirstOrDefault(s => !Domain.Taxonomies.Sectors.IsKnown(s)) is { } unknown)
        {
            query.Fail("sector", $"There is no sector '{unknown}'. It is an id such as eu.energy or jp.electricity.");
        }

        return [.. sectors];
    }

    private static Period? ReadPeriod(DialogueQuery query, string name, int present)
    {
        if (query.Text(name) is not { } text)
        {
            return null;
        }

        if (Period.Parse(text) is { } period && period.FirstMonth <= present)
        {
            return period;
        }

        query.Fail(name, PeriodExpected);
        return null;
    }

    // A year, or three.
    private static int DefaultCount(PeriodKind kind) => kind switch
    {
        PeriodKind.Month => 12,
        PeriodKind.Quarter => 4,
        PeriodKind.Year => 3,
    };
}
