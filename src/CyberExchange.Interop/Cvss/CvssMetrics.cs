using System.Collections.Frozen;
using System.Collections.Immutable;

namespace CyberExchange.Interop.Cvss;

/// <summary>To which score a metric belongs.</summary>
public enum CvssMetricGroup
{
    Base,

    /// <summary>Temporal of CVSS 2 and 3, threat of CVSS 4.</summary>
    Temporal,

    Environmental,

    /// <summary>CVSS 4 only; changes no score.</summary>
    Supplemental,
}

/// <summary>A metric of a version of CVSS.</summary>
/// <param name="Name">As a vector writes it, such as `AV`.</param>
/// <param name="Member">As the JSON schemas of FIRST write it, such as `attackVector`.</param>
/// <param name="Values">As a vector writes them, such as `N`.</param>
/// <param name="Words">The same values as the JSON schemas write them, such as `NETWORK`.</param>
public sealed record CvssMetric(string Name, string Member, CvssMetricGroup Group, ImmutableArray<string> Values, ImmutableArray<string> Words);

/// <summary>The metrics of one version of CVSS.</summary>
/// <remarks>Sources: the specifications and JSON schemas of FIRST for CVSS 2.0, 3.0, 3.1 and 4.0.</remarks>
public sealed class CvssMetrics
{
    private const CvssMetricGroup B = CvssMetricGroup.Base;
    private const CvssMetricGroup T = CvssMetricGroup.Temporal;
    private const CvssMetricGroup E = CvssMetricGroup.Environmental;
    private const CvssMetricGroup S = CvssMetricGroup.Supplemental;

    private readonly FrozenDictionary<string, int> _byName;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _parts;

    private CvssMetrics(string version, string prefix, string notDefined, ImmutableArray<CvssMetric> all)
    {
        (Version, Prefix, NotDefined, All) = (version, prefix, notDefined, all);
        _byName = all.Select((metric, index) => (metric.Name, index)).ToFrozenDictionary(p => p.Name, p => p.index, StringComparer.Ordinal);
        _parts = all
            .SelectMany(metric => metric.Values.Select(value => $"{metric.Name}:{value}"))
            .ToFrozenSet(StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
        ByMember = all.ToFrozenDictionary(metric => metric.Member, StringComparer.Ordinal);
    }

    public static CvssMetrics V2 { get; } = new("2.0", "", "ND", MetricsOfV2());

    public static CvssMetrics V30 { get; } = new("3.0", "CVSS:3.0/", "X", MetricsOfV3());

    public static CvssMetrics V31 { get; } = new("3.1", "CVSS:3.1/", "X", MetricsOfV3());

    public static CvssMetrics V4 { get; } = new("4.0", "CVSS:4.0/", "X", MetricsOfV4());

    /// <summary>`2.0`, `3.0`, `3.1` or `4.0`.</summary>
    public string Version { get; }

    /// <summary>How a vector of this version starts.</summary>
    public string Prefix { get; }

    /// <summary>The value of a metric that is left open.</summary>
    public string NotDefined { get; }

    /// <summary>The metrics in the order of a vector.</summary>
    public ImmutableArray<CvssMetric> All { get; }

    /// <summary>The metrics by their names in JSON.</summary>
    public FrozenDictionary<string, CvssMetric> ByMember { get; }

    /// <summary>The place of a metric among <see cref="All"/>, or -1.</summary>
    public int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);

    /// <summary>Whether a text is one metric or more, parted by slashes. Whether all needed metrics stand there once is not asked.</summary>
    public bool AreMetrics(ReadOnlySpan<char> text)
    {
        foreach (var part in text.Split('/'))
        {
            if (!_parts.Contains(text[part]))
            {
                return false;
            }
        }

        return true;
    }

    private static CvssMetric Metric(string name, string member, CvssMetricGroup group, string values)
    {
        var pairs = values.Split(' ').Select(pair => pair.Split('=')).ToList();
        return new(name, member, group, [.. pairs.Select(pair => pair[0])], [.. pairs.Select(pair => pair[1])]);
    }

