using System.Reflection;
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

namespace CyberExchange.Tests.StoredEvents;

/// <summary>A closed family of events with its catalog, whatever the type of its events.</summary>
public abstract record StoredFamily(string Title)
{
    /// <summary>Every closed family of the exchange. A family that is missing here is found by the walk over the assembly.</summary>
    public static IReadOnlyList<StoredFamily> All { get; } =
    [
        new Of<IncidentEvent>("incidents", IncidentEventCatalog.Catalog, events => Incident.Fold(events)),
        new Of<AdvisoryEvent>("advisories", AdvisoryEventCatalog.Catalog, events => Advisory.Fold(events)),
        new Of<PartnerEvent>("partners", PartnerEventCatalog.Catalog, events => Partner.Fold(events)),
        new Of<GroupEvent>("groups", GroupEventCatalog.Catalog, events => Group.Fold(events)),
        new Of<PolicyEvent>("policies", PolicyEventCatalog.Catalog, events => Policy.Fold(events)),
        new Of<MemberKeyEvent>("keys", PartnerEventCatalog.Keys, events => MemberKey.Fold(events)),
        new Of<SubscriptionEvent>("subscriptions", SubscriptionEventCatalog.Catalog, events => Subscription.Fold(events)),
        new Of<MandateEvent>("mandates", MandateEventCatalog.Catalog, events => MandateHistory.Fold(events)),
        new Of<TrustListEvent>("trust lists", TrustListEventCatalog.Catalog, events => TrustLists.Fold(events)),
        new Of<DutyEvent>("duties", DutyEventCatalog.Catalog, events => DutyFile.Fold(events)),
        new Of<DutyProfileEvent>("duty profiles", DutyEventCatalog.Profiles, events => StatedProfile.Fold(events)),
        new Of<RulebookEvent>("rulebooks", RulebookEventCatalog.Catalog, events => RulebookVersions.Fold(events)),
        new Of<DialogueEvent>("dialogue", DialogueEventCatalog.Catalog, events => DialogueRecord.Fold(events)),
        new Of<TrendEvent>("trends", TrendEventCatalog.Catalog, events => TrendSeries.Fold(events)),
        new Of<KnownExploitedEvent>("known exploited vulnerabilities", KnownExploitedEventCatalog.Catalog, events => KnownExploitedCatalogue.Fold(events)),
        new Of<LinkEvent>("links", LinkEventCatalog.Catalog, events => ItemLink.Fold(events)),
        new Of<SignalEvent>("supply signals", SignalEventCatalog.Catalog, events => Signal.Fold(events)),
        new Of<WatchListEvent>("supply watch list", WatchListEventCatalog.Catalog, events => WatchList.Fold(events)),
        new Of<SupplyWarningEvent>("supply warnings", SupplyWarningEventCatalog.Catalog, events => SupplyWarnings.Fold(events)),
        new Of<SourceEvent>("CSAF sources", SourceEventCatalog.Catalog, events => FollowedSources.Fold(events)),
        new Of<DutyContentEvent>("report contents", DutyContentEventCatalog.Catalog, events => DutyContents.Fold(events)),
    ];

    /// <summary>The family's abstract record.</summary>
    public abstract Type Root { get; }

    /// <summary>The stored names that its catalog knows.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>The names with every version that its catalog can read.</summary>
    public abstract IReadOnlyCollection<(string Name, int Version)> Readable { get; }

    /// <summary>The types that its catalog knows.</summary>
    public abstract IReadOnlyCollection<Type> Catalogued { get; }

    /// <summary>The types that the family consists of.</summary>
    public IReadOnlyList<Type> Events => [.. Root.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(Root.IsAssignableFrom)];

    /// <summary>Reads a stored event and gives its type.</summary>
    public abstract Type Read(StoredSample sample);

    /// <summary>Reads a stored event and stores it again.</summary>
    public abstract StoredForm Rewrite(StoredSample sample);

    /// <summary>Folds a history of stored events; whether something came of it.</summary>
    public abstract bool Folds(IEnumerable<StoredSample> history);

    private sealed record Of<TEvent>(string Title, EventCatalog<TEvent> Catalog, Func<IEnumerable<TEvent>, object?> Fold) : StoredFamily(Title)
        where TEvent : class
    {
        public override Type Root => typeof(TEvent);

        public override IReadOnlyCollection<string> Names => Catalog.Names;

        public override IReadOnlyCollection<(string Name, int Version)> Readable => Catalog.Readable;

        public override IReadOnlyCollection<Type> Catalogued => Catalog.Types;

        public override Type Read(StoredSample sample) => Event(sample).GetType();

        public override StoredForm Rewrite(StoredSample sample) => Catalog.Write(Event(sample));

        public override bool Folds(IEnumerable<StoredSample> history) => Fold(history.Select(Event)) is not null;

        private TEvent Event(StoredSample sample) => Catalog.Read(sample.Name, sample.Version, sample.Body, sample.Addressing);
    }
}
