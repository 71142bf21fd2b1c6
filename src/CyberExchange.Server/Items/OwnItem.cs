using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Items;

/// <summary>What must hold before an originator's change of an item: that the caller may see it, that it is the originator, and that it knows the present state.</summary>
public sealed class OwnItem(ItemQueries items, EventLog log, ProjectionRunner core)
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Visibility before anything else: who does not see the item learns nothing of it, not by the time it takes either.</summary>
    /// <remarks>
    /// The item's stream is not read: how long that takes tells how long it is. An originator may change an item that the
    /// views do not hold yet, so whatever they do not show is looked for again once they hold all that is in the log now.
    /// </remarks>
    /// <param name="id">The item.</param>
    /// <param name="caller">Who wants to change it.</param>
    /// <param name="kind">The kind of the route's items.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Problem?> GuardAsync(ItemId id, Viewer.Partner caller, ItemKind kind, CancellationToken ct)
    {
        var (row, problem) = await SeenAsync(id, caller, kind, ct);
        return problem ?? (row!.Originator == caller.Profile.Id ? null : ProblemAnswers.NotOriginator); // One of the two is there.
    }

    /// <summary>The item as the caller sees it, or the one answer for what it does not see.</summary>
    /// <param name="id">The item.</param>
    /// <param name="caller">Who wants to change it.</param>
    /// <param name="kind">The kind of the route's items.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(ItemRow? Row, Problem? Problem)> SeenAsync(ItemId id, Viewer.Partner caller, ItemKind kind, CancellationToken ct)
    {
        var lookup = await items.FindAsync(caller, id, ct);
        if (lookup is ItemLookup.Absent)
        {
            if (!await core.WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct))
            {
                return (null, ProblemAnswers.ViewsBehind);
            }

            lookup = await items.FindAsync(caller, id, ct);
        }

        return lookup.OfKind(kind);
    }

    /// <summary>Those of some items that are the caller's own; what the views do not show is looked for again once they hold all that is in the log now.</summary>
    /// <param name="ids">The items, each once.</param>
    /// <param name="caller">Whose.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlySet<Guid>> OwnAsync(IReadOnlyList<Guid> ids, Viewer.Partner caller, CancellationToken ct)
    {
        var own = await items.OwnAsync(caller, ids, ct);
        return own.Count < ids.Count && await core.WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct) ? await items.OwnAsync(caller, ids, ct) : own;
    }

    /// <summary>Compares If-Match with what the caller would read now.</summary>
    /// <param name="id">The item.</param>
    /// <param name="loaded">Its stream.</param>
    /// <param name="caller">Who wants to change it.</param>
    /// <param name="ifMatch">The header.</param>
    /// <param name="tag">The entity tag of the caller's rendition.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Precondition> CompareAsync<TState>(
        ItemId id, LoadedStream<TState> loaded, Viewer.Partner caller, string ifMatch, Func<ItemRow, Task<string>> tag, CancellationToken ct)
        where TState : class
    {
        if (!await core.WaitForAsync(loaded.LastPosition, ViewWaitMax, ct))
        {
            return Precondition.Unknown;
        }

        if (await items.FindAsync(caller, id, ct) is not ItemLookup.Found { Row: var row } || row.StreamVersion != loaded.Version)
        {
            return Precondition.LookAgain;
        }

        return EntityTags.Matches(ifMatch, await tag(row)) ? Precondition.Holds : Precondition.Stale;
    }

    /// <summary>The If-Match header of a change, or the problem that there is none.</summary>
    public static (string? IfMatch, Problem? Problem) ReadIfMatch(HttpRequest request) =>
        request.Headers.IfMatch is { Count: > 0 } given ? (given.ToString(), null) : (null, ProblemAnswers.PreconditionRequired);

    /// <summary>The problem that <c>*</c> stands for whatever is there: where one member approves what another states, it names what it read.</summary>
    public static Problem? CheckNamesWhatWasRead(HttpRequest request) =>
        EntityTags.Matches(request.Headers.IfMatch, tag: "") ? ProblemAnswers.PreconditionRequired : null;
}
