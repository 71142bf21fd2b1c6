using CyberExchange.Contracts;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using CyberExchange.Server.Dialogue;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trends;

/// <summary><c>GET /v1/trends/live</c>, <c>/v1/trends/live/side-by-side</c> and <c>/v1/trends/live/comparison</c>.</summary>
public sealed class ReadLiveTrends(LiveTrends live)
{
    public static readonly string[] ComparisonParameters = ["first", "second", "sector"];

    private const string Json = "application/json";
    private const char CellSeparator = ':';

    /// <summary>The tables, as JSON or CSV. The entity tag says whether the figures are the same, whenever they were counted.</summary>
    public Task<IResult> TablesAsync(HttpContext http, Admission by, CancellationToken ct) => AnswerAsync(http, by, LiveCsv.Of, ToTables, ct);

    /// <summary>The sectors side by side, in the same ways.</summary>
    public Task<IResult> SideBySideAsync(HttpContext http, Admission by, CancellationToken ct) => AnswerAsync(http, by, LiveCsv.SideBySide, ToSideBySide, ct);

    /// <summary>Two cells, compared.</summary>
    public async Task<IResult> CompareAsync(HttpContext http, Admission by, CancellationToken ct)
    {
        if (!JsonRoutes.Takes(http.Request, Json))
        {
            return ProblemAnswers.NotAcceptable(Json);
        }

        var query = new DialogueQuery(http.Request, ComparisonParameters);
        var (first, second) = (Cell(query, "first"), Cell(query, "second"));
        var sectors = LiveTrendsRequest.ReadSectors(query);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var (figures, comparison, refusal) = await live.CompareAsync(by, first!, second!, sectors, ct); // Else there is a problem.
        return comparison is null
            ? ProblemAnswers.BadParameter(refusal!.Pointer.Split('/')[1], refusal.Detail) // One of the two is there.
            : new JsonAnswer<LiveComparisonDocument>(LiveTrendsRendition.Comparison(figures!, comparison), WireJson.Default.LiveComparisonDocument);
    }

    private async Task<IResult> AnswerAsync(HttpContext http, Admission by, Func<LiveFigures, string> csv, Func<LiveFigures, IResult> json, CancellationToken ct)
    {
        var asCsv = JsonRoutes.Names(http.Request, BytesAnswer.CsvMediaType);
        if (!asCsv && !JsonRoutes.Takes(http.Request, Json))
        {
            return ProblemAnswers.NotAcceptable($"{Json} or {BytesAnswer.CsvMediaType}");
        }

        var (request, problem) = LiveTrendsRequest.Read(http.Request, live.Now);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        var figures = await live.ReadAsync(by, request, ct);
        return asCsv ? BytesAnswer.Csv(csv(figures)) : json(figures);
    }

    private static JsonAnswer<LiveTrendsDocument> ToTables(LiveFigures figures)
    {
        var document = LiveTrendsRendition.Tables(figures);
        return new(document, WireJson.Default.LiveTrendsDocument) { ETag = EntityTags.Of(document with { AsOf = default }, WireJson.Default.LiveTrendsDocument) };
    }

    private static JsonAnswer<LiveSideBySideDocument> ToSideBySide(LiveFigures figures)
    {
        var document = LiveTrendsRendition.SideBySide(figures);
        return new(document, WireJson.Default.LiveSideBySideDocument) { ETag = EntityTags.Of(document with { AsOf = default }, WireJson.Default.LiveSideBySideDocument) };
    }

    // A name may have the separator in it, and neither the table nor the period has.
    private ComparedCell? Cell(DialogueQuery query, string name)
    {
        var text = query.Text(name) ?? "";
        var (from, to) = (text.IndexOf(CellSeparator, StringComparison.Ordinal), text.LastIndexOf(CellSeparator));
        if (from < to && Period.Parse(text[(to + 1)..]) is { } period && period.FirstMonth <= Period.MonthOf(live.Now).FirstMonth)
        {
            return new(text[..from], text[(from + 1)..to], period);
        }

        query.Fail(name, "It is a table, a row and a period that has begun, such as sectors.eu:eu.energy:2026-Q1.");
        return null;
    }
}
