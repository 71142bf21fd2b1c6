using System.Text;

namespace CyberExchange.Interop.Csaf;

/// <summary>The kinds of text that CSAF 2.0 knows. Each reads one value, reports what is wrong with it and then gives nothing.</summary>
internal static class CsafValues
{
    /// <summary>A text of any form that is kept.</summary>
    public static string? Text(ref CsafJson json) => json.TryText(out var utf8) ? Encoding.UTF8.GetString(utf8) : null;

    /// <summary>A text of any form that only has to be there.</summary>
    public static void PassText(ref CsafJson json) => json.TryText(out _);

    public static string? Word(ref CsafJson json, CsafWords words)
    {
        if (!json.TryText(out var utf8))
        {
            return null;
        }

        var index = words.IndexOf(utf8);
        if (index >= 0)
        {
            return words[index];
        }

        json.Report(CsafProblemKind.Enum, $"{Quote(utf8)} is none of: {words}.");
        return null;
    }

    public static DateTimeOffset DateTime(ref CsafJson json)
    {
        if (!json.TryText(out var utf8))
        {
            return default;
        }

        if (CsafFormats.TryDateTime(utf8, out var instant))
        {
            return instant;
        }

        json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a date with time and zone as RFC 3339 writes it, such as 2026-03-01T09:30:00Z.");
        return default;
    }

    public static void PassUri(ref CsafJson json)
    {
        if (json.TryText(out var utf8))
        {
            IsUri(ref json, utf8);
        }
    }

    public static string? Uri(ref CsafJson json) =>
        json.TryText(out var utf8) && IsUri(ref json, utf8) ? Encoding.UTF8.GetString(utf8) : null;

    public static string? Version(ref CsafJson json) =>
        Matching(ref json, CsafFormats.IsVersion, "a version: an integer such as 3, or three integers such as 1.4.0");

    public static string? Language(ref CsafJson json) =>
        Matching(ref json, CsafFormats.IsLanguage, "a language tag of BCP 47, such as en or ja-JP");

    public static string? Category(ref CsafJson json) =>
        Matching(ref json, CsafFormats.IsCategory, "a category: one line that neither starts nor ends with a space, hyphen, underscore or dot");

    public static string? TrackingId(ref CsafJson json) =>
        Matching(ref json, CsafFormats.IsTrackingId, "a tracking id: one line that neither starts nor ends with a space");

    public static void PassCpe(ref CsafJson json) =>
        Matching(ref json, CsafFormats.IsCpe, "a CPE name of version 2.3 or 2.2, such as cpe:2.3:o:maker:firmware:1.0:*:*:*:*:*:*:*");

    public static void PassPurl(ref CsafJson json)
    {
        if (json.TryText(out var utf8) && !CsafFormats.IsPurl(utf8))
        {
            json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a package URL, such as pkg:nuget/Maker.Library@1.0.0.");
        }
    }

    public static void PassHash(ref CsafJson json)
    {
        if (json.TryText(out var utf8) && !CsafFormats.IsHash(utf8))
        {
            json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a hash of at least 32 hexadecimal digits.");
        }
    }

    public static string? Cve(ref CsafJson json)
    {
        if (!json.TryText(out var utf8))
        {
            return null;
        }

        if (CsafFormats.IsCve(utf8))
        {
            return Encoding.UTF8.GetString(utf8);
        }

        json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a CVE id, such as CVE-2026-12345.");
        return null;
    }

    public static string? Cwe(ref CsafJson json)
    {
        if (!json.TryText(out var utf8))
        {
            return null;
        }

        if (CsafFormats.IsCwe(utf8))
        {
            return Encoding.UTF8.GetString(utf8);
        }

        json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a CWE id, such as CWE-79.");
        return null;
    }

    /// <summary>A value for a sentence, short and on one line.</summary>
    public static string Quote(ReadOnlySpan<byte> utf8) => '"' + CsafText.Shorten(Encoding.UTF8.GetString(utf8)) + '"';

    private static bool IsUri(ref CsafJson json, ReadOnlySpan<byte> utf8)
    {
        if (CsafFormats.IsUri(utf8))
        {
            return true;
        }

        json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not a URI with a scheme, such as https://maker.example/advisories; other characters than RFC 3986 names need percent-encoding.");
        return false;
    }

    private static string? Matching(ref CsafJson json, Func<string, bool> matches, string wanted)
    {
        if (!json.TryText(out var utf8))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(utf8);
        if (matches(text))
        {
            return text;
        }

        json.Report(CsafProblemKind.Format, $"{Quote(utf8)} is not {wanted}.");
        return null;
    }
}
