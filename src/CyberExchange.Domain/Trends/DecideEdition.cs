using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A delegate of the other side agrees, and the edition that was made is frozen.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">Which proposal.</param>
/// <param name="ProfileOf">A partner as it is now; null where there is none any more.</param>
/// <param name="Edition">What was made of it, from the log and all editions before.</param>
public sealed record PublishEdition(PartnerProfile By, MemberId Member, Guid Proposal, Func<PartnerId, PartnerProfile?> ProfileOf, PublishedEdition Edition)
{
    public Decision<TrendEvent> Decide(TrendSeries? state)
    {
        var series = state ?? TrendSeries.Empty;
        var (proposal, refusal) = EditionProposals.ToPublish(series, Proposal, By, ProfileOf);
        if (proposal is null)
        {
            return refusal!; // One of the two is there.
        }

        // It was made against the editions that there were. Another one that came since would be unknown to it.
        return Edition.Number == series.Editions.Count + 1 && Edition.Previous == series.Last?.Id
            ? new TrendEvent.EditionPublished(Proposal, By.Id, Member, Edition)
            : EditionProposals.Outdated;
    }
}

/// <summary>A delegate of the other side agrees, and nothing can be published: this ends the proposal too, or else each asking would cost a reading of the log.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">Which proposal.</param>
/// <param name="Previous">The id of the last edition when this was found; null where there was none.</param>
/// <param name="Reason">Why nothing can be published.</param>
public sealed record EndInVain(PartnerProfile By, MemberId Member, Guid Proposal, string? Previous, string Reason)
{
    public Decision<TrendEvent> Decide(TrendSeries? state) =>
        state?.Last?.Id == Previous ? new DeclineEdition(By, Member, Proposal, Reason).Decide(state) : EditionProposals.Outdated;
}

/// <summary>A delegate of the other side declines.</summary>
public sealed record DeclineEdition(PartnerProfile By, MemberId Member, Guid Proposal, string Reason)
{
    public Decision<TrendEvent> Decide(TrendSeries? state)
    {
        if (Reasons.Check(Reason, ProposeEdition.ReasonCharactersMax) is { } bad)
        {
            return bad;
        }

        var (proposal, refusal) = TwoSides.Open((state ?? TrendSeries.Empty).Proposals, Proposal, By, takesBack: false);
        return proposal is null ? refusal! : new TrendEvent.EditionDeclined(Proposal, By.Id, Member, Reason); // One of the two is there.
    }
}

/// <summary>Whoever proposed it takes it back.</summary>
public sealed record TakeBackEdition(PartnerProfile By, MemberId Member, Guid Proposal)
{
    public Decision<TrendEvent> Decide(TrendSeries? state)
    {
        var (proposal, refusal) = TwoSides.Open((state ?? TrendSeries.Empty).Proposals, Proposal, By, takesBack: true);
        return proposal is null ? refusal! : new TrendEvent.EditionTakenBack(Proposal, Member); // One of the two is there.
    }
}

/// <summary>Which proposals may be decided, by whom.</summary>
public static class EditionProposals
{
    /// <summary>For what another edition overtook.</summary>
    public static Refusal Outdated { get; } = new(RefusalCode.ProposalOutdated, "", "Another edition was published since this was proposed: propose it anew.");

    /// <summary>A proposal to which this partner may agree now, or why it may not: asked before the log is read for it.</summary>
    /// <param name="series">The series.</param>
    /// <param name="id">Which proposal.</param>
    /// <param name="by">Who would agree.</param>
    /// <param name="profileOf">A partner as it is now; null where there is none any more.</param>
    public static (EditionProposal? Proposal, Refusal? Refusal) ToPublish(TrendSeries series, Guid id, PartnerProfile by, Func<PartnerId, PartnerProfile?> profileOf)
    {
        var (proposal, refusal) = TwoSides.ToAgree(series.Proposals, id, by, profileOf);
        return proposal is not null && Check(series, proposal.Edition) is not null ? (null, Outdated) : (proposal, refusal);
    }

    /// <summary>Why there can be no such edition after those that there are; null where there can.</summary>
    internal static Refusal? Check(TrendSeries series, EditionRequest edition) =>
        PublishTrends.CheckPeriods(
            edition.AsOf, edition.From, edition.Through, edition.IsCorrection, series.Last is { } last ? (last.Number, last.AsOf, last.From, last.Through) : null);
}
