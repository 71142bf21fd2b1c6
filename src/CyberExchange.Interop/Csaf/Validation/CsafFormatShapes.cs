using System.Text;
using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>The kinds of text that both versions of CSAF know.</summary>
internal static class CsafFormatShapes
{
    // Partners choose these texts, so the patterns run on the engine that cannot backtrack.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    public static CsafTextShape Text { get; } = new();

    public static CsafTextShape AnyText { get; } = new(bytesMin: 0);

    public static CsafTextShape DateTimeText { get; } = new(
        utf8 => CsafFormats.TryDateTime(utf8, out _), "a date with time and zone as RFC 3339 writes it, such as 2026-03-01T09:30:00Z");

    public static CsafTextShape UriText { get; } = new(
        CsafFormats.IsUri, "a URI with a scheme, such as https://maker.example/advisories; other characters than RFC 3986 names need percent-encoding");

    public static CsafTextShape VersionText { get; } = new(
        utf8 => CsafFormats.IsVersion(Encoding.UTF8.GetString(utf8)), "a version: an integer such as 3, or three integers such as 1.4.0");

    public static CsafTextShape LanguageText { get; } = new(
        utf8 => CsafFormats.IsLanguage(Encoding.UTF8.GetString(utf8)), "a language tag of BCP 47, such as en or ja-JP");

    public static CsafTextShape CategoryText { get; } = new(
        utf8 => CsafFormats.IsCategory(Encoding.UTF8.GetString(utf8)), "one line that neither starts nor ends with a space, hyphen, underscore or dot");

    public static CsafTextShape TrackingIdText { get; } = new(
        utf8 => CsafFormats.IsTrackingId(Encoding.UTF8.GetString(utf8)), "one line that neither starts nor ends with a space");

    public static CsafTextShape CpeText { get; } = new(
        utf8 => CsafFormats.IsCpe(Encoding.UTF8.GetString(utf8)), "a CPE name of version 2.3 or 2.2, such as cpe:2.3:o:maker:firmware:1.0:*:*:*:*:*:*:*");

    public static CsafTextShape PurlText { get; } = new(CsafFormats.IsPurl, "a package URL, such as pkg:nuget/Maker.Library@1.0.0");

    public static CsafTextShape HashText { get; } = new(CsafFormats.IsHash, "a hash of at least 32 hexadecimal digits");

    public static CsafTextShape CveText { get; } = new(CsafFormats.IsCve, "a CVE id, such as CVE-2026-12345");

    public static CsafTextShape CweText { get; } = new(CsafFormats.IsCwe, "a CWE id, such as CWE-79");

    /// <summary>A text of a pattern that needs no backtracking.</summary>
    public static CsafTextShape Pattern(string pattern, string wanted)
    {
        var regex = new Regex(@"\A(" + pattern + @")\z", Linear);
        return new(utf8 => regex.IsMatch(Encoding.UTF8.GetString(utf8)), wanted);
    }
}
