using CyberExchange.Contracts;
using CyberExchange.Contracts.Dialogue;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Dialogue;

/// <summary>Reads of the dialogue's record.</summary>
public sealed class ReadDialogue(LiveDialogue live, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>Changes in one answer.</summary>
    public const int ChangesMax = 1_000;

    /// <summary>Changes, and entries found, on one page.</summary>
    public const int OverviewMax = 200;

    /// <summary>Days that a timeline goes back, where nothing else is asked for.</summary>
    private const int PastDays = 180;

    public static readonly string[] EntryParameters = ["kind", "topic", "party", "status", "from", "to", "q"];
    public static readonly string[] ChangeParameters = ["since", "until", "topic", "watched"];
    public static readonly string[] TimelineParameters = ["from", "to", "topic"];

    /// <summary><c>GET /v1/dialogue/entries</c>.</summary>
    public async Task<IResult> ListAsync(HttpContext http, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, EntryParameters);
        var kinds = query.Words("kind", DialogueWords.Kinds.All);
        var topics = query.Words("topic", DialogueWords.Topics);
        var (parties, statuses) = (query.Texts("party"), query.Texts("status"));
        var (from, to, text) = (query.Day("from"), query.Day("to"), query.Text("q"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var book = await live.ReadAsync(ct);
        var found = book.Record.Entries.Values
            .Where(agreed => agreed.Entry is var e
                && (kinds.Count == 0 || kinds.Contains(DialogueWords.Kinds.Text(e.Kind), StringComparer.Ordinal))
                && (topics.Count == 0 || topics.Contains(e.Topic, StringComparer.Ordinal))
                && (parties.Count == 0 || parties.Any(p => e.Parties.Contains(p, StringComparer.OrdinalIgnoreCase)))
                && (statuses.Count == 0 || statuses.Contains(e.Status, StringComparer.Ordinal))
                && DialogueDates.IsWithin(e.Date, from, to)
                && (text is null || DialogueSearch.Mentions(e, text)))
            .OrderBy(agreed => DialogueDates.First(agreed.Entry.Date) ?? DateOnly.MaxValue).ThenBy(agreed => agreed.Entry.Id, StringComparer.Ordinal);
        var agreedAt = book.Changes.GroupBy(c => c.After.Id, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().At, StringComparer.Ordinal);
        return JsonAnswer.Tagged(new([.. found.Select(a => new AgreedEntryDocument(DialogueRendition.Entry(a.Entry), a.Revision, agreedAt[a.Entry.Id]))]), WireJson.Default.DialogueEntriesDocument);
    }

    /// <summary><c>GET /v1/dialogue/entries/{id}</c>.</summary>
    public async Task<IResult> FindAsync(string id, Caller caller, CancellationToken ct)
    {
        var book = await live.ReadAsync(ct);
        return book.Record.Entries.TryGetValue(id, out var agreed)
            ? JsonAnswer.Tagged(DialogueRendition.Page(agreed, book, caller), WireJson.Default.DialogueEntryPage)
            : ProblemAnswers.NotFound;
    }

    /// <summary><c>GET /v1/dialogue/changes</c>.</summary>
    public async Task<IResult> ChangesAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, ChangeParameters);
        var (since, until) = (query.Instant("since"), query.Instant("until"));
        IReadOnlyCollection<string> topics = query.Words("topic", DialogueWords.Topics);
        var watched = query.Flag("watched");
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (watched && !caller.May(Capability.ConductDialogue))
        {
            return ProblemAnswers.ForStatus(StatusCodes.Status403Forbidden); // What is watched is told to who may read the watch.
        }

        var book = await live.ReadAsync(ct);
        if (watched)
        {
            var own = book.Record.Watches.TryGetValue(caller.Viewer.Profile.Id, out var stated) ? stated : [];
            topics = topics.Count == 0 ? own : [.. topics.Intersect(own, StringComparer.Ordinal)];
        }

        var found = book.Changes
            .Where(c => (since is null || c.At >= since) && (until is null || c.At <= until) && ((!watched && topics.Count == 0) || topics.Contains(c.After.Topic, StringComparer.Ordinal)))
            .Reverse().Take(ChangesMax + 1).Select(DialogueRendition.Change).ToList();
        return JsonAnswer.Tagged(new([.. found.Take(ChangesMax)], found.Count > ChangesMax), WireJson.Default.DialogueChangesDocument);
    }

    /// <summary><c>GET /v1/dialogue/timeline</c>.</summary>
    public async Task<IResult> TimelineAsync(HttpContext http, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, TimelineParameters);
        var topics = query.Words("topic", DialogueWords.Topics);
        var (from, to) = (query.Day("from"), query.Day("to"));
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var book = await live.ReadAsync(ct);
        return JsonAnswer.Tagged(DialogueTimeline.Of(book.Record, today, from ?? (to is null ? today.AddDays(-PastDays) : null), to, topics), WireJson.Default.DialogueTimelineDocument);
    }

    /// <summary><c>GET /v1/dialogue/proposals</c>: all that were ever made, the latest first.</summary>
    public async Task<IResult> ProposalsAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var query = new DialogueQuery(http.Request, ["state"]);
        var states = query.Words("state", DialogueRendition.StateWords);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var book = await live.ReadAsync(ct);
        IReadOnlyList<DialogueProposalDocument> proposals =
        [
            .. book.Record.Proposals.Values.Where(p => states.Count == 0 || states.Any(word => DialogueRendition.State(word) == p.State))
                .OrderByDescending(p => book.ProposedAt[p.Id]).ThenBy(p => p.Id)
                .Select(p => DialogueRendition.Proposal(p, book, caller.Viewer.Profile, directory.Current)),
        ];
        return JsonAnswer.Tagged(new Page<DialogueProposalDocument>(proposals, Next: null), WireJson.Default.PageDialogueProposalDocument);
    }

    /// <summary><c>GET /v1/dialogue/watch</c>.</summary>
    public async Task<IResult> WatchAsync(Caller caller, CancellationToken ct)
    {
        var book = await live.ReadAsync(ct);
        IReadOnlyList<string> topics = book.Record.Watches.TryGetValue(caller.Viewer.Profile.Id, out var stated) ? stated : [];
        return JsonAnswer.Tagged(new() { Topics = topics }, WireJson.Default.DialogueWatchDocument);
    }

    /// <summary>What a page shows at once: the timeline, the changes since a day, and the entries that mention a text.</summary>
    public async Task<DialogueOverview> OverviewAsync(string? topic, DateOnly since, string? text, CancellationToken ct)
    {
        var book = await live.ReadAsync(ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        string[] topics = topic is null ? [] : [topic];
        var from = new DateTimeOffset(since, TimeOnly.MinValue, TimeSpan.Zero);
        var changes = book.Changes.Where(c => c.At >= from && (topic is null || c.After.Topic == topic)).Reverse().Take(OverviewMax + 1).Select(DialogueRendition.Change).ToList();
        var found = text is null
            ? null
            : book.Record.Entries.Values.Select(a => a.Entry).Where(e => (topic is null || e.Topic == topic) && DialogueSearch.Mentions(e, text))
                .OrderBy(e => DialogueDates.First(e.Date) ?? DateOnly.MaxValue).ThenBy(e => e.Id, StringComparer.Ordinal)
                .Take(OverviewMax + 1).Select(DialogueRendition.Entry).ToList();
        return new(
            DialogueTimeline.Of(book.Record, today, today.AddDays(-PastDays), to: null, topics),
            new([.. changes.Take(OverviewMax)], changes.Count > OverviewMax),
            found is null ? null : [.. found.Take(OverviewMax)],
            MoreFound: found?.Count > OverviewMax);
    }
}

/// <summary>The record on one page.</summary>
/// <param name="Timeline">Half a year back, all that is ahead, and what is open without a date or overdue.</param>
/// <param name="Changes">Since a day, the latest first.</param>
/// <param name="Found">What mentions a text; null where none was asked for.</param>
/// <param name="MoreFound">Whether more mention it than are shown.</param>
public sealed record DialogueOverview(
    DialogueTimelineDocument Timeline, DialogueChangesDocument Changes, IReadOnlyList<DialogueEntryDocument>? Found, bool MoreFound);
