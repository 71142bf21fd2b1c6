using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.EventStore;

namespace CyberExchange.Views.Duties;

/// <summary>The rulebook in force as this node knows it; replaced whole when another one took force.</summary>
/// <param name="log">Has the versions that were adopted.</param>
/// <param name="shipped">In force until then.</param>
public sealed class LiveRulebook(EventLog log, Rulebook shipped)
{
    private volatile Rulebook? _adopted;

    public Rulebook Current => _adopted ?? shipped;

    /// <summary>The rules that came with the program.</summary>
    public Rulebook Shipped => shipped;

    /// <summary>Every version that was proposed or adopted, as the log has them now.</summary>
    public async Task<RulebookVersions> ReadAsync(CancellationToken ct) => Fold(await log.ReadStreamAsync(RulebookEventCatalog.Stream, ct: ct));

    /// <summary>Reads it anew. Done before a change is announced, so that an adoption that was acknowledged holds.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        if ((await ReadAsync(ct)).Adopted is [.., var last] && last.Version.Digest != Current.Version.Digest)
        {
            _adopted = last.Read();
        }
    }

    private static RulebookVersions Fold(IEnumerable<StoredEvent> events) =>
        RulebookVersions.Fold(events.Select(e => RulebookEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))) ?? RulebookVersions.None;
}
