namespace CyberExchange.Domain.Advisories;

/// <summary>The originator withdraws the advisory.</summary>
public sealed record WithdrawAdvisory(PartnerId By, string Reason)
{
    public const int ReasonCharactersMax = 1_000;

    public Decision<AdvisoryEvent> Decide(Advisory? state)
    {
        if (AdvisorySharing.CheckChange(state, By) is { } refusal)
        {
            return refusal;
        }

        return Reasons.Check(Reason, ReasonCharactersMax) is { } bad ? bad : new AdvisoryEvent.AdvisoryWithdrawn(Reason);
    }
}
