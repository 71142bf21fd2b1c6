using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CyberExchange.Interop.Csaf;

/// <summary>The formats and patterns of the CSAF schemas. Each question takes time linear in the text.</summary>
internal static class CsafFormats
{
    private const string SemanticIdentifiers = @"((0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)";
    private const string SemanticVersion = @"(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}(-" + SemanticIdentifiers + @")?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?";

    private const string CpeValue = @"((\?*|\*?)([a-zA-Z0-9\-._]|\\[\\*?!""#$%&'()+,/:;<=>@\[\]^`{|}~])+(\?*|\*?)|[*\-])";
    private const string CpeLanguage = @"([a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?|[*\-])";

    private const string CpeName = @"cpe:2\.3:[aho*\-](:" + CpeValue + "){5}:" + CpeLanguage + "(:" + CpeValue + "){4}";
    private const string CpeUri = @"[cC][pP][eE]:/[AHOaho]?(:[A-Za-z0-9._\-~%]*){0,6}";

    private const string LanguageName = "([A-Za-z]{2,3}(-[A-Za-z]{3}(-[A-Za-z]{3}){0,2})?|[A-Za-z]{4,8})";
    private const string LanguageVariants = "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*";
    private const string LanguageExtensions = "(-[A-WY-Za-wy-z0-9](-[A-Za-z0-9]{2,8})+)*";
    private const string LanguagePrivateUse = "[Xx](-[A-Za-z0-9]{1,8})+";

    // Partners choose these texts, so the patterns run on the engine that cannot backtrack.
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private static readonly Regex Version = new(@"\A((0|[1-9][0-9]*)|" + SemanticVersion + @")\z", Linear);

    // The schema anchors the first form only at its start and the second only at its end. The known issues of CSAF 2.0
    // name that a mistake (oasis-tcs/csaf 693), but a document that passes the official schema is not refused here.
    private static readonly Regex Cpe = new(@"\A" + CpeName + "|" + CpeUri + @"\z", Linear);

    // CSAF 2.1 has mended it.
    private static readonly Regex AnchoredCpe = new(@"\A(" + CpeName + "|" + CpeUri + @")\z", Linear);

    private static readonly Regex Language = new(
        @"\A(" + LanguageName + "(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?" + LanguageVariants + LanguageExtensions + "(-" + LanguagePrivateUse + ")?|"
        + LanguagePrivateUse + @"|[Ii]-[Dd][Ee][Ff][Aa][Uu][Ll][Tt]|[Ii]-[Mm][Ii][Nn][Gg][Oo])\z", Linear);

    private static readonly SearchValues<byte> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> SchemeBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-."u8);
    private static readonly SearchValues<byte> HostBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%"u8);
    private static readonly SearchValues<byte> UserBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:"u8);
    private static readonly SearchValues<byte> PathBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:@/"u8);
    private static readonly SearchValues<byte> QueryBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%:@/?"u8);
    private static readonly SearchValues<byte> FutureAddressBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:"u8);

    /// <summary>An integer, or a version of Semantic Versioning 2.0.0.</summary>
    public static bool IsVersion(string text) => Version.IsMatch(text);

    public static bool IsCpe(string text) => Cpe.IsMatch(text);

    /// <summary>A CPE name as CSAF 2.1 writes it, from its first character to its last.</summary>
    public static bool IsAnchoredCpe(string text) => AnchoredCpe.IsMatch(text);

