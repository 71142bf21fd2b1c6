namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Extensions of CSAF 2.1. No extension is official or registered yet, so each is experimental.</summary>
internal static class ExtensionChecks
{
    public static void Further(CsafSubject s)
    {
        var isClear = s.Document["distribution"u8]["tlp"u8]["label"u8].Is("CLEAR"u8);
        foreach (var (test, extensions) in All(s))
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

    private static IEnumerable<(string Test, CsafNode Extensions)> All(CsafSubject s)
    {
        IEnumerable<(string Test, CsafNode Holder)> holders =
        [
            ("6.3.21.3", s.Document),
            .. s.Products.Definitions.Where(d => d.Branches.Length > 0).Select(d => ("6.3.21.4", d.Node)),
            .. CsafSubject.Each(s.ProductTree["full_product_names"u8]).Select(product => ("6.3.21.5", product)),
            .. CsafSubject.Each(s.ProductTree["product_paths"u8]).Select(path => ("6.3.21.6", path["full_product_name"u8])),
            .. s.Vulnerabilities.SelectMany(vulnerability => vulnerability.Metrics).Select(metric => ("6.3.21.7", metric.Content)),
            .. s.Vulnerabilities.Select(vulnerability => ("6.3.21.8", vulnerability.Node)),
            ("6.3.21.9", s.Root),
        ];
        return holders.Select(holder => (holder.Test, holder.Holder["x_extensions"u8])).Where(entry => entry.Item2.Exists);
    }
}
