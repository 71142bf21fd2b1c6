using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.KnownExploited;
using CyberExchange.Domain.Links;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Obligations.Publishing;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Policies;
using CyberExchange.Domain.Sources;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Domain.Trends;
using CyberExchange.Domain.Trust;
using CyberExchange.EventStore;

namespace CyberExchange.Views.Projections;

/// <summary>Every event that this program knows, for views that take in a part of them.</summary>
internal static class KnownEvents
{
    /// <summary>Lets an event go by whose content the view does not read.</summary>
    /// <exception cref="UnreadableEventException">The event, or this version of it, is not known: what it means for the view,
    /// only a newer program can say.</exception>
    public static void PassBy(StoredEvent e)
    {
        if (!Knows(e.Type, e.TypeVersion))
        {
            throw new UnreadableEventException($"{e.Type} v{e.TypeVersion} is not known to this program; a newer one wrote it.");
        }
    }

    /// <summary>Whether this program knows events of a type.</summary>
    /// <param name="type">Its stored name.</param>
    public static bool Knows(string type) =>
        IncidentEventCatalog.Catalog.Knows(type)
        || AdvisoryEventCatalog.Catalog.Knows(type)
        || SignalEventCatalog.Catalog.Knows(type)
        || WatchListEventCatalog.Catalog.Knows(type)
        || SupplyWarningEventCatalog.Catalog.Knows(type)
        || PartnerEventCatalog.Catalog.Knows(type)
        || PartnerEventCatalog.Keys.Knows(type)
        || PolicyEventCatalog.Catalog.Knows(type)
        || GroupEventCatalog.Catalog.Knows(type)
        || SubscriptionEventCatalog.Catalog.Knows(type)
        || TrustListEventCatalog.Catalog.Knows(type)
        || MandateEventCatalog.Catalog.Knows(type)
        || DutyEventCatalog.Catalog.Knows(type)
        || DutyEventCatalog.Profiles.Knows(type)
        || DutyContentEventCatalog.Catalog.Knows(type)
        || RulebookEventCatalog.Catalog.Knows(type)
        || DialogueEventCatalog.Catalog.Knows(type)
        || TrendEventCatalog.Catalog.Knows(type)
        || KnownExploitedEventCatalog.Catalog.Knows(type)
        || LinkEventCatalog.Catalog.Knows(type)
        || SourceEventCatalog.Catalog.Knows(type);

    private static bool Knows(string type, int version) =>
        IncidentEventCatalog.Catalog.Knows(type, version)
        || AdvisoryEventCatalog.Catalog.Knows(type, version)
        || SignalEventCatalog.Catalog.Knows(type, version)
        || WatchListEventCatalog.Catalog.Knows(type, version)
        || SupplyWarningEventCatalog.Catalog.Knows(type, version)
        || PartnerEventCatalog.Catalog.Knows(type, version)
        || PartnerEventCatalog.Keys.Knows(type, version)
        || PolicyEventCatalog.Catalog.Knows(type, version)
        || GroupEventCatalog.Catalog.Knows(type, version)
        || SubscriptionEventCatalog.Catalog.Knows(type, version)
        || TrustListEventCatalog.Catalog.Knows(type, version)
        || MandateEventCatalog.Catalog.Knows(type, version)
        || DutyEventCatalog.Catalog.Knows(type, version)
        || DutyEventCatalog.Profiles.Knows(type, version)
        || DutyContentEventCatalog.Catalog.Knows(type, version)
        || RulebookEventCatalog.Catalog.Knows(type, version)
        || DialogueEventCatalog.Catalog.Knows(type, version)
        || TrendEventCatalog.Catalog.Knows(type, version)
        || KnownExploitedEventCatalog.Catalog.Knows(type, version)
        || LinkEventCatalog.Catalog.Knows(type, version)
        || SourceEventCatalog.Catalog.Knows(type, version);
}
