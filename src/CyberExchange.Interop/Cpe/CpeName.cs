using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using CyberExchange.Interop.Csaf;

namespace CyberExchange.Interop.Cpe;

/// <summary>A CPE name: eleven attributes of a class of products, each a value, <see cref="Any"/> or <see cref="NotApplicable"/>.</summary>
/// <remarks>
/// Sources: NISTIR 7695 (CPE 2.3 naming) sections 6.1 and 6.2, and NISTIR 7696 (name matching). Values are in lower case and quoted as the
/// formatted string quotes them.
/// </remarks>
/// <param name="Attributes">Part, vendor, product, version, update, edition, language, software edition, target software, target hardware and other.</param>
public sealed record CpeName(ImmutableArray<string> Attributes)
{
    /// <summary>The attribute is left open.</summary>
    public const string Any = "*";

    /// <summary>The attribute does not apply.</summary>
    public const string NotApplicable = "-";

    private const string Prefix23 = "cpe:2.3:";
    private const string PrefixUri = "cpe:/";
    private const int AttributesCount = 11;
    private const int UriComponentsMax = 7;
    private const int EditionAt = 5;
    private const int LanguageAt = 6;

    // What one character, and any number of them, are in a URI (NISTIR 7695, 6.1.2.1.2).
    private const string UriOne = "%01";
    private const string UriMany = "%02";

    public string Vendor => Attributes[1];

    public string Product => Attributes[2];

    /// <summary>Whether part of an attribute is left open, as in <c>8.*</c>.</summary>
    public bool HasWildcards => Attributes.Any(IsPartlyOpen);

    /// <summary>Reads a formatted string of CPE 2.3, or a URI of CPE 2.2.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CpeName? name)
    {
        name = !CsafFormats.IsAnchoredCpe(text) ? null
            : text.StartsWith(Prefix23, StringComparison.Ordinal) ? new([.. Split(text.ToLowerInvariant())[2..]])
            : OfUri(text[PrefixUri.Length..].ToLowerInvariant());
        return name is not null;
    }

    /// <summary>The name with every attribute that is partly open left open as a whole: what such a name of a document may stand for is not less.</summary>
    public CpeName Widened() => new([.. Attributes.Select(attribute => IsPartlyOpen(attribute) ? Any : attribute)]);

    /// <summary>The formatted string.</summary>
    public override string ToString() => $"{Prefix23}{string.Join(':', Attributes)}";

    /// <summary>Whether both names have the same attributes.</summary>
    public bool Equals(CpeName? other) => other is not null && Attributes.SequenceEqual(other.Attributes, StringComparer.Ordinal);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The parts of a formatted string, parted by colons that are not quoted.</summary>
    internal static List<string> Split(string cpe)
    {
        var (parts, start) = (new List<string>(), 0);
        for (var i = 0; i <= cpe.Length; i++)
        {
            if (i == cpe.Length || cpe[i] == ':')
            {
                parts.Add(cpe[start..i]);
                start = i + 1;
            }
            else if (cpe[i] == '\\')
            {
                i++;
            }
        }

        return parts;
    }

    // The fifth component may hold the attributes that version 2.2 had not, each after a tilde (NISTIR 7695, 6.1.2.4).
    private static CpeName? OfUri(string components)
    {
        var attributes = Enumerable.Repeat<string?>(Any, AttributesCount).ToArray();
        var parts = components.Split(':');
        if (parts.Length > UriComponentsMax)
        {
            return null;
        }

        for (var at = 0; at < parts.Length; at++)
        {
            if (at == EditionAt && parts[at].StartsWith('~'))
            {
                if (parts[at].Split('~') is not ["", var edition, .. { Length: 4 } added])
                {
                    return null;
                }

                attributes[EditionAt] = OfComponent(edition);
                added.Select(OfComponent).ToArray().CopyTo(attributes, LanguageAt + 1);
                continue;
            }

            attributes[at] = OfComponent(parts[at]);
        }

        return attributes.Contains(null) ? null : new([.. attributes.OfType<string>()]);
    }

    // Null for what no name has: CPE is written in the visible characters of ASCII.
    private static string? OfComponent(string component)
    {
        if (component.Length == 0 || component == NotApplicable)
        {
            return component.Length == 0 ? Any : NotApplicable;
        }

        var value = new StringBuilder();
        for (var at = 0; at < component.Length; at++)
        {
            var rest = component.AsSpan(at);
            if (rest.StartsWith(UriOne, StringComparison.Ordinal) || rest.StartsWith(UriMany, StringComparison.Ordinal))
            {
                value.Append(rest.StartsWith(UriOne, StringComparison.Ordinal) ? '?' : '*');
                at += 2;
                continue;
            }

            var c = component[at];
            if (c == '%')
            {
                if (rest.Length < 3 || !byte.TryParse(rest[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is <= 0x20 or >= 0x7F)
                {
                    return null;
                }

                (c, at) = (char.ToLowerInvariant((char)code), at + 2);
            }

            value.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' ? "" : "\\").Append(c);
        }

        return value.ToString();
    }

    private static bool IsPartlyOpen(string attribute)
    {
        for (var at = 0; at < attribute.Length && attribute != Any; at++)
        {
            if (attribute[at] == '\\')
            {
                at++;
            }
            else if (attribute[at] is '*' or '?')
            {
                return true;
            }
        }

        return false;
    }
}
