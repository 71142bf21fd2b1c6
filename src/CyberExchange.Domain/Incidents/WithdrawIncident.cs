namespace CyberExchange.Domain.Incidents;

/// <summary>The originator withdraws the report.</summary>
public sealed record WithdrawIncident(PartnerId By, string Reason)
{
    public const int ReasonCharactersMax = 1_000;

    public Decision<IncidentEvent> Decide(Incident? state)
    {
        if (IncidentSharing.CheckChange(state, By) is { } refusal)
        {
            return refusal;
        }

        return Reasons.Check(Reason, ReasonCharactersMax) is { } bad ? bad : new IncidentEvent.IncidentWithdrawn(Reason);
    }
}
