namespace CyberExchange.Domain.Incidents;

/// <summary>The embargo's instant has passed.</summary>
public sealed record LiftIncidentEmbargo
{
    public Decision<IncidentEvent> Decide(Incident? state, DateTimeOffset now) => state switch
    {
        null => new Refusal(RefusalCode.NotFound, "", "There is no such incident."),
        { IsWithdrawn: true } or { Sharing.UnderEmbargo: false } => Decision<IncidentEvent>.Nothing,
        _ when state.Sharing.Terms.Embargo!.LiftsAt > now => new Refusal(RefusalCode.ImpossibleTime, "", "The embargo still stands."),
        _ => new IncidentEvent.IncidentEmbargoLifted(),
    };
}
