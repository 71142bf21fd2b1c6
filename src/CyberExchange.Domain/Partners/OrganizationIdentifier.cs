using System.Text.RegularExpressions;

namespace CyberExchange.Domain.Partners;

/// <summary>An organisation identifier of EN 319 412-1, clause 5.1.4: compared on its three parts, never on a name.</summary>
/// <param name="Scheme"><c>VAT</c>, <c>NTR</c>, <c>LEI</c>, <c>PSD</c>, or a national scheme of two letters and a colon.</param>
/// <param name="Country">ISO 3166 country, or <c>XG</c> for LEI.</param>
public sealed partial record OrganizationIdentifier(string Scheme, string Country, string Value)
{
    public const int CharactersMax = 100;

    /// <summary>Reads an identifier, or null; mixed case and spaces are refused, never repaired.</summary>
    public static OrganizationIdentifier? Parse(string text)
    {
        var match = text.Length <= CharactersMax ? Shape().Match(text) : Match.Empty;
        return match.Success ? new(match.Groups["scheme"].Value, match.Groups["country"].Value, match.Groups["value"].Value) : null;
    }

    public override string ToString() => $"{Scheme}{Country}-{Value}";

    [GeneratedRegex(@"\A(?<scheme>VAT|NTR|LEI|PSD|[A-Z]{2}:)(?<country>[A-Z]{2})-(?<value>[\x21-\x7e]+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Shape();
}
