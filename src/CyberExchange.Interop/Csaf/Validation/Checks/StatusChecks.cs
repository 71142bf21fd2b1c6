namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Product status, and the flags, remediations and threats that explain it.</summary>
internal static class StatusChecks
{
    public static void Mandatory(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            Contradictions(s, vulnerability);
            NeedsProducts(s, "6.1.29", vulnerability.Node["remediations"u8], "remediation");
            NeedsProducts(s, "6.1.32", vulnerability.Node["flags"u8], "flag");
            Flags(s, vulnerability.Node["flags"u8]);
        }
    }

    public static void Further(CsafSubject s)
    {
        foreach (var vulnerability in s.Vulnerabilities)
        {
            var remedied = s.Products.CoveredByAny(CsafSubject.Each(vulnerability.Node["remediations"u8]));
            var scored = vulnerability.Metrics.SelectMany(metric => s.Products.In(metric.Products)).Select(product => product.Id).ToHashSet();
            foreach (var (group, product) in vulnerability.Status)
            {
                if (group is CsafStatusGroup.Affected or CsafStatusGroup.UnderInvestigation && !remedied.Contains(product.Id))
                {
                    s.Fail("6.2.2", product.Node, $"The product {product.Node.Quoted} has no remediation; add one, if need be with the category none_available or no_fix_planned.");
                }

                if (group is CsafStatusGroup.Affected && !scored.Contains(product.Id))
                {
                    s.Fail("6.2.3", product.Node, $"The product {product.Node.Quoted} is affected and no score applies to it.");
                }
            }
        }
    }

    private static void Contradictions(CsafSubject s, CsafVulnerability vulnerability)
    {
        var said = new Dictionary<int, CsafStatusGroup>();
        foreach (var (group, product) in vulnerability.Status)
        {
            if (group is CsafStatusGroup.Recommended)
            {
                continue;
            }

            if (!said.TryAdd(product.Id, group) && said[product.Id] != group)
            {
                s.Fail("6.1.6", product.Node, $"The product {product.Node.Quoted} is said to be {WordOf(said[product.Id])} and {WordOf(group)}; keep one of the two.");
            }
        }
    }

    private static void NeedsProducts(CsafSubject s, string test, CsafNode items, string kind)
    {
        foreach (var item in items.Items())
        {
            if (item.IsObject && !item["product_ids"u8].Exists && !item["group_ids"u8].Exists)
            {
                s.Fail(test, item, $"This {kind} does not say for which products it holds; add product_ids or group_ids.");
            }
        }
    }

    // The labels of flags are the justifications of VEX, all of them: CSAF 2.0, section 3.2.3.5.
    private static void Flags(CsafSubject s, CsafNode flags)
    {
        var flagged = new Dictionary<int, CsafNode>();
        foreach (var flag in flags.Items())
        {
            foreach (var product in s.Products.Covered(flag).Distinct())
            {
                if (!flagged.TryAdd(product, flag))
                {
                    s.Fail("6.1.33", flag, $"A product of this flag has the flag {flagged[product]["label"u8].Quoted} already; one product can have one justification.");
                    break;
                }
            }
        }
    }

    private static string WordOf(CsafStatusGroup group) => group switch
    {
        CsafStatusGroup.Affected => "affected",
        CsafStatusGroup.NotAffected => "not affected",
        CsafStatusGroup.Fixed => "fixed",
        CsafStatusGroup.UnderInvestigation => "under investigation",
        CsafStatusGroup.Unknown => "unknown",
        CsafStatusGroup.Recommended => "recommended",
    };
}
