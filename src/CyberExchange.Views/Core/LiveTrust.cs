using CyberExchange.Domain.Trust;
using CyberExchange.EventStore;

namespace CyberExchange.Views.Core;

/// <summary>The trust lists as this node knows them; read on every request, replaced whole when one took force.</summary>
/// <remarks>They are few and short, so they are folded from their stream and have no rows of their own.</remarks>
public sealed class LiveTrust(EventLog log)
{
    private volatile TrustLists _current = TrustLists.None;
    private volatile int _version;

    public TrustLists Current => _current;

    /// <summary>Reads them anew. Done before a change is announced, so that an adoption that was acknowledged holds.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        var events = await log.ReadStreamAsync(TrustListEventCatalog.Stream, ct: ct);
        if (events.Count == _version)
        {
            return; // What is made of them is kept too.
        }

        _current = TrustLists.Fold(events.Select(e => TrustListEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing))) ?? TrustLists.None;
        _version = events.Count;
    }
}
