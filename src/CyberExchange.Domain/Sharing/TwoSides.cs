namespace CyberExchange.Domain.Sharing;

/// <summary>What one side proposes and the other decides.</summary>
internal static class TwoSides
{
    /// <summary>Why a partner may not decide on a proposal; null when it may.</summary>
    /// <param name="by">Who would decide.</param>
    /// <param name="proposer">Who proposed it.</param>
    /// <param name="side">The proposer's side.</param>
    /// <param name="open">Whether nobody decided yet.</param>
    /// <param name="takesBack">True to take back one's own; false to answer the other side's.</param>
    public static Refusal? CheckDecides(PartnerProfile by, PartnerId proposer, Jurisdiction side, bool open, bool takesBack)
    {
        if (!open)
        {
            return new(RefusalCode.ProposalOutdated, "", "It has been decided already, or was taken back.");
        }

        return (proposer == by.Id, side == by.Jurisdiction, takesBack) switch
        {
            (true, _, true) or (_, false, false) => null,
            (_, _, true) => new(RefusalCode.OtherSideNeeded, "", "Whoever proposed it takes it back."),
            (_, true, false) => new(RefusalCode.OtherSideNeeded, "", "It was proposed by your own side: a delegate of the other side decides."),
        };
    }
}
