using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EventStore;

namespace CyberExchange.Views.Projections;

/// <summary>Every event that this program knows, for views that take in a part of them.</summary>
internal static class KnownEvents
{
    /// <summary>Passes by an event that is not the view's.</summary>
    /// <exception cref="UnreadableEventException">The event is not known: what it means for the view, only a newer program can say.</exception>
    public static void PassBy(StoredEvent e)
    {
        if (!IncidentEventCatalog.Catalog.Knows(e.Type)
            && !AdvisoryEventCatalog.Catalog.Knows(e.Type)
            && !PartnerEventCatalog.Catalog.Knows(e.Type)
            && !PartnerEventCatalog.Keys.Knows(e.Type)
            && !PolicyEventCatalog.Catalog.Knows(e.Type)
            && !GroupEventCatalog.Catalog.Knows(e.Type)
            && !SubscriptionEventCatalog.Catalog.Knows(e.Type))
        {
            throw new UnreadableEventException($"{e.Type} is not known to this program; a newer one wrote it.");
        }
    }
}
