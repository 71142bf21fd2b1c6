namespace CyberExchange.Domain.Partners;

/// <summary>The member no longer acts for the partner.</summary>
/// <param name="By">The steward's member who asks.</param>
/// <param name="Member">Who goes.</param>
public sealed record RemoveMember(MemberId By, MemberId Member)
{
    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is null || !state.Members.ContainsKey(Member))
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such member.");
        }

        return Member == By
            ? new Refusal(RefusalCode.Invalid, "", "A steward does not remove itself: nobody might be left to add another. Let another steward do it.")
            : new PartnerEvent.MemberRemoved(Member);
    }
}
