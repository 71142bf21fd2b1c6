using System.Text;
using CyberExchange.Interop.Cvss;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The JSON schemas of FIRST for CVSS, to which both versions of CSAF refer.</summary>
internal static class CvssShapes
{
    private const string Test = "6.1.8";

    private static readonly CsafWordShape Severity = new([.. CvssScores.Severities]);
    private static readonly CsafNumberShape Score = new(0, 10);

    private static readonly CsafObjectShape V30 = OfVersion3(CvssMetrics.V30);
    private static readonly CsafObjectShape V31 = OfVersion3(CvssMetrics.V31);
    private static readonly CsafObjectShape Two = Of(
        CvssMetrics.V2, "version vectorString baseScore", ("baseScore", Score), ("temporalScore", Score), ("environmentalScore", Score));

    private static readonly CsafGuardedShape Four = new(
        Of(CvssMetrics.V4, "version vectorString baseScore baseSeverity", ("baseScore", Score), ("baseSeverity", Severity)),
        SeverityFits);

    public static CsafValueShape V2 { get; } = new CsafChosenShape(Test, _ => Two);

    public static CsafValueShape V3 { get; } = new CsafChosenShape(Test, node => node["version"u8].Is("3.0"u8) ? V30 : V31);

    public static CsafValueShape V4 { get; } = new CsafChosenShape(Test, _ => Four);

    private static CsafObjectShape OfVersion3(CvssMetrics metrics) => Of(
        metrics,
        "version vectorString baseScore baseSeverity",
        ("baseScore", Score),
        ("baseSeverity", Severity),
        ("temporalScore", Score),
        ("temporalSeverity", Severity),
        ("environmentalScore", Score),
        ("environmentalSeverity", Severity));

    private static CsafObjectShape Of(CvssMetrics metrics, string required, params (string Name, CsafValueShape Shape)[] scores) => new(
        required,
        [
            ("version", new CsafWordShape(metrics.Version)),
            ("vectorString", new CsafTextShape(Vector(metrics), $"a vector of CVSS {metrics.Version} as FIRST writes it")),
            .. scores,
            .. metrics.All.Select(metric => (metric.Member, (CsafValueShape)new CsafWordShape([.. metric.Words]))),
        ])
    {
        IsTolerant = metrics != CvssMetrics.V4,
    };

    // The schemas of CVSS 2.0 and 3 ask for known metrics only; that each base metric stands there once is a matter of computing
    // (6.1.9). That of CVSS 4.0 asks for all of it.
    private static CsafTextShape.Matcher Vector(CvssMetrics metrics) => utf8 =>
    {
        var text = Encoding.UTF8.GetString(utf8);
        return text.StartsWith(metrics.Prefix, StringComparison.Ordinal)
            && (metrics == CvssMetrics.V4 ? CvssVector.TryParse(text, out _, out _) : metrics.AreMetrics(text.AsSpan(metrics.Prefix.Length)));
    };

    private static void SeverityFits(CsafNode cvss, CsafSchemaRun run)
    {
        if (!cvss["baseScore"u8].TryNumber(out var score) || !cvss["baseSeverity"u8].IsText || score is < 0 or > 10)
        {
            return;
        }

        var severity = CvssScores.SeverityOf((decimal)score);
        if (!string.Equals(severity, cvss["baseSeverity"u8].Text, StringComparison.Ordinal))
        {
            run.Report(cvss["baseSeverity"u8], $"A score of {score.ToString(System.Globalization.CultureInfo.InvariantCulture)} is {severity} in CVSS 4.0.");
        }
    }
}
