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
    private static readonly IEventCatalog[] Families =
    [
        IncidentEventCatalog.Catalog,
        AdvisoryEventCatalog.Catalog,
        SignalEventCatalog.Catalog,
        WatchListEventCatalog.Catalog,
        SupplyWarningEventCatalog.Catalog,
        PartnerEventCatalog.Catalog,
        PartnerEventCatalog.Keys,
        PolicyEventCatalog.Catalog,
        GroupEventCatalog.Catalog,
        SubscriptionEventCatalog.Catalog,
        TrustListEventCatalog.Catalog,
        MandateEventCatalog.Catalog,
        DutyEventCatalog.Catalog,
        DutyEventCatalog.Profiles,
        DutyContentEventCatalog.Catalog,
        RulebookEventCatalog.Catalog,
        DialogueEventCatalog.Catalog,
        TrendEventCatalog.Catalog,
        KnownExploitedEventCatalog.Catalog,
        LinkEventCatalog.Catalog,
        SourceEventCatalog.Catalog,
    ];

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
    public static bool Knows(string type) => Families.Any(family => family.Knows(type));

    private static bool Knows(string type, int version) => Families.Any(family => family.Knows(type, version));
}
