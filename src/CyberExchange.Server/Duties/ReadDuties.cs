using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Duties;

namespace CyberExchange.Server.Duties;

/// <summary><c>GET /v1/duties</c>, <c>/v1/duties/reminders</c> and <c>/v1/incidents/{id}/duties</c>.</summary>
public sealed class ReadDuties(DutyQueries queries, DutyRendition rendition, Rulebook rulebook, TokenSealer sealer, TimeProvider clock)
{
    /// <summary>The parameters that the list takes.</summary>
    public static readonly string[] ParameterNames = ["state", "addressed", "before", "after", "limit"];

    /// <summary>The duties that the caller's partner has, the next to be done first.</summary>
    public async Task<IResult> ListAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (filter, limit, problem) = Read(http.Request, caller);
        if (filter is null)
        {
            return problem!; // One of the two is there.
        }

        var rows = await queries.ListAsync(caller.Viewer.Profile.Id, filter, clock.GetUtcNow(), limit + 1, ct);
        var more = rows.Count > limit;
        DutyDocument[] documents = [.. rows.Take(limit).Where(row => rendition.Knows(row.Line)).Select(row => rendition.Render(row, caller.Viewer.Profile))];
        var next = more ? sealer.Seal(Purpose(filter.ByOwner), caller.Viewer, new(rows[limit - 1].ActByTicks, 0, rows[limit - 1].Id)) : null;
        return new JsonAnswer<Page<DutyDocument>>(new(documents, next), WireJson.Default.PageDutyDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.DutyDocument, more),
        };
    }

    /// <summary>What the caller's partner was reminded of. The cursor goes on where the last page ended, whenever it is used.</summary>
    public async Task<IResult> RemindersAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (after, limit, problem) = ListRequest.ReadPage(http.Request, TokenPurpose.Reminders, caller.Viewer, sealer);
        if (problem is not null)
        {
            return problem;
        }

        var rows = await queries.RemindersAsync(caller.Viewer.Profile.Id, after?.Position ?? 0, limit, ct);
        DutyReminderDocument[] documents = [.. rows.Select(row => DutyRendition.Render(row, rulebook))];
        var next = rows.Count > 0 ? sealer.Seal(TokenPurpose.Reminders, caller.Viewer, new(rows[^1].Position, 0, Guid.Empty)) : null;
        return new JsonAnswer<Page<DutyReminderDocument>>(new(documents, next), WireJson.Default.PageDutyReminderDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.DutyReminderDocument, next is not null),
        };
    }

    /// <summary>The whole file, for its owner; absent, another's and never opened are answered alike.</summary>
    public async Task<IResult> FileAsync(Guid id, Caller caller, CancellationToken ct)
    {
        if (await FindAsync(new(id), caller, ct) is not { } document)
        {
            return ProblemAnswers.NotFound;
        }

        return JsonAnswer.Tagged(document, WireJson.Default.DutyFileDocument);
    }

    /// <summary>The file as its owner reads it; null for anyone else.</summary>
    internal async Task<DutyFileDocument?> FindAsync(IncidentId incident, Caller caller, CancellationToken ct)
    {
        var owner = caller.Viewer.Profile;
        return await queries.FindFileAsync(owner.Id, incident, ct) is { } row
            ? rendition.Render(row, (await queries.FindProfileAsync(owner.Id, ct))?.Stated, owner, clock.GetUtcNow())
            : null;
    }

    private (DutyFilter? Filter, int Limit, Problem? Problem) Read(HttpRequest request, Caller caller)
    {
        if (request.Query.Keys.FirstOrDefault(name => !ParameterNames.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return (null, 0, ProblemAnswers.BadParameter(unknown, $"The list takes no such parameter, but {string.Join(", ", ParameterNames)}."));
        }

        var (state, badState) = Once(request, "state", DutyStates.Words.Parse, $"A state is one of {string.Join(", ", DutyStates.Words.All)}.");
        var (addressed, badAddressed) = Once(request, "addressed", text => text == "to-me" ? true : (bool?)null, "It is to-me, or left out for one's own.");
        var (before, badBefore) = Once(request, "before", ListRequest.Instant, "The instant is ISO 8601 in UTC, such as 2026-12-01T09:00:00Z.");
        var byOwner = addressed is null;
        var (after, badCursor) = ListRequest.ReadCursor(request, "after", Purpose(byOwner), caller.Viewer, sealer);
        var (limit, badLimit) = ListRequest.ReadLimit(request);
        return (badState ?? badAddressed ?? badBefore ?? badCursor ?? badLimit) is { } problem
            ? (null, 0, problem)
            : (new(byOwner, state, before, after is { } place ? (place.Position, place.Item) : null), limit, null);
    }

    private static (T? Value, Problem? Problem) Once<T>(HttpRequest request, string name, Func<string, T?> read, string expected)
        where T : struct
    {
        if (request.Query[name] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        return given is [{ } text] && read(text) is { } value ? (value, null) : (null, ProblemAnswers.BadParameter(name, expected));
    }

    private static TokenPurpose Purpose(bool byOwner) => byOwner ? TokenPurpose.Duties : TokenPurpose.AddressedDuties;
}
