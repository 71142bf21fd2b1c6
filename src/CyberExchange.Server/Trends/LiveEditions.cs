using System.Collections.Immutable;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trends;

/// <summary>The editions and proposals with the instants at which things happened.</summary>
/// <param name="Version">How many events of the stream it holds.</param>
/// <param name="Series">The editions and proposals.</param>
/// <param name="ProposedAt">When each proposal came.</param>
/// <param name="DecidedAt">When each one that is decided was.</param>
public sealed record TrendBook(
    int Version, TrendSeries Series, ImmutableDictionary<Guid, DateTimeOffset> ProposedAt, ImmutableDictionary<Guid, DateTimeOffset> DecidedAt, ImmutableList<DateTimeOffset> PublishedAt) : IStreamBook<TrendBook>
{
    public static string Stream => TrendEventCatalog.Stream;

    public static TrendBook Empty { get; } = new(0, TrendSeries.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, []);

    public TrendBook With(StoredEvent stored)
    {
        var e = TrendEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
        var next = this with { Version = stored.Version, Series = TrendSeries.Evolve(Series, e) };
        return e switch
        {
            TrendEvent.EditionProposed p => next with { ProposedAt = ProposedAt.Add(p.Proposal, stored.RecordedAt) },
            TrendEvent.EditionPublished p => next with { DecidedAt = DecidedAt.Add(p.Proposal, stored.RecordedAt), PublishedAt = PublishedAt.Add(stored.RecordedAt) },
            TrendEvent.EditionDeclined d => next with { DecidedAt = DecidedAt.Add(d.Proposal, stored.RecordedAt) },
            TrendEvent.EditionTakenBack t => next with { DecidedAt = DecidedAt.Add(t.Proposal, stored.RecordedAt) },
            _ => next,
        };
    }
}

/// <summary>The editions of the trends as this node knows them.</summary>
public sealed class LiveEditions(EventLog log, KeptDocuments documents) : FollowedStream<TrendBook>(log)
{
    /// <summary>The bytes of an edition as they were frozen. Whether the caller may have them is asked before.</summary>
    public ValueTask<byte[]> BytesAsync(PublishedEdition edition, CancellationToken ct) => documents.ReadAsync(edition.Sha512, ct);
}
