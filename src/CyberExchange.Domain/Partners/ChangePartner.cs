using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>A steward states the partner's facts anew. Its jurisdiction stays: items at home there cannot move.</summary>
public sealed record ChangePartner(PartnerFacts Facts)
{
    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such partner.");
        }

        if (PartnerRules.Check(Facts) is { } refusal)
        {
            return refusal;
        }

        if (Facts.Roles.Contains(Role.Steward) != state.Facts.Roles.Contains(Role.Steward))
        {
            return new Refusal(RefusalCode.Invalid, "/roles", "A steward sees no content and others may: enrol it anew to become one or to cease.");
        }

        return Facts.Jurisdiction != state.Facts.Jurisdiction
            ? new Refusal(RefusalCode.Invalid, "/jurisdiction", $"The partner is at home in {state.Facts.Jurisdiction}; enrol it anew for another jurisdiction.")
            : new PartnerEvent.PartnerChanged(Facts);
    }
}
