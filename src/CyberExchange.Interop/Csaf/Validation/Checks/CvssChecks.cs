using System.Globalization;
using System.Text;
using CyberExchange.Interop.Cvss;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>CVSS objects: one for each product and version, computed as they say, and not at odds with their vector.</summary>
internal static class CvssChecks
{
    public static void Mandatory(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var scored = new HashSet<(int Product, string Version, string Source)>();
            foreach (var metric in vulnerability.Metrics)
            {
                foreach (var cvss in metric.Cvss)
                {
                    var version = cvss["version"u8].Text;
                    var again = s.Products.In(metric.Products).Where(product => !scored.Add((product.Id, version, metric.Source))).ToList();
                    foreach (var product in again)
                    {
                        s.Fail("6.1.7", product.Node, $"The product {product.Node.Quoted} has a score of CVSS {CsafText.Shorten(version)} for this vulnerability already.");
                    }

                    Computation(s, cvss);
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            FixedProducts(s, vulnerability);
            OnlyVersion2(s, vulnerability);
            foreach (var cvss in vulnerability.Metrics.Select(metric => metric.Content["cvss_v3"u8]).Where(cvss => cvss["version"u8].Is("3.0"u8) || cvss["vectorString"u8].Utf8.StartsWith("CVSS:3.0"u8)))
            {
                s.Fail("6.3.2", cvss, "CVSS 3.1 has replaced CVSS 3.0; score by the newer version.");
            }
        }
    }

    /// <summary>The metrics of a CVSS object by its vector and, where that does not say, by its other members; null when it has no vector that can be read.</summary>
    private static CvssVector? MetricsOf(CsafNode cvss) =>
        CvssVector.TryParse(cvss["vectorString"u8].Text, out var vector, out _) ? vector.With(Words(cvss, vector.Metrics)) : null;

    private static List<(CvssMetric Metric, string Word)> Words(CsafNode cvss, CvssMetrics metrics)
    {
        var words = new List<(CvssMetric, string)>();
        foreach (var member in cvss.Members())
        {
            if (member.Value.IsText && metrics.ByMember.TryGetValue(Encoding.UTF8.GetString(member.Name), out var metric))
            {
                words.Add((metric, member.Value.Text));
            }
        }

        return words;
    }

    private static void Computation(CsafSubject s, CsafNode cvss)
    {
        var text = cvss["vectorString"u8];
        if (!text.IsText)
        {
            return; // the schema says so
        }

        if (!CvssVector.TryParse(text.Text, out var vector, out var why))
        {
            // A vector that the schema refuses has been reported by it; one that it lets pass cannot be computed.
            s.Fail("6.1.9", text, $"The scores cannot be computed from this vector: {CsafText.Shorten(why)}.");
            return;
        }

        // Members may say what the vector leaves open, and CSAF does not say whether they count: either reading is right.
        var filled = vector.With(Words(cvss, vector.Metrics));
        CvssScores[] readings = filled == vector ? [CvssScores.Of(vector)] : [CvssScores.Of(vector), CvssScores.Of(filled)];
        var isVersion4 = vector.Metrics == CvssMetrics.V4;

        // The base score of a CVSS 4.0 object is that of its whole vector: the schema has no other.
        Score(s, cvss, "base", vector, [.. readings.Select(scores => isVersion4 ? scores.Environmental : scores.Base)]);
        Score(s, cvss, "temporal", vector, [.. readings.Select(scores => scores.Temporal)]);
        Score(s, cvss, "environmental", vector, [.. readings.Select(scores => scores.Environmental)]);
        foreach (var member in cvss.Members())
        {
            if (!vector.Metrics.ByMember.TryGetValue(Encoding.UTF8.GetString(member.Name), out var metric) || !member.Value.IsText)
            {
                continue;
            }

            // What the vector does not say, it does not contradict.
            if (vector.WordOf(metric) is { } word && !string.Equals(word, member.Value.Text, StringComparison.Ordinal))
            {
                s.Fail("6.1.10", member.Value, $"The vector says {word} for {metric.Member}, and not {member.Value.Quoted}.");
            }
        }
    }

    private static void Score(CsafSubject s, CsafNode cvss, string kind, CvssVector vector, decimal[] computed)
    {
        var score = cvss[Encoding.UTF8.GetBytes(kind + "Score")];
        if (score.TryNumber(out var given) && !computed.Any(one => Math.Abs((decimal)Math.Clamp(given, -100, 100) - one) <= ToleranceOf(kind, vector)))
        {
            s.Fail("6.1.9", score, string.Create(CultureInfo.InvariantCulture, $"The {kind} score of the vector is {computed[0]:0.0}, and not {given}."));
        }

        var severity = cvss[Encoding.UTF8.GetBytes(kind + "Severity")];
        if (severity.IsText && vector.Metrics != CvssMetrics.V2 && !computed.Any(one => string.Equals(severity.Text, CvssScores.SeverityOf(one), StringComparison.Ordinal)))
        {
            s.Fail("6.1.9", severity, string.Create(CultureInfo.InvariantCulture, $"The {kind} score of the vector is {computed[0]:0.0}, which is {CvssScores.SeverityOf(computed[0])} and not {severity.Quoted}."));
        }
    }

    // The guide of CVSS 2.0 leaves open which intermediate results are rounded, and programs differ by a tenth.
    private static decimal ToleranceOf(string kind, CvssVector vector) => vector.Metrics == CvssMetrics.V2 && kind is not "base" ? 0.1m : 0;

    private static void FixedProducts(CsafSubject s, CsafVulnerability vulnerability)
    {
        var repaired = vulnerability.Of(CsafStatusGroup.Fixed).ToList();
        if (repaired.Count == 0)
        {
            return;
        }

        var scored = new Dictionary<int, bool>();
        foreach (var metric in vulnerability.Metrics)
        {
            if (!metric.Cvss.Any())
            {
                continue;
            }

            var isZero = metric.Cvss.Any(cvss => IsZero(cvss, s.Is21));
            foreach (var product in s.Products.In(metric.Products))
            {
                scored[product.Id] = scored.GetValueOrDefault(product.Id) || isZero;
            }
        }

        foreach (var product in repaired.Where(product => scored.TryGetValue(product.Id, out var isZero) && !isZero))
        {
            s.Fail("6.2.19", product.Node, $"The product {product.Node.Quoted} is fixed, and a score of this vulnerability applies to it without an environmental score of 0.");
        }
    }

    // CSAF 2.0 asks for an environmental score of 0, and CSAF 2.1 for an overall one.
    private static bool IsZero(CsafNode cvss, bool overall) =>
        (cvss["environmentalScore"u8].TryNumber(out var given) && given == 0)
        || (MetricsOf(cvss) is { } vector && (overall || vector.Defines(CvssMetricGroup.Environmental)) && CvssScores.Of(vector).Environmental == 0);

    private static void OnlyVersion2(CsafSubject s, CsafVulnerability vulnerability)
    {
        var newer = vulnerability.Metrics
            .Where(metric => metric.Content["cvss_v3"u8].Exists || metric.Content["cvss_v4"u8].Exists)
            .SelectMany(metric => s.Products.In(metric.Products))
            .Select(product => product.Id)
            .ToHashSet();
        foreach (var metric in vulnerability.Metrics.Where(metric => metric.Content["cvss_v2"u8].Exists))
        {
            if (s.Products.In(metric.Products).Any(product => !newer.Contains(product.Id)))
            {
                s.Fail("6.3.1", metric.Content["cvss_v2"u8], "CVSS 2.0 is the only score for some of these products; add one of a newer version.");
            }
        }
    }
}
