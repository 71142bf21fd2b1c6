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

        return string.IsNullOrWhiteSpace(Reason) || Reason.Length > ReasonCharactersMax
            ? new Refusal(RefusalCode.Invalid, "/reason", $"A reason has 1 to {ReasonCharactersMax} characters.")
            : new AdvisoryEvent.AdvisoryWithdrawn(Reason);
    }
}
