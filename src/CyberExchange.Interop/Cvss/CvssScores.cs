using System.Collections.Immutable;
using System.Diagnostics;

namespace CyberExchange.Interop.Cvss;

/// <summary>The scores of a vector: from 0.0 to 10.0 with one decimal.</summary>
/// <param name="Base">The score of the base metrics alone.</param>
/// <param name="Temporal">With the temporal metrics (threat in CVSS 4.0); those not defined change nothing.</param>
/// <param name="Environmental">With all metrics; those not defined change nothing.</param>
public sealed record CvssScores(decimal Base, decimal Temporal, decimal Environmental)
{
    /// <summary>The qualitative severities, the lowest first.</summary>
    public static ImmutableArray<string> Severities { get; } = ["NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"];

    public static CvssScores Of(CvssVector vector) => vector.Metrics.Version switch
    {
        "2.0" => CvssV2.Scores(vector),
        "3.0" or "3.1" => CvssV3.Scores(vector),
        "4.0" => CvssV4.Scores(vector),
        _ => throw new UnreachableException("A vector has one of four versions."),
    };

    /// <summary>The qualitative severity of a score of CVSS 3.0 and later: specification 3.1, section 5; 4.0, section 6.</summary>
    public static string SeverityOf(decimal score) => score switch
    {
        0 => "NONE",
        < 4 => "LOW",
        < 7 => "MEDIUM",
        < 9 => "HIGH",
        _ => "CRITICAL",
    };
}
