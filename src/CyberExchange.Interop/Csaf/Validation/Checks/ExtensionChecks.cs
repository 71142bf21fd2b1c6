namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Extensions of CSAF 2.1. No extension is official or registered yet, so each is experimental.</summary>
internal static class ExtensionChecks
{
    /// <summary>6.1.60.3: an extension stands where, as often and beside what its metadata allows.</summary>
    public static void Mandatory(CsafSubject s)
    {
        if (s.Options.Extensions.Count == 0)
        {
            return;
        }

        foreach (var (_, path, extensions) in All(s))
        {
            var schemas = CsafSubject.Each(extensions).Select(extension => (Node: extension["$schema"u8], extension["$schema"u8].Text)).ToList();
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (node, schema) in schemas)
            {
                if (!s.Options.Extensions.TryGetValue(schema, out var metadata))
                {
                    continue;
                }

                var count = counts[schema] = counts.GetValueOrDefault(schema) + 1;
                if (metadata.OccurrencesMax.TryGetValue(path, out var max) && count > max)
                {
                    s.Fail("6.1.60.3", node, $"This extension may stand here {max} times by its metadata; this is number {count}.");
                }

                if (schemas.Exists(other => metadata.Incompatible.Contains(other.Text)))
                {
                    s.Fail("6.1.60.3", node, "By its metadata this extension does not stand beside another one of this list; keep one of them.");
                }
            }
        }
    }

    public static void Further(CsafSubject s)
    {
        var isClear = s.Document["distribution"u8]["tlp"u8]["label"u8].Is("CLEAR"u8);
        foreach (var (test, _, extensions) in All(s))
        {
            s.Fail(test, extensions, "A reader that does not know this extension misses what it says.");
            foreach (var extension in extensions.Items())
            {
                s.Fail("6.2.54.1", extension, "The extension is not registered with the CSAF technical committee.");
                s.Fail("6.2.54.2", extension, "The extension is not an official one.");
                s.Fail(isClear ? "6.2.54.4" : "6.3.21.2", extension, "The extension is experimental, so that readers may not know what it means.");
                if (!extension["critical"u8].Exists || extension["critical"u8].Kind is not System.Text.Json.JsonTokenType.False)
                {
                    s.Fail("6.2.54.3", extension, "The extension is critical: without it a mandatory test fails.");
                }

                if (extension["category"u8].Is("essential"u8))
                {
                    s.Fail("6.3.21.1", extension["category"u8], "The extension is essential to understand the document.");
                }
            }
        }

        if (s.HasCategory("csaf_withdrawn"u8) || s.HasCategory("csaf_superseded"u8))
        {
            foreach (var extensions in new[] { s.Document["x_extensions"u8], s.Root["x_extensions"u8] }.Where(extensions => extensions.Exists))
            {
                s.Fail("6.2.39.5", extensions, "A document that is withdrawn or superseded has no extensions.");
            }
        }
    }

    // Each place by the test that tells of it, and by the JSONPath that metadata calls it. What has become product paths is still called relationships there.
    private static IEnumerable<(string Test, string Path, CsafNode Extensions)> All(CsafSubject s)
    {
        IEnumerable<(string Test, string Path, CsafNode Holder)> holders =
        [
            ("6.3.21.3", "$.document.x_extensions", s.Document),
            .. s.Products.Definitions.Where(d => d.Branches.Length > 0).Select(d => ("6.3.21.4", "$.product_tree.branches..product.x_extensions", d.Node)),
            .. CsafSubject.Each(s.ProductTree["full_product_names"u8]).Select(product => ("6.3.21.5", "$.product_tree.full_product_names[*].x_extensions", product)),
            .. CsafSubject.Each(s.ProductTree["product_paths"u8]).Select(path => ("6.3.21.6", "$.product_tree.relationships[*].full_product_name.x_extensions", path["full_product_name"u8])),
            .. s.Vulnerabilities.SelectMany(vulnerability => vulnerability.Metrics).Select(metric => ("6.3.21.7", "$.vulnerabilities[*].metrics[*].content.x_extensions", metric.Content)),
            .. s.Vulnerabilities.Select(vulnerability => ("6.3.21.8", "$.vulnerabilities[*].x_extensions", vulnerability.Node)),
            ("6.3.21.9", "$.x_extensions", s.Root),
        ];
        return holders.Select(holder => (holder.Test, holder.Path, holder.Holder["x_extensions"u8])).Where(entry => entry.Item3.Exists);
    }
}
