using CyberExchange.Contracts.Trends;
using CyberExchange.Domain;
using CyberExchange.Domain.Trends;

namespace CyberExchange.Server.Trends;

/// <summary>Words of trends as they are read, of editions and of live figures alike.</summary>
internal static class ComparedWords
{
    private static readonly Words<ComparisonOutcome> Outcomes = new(
        (ComparisonOutcome.Withheld, "withheld"), (ComparisonOutcome.NotComparable, "not_comparable"), (ComparisonOutcome.TooFew, "too_few"),
        (ComparisonOutcome.CouldBeChance, "could_be_chance"), (ComparisonOutcome.MoreThanChance, "more_than_chance"));

    public static string Of(ComparisonOutcome outcome) => Outcomes.Text(outcome);

    public static TrendWordsDocument Of(Words words) => new(words.En, words.Ja, words.Fr);
}
