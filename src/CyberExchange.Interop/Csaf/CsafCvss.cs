using System.Collections.Frozen;

namespace CyberExchange.Interop.Csaf;

/// <summary>The words of one major version of CVSS: the values of its metrics as members and within a vector.</summary>
/// <remarks>Sources: the JSON schemas of FIRST for CVSS 2.0, 3.0 and 3.1, which the CSAF 2.0 schema refers to.</remarks>
internal sealed class CsafCvss
{
    private static readonly CsafWords Severities = new("NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL");

    private readonly FrozenDictionary<string, CsafWords> _values;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _vectorParts;

    private CsafCvss(string[] required, string[] otherScores, Dictionary<string, CsafWords> values, string[] vectorMetrics)
    {
        _values = values.ToFrozenDictionary(StringComparer.Ordinal);
        _vectorParts = VectorParts(vectorMetrics).GetAlternateLookup<ReadOnlySpan<char>>();
        Shape = new CsafShape(required, [.. otherScores, .. values.Keys.Except(required, StringComparer.Ordinal)]);
    }

    public static CsafCvss V2 { get; } = new(
        required: ["version", "vectorString", "baseScore"],
        otherScores: ["temporalScore", "environmentalScore"],
        values: MetricsOfV2(),
        vectorMetrics:
        [
            "AV:N,A,L", "AC:L,M,H", "Au:M,S,N", "C:N,P,C", "I:N,P,C", "A:N,P,C", "E:U,POC,F,H,ND", "RL:OF,TF,W,U,ND", "RC:UC,UR,C,ND",
            "CDP:N,L,LM,MH,H,ND", "TD:N,L,M,H,ND", "CR:L,M,H,ND", "IR:L,M,H,ND", "AR:L,M,H,ND",
        ]);

    public static CsafCvss V3 { get; } = new(
        required: ["version", "vectorString", "baseScore", "baseSeverity"],
        otherScores: ["temporalScore", "environmentalScore"],
        values: MetricsOfV3(),
        vectorMetrics:
        [
            "AV:N,A,L,P", "AC:L,H", "PR:N,L,H", "UI:N,R", "S:U,C", "C:N,L,H", "I:N,L,H", "A:N,L,H", "E:X,U,P,F,H", "RL:X,O,T,W,U",
            "RC:X,U,R,C", "CR:X,L,M,H", "IR:X,L,M,H", "AR:X,L,M,H", "MAV:X,N,A,L,P", "MAC:X,L,H", "MPR:X,N,L,H", "MUI:X,N,R", "MS:X,U,C",
            "MC:X,N,L,H", "MI:X,N,L,H", "MA:X,N,L,H",
        ]);

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

    private static FrozenSet<string> VectorParts(string[] metrics) =>
        metrics
            .Select(metric => metric.Split(':'))
            .SelectMany(metric => metric[1].Split(',').Select(value => metric[0] + ':' + value))
            .ToFrozenSet(StringComparer.Ordinal);

    private static Dictionary<string, CsafWords> MetricsOfV2()
    {
        var impact = new CsafWords("NONE", "PARTIAL", "COMPLETE");
        var requirement = new CsafWords("LOW", "MEDIUM", "HIGH", "NOT_DEFINED");
        return new Dictionary<string, CsafWords>(StringComparer.Ordinal)
        {
            ["accessVector"] = new("NETWORK", "ADJACENT_NETWORK", "LOCAL"),
            ["accessComplexity"] = new("HIGH", "MEDIUM", "LOW"),
            ["authentication"] = new("MULTIPLE", "SINGLE", "NONE"),
            ["confidentialityImpact"] = impact,
            ["integrityImpact"] = impact,
            ["availabilityImpact"] = impact,
            ["exploitability"] = new("UNPROVEN", "PROOF_OF_CONCEPT", "FUNCTIONAL", "HIGH", "NOT_DEFINED"),
            ["remediationLevel"] = new("OFFICIAL_FIX", "TEMPORARY_FIX", "WORKAROUND", "UNAVAILABLE", "NOT_DEFINED"),
            ["reportConfidence"] = new("UNCONFIRMED", "UNCORROBORATED", "CONFIRMED", "NOT_DEFINED"),
            ["collateralDamagePotential"] = new("NONE", "LOW", "LOW_MEDIUM", "MEDIUM_HIGH", "HIGH", "NOT_DEFINED"),
            ["targetDistribution"] = new("NONE", "LOW", "MEDIUM", "HIGH", "NOT_DEFINED"),
            ["confidentialityRequirement"] = requirement,
            ["integrityRequirement"] = requirement,
            ["availabilityRequirement"] = requirement,
        };
    }

    private static Dictionary<string, CsafWords> MetricsOfV3()
    {
        var impact = new CsafWords("NONE", "LOW", "HIGH");
        var modifiedImpact = new CsafWords("NONE", "LOW", "HIGH", "NOT_DEFINED");
        var requirement = new CsafWords("LOW", "MEDIUM", "HIGH", "NOT_DEFINED");
        return new Dictionary<string, CsafWords>(StringComparer.Ordinal)
        {
            ["attackVector"] = new("NETWORK", "ADJACENT_NETWORK", "LOCAL", "PHYSICAL"),
            ["attackComplexity"] = new("HIGH", "LOW"),
            ["privilegesRequired"] = new("HIGH", "LOW", "NONE"),
            ["userInteraction"] = new("NONE", "REQUIRED"),
            ["scope"] = new("UNCHANGED", "CHANGED"),
            ["confidentialityImpact"] = impact,
            ["integrityImpact"] = impact,
            ["availabilityImpact"] = impact,
            ["baseSeverity"] = Severities,
            ["exploitCodeMaturity"] = new("UNPROVEN", "PROOF_OF_CONCEPT", "FUNCTIONAL", "HIGH", "NOT_DEFINED"),
            ["remediationLevel"] = new("OFFICIAL_FIX", "TEMPORARY_FIX", "WORKAROUND", "UNAVAILABLE", "NOT_DEFINED"),
            ["reportConfidence"] = new("UNKNOWN", "REASONABLE", "CONFIRMED", "NOT_DEFINED"),
            ["temporalSeverity"] = Severities,
            ["confidentialityRequirement"] = requirement,
            ["integrityRequirement"] = requirement,
            ["availabilityRequirement"] = requirement,
            ["modifiedAttackVector"] = new("NETWORK", "ADJACENT_NETWORK", "LOCAL", "PHYSICAL", "NOT_DEFINED"),
            ["modifiedAttackComplexity"] = new("HIGH", "LOW", "NOT_DEFINED"),
            ["modifiedPrivilegesRequired"] = new("HIGH", "LOW", "NONE", "NOT_DEFINED"),
            ["modifiedUserInteraction"] = new("NONE", "REQUIRED", "NOT_DEFINED"),
            ["modifiedScope"] = new("UNCHANGED", "CHANGED", "NOT_DEFINED"),
            ["modifiedConfidentialityImpact"] = modifiedImpact,
            ["modifiedIntegrityImpact"] = modifiedImpact,
            ["modifiedAvailabilityImpact"] = modifiedImpact,
            ["environmentalSeverity"] = Severities,
        };
    }
}
