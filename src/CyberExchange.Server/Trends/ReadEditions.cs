using System.Globalization;
using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Trends;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using CyberExchange.Server.Dialogue;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Trends;

/// <summary>Reads of editions: whoever may not have one is answered as if there were none.</summary>
public sealed class ReadEditions(LiveEditions live, LiveDirectory directory, TokenSealer sealer)
{
    /// <summary>Editions that are kept as they were read: those that are asked for are the latest.</summary>
    private const int KeptMax = 4;

    public const string Csv = BytesAnswer.CsvMediaType;

    public const string LanguageParameter = "lang";

    private const string Json = "application/json";
    private const string Html = "text/html";

    private readonly Remembered<string, TrendEdition> _read = new(KeptMax); // By the SHA-512 of the bytes.

    public static readonly string[] ComparisonParameters = ["table", "row", "period", "withTable", "withRow", "withPeriod"];

    public static readonly string[] ProposalParameters = ["state", "after", "limit"];

    /// <summary><c>GET /v1/trends/editions</c>.</summary>
    public async Task<IResult> ListAsync(Viewer viewer, CancellationToken ct)
    {
        var book = await live.ReadAsync(ct);
        return JsonAnswer.Tagged(
            new([.. book.Series.Editions.Where(e => e.IsReleasedTo(viewer)).Reverse().Select(e => EditionRendition.Edition(e, book))]), WireJson.Default.EditionsDocument);
    }

    /// <summary><c>GET /v1/trends/editions/{edition}</c>: the bytes that were frozen.</summary>
    public async Task<IResult> FindAsync(string edition, Viewer viewer, CancellationToken ct) =>
        await ReleasedAsync(edition, viewer, ct) is { } found ? Frozen(await live.BytesAsync(found, ct), Json) : ProblemAnswers.NotFound;

    /// <summary><c>GET /v1/trends/editions/{edition}/tables/{table}</c>.</summary>
    public Task<IResult> TableAsync(string edition, string table, HttpContext http, Viewer viewer, CancellationToken ct) => WriteAsync(
        edition, http, viewer,
        (found, asCsv) => found.Edition.Table(table) is not { } one ? null : asCsv ? Encoding.UTF8.GetBytes(TrendCsv.Of(found, one)) : TrendJson.Of(found, one), ct);

    /// <summary><c>GET /v1/trends/editions/{edition}/side-by-side</c>.</summary>
    public Task<IResult> SideBySideAsync(string edition, HttpContext http, Viewer viewer, CancellationToken ct) => WriteAsync(
        edition, http, viewer, (found, asCsv) => asCsv ? Encoding.UTF8.GetBytes(TrendCsv.SideBySide(found)) : TrendJson.SideBySide(found), ct);

    /// <summary><c>GET /v1/trends/editions/{edition}/page</c>: the edition for paper.</summary>
    public async Task<IResult> PageAsync(string edition, HttpContext http, Viewer viewer, CancellationToken ct)
    {
        if (!JsonRoutes.Takes(http.Request, Html))
        {
            return ProblemAnswers.NotAcceptable(Html);
        }

        var query = new DialogueQuery(http.Request, [LanguageParameter]);
        query.Words(LanguageParameter, EditionHtml.Languages);
        var language = query.Text(LanguageParameter) ?? EditionHtml.Languages[0];
        if (query.Problem is { } problem)
        {
            return problem;
        }

        return await ReleasedAsync(edition, viewer, ct) is { } released
            ? BytesAnswer.Paper(EditionHtml.Write(await CitedAsync(released, ct), language))
            : ProblemAnswers.NotFound;
    }

    /// <summary><c>GET /v1/trends/editions/{edition}/comparison</c>: what is left out of the second number is that of the first.</summary>
    public async Task<IResult> CompareAsync(string edition, HttpContext http, Viewer viewer, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, ComparisonParameters);
        var (table, row, period) = (query.Text("table"), query.Text("row") ?? TrendTable.Total, query.Text("period"));
        var (otherTable, otherRow, otherPeriod) = (query.Text("withTable") ?? table, query.Text("withRow") ?? row, query.Text("withPeriod") ?? period);
        if ((query.Problem ?? Missing("table", table) ?? Missing("period", period)) is { } problem)
        {
            return problem;
        }

        if (Period.Parse(period!) is not { } first) // It is not missing.
        {
            return NoPeriod("period");
        }

        if (Period.Parse(otherPeriod!) is not { } second) // The first's, where it is left out.
        {
            return NoPeriod("withPeriod");
        }

