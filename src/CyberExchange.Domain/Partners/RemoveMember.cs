namespace CyberExchange.Domain.Partners;

/// <summary>The member no longer acts for the partner.</summary>
public sealed record RemoveMember(MemberId Member)
{
    public Decision<PartnerEvent> Decide(Partner? state) =>
        state is not null && state.Members.ContainsKey(Member)
            ? new PartnerEvent.MemberRemoved(Member)
            : new Refusal(RefusalCode.NotFound, "", "There is no such member.");
}