    private static ImmutableArray<CvssMetric> MetricsOfV2()
    {
        const string Impact = "N=NONE P=PARTIAL C=COMPLETE";
        const string Requirement = "L=LOW M=MEDIUM H=HIGH ND=NOT_DEFINED";
        return
        [
            Metric("AV", "accessVector", B, "N=NETWORK A=ADJACENT_NETWORK L=LOCAL"),
            Metric("AC", "accessComplexity", B, "H=HIGH M=MEDIUM L=LOW"),
            Metric("Au", "authentication", B, "M=MULTIPLE S=SINGLE N=NONE"),
            Metric("C", "confidentialityImpact", B, Impact),
            Metric("I", "integrityImpact", B, Impact),
            Metric("A", "availabilityImpact", B, Impact),
            Metric("E", "exploitability", T, "U=UNPROVEN POC=PROOF_OF_CONCEPT F=FUNCTIONAL H=HIGH ND=NOT_DEFINED"),
            Metric("RL", "remediationLevel", T, "OF=OFFICIAL_FIX TF=TEMPORARY_FIX W=WORKAROUND U=UNAVAILABLE ND=NOT_DEFINED"),
            Metric("RC", "reportConfidence", T, "UC=UNCONFIRMED UR=UNCORROBORATED C=CONFIRMED ND=NOT_DEFINED"),
            Metric("CDP", "collateralDamagePotential", E, "N=NONE L=LOW LM=LOW_MEDIUM MH=MEDIUM_HIGH H=HIGH ND=NOT_DEFINED"),
            Metric("TD", "targetDistribution", E, "N=NONE L=LOW M=MEDIUM H=HIGH ND=NOT_DEFINED"),
            Metric("CR", "confidentialityRequirement", E, Requirement),
            Metric("IR", "integrityRequirement", E, Requirement),
            Metric("AR", "availabilityRequirement", E, Requirement),
        ];
    }

    private static ImmutableArray<CvssMetric> MetricsOfV3()
    {
        const string Vector = "N=NETWORK A=ADJACENT_NETWORK L=LOCAL P=PHYSICAL";
        const string Complexity = "L=LOW H=HIGH";
        const string Privileges = "N=NONE L=LOW H=HIGH";
        const string Interaction = "N=NONE R=REQUIRED";
        const string Scope = "U=UNCHANGED C=CHANGED";
        const string Impact = "N=NONE L=LOW H=HIGH";
        const string Requirement = "X=NOT_DEFINED L=LOW M=MEDIUM H=HIGH";
        const string Open = "X=NOT_DEFINED ";
        return
        [
            Metric("AV", "attackVector", B, Vector),
            Metric("AC", "attackComplexity", B, Complexity),
            Metric("PR", "privilegesRequired", B, Privileges),
            Metric("UI", "userInteraction", B, Interaction),
            Metric("S", "scope", B, Scope),
            Metric("C", "confidentialityImpact", B, Impact),
            Metric("I", "integrityImpact", B, Impact),
            Metric("A", "availabilityImpact", B, Impact),
            Metric("E", "exploitCodeMaturity", T, "X=NOT_DEFINED U=UNPROVEN P=PROOF_OF_CONCEPT F=FUNCTIONAL H=HIGH"),
            Metric("RL", "remediationLevel", T, "X=NOT_DEFINED O=OFFICIAL_FIX T=TEMPORARY_FIX W=WORKAROUND U=UNAVAILABLE"),
            Metric("RC", "reportConfidence", T, "X=NOT_DEFINED U=UNKNOWN R=REASONABLE C=CONFIRMED"),
            Metric("CR", "confidentialityRequirement", E, Requirement),
            Metric("IR", "integrityRequirement", E, Requirement),
            Metric("AR", "availabilityRequirement", E, Requirement),
            Metric("MAV", "modifiedAttackVector", E, Open + Vector),
            Metric("MAC", "modifiedAttackComplexity", E, Open + Complexity),
            Metric("MPR", "modifiedPrivilegesRequired", E, Open + Privileges),
            Metric("MUI", "modifiedUserInteraction", E, Open + Interaction),
            Metric("MS", "modifiedScope", E, Open + Scope),
            Metric("MC", "modifiedConfidentialityImpact", E, Open + Impact),
            Metric("MI", "modifiedIntegrityImpact", E, Open + Impact),
            Metric("MA", "modifiedAvailabilityImpact", E, Open + Impact),
        ];
    }