        if (await ReleasedAsync(edition, viewer, ct) is not { } released)
        {
            return ProblemAnswers.NotFound;
        }

        var found = await ReadAsync(released, ct);
        var (comparison, refusal) = CompareTrends.Of(found, new(table!, row, first), new(otherTable!, otherRow, second)); // They are not missing.
        return comparison is null
            ? ProblemAnswers.BadParameter(ParameterOf(refusal!.Pointer), refusal.Detail) // One of the two is there.
            : JsonAnswer.Tagged(EditionRendition.Comparison(comparison, released), WireJson.Default.TrendComparisonDocument);

        static Problem? Missing(string name, string? value) => value is null ? ProblemAnswers.BadParameter(name, "A number is named by its table, its row and its period.") : null;

        static Problem NoPeriod(string name) => ProblemAnswers.BadParameter(name, "A period is written 2026, 2026-Q3 or 2026-09.");
    }

    /// <summary><c>GET /v1/trends/proposals</c>: all that were ever made, the latest first, page by page.</summary>
    public async Task<IResult> ProposalsAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, ProposalParameters);
        var states = query.Words("state", EditionRendition.StateWords);
        var (after, badToken) = ListRequest.ReadCursor(http.Request, "after", TokenPurpose.EditionProposals, caller.Viewer, sealer);
        var (limit, badLimit) = ListRequest.ReadLimit(http.Request);
        if ((query.Problem ?? badToken ?? badLimit) is { } problem)
        {
            return problem;
        }

        var book = await live.ReadAsync(ct);
        var found = book.Series.Proposals.Values.Where(p => states.Count == 0 || states.Any(word => EditionRendition.State(word) == p.State))
            .Select(p => (Place: (Latest: -book.ProposedAt[p.Id].UtcTicks, p.Id), Proposal: p))
            .Where(p => after is not { } last || p.Place.CompareTo((-last.Position, last.Item)) > 0)
            .OrderBy(p => p.Place).Take(limit + 1).ToList();
        var page = new Page<EditionProposalDocument>(
            [.. found.Take(limit).Select(p => EditionRendition.Proposal(p.Proposal, book, caller.Viewer.Profile, directory.Current))],
            found.Count > limit ? sealer.Seal(TokenPurpose.EditionProposals, caller.Viewer, new(-found[limit - 1].Place.Latest, 0, found[limit - 1].Place.Id)) : null);
        return JsonAnswer.Tagged(page, WireJson.Default.PageEditionProposalDocument);
    }

    private async Task<IResult> WriteAsync(string edition, HttpContext http, Viewer viewer, Func<CitedEdition, bool, byte[]?> write, CancellationToken ct)
    {
        var asCsv = JsonRoutes.Names(http.Request, Csv);
        if (!asCsv && !JsonRoutes.Takes(http.Request, Json))
        {
            return ProblemAnswers.NotAcceptable($"{Json} or {Csv}");
        }

        return await ReleasedAsync(edition, viewer, ct) is { } released && write(await CitedAsync(released, ct), asCsv) is { } bytes
            ? Frozen(bytes, asCsv ? $"{Csv}; charset=utf-8; header=present" : Json)
            : ProblemAnswers.NotFound;
    }

    private async Task<CitedEdition> CitedAsync(PublishedEdition released, CancellationToken ct) => new(await ReadAsync(released, ct), released.Id, released.Label);

    private ValueTask<TrendEdition> ReadAsync(PublishedEdition released, CancellationToken ct) =>
        _read.FindAsync(released.Sha512, async () => TrendEdition.Read(await live.BytesAsync(released, ct)));

    // By its number or its id. What was not released to the viewer is not there.
    private async Task<PublishedEdition?> ReleasedAsync(string edition, Viewer viewer, CancellationToken ct)
    {
        var number = int.TryParse(edition, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        return (await live.ReadAsync(ct)).Series.Editions.Find(e => (e.Number == number || e.Id == edition) && e.IsReleasedTo(viewer));
    }

    // What was frozen, or is written of it, never changes.
    private static BytesAnswer Frozen(byte[] bytes, string mediaType) => new(bytes, mediaType) { ETag = EntityTags.Of(bytes) };

    private static string ParameterOf(string pointer) => pointer.Split('/') switch
    {
        [_, "second", var part] => "with" + char.ToUpperInvariant(part[0]) + part[1..],
        [.., var part] => part,
        [] => "",
    };
}
