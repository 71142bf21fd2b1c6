using NodaTime.Text;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The facts of a file as a report shows them.</summary>
public static class StatedFacts
{
    /// <summary>The last standing time of each fact as text: with its offset where it has one, in RFC 3339, and else as it was written.</summary>
    public static IReadOnlyDictionary<string, string> Of(DutyFile file) => file.StandingFacts
        .GroupBy(fact => fact.Fact, StringComparer.Ordinal)
        .ToDictionary(facts => facts.Key, facts => TextOf(facts.Last()), StringComparer.Ordinal);

    // A local time that does not occur stays as it was written.
    private static string TextOf(DutyFact fact) => FileFacts.TimeOf(fact) is FactTime.At at ? OffsetDateTimePattern.Rfc3339.Format(at.Time) : fact.At;
}
