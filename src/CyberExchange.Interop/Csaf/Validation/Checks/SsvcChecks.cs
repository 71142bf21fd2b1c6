using CyberExchange.Interop.Ssvc;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>SSVC selections of CSAF 2.1.</summary>
internal static class SsvcChecks
{
    public static void Mandatory(CsafSubject s)
    {
        foreach (var (vulnerability, ssvc) in All(s))
        {
            Targets(s, vulnerability, ssvc["target_ids"u8]);
            foreach (var selection in ssvc["selections"u8].Items())
            {
                var space = Base(selection);
                if (SsvcDecisionPoints.IsInvalid(space))
                {
                    s.Fail("6.1.48", selection["namespace"u8], "SSVC sets this namespace aside for what is never valid.");
                }
                else if (SsvcDecisionPoints.IsRegistered(space) && WhyNot(space, selection) is { } why)
                {
                    s.Fail("6.1.48", selection, $"This is no selection of SSVC: {CsafText.Shorten(why)}.");
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        var isClear = s.Document["distribution"u8]["tlp"u8]["label"u8].Is("CLEAR"u8);
        foreach (var (_, ssvc) in All(s))
        {
            foreach (var selection in ssvc["selections"u8].Items())
            {
                var (node, text, space) = (selection["namespace"u8], selection["namespace"u8].Text, Base(selection));
                var isReserved = SsvcDecisionPoints.IsReserved(space) && !SsvcDecisionPoints.IsInvalid(space);
                if (!SsvcDecisionPoints.IsRegistered(space) && !isReserved)
                {
                    s.Fail("6.2.34", node, $"The namespace {node.Quoted} is not registered with SSVC, so that readers may not know its decision points.");
                    if (!SsvcDecisionPoints.IsInvalid(space))
                    {
                        s.Fail(isClear ? "6.2.35" : "6.3.14", node, $"The namespace {node.Quoted} is not registered with SSVC{(isClear ? ", and the document is for everybody" : "")}.");
                    }
                }

                if (HasExtension(text) && !isReserved)
                {
                    s.Fail(isClear ? "6.2.36" : "6.3.15", node, $"The namespace {node.Quoted} has an extension, which readers may not know.");
                }

                if (!isReserved && !SsvcDecisionPoints.IsRegistered(text) && !IsExplained(ssvc, text))
                {
                    s.Fail("6.2.37", node, $"No entry of decision_point_resources has {node.Quoted} in its summary, to tell where its decision points are explained.");
                }

                if (SsvcDecisionPoints.LatestVersion(space, selection["key"u8].Text) is { } latest && selection["version"u8].IsText && selection["version"u8].Text != latest)
                {
                    s.Fail("6.3.13", selection["version"u8], $"The newest version of this decision point is {latest}.");
                }
            }
        }
    }

    private static IEnumerable<(CsafVulnerability Vulnerability, CsafNode Ssvc)> All(CsafSubject s) =>
        from vulnerability in s.Vulnerabilities
        from metric in vulnerability.Metrics
        let ssvc = metric.Content["ssvc_v2"u8]
        where ssvc.IsObject
        select (vulnerability, ssvc);

    private static string Base(CsafNode selection) => selection["namespace"u8].Text.Split('/', 2)[0];

    // After the base come a slash, a language that may be empty, a slash, and the first extension.
    private static bool HasExtension(string text) => text.Split('/').Length > 2;

    private static bool IsExplained(CsafNode ssvc, string text) =>
        CsafSubject.Each(ssvc["decision_point_resources"u8]).Any(resource => resource["summary"u8].Text.Contains(text, StringComparison.Ordinal));

    private static string? WhyNot(string space, CsafNode selection) => SsvcDecisionPoints.WhyNot(
        space,
        selection["key"u8].Text,
        selection["version"u8].Text,
        [.. CsafSubject.Each(selection["values"u8]).Select(value => value["key"u8].Text)]);

    private static void Targets(CsafSubject s, CsafVulnerability vulnerability, CsafNode targets)
    {
        var ids = CsafSubject.Each(vulnerability.Node["ids"u8]).Select(id => id["text"u8]).Append(vulnerability.Node["cve"u8])
            .Where(id => id.IsText)
            .Select(id => id.Text)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var target in targets.Items())
        {
            if (target.IsText && target.Is(s.Tracking["id"u8].Utf8) && s.Vulnerabilities.Count > 1)
            {
                s.Fail("6.1.47", target, "The id of the document stands for all of its vulnerabilities, and there are several.");
            }
            else if (!ids.Contains(target.Text))
            {
                s.Fail("6.1.47", target, $"{target.Quoted} is neither the CVE id of this vulnerability nor one of its ids.");
            }
        }
    }
}
