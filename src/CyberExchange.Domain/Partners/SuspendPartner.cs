namespace CyberExchange.Domain.Partners;

/// <summary>The partner may neither act nor see, from the moment this is acknowledged.</summary>
public sealed record SuspendPartner(PartnerId By, string Reason)
{
    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such partner.");
        }

        if (state.Id == By)
        {
            return new Refusal(RefusalCode.Invalid, "", "A steward does not suspend its own organisation: nobody could lift it.");
        }

        if (Reasons.Check(Reason, PartnerRules.ReasonCharactersMax) is { } bad)
        {
            return bad;
        }

        return state.Suspended ? Decision<PartnerEvent>.Nothing : new PartnerEvent.PartnerSuspended(Reason);
    }
}
