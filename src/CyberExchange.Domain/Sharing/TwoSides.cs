namespace CyberExchange.Domain.Sharing;

/// <summary>What one side proposes and the other decides.</summary>
public interface IProposal
{
    /// <summary>Who proposed it.</summary>
    PartnerId Partner { get; }

    /// <summary>The proposer's side.</summary>
    Jurisdiction Side { get; }

    /// <summary>Whether nobody decided yet.</summary>
    bool IsOpen { get; }
}

/// <summary>Who may propose, and who decides.</summary>
internal static class TwoSides
{
    /// <summary>Why a side may propose nothing more now; null when it may.</summary>
    /// <param name="proposals">Those that were ever made.</param>
    /// <param name="by">Who would propose.</param>
    /// <param name="most">How many of a side may await the other.</param>
    public static Refusal? CheckProposes(IEnumerable<IProposal> proposals, PartnerProfile by, int most) =>
        proposals.Count(p => p.IsOpen && p.Side == by.Jurisdiction) >= most
            ? new(RefusalCode.Invalid, "", $"At most {most} proposals of a side await the other: take one back first.")
            : null;

    /// <summary>A proposal on which a partner may decide, or why it may not.</summary>
    /// <param name="proposals">Those that were ever made, by id.</param>
    /// <param name="id">Which one.</param>
    /// <param name="by">Who would decide.</param>
    /// <param name="takesBack">True to take back one's own; false to answer the other side's.</param>
    public static (TProposal? Proposal, Refusal? Refusal) Open<TProposal>(IReadOnlyDictionary<Guid, TProposal> proposals, Guid id, PartnerProfile by, bool takesBack)
        where TProposal : class, IProposal
    {
        if (SharingRules.CheckActs(by) is { } suspended)
        {
            return (null, suspended);
        }

        if (!proposals.TryGetValue(id, out var proposal))
        {
            return (null, new(RefusalCode.NotFound, "", "There is no such proposal."));
        }

        return CheckDecides(by, proposal, takesBack) is { } refusal ? (null, refusal) : (proposal, null);
    }

    /// <summary>A proposal to which a partner may agree now, or why it may not: both sides have to want it at the same time.</summary>
    /// <param name="proposals">Those that were ever made, by id.</param>
    /// <param name="id">Which one.</param>
    /// <param name="by">Who would agree.</param>
    /// <param name="profileOf">A partner as it is now; null where there is none any more.</param>
    public static (TProposal? Proposal, Refusal? Refusal) ToAgree<TProposal>(
        IReadOnlyDictionary<Guid, TProposal> proposals, Guid id, PartnerProfile by, Func<PartnerId, PartnerProfile?> profileOf)
        where TProposal : class, IProposal
    {
        var (proposal, refusal) = Open(proposals, id, by, takesBack: false);
        return proposal is not null && (profileOf(proposal.Partner) is not { } proposer || SharingRules.CheckActs(proposer) is not null || !proposer.Has(Role.Delegate))
            ? (null, new(RefusalCode.ProposalOutdated, "", "Whoever proposed it is no delegate now, or is suspended: one side alone decides nothing. Decline it, or have it proposed anew."))
            : (proposal, refusal);
    }

    private static Refusal? CheckDecides(PartnerProfile by, IProposal proposal, bool takesBack)
    {
        if (!proposal.IsOpen)
        {
            return new(RefusalCode.ProposalOutdated, "", "It has been decided already, or was taken back.");
        }

        return (proposal.Partner == by.Id, proposal.Side == by.Jurisdiction, takesBack) switch
        {
            (true, _, true) or (_, false, false) => null,
            (_, _, true) => new(RefusalCode.OtherSideNeeded, "", "Whoever proposed it takes it back."),
            (_, true, false) => new(RefusalCode.OtherSideNeeded, "", "It was proposed by your own side: a delegate of the other side decides."),
        };
    }
}
