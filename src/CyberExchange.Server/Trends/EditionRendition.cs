using CyberExchange.Contracts.Trends;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Trends;

/// <summary>Writes editions, proposals and comparisons as they are read.</summary>
internal static class EditionRendition
{
    private static readonly Words<EditionState> States = new(
        (EditionState.Open, "open"), (EditionState.Published, "published"), (EditionState.Declined, "declined"), (EditionState.TakenBack, "taken_back"));

    public static IReadOnlyList<string> StateWords => States.All;

    public static EditionState? State(string word) => States.Parse(word);

    public static EditionDocument Edition(PublishedEdition edition, TrendBook book) => new()
    {
        Number = edition.Number,
        Id = edition.Id,
        Previous = edition.Previous,
        Corrects = edition.Corrects,
        AsOf = edition.AsOf,
        From = edition.From.ToString(),
        Through = edition.Through.ToString(),
        Label = edition.Label.Text(),
        PublishedAt = book.PublishedAt[edition.Number - 1],
    };

    public static EditionProposalDocument Proposal(EditionProposal proposal, TrendBook book, PartnerProfile reader, DirectorySnapshot directory) => new()
    {
        Id = proposal.Id,
        Partner = directory.Entry(proposal.Partner) is { } entry && reader.Shows(entry) ? entry.Facts.Handle : null,
        Side = proposal.Side.Text(),
        ProposedAt = book.ProposedAt[proposal.Id],
        Reason = proposal.Reason,
        From = proposal.Edition.From.ToString(),
        Through = proposal.Edition.Through.ToString(),
        AsOf = proposal.Edition.AsOf,
        IsCorrection = proposal.Edition.IsCorrection,
        Label = proposal.Edition.Label.Text(),
        State = States.Text(proposal.State),
        DecidedAt = book.DecidedAt.TryGetValue(proposal.Id, out var at) ? at : null,
        Answer = proposal.Answer,
        Edition = proposal.Number,
    };

    public static TrendComparisonDocument Comparison(TrendComparison found, PublishedEdition edition) => new()
    {
        Edition = edition.Id,
        Number = edition.Number,
        Label = edition.Label.Text(),
        First = Cell(found.First),
        Second = Cell(found.Second),
        Outcome = ComparedWords.Of(found.Outcome),
        FirstNumber = found.Numbers?.First,
        SecondNumber = found.Numbers?.Second,
        Ratio = found.Ratio?.Ratio,
        RatioLow = found.Ratio?.Low,
        RatioHigh = found.Ratio?.High,
        P = found.P,
        Sentence = ComparedWords.Of(found.Sentence),
        Cautions = [.. found.Cautions.Select(ComparedWords.Of)],
    };

    private static ComparedCellDocument Cell(ComparedCell cell) => new(cell.Table, cell.Row, cell.Period.ToString());
}
