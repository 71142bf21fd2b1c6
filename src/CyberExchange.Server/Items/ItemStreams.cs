using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Server.Commands;

namespace CyberExchange.Server.Items;

/// <summary>The streams of items.</summary>
public static class ItemStreams
{
    public static CommandStream<Incident, IncidentEvent> Of(IncidentId id) =>
        new(IncidentEventCatalog.Stream(id), IncidentEventCatalog.Catalog, Incident.Evolve);

    public static CommandStream<Advisory, AdvisoryEvent> Of(AdvisoryId id) =>
        new(AdvisoryEventCatalog.Stream(id), AdvisoryEventCatalog.Catalog, Advisory.Evolve);

    public static CommandStream<Signal, SignalEvent> Of(SignalId id) =>
        new(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog, Signal.Evolve);
}
