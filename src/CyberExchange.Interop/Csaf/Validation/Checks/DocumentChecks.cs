using System.Globalization;
using System.Text;
using CyberExchange.Interop.Languages;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>The document as a whole: category, language, label, references, order of members.</summary>
internal static class DocumentChecks
{
    // The names and values of the profiles other than CSAF Base, without what 6.1.26 leaves out of the comparison.
    private static readonly string[] Profiles20 = ["informationaladvisory", "securityincidentresponse", "securityadvisory", "vex"];
    private static readonly string[] Profiles21 = [.. Profiles20, "deprecatedsecurityadvisory", "superseded", "withdrawn"];

    public static void Mandatory(CsafSubject s)
    {
        Language(s, s.Document["lang"u8]);
        Language(s, s.Document["source_lang"u8]);
        var (lang, source) = (s.Document["lang"u8], s.Document["source_lang"u8]);
        if (s.Document["publisher"u8]["category"u8].Is("translator"u8) && source.Text.Length == 0)
        {
            s.Fail("6.1.15", s.Document["publisher"u8], "A translator says from which language; add source_lang to the document.");
        }

        if (lang.IsText && source.IsText && string.Equals(lang.Text, source.Text, StringComparison.OrdinalIgnoreCase))
        {
            s.Fail("6.1.28", lang, $"Both the document and what it was translated from are said to be in {lang.Quoted}.");
        }

        Category(s);
    }

    public static void Further(CsafSubject s)
    {
        if (!s.Is21 && s.Document["distribution"u8]["tlp"u8]["label"u8].Text is not ("AMBER" or "GREEN" or "RED" or "WHITE"))
        {
            s.Fail("6.2.10", s.Document, "The document has no TLP label; say in distribution.tlp.label how far it may travel.");
        }

        if (CanonicalUrls(s.Document).Count == 0)
        {
            s.Fail("6.2.11", s.Document, $"No reference of the category self has the canonical URL: one that starts with https:// and ends in /{CsafText.Shorten(CsafFileName.Of(s.Tracking["id"u8].Text))}.");
        }

        if (s.Document["lang"u8].Text.Length == 0)
        {
            s.Fail("6.2.12", s.Document, "The document does not say in which language it is; add lang.");
        }

        FurtherLanguage(s, s.Document["lang"u8]);
        FurtherLanguage(s, s.Document["source_lang"u8]);
        Sorted(s, s.Root);
    }

    /// <summary>The URLs under which the document is known: those of references to itself that end in its file name.</summary>
    public static HashSet<string> CanonicalUrls(CsafNode document)
    {
        var end = "/" + CsafFileName.Of(document["tracking"u8]["id"u8].Text);
        return CsafSubject.Each(document["references"u8])
            .Where(reference => reference["category"u8].Is("self"u8) && reference["url"u8].Utf8.StartsWith("https://"u8))
            .Select(reference => reference["url"u8].Text)
            .Where(url => url.EndsWith(end, StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
    }

    private static void Language(CsafSubject s, CsafNode tag)
    {
        if (tag.IsText && LanguageTag.WhyInvalid(tag.Text) is { } why)
        {
            s.Fail("6.1.12", tag, $"The language tag {tag.Quoted} is not valid: {CsafText.Shorten(why)}.");
        }
    }

    private static void FurtherLanguage(CsafSubject s, CsafNode tag)
    {
        if (LanguageTag.HasPrivateUse(tag.Text))
        {
            s.Fail("6.2.14", tag, $"The language tag {tag.Quoted} has a subtag of private use, which others do not understand.");
        }

        if (string.Equals(tag.Text, "i-default", StringComparison.OrdinalIgnoreCase))
        {
            s.Fail("6.2.15", tag, "i-default names no language; name the one that the document is in.");
        }
    }

    private static void Category(CsafSubject s)
    {
        var category = s.Document["category"u8].Text;
        var profiles = s.Is21 ? Profiles21 : Profiles20;
        if (category is "" or "csaf_base" || (category.StartsWith("csaf_", StringComparison.Ordinal) && profiles.Any(profile => string.Equals(WithoutJoints(category["csaf_".Length..]), profile, StringComparison.Ordinal) && IsValue(category))))
        {
            return;
        }

        var plain = WithoutJoints(category);
        var named = plain.StartsWith("csaf", StringComparison.Ordinal) ? plain["csaf".Length..] : plain;
        if (category.StartsWith("csaf_", StringComparison.OrdinalIgnoreCase))
        {
            s.Fail("6.1.26", s.Document["category"u8], $"A category of one's own does not start with csaf_, as {s.Document["category"u8].Quoted} does; write the profile's exact value or another name.");
        }
        else if (profiles.Contains(plain, StringComparer.Ordinal) || profiles.Contains(named, StringComparer.Ordinal))
        {
            s.Fail("6.1.26", s.Document["category"u8], $"{s.Document["category"u8].Quoted} is the name of a profile; write the profile's exact value, csaf_ in front and in lower case, or another name.");
        }
    }

    /// <summary>Whether a category that starts with csaf_ is written as the standard writes it: lower case, words joined by underscores.</summary>
    private static bool IsValue(string category) => category is
        "csaf_informational_advisory" or "csaf_security_incident_response" or "csaf_security_advisory" or "csaf_vex"
        or "csaf_deprecated_security_advisory" or "csaf_superseded" or "csaf_withdrawn";

    /// <summary>A name in lower case without dashes, underscores and white space of any kind.</summary>
    public static string WithoutJoints(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var unit in name.ToLowerInvariant())
        {
            if (!char.IsWhiteSpace(unit)
                && char.GetUnicodeCategory(unit) is not (UnicodeCategory.DashPunctuation or UnicodeCategory.ConnectorPunctuation)
                && unit is not ('\u2212' or '\u0332' or '\u00AD' or '\u02D7' or '\u200B'))
            {
                plain.Append(unit);
            }
        }

        return plain.ToString();
    }

    /// <summary>6.2.13: one place for each object whose members are not in the order of their names.</summary>
    private static void Sorted(CsafSubject s, CsafNode node)
    {
        if (node.IsArray)
        {
            foreach (var item in node.Items())
            {
                Sorted(s, item);
            }
        }

        var (before, isReported) = (default(CsafMember), false);
        foreach (var member in node.Members())
        {
            if (!isReported && before.Tree is not null && before.Name.SequenceCompareTo(member.Name) > 0)
            {
                s.Fail("6.2.13", member.Value, $"The members of an object are sorted by name; this one stands after {Encoding.UTF8.GetString(before.Name)}.");
                isReported = true;
            }

            before = member;
            Sorted(s, member.Value);
        }
    }
}