    /// <summary>A package URL as far as the CSAF 2.1 schema looks into it.</summary>
    public static bool IsCanonicalPurl(ReadOnlySpan<byte> utf8)
    {
        var slash = utf8.IndexOf((byte)'/');
        return IsUri(utf8)
            && utf8.StartsWith("pkg:"u8)
            && slash > 4
            && utf8.Length > slash + 1
            && utf8[4] is >= (byte)'a' and <= (byte)'z'
            && utf8[4..slash].IndexOfAnyExcept(SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-"u8)) < 0;
    }

    /// <summary>A language tag of BCP 47 as CSAF 2.0 writes it; whether its parts are registered is another question.</summary>
    public static bool IsLanguage(string text) => Language.IsMatch(text);

    /// <summary>A text on one line that neither starts nor ends with white space or a separator.</summary>
    public static bool IsCategory(string text) => IsFramed(text, "-_.");

    /// <summary>A text on one line that neither starts nor ends with white space.</summary>
    public static bool IsTrackingId(string text) => IsFramed(text, "");

    public static bool IsCve(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("CVE-"u8) && utf8.Length >= 13 && utf8[8] == '-' && AreDigits(utf8[4..8]) && AreDigits(utf8[9..]);

    public static bool IsCwe(ReadOnlySpan<byte> utf8) =>
        utf8.StartsWith("CWE-"u8) && utf8.Length is >= 5 and <= 10 && utf8[4] != '0' && AreDigits(utf8[4..]);

    /// <summary>At least 32 hexadecimal digits.</summary>
    public static bool IsHash(ReadOnlySpan<byte> utf8) =>
        utf8.Length >= 32 && utf8.IndexOfAnyExcept(SearchValues.Create("0123456789abcdefABCDEF"u8)) < 0;

    /// <summary>A package URL as far as the CSAF 2.0 schema looks into it.</summary>
    public static bool IsPurl(ReadOnlySpan<byte> utf8)
    {
        if (!IsUri(utf8) || !utf8.StartsWith("pkg:"u8))
        {
            return false;
        }

        var rest = utf8[4..];
        var slash = rest.IndexOf((byte)'/');
        return slash > 0
            && rest.Length > slash + 1
            && !char.IsAsciiDigit((char)rest[0])
            && rest[..slash].IndexOfAnyExcept(SchemeBytes) < 0;
    }

    /// <summary>A URI with a scheme, RFC 3986 section 3.</summary>
    public static bool IsUri(ReadOnlySpan<byte> utf8)
    {
        var colon = utf8.IndexOf((byte)':');
        if (colon < 1 || !Letters.Contains(utf8[0]) || utf8[..colon].IndexOfAnyExcept(SchemeBytes) >= 0)
        {
            return false;
        }

        var rest = utf8[(colon + 1)..];
        if (rest.IsEmpty || !HasWholeEscapes(rest))
        {
            return false;
        }

        return IsPartOf(ref rest, (byte)'#', QueryBytes) && IsPartOf(ref rest, (byte)'?', QueryBytes) && IsHierarchy(rest);
    }

    /// <summary>A date-time of RFC 3339 section 5.6, as an instant of UTC cut to 100 ns.</summary>
    /// <remarks>
    /// Refused beside what the grammar refuses: instants outside the years 1 to 9999. A leap second is read as the second after it.
    /// </remarks>
    public static bool TryDateTime(ReadOnlySpan<byte> utf8, out DateTimeOffset instant)
    {
        instant = default;
        if (utf8.Length < 20 || utf8[4] != '-' || utf8[7] != '-' || (utf8[10] | 0x20) != 't' || utf8[13] != ':' || utf8[16] != ':')
        {
            return false;
        }

        var isRead = TryDigits(utf8[..4], out var year) & TryDigits(utf8[5..7], out var month) & TryDigits(utf8[8..10], out var day)
            & TryDigits(utf8[11..13], out var hour) & TryDigits(utf8[14..16], out var minute) & TryDigits(utf8[17..19], out var second);
        if (!isRead || year is 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        var rest = utf8[19..];
        if (!TryFraction(ref rest, out var fractionTicks) || !TryOffset(rest, out var offset))
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Unspecified).Ticks - offset.Ticks;
        if (second == 60 && new TimeSpan(ticks) is not { Minutes: 59, Hours: 23 })
        {
            return false;
        }

        ticks += (second * TimeSpan.TicksPerSecond) + fractionTicks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    private static bool TryFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
        {
            return true;
        }

        var digits = 1;
        for (var worth = TimeSpan.TicksPerSecond / 10; digits < rest.Length && char.IsAsciiDigit((char)rest[digits]); digits++, worth /= 10)
        {
            ticks += (rest[digits] - '0') * worth;
        }

        rest = rest[digits..];
        return digits > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text.Length == 1 && (text[0] | 0x20) == 'z')
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..], out var minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        offset = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -offset : offset;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        return AreDigits(digits) && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool AreDigits(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>Cuts off the query or the fragment and says whether it has only bytes of its kind.</summary>
    private static bool IsPartOf(ref ReadOnlySpan<byte> rest, byte separator, SearchValues<byte> allowed)
    {
        var at = rest.IndexOf(separator);
        if (at < 0)
        {
            return true;
        }

        var part = rest[(at + 1)..];
        rest = rest[..at];
        return part.IndexOfAnyExcept(allowed) < 0;
    }

    private static bool IsHierarchy(ReadOnlySpan<byte> rest)
    {
        if (!rest.StartsWith("//"u8))
        {
            return rest.IndexOfAnyExcept(PathBytes) < 0;
        }

        var authority = rest[2..];
        var slash = authority.IndexOf((byte)'/');
        var path = slash < 0 ? [] : authority[slash..];
        authority = slash < 0 ? authority : authority[..slash];
        return path.IndexOfAnyExcept(PathBytes) < 0 && IsAuthority(authority);
    }

    private static bool IsAuthority(ReadOnlySpan<byte> authority)
    {
        var at = authority.IndexOf((byte)'@');
        if (at >= 0 && authority[..at].IndexOfAnyExcept(UserBytes) >= 0)
        {
            return false;
        }

        var host = authority[(at + 1)..];
        var port = host.LastIndexOf((byte)':');
        if (port > host.LastIndexOf((byte)']'))
        {
            if (!AreDigits(host[(port + 1)..]))
            {
                return false;
            }

            host = host[..port];
        }

        return host.StartsWith("["u8) ? IsAddressLiteral(host) : host.IndexOfAnyExcept(HostBytes) < 0;
    }

    private static bool IsAddressLiteral(ReadOnlySpan<byte> host)
    {
        if (!host.EndsWith("]"u8))
        {
            return false;
        }

        var address = host[1..^1];
        if (address.Length > 0 && (address[0] | 0x20) == 'v')
        {
            var dot = address.IndexOf((byte)'.');
            return dot > 1
                && dot < address.Length - 1
                && address[1..dot].IndexOfAnyExcept(SearchValues.Create("0123456789abcdefABCDEF"u8)) < 0
                && address[(dot + 1)..].IndexOfAnyExcept(FutureAddressBytes) < 0;
        }

        return address.IndexOfAny((byte)'%', (byte)'[') < 0
            && IPAddress.TryParse(Encoding.UTF8.GetString(address), out var parsed)
            && parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
    }

    private static bool HasWholeEscapes(ReadOnlySpan<byte> utf8)
    {
        for (var percent = utf8.IndexOf((byte)'%'); percent >= 0; percent = utf8.IndexOf((byte)'%'))
        {
            if (percent + 2 >= utf8.Length || !char.IsAsciiHexDigit((char)utf8[percent + 1]) || !char.IsAsciiHexDigit((char)utf8[percent + 2]))
            {
                return false;
            }

            utf8 = utf8[(percent + 3)..];
        }

        return true;
    }

    private static bool IsFramed(string text, string separators) =>
        text.Length > 0
        && !IsSpace(text[0]) && !separators.Contains(text[0], StringComparison.Ordinal)
        && !IsSpace(text[^1]) && !separators.Contains(text[^1], StringComparison.Ordinal)
        && text.AsSpan().IndexOfAny("\n\r\u2028\u2029") < 0;

    // The schema's patterns are those of ECMA-262, whose white space differs from .NET's by these two.
    private static bool IsSpace(char unit) => unit == '\uFEFF' || (char.IsWhiteSpace(unit) && unit != '\u0085');
}
