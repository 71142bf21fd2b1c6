namespace CyberExchange.Domain.Sharing;

/// <summary>Terms under which one member would make an item TLP:CLEAR, until another member approves them. They open nothing.</summary>
/// <param name="By">The member who proposed, a person or a service.</param>
/// <param name="Terms">The terms; an embargo's instant is fixed when they are approved.</param>
public sealed record ReleaseProposal(MemberId By, SharingTerms Terms)
{
    /// <summary>Whether an originator's terms are a proposal only.</summary>
    public static bool Takes(PartnerProfile originator, SharingTerms terms) => originator.ClearNeedsTwoMembers && terms.Label is TlpLabel.Clear;

    /// <summary>The terms of an item that is born with a proposal: the originator's alone.</summary>
    public static SharingTerms Unreleased(SharingTerms proposed) => SharingTerms.OriginatorOnly(TlpLabel.AmberStrict) with { Pap = proposed.Pap };

    /// <summary>The terms that hold once this member approves them, or why they do not.</summary>
    /// <param name="proposal">What awaits approval; null for nothing.</param>
    /// <param name="approver">A member of the originator.</param>
    /// <param name="now">When it approves.</param>
    public static (SharingTerms? Terms, Refusal? Refusal) Approve(ReleaseProposal? proposal, MemberProfile approver, DateTimeOffset now)
    {
        if (proposal is null)
        {
            return (null, Nothing);
        }

        if (approver.Kind is not MemberKind.Person)
        {
            return (null, new(RefusalCode.SecondMemberNeeded, "", "A person approves a release; a service may only propose one."));
        }

        if (approver.Id == proposal.By)
        {
            return (null, new(RefusalCode.SecondMemberNeeded, "", "You proposed this release: another member of your organisation approves it."));
        }

        if (proposal.Terms.Embargo is not { } embargo)
        {
            return (proposal.Terms, null);
        }

        var (instant, refusal) = SharingRules.FixInstant(embargo.LocalTime, embargo.Zone, now);
        return refusal is null
            ? (proposal.Terms with { Embargo = embargo with { LiftsAt = instant } }, null)
            : (null, new(refusal.Code, "", $"The proposed embargo can no longer be kept, so propose the release anew. {refusal.Detail}"));
    }

    /// <summary>Why there is nothing to reject; null where there is.</summary>
    public static Refusal? CheckReject(ReleaseProposal? proposal) => proposal is null ? Nothing : null;

    private static Refusal Nothing => new(RefusalCode.NothingProposed, "", "No release awaits a second member.");
}
