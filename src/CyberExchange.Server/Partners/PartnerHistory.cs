using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;

namespace CyberExchange.Server.Partners;

/// <summary>What happened to a partner once, whatever became of it since.</summary>
public sealed class PartnerHistory(EventLog log)
{
    /// <summary>The last event of a kind that meets a condition; null for none.</summary>
    public async Task<T?> LastAsync<T>(PartnerId partner, Func<T, bool> condition, CancellationToken ct)
        where T : PartnerEvent
    {
        T? last = null;
        await foreach (var stored in log.ReadEachAsync(PartnerEventCatalog.Stream(partner), ct))
        {
            if (PartnerEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing) is T e && condition(e))
            {
                last = e;
            }
        }

        return last;
    }
}
