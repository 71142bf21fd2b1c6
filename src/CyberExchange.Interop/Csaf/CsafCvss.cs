using System.Collections.Frozen;
using CyberExchange.Interop.Cvss;

namespace CyberExchange.Interop.Csaf;

/// <summary>The words of one major version of CVSS: the values of its metrics as members and within a vector.</summary>
/// <remarks>Sources: the JSON schemas of FIRST for CVSS 2.0, 3.0 and 3.1, which the CSAF 2.0 schema refers to.</remarks>
internal sealed class CsafCvss
{
    private static readonly CsafWords Severities = new([.. CvssScores.Severities]);

    private readonly FrozenDictionary<string, CsafWords> _values;
    private readonly CvssMetrics _metrics;

    private CsafCvss(string[] required, CvssMetrics metrics, string[] severities)
    {
        _metrics = metrics;
        _values = metrics.All
            .Select(metric => KeyValuePair.Create(metric.Member, new CsafWords([.. metric.Words])))
            .Concat(severities.Select(severity => KeyValuePair.Create(severity, Severities)))
            .ToFrozenDictionary(StringComparer.Ordinal);
        Shape = new CsafShape(required, ["temporalScore", "environmentalScore", .. _values.Keys.Except(required, StringComparer.Ordinal)]);
    }

    public static CsafCvss V2 { get; } = new(["version", "vectorString", "baseScore"], CvssMetrics.V2, []);

    // CVSS 3.0 and 3.1 have the same metrics.
    public static CsafCvss V3 { get; } = new(
        ["version", "vectorString", "baseScore", "baseSeverity"], CvssMetrics.V31, ["baseSeverity", "temporalSeverity", "environmentalSeverity"]);

    public CsafShape Shape { get; }

    /// <summary>The values of a metric or severity, or null for a member that has other values.</summary>
    public CsafWords? ValuesOf(string member) => _values.GetValueOrDefault(member);

    /// <inheritdoc cref="CvssMetrics.AreMetrics"/>
    public bool IsVector(ReadOnlySpan<char> metrics) => _metrics.AreMetrics(metrics);
}
