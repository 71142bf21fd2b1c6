using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Mandates;

/// <summary>The operator takes a mandate back, by any of its members.</summary>
public sealed record RevokeMandate(PartnerProfile By, MemberId Member, string Reason)
{
    public const int ReasonCharactersMax = 1_000;

    public Decision<MandateEvent> Decide(GivenMandate? state)
    {
        if (state is null || state.Text.Operator != By.Id)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such mandate.");
        }

        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (Reasons.Check(Reason, ReasonCharactersMax) is { } bad)
        {
            return bad;
        }

        return state.Revoked ? Decision<MandateEvent>.Nothing : new MandateEvent.MandateRevoked(Member, Reason);
    }
}
