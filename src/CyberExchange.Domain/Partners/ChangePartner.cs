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

        return Facts.Jurisdiction != state.Facts.Jurisdiction
            ? new Refusal(RefusalCode.Invalid, "/jurisdiction", $"The partner is at home in {state.Facts.Jurisdiction}; enrol it anew for another jurisdiction.")
            : new PartnerEvent.PartnerChanged(Facts);
    }
}
