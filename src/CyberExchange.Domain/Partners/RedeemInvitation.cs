namespace CyberExchange.Domain.Partners;

/// <summary>Somebody enrols a key with the secret of an invitation, and has shown to hold it.</summary>
public sealed record RedeemInvitation(InvitationId Invitation, SpkiDigest Key, DateTimeOffset Now)
{
    /// <summary>One answer for every secret that enrols nothing, whatever became of it.</summary>
    public static Refusal Refused { get; } = new(
        RefusalCode.SecretRefused, "/secret", "The secret enrols no key: it is wrong, was used, has ended, or another was given since. Ask the steward for a new one.");

    /// <summary>The member that the invitation lets in now; null for none.</summary>
    public MemberId? MemberOf(Partner? state) => state is { Suspended: false }
        ? state.Invitations.Where(i => i.Value.Id == Invitation && Now < i.Value.EndsAt).Select(i => (MemberId?)i.Key).SingleOrDefault()
        : null;

    /// <param name="state">The partner of the invitation.</param>
    /// <param name="key">The key; null for one that was never bound.</param>
    /// <param name="held">The keys that the member holds now, and those that are about to be bound to it.</param>
    public Decision<PartnerEvent> Decide(Partner? state, MemberKey? key, IReadOnlyCollection<SpkiDigest> held) => MemberOf(state) is { } member
        ? new AdmitKey(Key, member) { Invitation = Invitation }.Decide(state, key, held)
        : Refused;
}
