namespace CyberExchange.Domain.Partners;

/// <summary>A steward invites a member to enrol a key of its own. Whatever invitation it had before enrols nothing any more.</summary>
public sealed record InviteMember(InvitationId Invitation, MemberId Member, DateTimeOffset Now)
{
    /// <summary>Time to hand the secret over and to use it, with a weekend in it.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public Decision<PartnerEvent> Decide(Partner? state) => state is null || !state.Members.ContainsKey(Member)
        ? new Refusal(RefusalCode.NotFound, "", "There is no such member.")
        : new PartnerEvent.MemberInvited(Invitation, Member, Now + Lifetime);
}
