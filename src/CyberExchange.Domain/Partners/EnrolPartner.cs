namespace CyberExchange.Domain.Partners;

/// <summary>A steward enrols an organisation.</summary>
public sealed record EnrolPartner(PartnerId Partner, PartnerFacts Facts)
{
    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is not null)
        {
            return new Refusal(RefusalCode.AlreadyExists, "", "A partner with this id is enrolled already.");
        }

        return PartnerRules.Check(Facts) is { } refusal ? refusal : new PartnerEvent.PartnerEnrolled(Partner, Facts);
    }
}
