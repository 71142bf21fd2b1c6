using CyberExchange.Interop.Spdx;

namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>The license of a document, and notes and references that have a set title in each language (CSAF 2.1).</summary>
internal static class LicenseChecks
{
    public static void Mandatory(CsafSubject s)
    {
        var license = s.Document["license_expression"u8];
        if (!license.IsText)
        {
            return;
        }

        if (!LicenseExpression.TryParse(license.Text, out var expression))
        {
            s.Fail("6.1.54", license, $"{license.Quoted} is no SPDX license expression, such as CC-BY-4.0 or LicenseRef-www.maker.example-terms.");
        }
        else if (s.Titles is { IsEnglish: true } && expression.Licenses.Any(IsOwn) && !HasText(s, "License"))
        {
            s.Fail("6.1.55", s.Document, "The license is on no public list; give its text in exactly one note of the category legal_disclaimer with the title \"License\".");
        }
    }

    public static void Further(CsafSubject s)
    {
        var license = s.Document["license_expression"u8];
        if (!license.Exists)
        {
            s.Fail("6.2.43", s.Document, "The document does not say under which license it is; add license_expression.");
        }

        if (!LicenseExpression.TryParse(license.Text, out var expression))
        {
            return;
        }

        foreach (var one in expression.Licenses.Where(LicenseExpression.IsDeprecated).Concat(expression.Exceptions.Where(LicenseExpression.IsDeprecatedException)))
        {
            s.Fail("6.2.44", license, $"\"{CsafText.Shorten(one)}\" is deprecated in the SPDX license list.");
        }

        foreach (var one in expression.Licenses.Where(id => !IsReference(id) && !LicenseExpression.IsListed(id)).Concat(expression.Exceptions.Where(id => !LicenseExpression.IsListedException(id))))
        {
            s.Fail("6.2.45", license, $"\"{CsafText.Shorten(one)}\" is not in the SPDX license list.");
        }

        if (expression.Licenses.Any(IsOwn))
        {
            s.Fail("6.3.17", license, "This license is on no public list, so that readers must look at its text.");
            if (s.Titles is { IsEnglish: false, License: { } title } && !HasText(s, title))
            {
                s.Fail("6.2.46", s.Document, $"The license is on no public list; give its text in exactly one note of the category legal_disclaimer with the title \"{title}\".");
            }
        }
    }

    private static bool IsReference(string license) => license.StartsWith(LicenseExpression.ReferencePrefix, StringComparison.Ordinal);

    // What AboutCode's LicenseDB has is recognised by its prefix: the list itself is not here.
    private static bool IsOwn(string license) => IsReference(license) && !license.StartsWith(LicenseExpression.LicenseDbPrefix, StringComparison.Ordinal);

    private static bool HasText(CsafSubject s, string title) => s.HasOneNote(title, "legal_disclaimer");
}
