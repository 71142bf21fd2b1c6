namespace CyberExchange.Domain.Partners;

/// <summary>The suspension ends, and what the partner could see before it sees again.</summary>
public sealed record ReinstatePartner
{
    public Decision<PartnerEvent> Decide(Partner? state) => state switch
    {
        null => new Refusal(RefusalCode.NotFound, "", "There is no such partner."),
        { Suspended: false } => Decision<PartnerEvent>.Nothing,
        _ => new PartnerEvent.PartnerReinstated(),
    };
}
