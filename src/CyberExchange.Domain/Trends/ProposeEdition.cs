using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trends;

/// <summary>A delegate would have an edition published; the other side decides before anybody sees a number of it.</summary>
/// <param name="By">The delegate's partner.</param>
/// <param name="Member">The delegate.</param>
/// <param name="Proposal">The proposal's id.</param>
/// <param name="Reason">Why.</param>
/// <param name="From">The first quarter; null for that of the editions before.</param>
/// <param name="Through">The last quarter.</param>
/// <param name="AsOf">What the log says then is counted; null for now.</param>
/// <param name="IsCorrection">Whether it corrects the numbers of the edition before, or goes on to later quarters.</param>
/// <param name="Label">GREEN or CLEAR.</param>
/// <param name="Now">The present.</param>
public sealed record ProposeEdition(
    PartnerProfile By, MemberId Member, Guid Proposal, string Reason, Period? From, Period Through, DateTimeOffset? AsOf, bool IsCorrection, TlpLabel Label, DateTimeOffset Now)
{
    /// <summary>Each costs a reading of the whole log once it is agreed to.</summary>
    public const int OpenProposalsMax = 5;

    public const int ReasonCharactersMax = 2_000;

    public Decision<TrendEvent> Decide(TrendSeries? state)
    {
        var series = state ?? TrendSeries.Empty;
        if ((SharingRules.CheckActs(By) ?? Reasons.Check(Reason, ReasonCharactersMax) ?? CheckWords(series)) is { } refusal)
        {
            return refusal;
        }

        var edition = new EditionRequest(AsOf ?? Now, (From ?? series.Last?.From)!.Value, Through, IsCorrection, Label); // The words were checked.
        return EditionProposals.Check(series, edition) is { } never ? never : new TrendEvent.EditionProposed(Proposal, By.Id, Member, By.Jurisdiction, Reason, edition);
    }

    private Refusal? CheckWords(TrendSeries series)
    {
        if (Label is not (TlpLabel.Green or TlpLabel.Clear))
        {
            return new(RefusalCode.AudienceNotForLabel, "/label", "An edition is TLP:GREEN, for every partner, or TLP:CLEAR, for the public too.");
        }

        if (From is null && series.Last is null)
        {
            return new(RefusalCode.Invalid, "/from", "The first edition says with which quarter the series begins.");
        }

        if (AsOf > Now)
        {
            return new(RefusalCode.ImpossibleTime, "/asOf", "What the log will say is not known yet.");
        }

        return TwoSides.CheckProposes(series.Proposals.Values, By, OpenProposalsMax);
    }
}
