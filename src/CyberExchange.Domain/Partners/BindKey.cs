using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>A steward binds a public key to a member. A key that was ever bound does not move to another member.</summary>
/// <param name="KeysHeld">How many keys the member holds now.</param>
public sealed record BindKey(SpkiDigest Key, PartnerId Partner, MemberId Member, int KeysHeld)
{
    /// <summary>The present key and the next one, during renewal.</summary>
    public const int KeysMax = 2;

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

        if (state is not null)
        {
            return new Refusal(RefusalCode.KeyTaken, "/spkiSha256", "This key was bound before: a key is used for one member and never again.");
        }

        return KeysHeld >= KeysMax
            ? new Refusal(RefusalCode.TooManyKeys, "/spkiSha256", $"A member holds at most {KeysMax} keys at once: unbind one first.")
            : new MemberKeyEvent.MemberKeyBound(Key, Partner, Member);
    }
}
