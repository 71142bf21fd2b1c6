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

        var isEnded = s.Is21 && (s.HasCategory("csaf_withdrawn"u8) || s.HasCategory("csaf_superseded"u8));
        if ((isEnded || s.HasCategory("csaf_informational_advisory"u8)) && s.Root["vulnerabilities"u8].Exists)
        {
            s.Fail("6.1.27.3", s.Root["vulnerabilities"u8], "A document of this profile has no vulnerabilities; leave them out or choose another category.");
        }
    }

    /// <summary>6.1.27.12 to 6.1.27.19, which CSAF 2.1 has added.</summary>
    public static void MandatoryOf21(CsafSubject s)
    {
        if (s.HasCategory("csaf_security_advisory"u8))
        {
            foreach (var vulnerability in s.Vulnerabilities)
            {
                Affected(s, vulnerability);
            }
        }

        var (isWithdrawn, isSuperseded) = (s.HasCategory("csaf_withdrawn"u8), s.HasCategory("csaf_superseded"u8));
        if (isWithdrawn || isSuperseded)
        {
            Ended(s, isWithdrawn);
        }
    }

    public static void FurtherOf21(CsafSubject s)
    {
        if (s.Document["category"u8].Utf8.StartsWith("csaf_deprecated_"u8))
        {
            s.Fail("6.2.38", s.Document["category"u8], "This profile is deprecated; choose the one that has taken its place.");
        }

        if (s.HasCategory("csaf_security_advisory"u8))
        {
            foreach (var vulnerability in s.Vulnerabilities)
            {
                MissingFixes(s, vulnerability);
            }
        }

        if (s.Titles is { IsEnglish: false } titles)
        {
            Reasons(s, titles, "6.2.39.2", "6.2.39.3", "6.2.39.4");
        }

        if (s.Titles.ProductDescription is { } description)
        {
            foreach (var note in CsafSubject.Each(s.Document["notes"u8]).Where(note => note["category"u8].Is("description"u8) && note["title"u8].Text.StartsWith(description, StringComparison.Ordinal) && !note["group_ids"u8].Exists && !note["product_ids"u8].Exists))
            {
                s.Fail("6.2.40", note, "This description does not say which products it describes; add product_ids or group_ids.");
            }
        }
    }

    private static void Affected(CsafSubject s, CsafVulnerability vulnerability)
    {
        var status = vulnerability.Node["product_status"u8];
        if (!status["known_affected"u8].Exists)
        {
            s.Fail("6.1.27.12", status.Exists ? status : vulnerability.Node, "A vulnerability of a security advisory says which products are affected: known_affected.");
        }

        var affected = s.Lines.Of(vulnerability.Of(CsafStatusGroup.Affected));
        foreach (var product in vulnerability.Of(CsafStatusGroup.Fixed).Where(product => !affected.HasOther(product.Id)))
        {
            s.Fail("6.1.27.13", product.Node, $"No other version of the fixed product {product.Node.Quoted} is said to be affected by this vulnerability.");
        }
    }

    private static void MissingFixes(CsafSubject s, CsafVulnerability vulnerability)
    {
        var remediations = CsafSubject.Each(vulnerability.Node["remediations"u8]).ToList();
        var without = s.Products.CoveredByAny(remediations.Where(remediation => remediation["category"u8].Text is "fix_planned" or "no_fix_planned" or "none_available"));
        var with = s.Products.CoveredByAny(remediations.Where(remediation => remediation["category"u8].Is("vendor_fix"u8)));
        var repaired = s.Lines.Of(vulnerability.Of(CsafStatusGroup.Fixed));
        foreach (var product in vulnerability.Of(CsafStatusGroup.Affected).Where(product => (!without.Contains(product.Id) || with.Contains(product.Id)) && !repaired.HasOther(product.Id)))
        {
            s.Fail("6.2.39.1", product.Node, $"No version of the affected product {product.Node.Quoted} is said to be fixed.");
        }
    }

    private static void Ended(CsafSubject s, bool isWithdrawn)
    {
        if (!CsafSubject.Each(s.Document["notes"u8]).Any(note => note["category"u8].Is("description"u8)))
        {
            s.Fail("6.1.27.14", s.Document, "A document that is withdrawn or superseded has a note of the category description.");
        }

        if (s.Root["product_tree"u8].Exists)
        {
            s.Fail("6.1.27.15", s.Root["product_tree"u8], "A document that is withdrawn or superseded has no product_tree.");
        }

        if (CsafSubject.Each(s.Tracking["revision_history"u8]).Count() < 2)
        {
            s.Fail("6.1.27.16", s.Tracking, "A document that is withdrawn or superseded has at least two entries in its revision history: one for what it was, and one for the end.");
        }

        if (s.Titles is { IsEnglish: true } titles)
        {
            Reasons(s, titles, "6.1.27.17", "6.1.27.18", "6.1.27.19");
        }
    }

    /// <summary>The notes and the reference that say why a document ended, by the titles of its language.</summary>
    private static void Reasons(CsafSubject s, CsafTitles titles, string withdrawal, string supersession, string successor)
    {
        if (s.HasCategory("csaf_withdrawn"u8) && titles.ReasoningForWithdrawal is { } whyWithdrawn && !s.HasOneNote(whyWithdrawn, "description"))
        {
            s.Fail(withdrawal, s.Document, $"Say why the document is withdrawn, in exactly one note of the category description with the title \"{whyWithdrawn}\".");
        }

        if (!s.HasCategory("csaf_superseded"u8))
        {
            return;
        }

        if (titles.ReasoningForSupersession is { } whySuperseded && !s.HasOneNote(whySuperseded, "description"))
        {
            s.Fail(supersession, s.Document, $"Say why the document is superseded, in exactly one note of the category description with the title \"{whySuperseded}\".");
        }

        if (titles.SupersedingDocument is { } next
            && !CsafSubject.Each(s.Document["references"u8]).Any(reference => reference["category"u8].Is("external"u8) && reference["summary"u8].Text.StartsWith(next, StringComparison.Ordinal)))
        {
            s.Fail(successor, s.Document, $"Name the document that supersedes this one, in an external reference whose summary starts with \"{next}\".");
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

    /// <summary>In CSAF 2.1 an id may hold for some products only.</summary>
    private static void ProductsWithoutId(CsafSubject s, CsafVulnerability vulnerability)
    {
        var ids = CsafSubject.Each(vulnerability.Node["ids"u8]).ToList();
        if (ids.Exists(id => !id["product_ids"u8].Exists && !id["group_ids"u8].Exists))
        {
            return;
        }

        var named = s.Products.CoveredByAny(ids);
        foreach (var (_, product) in vulnerability.Status.Where(entry => !named.Contains(entry.Product.Id)))
        {
            s.Fail("6.1.27.8", product.Node, $"The vulnerability has no id for the product {product.Node.Quoted}.");
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
        else if (s.Is21 && !node["cve"u8].Exists)
        {
            ProductsWithoutId(s, vulnerability);
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