    private static ImmutableArray<CvssMetric> MetricsOfV4()
    {
        const string Vector = "N=NETWORK A=ADJACENT L=LOCAL P=PHYSICAL";
        const string Complexity = "L=LOW H=HIGH";
        const string Requirements = "N=NONE P=PRESENT";
        const string Privileges = "N=NONE L=LOW H=HIGH";
        const string Interaction = "N=NONE P=PASSIVE A=ACTIVE";
        const string Impact = "H=HIGH L=LOW N=NONE";
        const string Requirement = "X=NOT_DEFINED H=HIGH M=MEDIUM L=LOW";
        const string Open = "X=NOT_DEFINED ";
        return
        [
            Metric("AV", "attackVector", B, Vector),
            Metric("AC", "attackComplexity", B, Complexity),
            Metric("AT", "attackRequirements", B, Requirements),
            Metric("PR", "privilegesRequired", B, Privileges),
            Metric("UI", "userInteraction", B, Interaction),
            Metric("VC", "vulnConfidentialityImpact", B, Impact),
            Metric("VI", "vulnIntegrityImpact", B, Impact),
            Metric("VA", "vulnAvailabilityImpact", B, Impact),
            Metric("SC", "subConfidentialityImpact", B, Impact),
            Metric("SI", "subIntegrityImpact", B, Impact),
            Metric("SA", "subAvailabilityImpact", B, Impact),
            Metric("E", "exploitMaturity", T, "X=NOT_DEFINED A=ATTACKED P=PROOF_OF_CONCEPT U=UNREPORTED"),
            Metric("CR", "confidentialityRequirement", E, Requirement),
            Metric("IR", "integrityRequirement", E, Requirement),
            Metric("AR", "availabilityRequirement", E, Requirement),
            Metric("MAV", "modifiedAttackVector", E, Open + Vector),
            Metric("MAC", "modifiedAttackComplexity", E, Open + Complexity),
            Metric("MAT", "modifiedAttackRequirements", E, Open + Requirements),
            Metric("MPR", "modifiedPrivilegesRequired", E, Open + Privileges),
            Metric("MUI", "modifiedUserInteraction", E, Open + Interaction),
            Metric("MVC", "modifiedVulnConfidentialityImpact", E, Open + Impact),
            Metric("MVI", "modifiedVulnIntegrityImpact", E, Open + Impact),
            Metric("MVA", "modifiedVulnAvailabilityImpact", E, Open + Impact),
            Metric("MSC", "modifiedSubConfidentialityImpact", E, "X=NOT_DEFINED H=HIGH L=LOW N=NEGLIGIBLE"),
            Metric("MSI", "modifiedSubIntegrityImpact", E, "X=NOT_DEFINED S=SAFETY H=HIGH L=LOW N=NEGLIGIBLE"),
            Metric("MSA", "modifiedSubAvailabilityImpact", E, "X=NOT_DEFINED S=SAFETY H=HIGH L=LOW N=NEGLIGIBLE"),
            Metric("S", "Safety", S, "X=NOT_DEFINED N=NEGLIGIBLE P=PRESENT"),
            Metric("AU", "Automatable", S, "X=NOT_DEFINED N=NO Y=YES"),
            Metric("R", "Recovery", S, "X=NOT_DEFINED A=AUTOMATIC U=USER I=IRRECOVERABLE"),
            Metric("V", "valueDensity", S, "X=NOT_DEFINED D=DIFFUSE C=CONCENTRATED"),
            Metric("RE", "vulnerabilityResponseEffort", S, "X=NOT_DEFINED L=LOW M=MODERATE H=HIGH"),
            Metric("U", "providerUrgency", S, "X=NOT_DEFINED Clear=CLEAR Green=GREEN Amber=AMBER Red=RED"),
        ];
    }
}
