namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Metrics of CSAF 2.1 beside the scores themselves.</summary>
internal static class MetricChecks
{
    public static void Mandatory(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var scored = Rated(s, vulnerability, metric => metric.Cvss.Any());
            foreach (var metric in vulnerability.Metrics.Where(HasRating))
            {
                if (s.Products.In(metric.Products).Any(product => scored.Contains((product.Id, metric.Source))))
                {
                    s.Fail("6.1.56", metric.Content["qualitative_severity_rating"u8], "A product of this rating has a CVSS score of the same source; leave the rating out.");
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        var own = DocumentChecks.CanonicalUrls(s.Document);
        foreach (var vulnerability in s.Vulnerabilities)
        {
            foreach (var metric in vulnerability.Metrics.Where(HasRating))
            {
                var rating = metric.Content["qualitative_severity_rating"u8];
                s.Fail("6.3.18", rating, "A rating in words is less exact than a CVSS score.");
                if (metric.Source.Length == 0 || own.Contains(metric.Source))
                {
                    s.Fail("6.2.47", rating, "The issuing party gives a rating in words; give a CVSS score instead.");
                }
            }

            foreach (var metric in vulnerability.Metrics.Where(metric => metric.Cvss.Any() && !metric.Content["cvss_v4"u8].Exists))
            {
                s.Fail("6.3.12", metric.Content, "These scores are of older versions; add one of CVSS 4.0.");
            }

            var scored = Rated(s, vulnerability, metric => metric.Cvss.Any()).Select(entry => entry.Product).ToHashSet();
            foreach (var product in vulnerability.Of(CsafStatusGroup.Affected).Where(product => !scored.Contains(product.Id)))
            {
                s.Fail("6.3.12", product.Node, $"No CVSS score applies to the affected product {product.Node.Quoted}.");
            }
        }
    }

    private static bool HasRating(CsafMetric metric) => metric.Content["qualitative_severity_rating"u8].Exists;

    private static HashSet<(int Product, string Source)> Rated(CsafSubject s, CsafVulnerability vulnerability, Func<CsafMetric, bool> holds) =>
        [.. vulnerability.Metrics.Where(holds).SelectMany(metric => s.Products.In(metric.Products).Select(product => (product.Id, metric.Source)))];
}
