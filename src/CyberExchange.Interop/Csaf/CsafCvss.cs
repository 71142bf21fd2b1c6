using System.Collections.Frozen;
using CyberExchange.Interop.Cvss;

namespace CyberExchange.Interop.Csaf;

/// <summary>The words of one major version of CVSS: the values of its metrics as members and within a vector.</summary>
/// <remarks>Sources: the JSON schemas of FIRST for CVSS 2.0, 3.0 and 3.1, which the CSAF 2.0 schema refers to.</remarks>
internal sealed class CsafCvss
{
    private static readonly CsafWords Severities = new("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    private readonly FrozenDictionary<string, CsafWords> _values;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _vectorParts;

    private CsafCvss(string[] required, CvssMetrics metrics, string[] severities)
    {
        _values = metrics.All
            .Select(metric => KeyValuePair.Create(metric.Member, new CsafWords([.. metric.Words])))
            .Concat(severities.Select(severity => KeyValuePair.Create(severity, Severities)))
            .ToFrozenDictionary(StringComparer.Ordinal);
        _vectorParts = metrics.All
            .SelectMany(metric => metric.Values.Select(value => metric.Name + ':' + value))
            .ToFrozenSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        Shape = new CsafShape(required, ["temporalScore", "environmentalScore", .. _values.Keys.Except(required, StringComparer.Ordinal)]);
    }

    public static CsafCvss V2 { get; } = new(["version", "vectorString", "baseScore"], CvssMetrics.V2, []);

    // CVSS 3.0 and 3.1 have the same metrics.
    public static CsafCvss V3 { get; } = new(
        ["version", "vectorString", "baseScore", "baseSeverity"], CvssMetrics.V31, ["baseSeverity", "temporalSeverity", "environmentalSeverity"]);

    public CsafShape Shape { get; }

    /// <summary>The values of a metric or severity, or null for a member that has other values.</summary>
    public CsafWords? ValuesOf(string member) => _values.GetValueOrDefault(member);

    /// <summary>Whether a text is one metric or more, parted by slashes. Whether all needed metrics stand there once is not asked.</summary>
    public bool IsVector(ReadOnlySpan<char> metrics)
    {
        foreach (var part in metrics.Split('/'))
        {
            if (!_vectorParts.Contains(metrics[part]))
            {
                return false;
            }
        }

        return true;
    }
}
