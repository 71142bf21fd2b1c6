using NodaTime.Text;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The facts of a file as a report shows them.</summary>
public static class StatedFacts
{
    /// <summary>The last standing time of each fact as text: with its offset where it has one, in RFC 3339, and else as it was written.</summary>
    public static IReadOnlyDictionary<string, string> Of(DutyFile file) => file.StandingFacts
        .GroupBy(fact => fact.Fact, StringComparer.Ordinal)
        .ToDictionary(facts => facts.Key, facts => TextOf(facts.Last().At, facts.Last().Zone), StringComparer.Ordinal);

    /// <summary>One of them. A local time that does not occur stays as it was written.</summary>
    /// <param name="at">The time as it was stated.</param>
    /// <param name="zone">IANA zone in which it was stated; null where nobody said.</param>
    public static string TextOf(string at, string? zone) => FileFacts.TimeOf(at, zone) is FactTime.At known ? OffsetDateTimePattern.Rfc3339.Format(known.Time) : at;
}
