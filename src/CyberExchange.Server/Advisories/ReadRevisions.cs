using System.Globalization;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf.Changes;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Advisories;

/// <summary>
/// <c>GET /v1/advisories/{id}/revisions</c>, <c>/v1/advisories/{id}/revisions/{revision}/document</c> and <c>/v1/advisories/{id}/changes</c>.
/// </summary>
/// <remarks>A revision that the caller may not know of is answered like one that is not there.</remarks>
public sealed class ReadRevisions(ItemQueries items, RevisionQueries revisions, ShownItem.Witness witness, AdvisoryReading reading, EventLog log)
{
    private const string FromName = "from";
    private const string ToName = "to";

    // Anybody may ask for those of CLEAR advisories, and two large documents take a core for seconds. One may be megabytes.
    private const int ComparisonsMax = 20;

    private readonly Remembered<(string From, string To), CsafComparison> _comparisons = new(ComparisonsMax);

    public static string[] ChangesParameters { get; } = [FromName, ToName];

    public Task<IResult> ListAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct) => ShowAsync(
        http,
        id,
        viewer,
        Door.Revisions,
        seen => seen,
        (shown, seen) =>
        {
            var page = new Page<RevisionDocument>([.. seen.Select(Document)], Next: null);
            return Task.FromResult<IResult>(JsonAnswer.Tagged(page, WireJson.Default.PageRevisionDocument));
        },
        ct);

    /// <summary>The exact bytes of one revision.</summary>
    public Task<IResult> FindDocumentAsync(HttpContext http, Guid id, int revision, Viewer viewer, CancellationToken ct) => ShowAsync(
        http,
        id,
        viewer,
        Door.Revision,
        seen => seen.FirstOrDefault(row => row.Revision == revision),
        async (shown, row) => BytesAnswer.Document(await log.ReadPublishedAsync(row.Advisory.Document.Sha512, ct), row.Advisory.Document.Sha512),
        ct);

    /// <summary>What changed from one revision to another: by default to the present one, from the one before it.</summary>
    public async Task<IResult> CompareAsync(HttpContext http, Guid id, Viewer viewer, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => !ChangesParameters.Contains(name)) is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, $"Only {FromName} and {ToName} are taken here.");
        }

        var (from, to) = (Number(http.Request, FromName), Number(http.Request, ToName));
        if ((from.Problem ?? to.Problem) is { } bad)
        {
            return bad;
        }

        return await ShowAsync(
            http, id, viewer, Door.Changes, seen => Pair(seen, from.Number, to.Number), (shown, pair) => AnswerAsync(pair.From, pair.To, ct), ct);
    }

    private static RevisionPair? Pair(IReadOnlyList<RevisionRow> seen, int? from, int? to)
    {
        var until = to is null ? seen[^1] : seen.FirstOrDefault(row => row.Revision == to);
        var since = from is null ? seen.LastOrDefault(row => row.Revision < until?.Revision) ?? until : seen.FirstOrDefault(row => row.Revision == from);
        return since is null || until is null ? null : new(since, until);
    }

    private static (int? Number, Problem? Problem) Number(HttpRequest request, string name)
    {
        if (request.Query[name] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        return given is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number, null)
            : (null, ProblemAnswers.BadParameter(name, "A revision is named once, by its number."));
    }

    private async Task<IResult> ShowAsync<T>(
        HttpContext http, Guid id, Viewer viewer, Door door, Func<IReadOnlyList<RevisionRow>, T?> choose, Func<ShownItem, T, Task<IResult>> answer, CancellationToken ct)
        where T : class
    {
        var (row, problem) = (await items.FindAsync(viewer, new ItemId(id), ct)).OfKind(ItemKind.Advisory);
        if (row is null)
        {
            return problem!; // One of the two is there.
        }

        // Of an advisory that was lost in between there is no revision.
        var seen = await revisions.ListAsync(viewer, row.Id, ct);
        return seen.Count > 0 && choose(seen) is { } chosen
            ? await answer(await witness.ShowAsync(row, viewer, door, http.TraceIdentifier, ct), chosen)
            : ProblemAnswers.NotFound;
    }

    private async Task<IResult> AnswerAsync(RevisionRow from, RevisionRow to, CancellationToken ct)
    {
        if (await ComparedAsync(from, to, ct) is not CsafComparison.Made made)
        {
            // Documents that were taken once stay readable, but today's limits may be beyond them.
            return ProblemAnswers.Of(ProblemKind.NotFound, "One of the two is too large to be compared.");
        }

        var document = new ChangesDocument
        {
            Old = Compared(made.Old, from),
            New = Compared(made.New, to),
            Changes = [.. made.Changes.Select(Document)],
            Untold = made.Untold,
            Hints = [.. made.Hints.Select(hint => new HintDocument(hint.Code, hint.Sentence))],
        };
        return JsonAnswer.Tagged(document, WireJson.Default.ChangesDocument);
    }

    private ValueTask<CsafComparison> ComparedAsync(RevisionRow from, RevisionRow to, CancellationToken ct)
    {
        var key = (From: from.Advisory.Document.Sha512, To: to.Advisory.Document.Sha512);
        return _comparisons.FindAsync(key, async () =>
        {
            var (old, now) = (await log.ReadPublishedAsync(key.From, ct), await log.ReadPublishedAsync(key.To, ct));
            return await reading.RunAsync(() => CsafComparer.Compare(old, now), ct);
        });
    }

    private static RevisionDocument Document(RevisionRow row) => new()
    {
        Revision = row.Revision,
        StatedAt = row.StatedAt,
        Title = row.Advisory.Document.Title,
        TrackingVersion = row.Advisory.Document.TrackingVersion,
        TrackingStatus = row.Advisory.TrackingStatus,
        Sha512 = row.Advisory.Document.Sha512,
        LengthBytes = row.Advisory.Document.LengthBytes,
    };

    private static ComparedDocument Compared(CsafCompared compared, RevisionRow row) => new()
    {
        Revision = row.Revision,
        CsafVersion = compared.CsafVersion,
        Title = row.Advisory.Document.Title,
        PublisherNamespace = compared.PublisherNamespace,
        TrackingId = compared.TrackingId,
        TrackingVersion = compared.TrackingVersion,
        TrackingStatus = compared.TrackingStatus,
    };

    private static ChangeDocument Document(CsafChange change) => new()
    {
        Group = change.Group.Text(),
        Code = change.Code,
        Vulnerability = change.Vulnerability,
        Products = change.Products,
        ProductCount = change.ProductCount,
        Before = change.Before,
        After = change.After,
        OldPointer = change.OldPointer,
        NewPointer = change.NewPointer,
        Sentence = change.Sentence,
    };

    private sealed record RevisionPair(RevisionRow From, RevisionRow To);
}
