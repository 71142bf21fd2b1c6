namespace CyberExchange.Domain.Partners;

/// <summary>A public key is to speak for a member, beside the one that it holds.</summary>
/// <remarks>Decided on the partner's stream, before the key is bound on its own.</remarks>
public sealed record AdmitKey(SpkiDigest Key, MemberId Member)
{
    /// <summary>The present key and the next one, during renewal.</summary>
    public const int KeysMax = 2;

    /// <summary>Where the key stands in the document of who names it by its digest.</summary>
    public const string Pointer = "/spkiSha256";

    /// <summary>The invitation that is used up by it; null for none.</summary>
    public InvitationId? Invitation { get; init; }

    /// <summary>The member's key that signed for it; null for none.</summary>
    public SpkiDigest? SignedBy { get; init; }

    internal static Refusal Taken { get; } = new(
        RefusalCode.KeyTaken, Pointer, "This key was bound before: a key is used for one member and never again.");

    /// <param name="state">The member's partner.</param>
    /// <param name="key">The key; null for one that was never bound.</param>
    /// <param name="held">The keys that the member holds now, and those that are about to be bound to it.</param>
    public Decision<PartnerEvent> Decide(Partner? state, MemberKey? key, IReadOnlyCollection<SpkiDigest> held)
    {
        if (state is null || !state.Members.ContainsKey(Member))
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such member.");
        }

        if (!MemberKey.IsHeld(key, state.Id, Member))
        {
            return Taken;
        }

        if (held.Contains(Key) && Invitation is null)
        {
            return Decision<PartnerEvent>.Nothing;
        }

        List<SpkiDigest> others = [.. held.Where(k => k != Key)];
        return others.Count >= KeysMax
            ? new Refusal(RefusalCode.TooManyKeys, Pointer, $"A member holds at most {KeysMax} keys at once: unbind one first.")
            : new PartnerEvent.KeyAdmitted(Member, Key, others is [var beside] ? beside : null, Invitation, SignedBy);
    }
}
