using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace CyberExchange.Domain.Sharing;

/// <summary>An organisation identifier of EN 319 412-1, clause 5.1.4: compared on its three parts, never on a name.</summary>
/// <param name="Scheme"><c>VAT</c>, <c>NTR</c>, <c>LEI</c>, <c>PSD</c>, or a national scheme of two letters and a colon.</param>
/// <param name="Country">ISO 3166 country, or <c>XG</c> for LEI.</param>
public sealed partial record OrganizationIdentifier(string Scheme, string Country, string Value)
{
    public const int CharactersMax = 100;

    /// <summary>Stands where a country does in the identifiers of a scheme that is issued to the whole world: LEI.</summary>
    private const string World = "XG";

    // The member states of the European Union. VAT numbers write Greece as EL and some registers are the Union's own.
    private static readonly FrozenSet<string> EuropeanCountries = FrozenSet.ToFrozenSet(
        [
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
            "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "EU", "EL",
        ],
        StringComparer.Ordinal);

    /// <summary>Whether it names a country at all: a legal entity identifier (ISO 17442) does not.</summary>
    public bool NamesNoCountry => Country == World && Scheme == "LEI";

    /// <summary>Reads an identifier, or null; mixed case and spaces are refused, never repaired.</summary>
    public static OrganizationIdentifier? Parse(string text)
    {
        var match = text.Length <= CharactersMax ? Shape().Match(text) : Match.Empty;
        return match.Success ? new(match.Groups["scheme"].Value, match.Groups["country"].Value, match.Groups["value"].Value) : null;
    }

    /// <summary>Whether its country belongs to the jurisdiction; never where it names none.</summary>
    public bool IsAtHomeIn(Jurisdiction jurisdiction) => IsAtHomeIn(jurisdiction, Scheme, Country);

    /// <summary>Whether identifiers of a scheme and a country belong to the jurisdiction.</summary>
    internal static bool IsAtHomeIn(Jurisdiction jurisdiction, string scheme, string country) => jurisdiction switch
    {
        Jurisdiction.EU => EuropeanCountries.Contains(country) && (country != "EL" || scheme == "VAT"),
        Jurisdiction.JP => country == "JP",
    };

    public override string ToString() => $"{Scheme}{Country}-{Value}";

    [GeneratedRegex(@"\A(?<scheme>VAT|NTR|LEI|PSD|[A-Z]{2}:)(?<country>[A-Z]{2})-(?<value>[\x21-\x7e]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Shape();
}
