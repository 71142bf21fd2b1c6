using System.Collections.Immutable;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Server.Advisories;

namespace CyberExchange.Server.Trends;

/// <summary>The editions and proposals with the instants at which things happened.</summary>
/// <param name="Version">How many events of the stream it holds.</param>
/// <param name="Series">The editions and proposals.</param>
/// <param name="ProposedAt">When each proposal came.</param>
/// <param name="DecidedAt">When each one that is decided was.</param>
public sealed record TrendBook(
    int Version, TrendSeries Series, ImmutableDictionary<Guid, DateTimeOffset> ProposedAt, ImmutableDictionary<Guid, DateTimeOffset> DecidedAt, ImmutableList<DateTimeOffset> PublishedAt)
{
    public static TrendBook Empty { get; } = new(0, TrendSeries.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, []);

    /// <summary>The book with one more event.</summary>
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
/// <remarks>One short stream, read as that of the dialogue is: each read asks the log for what came since, so that an edition shows at once on every node.</remarks>
public sealed class LiveEditions(EventLog log, KeptDocuments documents)
{
    private volatile TrendBook _book = TrendBook.Empty;

    /// <summary>What was published and proposed, as the log has it now.</summary>
    public async Task<TrendBook> ReadAsync(CancellationToken ct)
    {
        var book = _book;
        foreach (var stored in await log.ReadStreamAsync(TrendEventCatalog.Stream, book.Version + 1, ct))
        {
            book = book.With(stored);
        }

        // Two reads may come here at once: either has the whole stream up to its version, and a later read asks for the rest.
        return _book = book;
    }

    /// <summary>The bytes of an edition as they were frozen. Whether the caller may have them is asked before.</summary>
    public ValueTask<byte[]> BytesAsync(PublishedEdition edition, CancellationToken ct) => documents.ReadAsync(edition.Sha512, ct);
}
