using System.Collections.Immutable;
using CyberExchange.Domain;
using CyberExchange.Domain.Sources;
using CyberExchange.EventStore;

namespace CyberExchange.Server.Sources;

/// <summary>A source with its owner.</summary>
/// <param name="StatedAt">When it was stated last.</param>
public sealed record StandingSource(PartnerId Owner, FollowedSource Source, DateTimeOffset StatedAt);

/// <summary>The sources of all partners as this node knows them; whoever reads for a partner takes its own.</summary>
/// <remarks>
/// They are few and short, so they are folded from the log and have no rows: each read asks it for what came since, so that what was
/// acknowledged shows at once on every node.
/// </remarks>
public sealed class LiveSources(EventLog log) : IDisposable
{
    private const int PageEventsMax = 500;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<PartnerId, FollowedSources> _states = [];
    private ImmutableDictionary<CsafSourceId, StandingSource> _standing = ImmutableDictionary<CsafSourceId, StandingSource>.Empty;
    private ImmutableDictionary<CsafSourceId, string> _providers = ImmutableDictionary<CsafSourceId, string>.Empty;
    private long _position;

    /// <summary>Those that stand now.</summary>
    public async Task<ImmutableDictionary<CsafSourceId, StandingSource>> ReadAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            var head = await log.HeadAsync(ct);
            while (_position < head)
            {
                var page = await log.ReadTypesAsync(SourceEventCatalog.Catalog.Names, _position, head, PageEventsMax, ct);
                foreach (var stored in page)
                {
                    Take(stored);
                }

                _position = page.Count > 0 ? page[^1].Position : head;
            }

            return _standing;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A partner's own, in the order of their providers.</summary>
    public async Task<IReadOnlyList<StandingSource>> OfAsync(PartnerId owner, CancellationToken ct) =>
        [.. (await ReadAsync(ct)).Values.Where(one => one.Owner == owner).OrderBy(one => one.Source.Provider, StringComparer.Ordinal)];

    /// <summary>One of a partner's own; null for any other.</summary>
    public async Task<StandingSource?> FindAsync(PartnerId owner, CsafSourceId id, CancellationToken ct) =>
        (await ReadAsync(ct)).GetValueOrDefault(id) is { } one && one.Owner == owner ? one : null;

    /// <summary>The provider of a source, also of one that was removed.</summary>
    public async Task<string> ProviderOfAsync(CsafSourceId id, CancellationToken ct)
    {
        await ReadAsync(ct);
        return _providers[id];
    }

    public void Dispose() => _one.Dispose();

    private void Take(StoredEvent stored)
    {
        var owner = SourceEventCatalog.OwnerOf(stored.Stream);
        var e = SourceEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
        var state = _states[owner] = FollowedSources.Evolve(_states.GetValueOrDefault(owner), e);
        if (e is SourceEvent.SourceAdded { Source: var id, Provider: var provider })
        {
            _providers = _providers.SetItem(id, provider);
        }

        _standing = e switch
        {
            SourceEvent.SourceAdded added => _standing.SetItem(added.Source, new(owner, state.Standing[added.Source], stored.RecordedAt)),
            SourceEvent.SourceChanged changed => _standing.SetItem(changed.Source, new(owner, state.Standing[changed.Source], stored.RecordedAt)),
            SourceEvent.SourceRemoved removed => _standing.Remove(removed.Source),
            _ => throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the sources."),
        };
    }
}
