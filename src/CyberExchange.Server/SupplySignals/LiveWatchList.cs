using System.Collections.Immutable;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.SupplySignals;

/// <summary>The joint watch list with the instants at which things happened.</summary>
/// <param name="Version">How many events of the stream it holds.</param>
/// <param name="List">The list.</param>
/// <param name="AgreedAt">When each entry that stands was agreed on last.</param>
/// <param name="ProposedAt">When each proposal came.</param>
/// <param name="DecidedAt">When each one that is decided was.</param>
public sealed record WatchListBook(
    int Version,
    WatchList List,
    ImmutableDictionary<string, DateTimeOffset> AgreedAt,
    ImmutableDictionary<Guid, DateTimeOffset> ProposedAt,
    ImmutableDictionary<Guid, DateTimeOffset> DecidedAt) : IStreamBook<WatchListBook>
{
    public static string Stream => WatchListEventCatalog.Stream;

    public static WatchListBook Empty { get; } = new(
        0, WatchList.Empty, ImmutableDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal),
        ImmutableDictionary<Guid, DateTimeOffset>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty);

    public WatchListBook With(StoredEvent stored)
    {
        var e = WatchListEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
        var next = this with { Version = stored.Version, List = WatchList.Evolve(List, e) };
        return e switch
        {
            WatchListEvent.WatchProposed p => next with { ProposedAt = ProposedAt.Add(p.Proposal, stored.RecordedAt) },
            WatchListEvent.WatchAgreed a => next with
            {
                DecidedAt = DecidedAt.Add(a.Proposal, stored.RecordedAt),
                AgreedAt = AgreedAt.SetItem(List.Proposals[a.Proposal].Entry.Id, stored.RecordedAt),
            },
            WatchListEvent.WatchDeclined d => next with { DecidedAt = DecidedAt.Add(d.Proposal, stored.RecordedAt) },
            WatchListEvent.WatchProposalWithdrawn w => next with { DecidedAt = DecidedAt.Add(w.Proposal, stored.RecordedAt) },
            _ => throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the book of the watch list."),
        };
    }
}

/// <summary>The joint watch list as this node knows it.</summary>
public sealed class LiveWatchList(EventLog log) : FollowedStream<WatchListBook>(log);
