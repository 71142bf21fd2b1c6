namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Remediations of CSAF 2.1 that rule each other out, or that do not go with the status of a product.</summary>
internal static class RemediationChecks
{
    private static readonly string[] Categories =
        ["workaround", "mitigation", "vendor_fix", "optional_patch", "none_available", "fix_planned", "no_fix_planned"];

    // CSAF 2.1, table of remediation combinations: a bit for each category, in the order above, that may stand beside it.
    private static readonly int[] Together =
    [
        0b1100111, // workaround
        0b1100111, // mitigation
        0b0000111, // vendor_fix
        0b0001000, // optional_patch
        0b0010000, // none_available
        0b0100011, // fix_planned
        0b1000011, // no_fix_planned
    ];

    // CSAF 2.1, table of product status and remediation categories: allowed, discouraged, prohibited, by the groups in their order
    // (affected, not affected, fixed, under investigation, unknown, recommended).
    private static readonly string[] WithStatus = ["appdda", "appdda", "appdda", "padaaa", "appaaa", "adpdda", "adpaaa"];

    public static void Mandatory(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var (seen, status) = (new Dictionary<int, int>(), StatusOf(vulnerability));
            foreach (var remediation in vulnerability.Node["remediations"u8].Items())
            {
                if (CategoryOf(remediation) is not (>= 0 and var category))
                {
                    continue;
                }

                var (isContradicting, isProhibited) = (false, false);
                foreach (var product in s.Products.Covered(remediation))
                {
                    var others = seen.GetValueOrDefault(product);
                    isContradicting |= (others & ~Together[category]) != 0;
                    isProhibited |= Has(status, product, category, 'p');
                    seen[product] = others | (1 << category);
                }

                if (isContradicting)
                {
                    s.Fail("6.1.35", remediation, $"A product of this remediation has another one that {Categories[category]} rules out.");
                }

                if (isProhibited)
                {
                    s.Fail("6.1.36", remediation, $"{Categories[category]} does not go with the status of a product of this remediation.");
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var status = StatusOf(vulnerability);
            foreach (var remediation in vulnerability.Node["remediations"u8].Items())
            {
                if (CategoryOf(remediation) is >= 0 and var category && s.Products.Covered(remediation).Any(product => Has(status, product, category, 'd')))
                {
                    s.Fail("6.2.27", remediation, $"{Categories[category]} hardly goes with the status of a product of this remediation.");
                }
            }
        }
    }

    private static int CategoryOf(CsafNode remediation) => Array.IndexOf(Categories, remediation["category"u8].Text);

    private static Dictionary<int, List<CsafStatusGroup>> StatusOf(CsafVulnerability vulnerability) =>
        vulnerability.Status.GroupBy(entry => entry.Product.Id).ToDictionary(product => product.Key, product => product.Select(entry => entry.Group).Distinct().ToList());

    private static bool Has(Dictionary<int, List<CsafStatusGroup>> status, int product, int category, char verdict) =>
        status.TryGetValue(product, out var groups) && groups.Exists(group => WithStatus[category][(int)group] == verdict);
}
