using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;

namespace CyberExchange.Cli.Advisories;

/// <summary>An advisory beside another, for people.</summary>
public static class RelatedText
{
    /// <summary>One line.</summary>
    public static string Of(RelatedAdvisoryDocument other) =>
        $"{other.Id}  {other.Label} {other.Pap}  {other.Language ?? "-"}  {other.TrackingId} {other.TrackingVersion}  {OriginatorText.Short(other.Originator)}{(Mark(other) is { Length: > 0 } mark ? $"  [{mark}]" : "")}";

    /// <summary>What is to be known before it is read; empty for nothing.</summary>
    public static string Mark(RelatedAdvisoryDocument other) =>
        string.Join(", ", new[] { other.Outdated is true ? "outdated: the original has a newer version" : null, other.Ended }.OfType<string>());
}
