using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>A public key speaks for a member from now on. One that was ever bound does not move to another member.</summary>
/// <remarks>How many keys a member holds is <see cref="AdmitKey"/>'s to count, which comes first.</remarks>
public sealed record BindKey(SpkiDigest Key, PartnerId Partner, MemberId Member)
{
    public Decision<MemberKeyEvent> Decide(MemberKey? state, MemberProfile? member)
    {
        if (member is null || member.Partner != Partner)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such member.");
        }

        if (state?.BoundTo == (Partner, Member))
        {
            return Decision<MemberKeyEvent>.Nothing;
        }

        return state is not null
            ? AdmitKey.Taken
            : new MemberKeyEvent.MemberKeyBound(Key, Partner, Member);
    }
}
