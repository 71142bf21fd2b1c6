namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>6.1.27: what a profile asks of a document.</summary>
internal static class ProfileChecks
{
    public static void Mandatory(CsafSubject s)
    {
        if (s.HasCategory("csaf_informational_advisory"u8) || s.HasCategory("csaf_security_incident_response"u8))
        {
            Informational(s);
        }

        var isVex = s.HasCategory("csaf_vex"u8);
        var isAdvisory = s.HasCategory("csaf_security_advisory"u8) || (s.Is21 && s.HasCategory("csaf_deprecated_security_advisory"u8));
        if (isVex || isAdvisory)
        {
            Vulnerabilities(s, isVex);
        }

        if (s.HasCategory("csaf_informational_advisory"u8) && s.Root["vulnerabilities"u8].Exists)
        {
            s.Fail("6.1.27.3", s.Root["vulnerabilities"u8], "An informational advisory has no vulnerabilities; leave them out or choose another category.");
        }
    }

    private static void Informational(CsafSubject s)
    {
        if (!CsafSubject.Each(s.Document["notes"u8]).Any(note => note["category"u8].Text is "description" or "details" or "general" or "summary"))
        {
            s.Fail("6.1.27.1", s.Document, "A document of this profile has a note of the category description, details, general or summary.");
        }

        if (!CsafSubject.Each(s.Document["references"u8]).Any(reference => reference.IsObject && !reference["category"u8].Is("self"u8)))
        {
            s.Fail("6.1.27.2", s.Document, "A document of this profile has a reference to an external source.");
        }
    }

    private static void Vulnerabilities(CsafSubject s, bool isVex)
    {
        if (!s.Root["product_tree"u8].Exists)
        {
            s.Fail("6.1.27.4", s.Root, "A document of this profile has a product_tree.");
        }

        if (!s.Root["vulnerabilities"u8].Exists)
        {
            s.Fail("6.1.27.11", s.Root, "A document of this profile has vulnerabilities.");
        }

        foreach (var vulnerability in s.Vulnerabilities)
        {
            var node = vulnerability.Node;
            if (!node["notes"u8].Exists)
            {
                s.Fail("6.1.27.5", node, "A vulnerability of this profile has notes.");
            }

            if (isVex)
            {
                Vex(s, vulnerability);
            }
            else if (!node["product_status"u8].Exists)
            {
                s.Fail("6.1.27.6", node, "A vulnerability of this profile has a product_status.");
            }
        }
    }

    private static void Vex(CsafSubject s, CsafVulnerability vulnerability)
    {
        var node = vulnerability.Node;
        var status = node["product_status"u8];
        if (!status["fixed"u8].Exists && !status["known_affected"u8].Exists && !status["known_not_affected"u8].Exists && !status["under_investigation"u8].Exists)
        {
            s.Fail("6.1.27.7", status.Exists ? status : node, "The product status of VEX has at least one of fixed, known_affected, known_not_affected and under_investigation.");
        }

        if (!node["cve"u8].Exists && !node["ids"u8].Exists)
        {
            s.Fail("6.1.27.8", node, "A vulnerability of VEX has a cve or ids.");
        }

        var explained = s.Products.CoveredByAny(
            [.. CsafSubject.Each(node["flags"u8]), .. CsafSubject.Each(node["threats"u8]).Where(threat => threat["category"u8].Is("impact"u8))]);
        foreach (var product in s.Products.In(status["known_not_affected"u8]).Where(product => !explained.Contains(product.Id)))
        {
            s.Fail("6.1.27.9", product.Node, $"Nothing says why the product {product.Node.Quoted} is not affected; add a flag, or a threat of the category impact, for it.");
        }

        var remedied = s.Products.CoveredByAny(CsafSubject.Each(node["remediations"u8]));
        foreach (var product in s.Products.In(status["known_affected"u8]).Where(product => !remedied.Contains(product.Id)))
        {
            s.Fail("6.1.27.10", product.Node, $"Nothing says what to do about the product {product.Node.Quoted}; add a remediation for it.");
        }
    }
}
