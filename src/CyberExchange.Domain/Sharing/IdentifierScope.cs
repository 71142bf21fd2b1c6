using System.Text.RegularExpressions;

namespace CyberExchange.Domain.Sharing;

/// <summary>For which organisations an anchor may vouch: all of a scheme and a country, or a single one.</summary>
/// <param name="Scheme">As in <see cref="OrganizationIdentifier"/>.</param>
/// <param name="Country">As in <see cref="OrganizationIdentifier"/>.</param>
/// <param name="Value">The one identifier; null for all of the scheme and country.</param>
public sealed partial record IdentifierScope(string Scheme, string Country, string? Value)
{
    /// <summary>Reads <c>NTRDE</c> for every German register entry, or a whole identifier such as <c>LEIXG-529900T8BM49AURSDO55</c>; else null.</summary>
    public static IdentifierScope? Parse(string text) => OrganizationIdentifier.Parse(text) is { } one
        ? new(one.Scheme, one.Country, one.Value)
        : Prefix().Match(text) is { Success: true } match ? new(match.Groups["scheme"].Value, match.Groups["country"].Value, null) : null;

    /// <summary>Whether an anchor of the jurisdiction may have this scope: its own countries; of those that name no country, single ones only.</summary>
    public bool FitsIn(Jurisdiction jurisdiction) => Value is { } value && new OrganizationIdentifier(Scheme, Country, value).NamesNoCountry
        || OrganizationIdentifier.IsAtHomeIn(jurisdiction, Scheme, Country);

    public override string ToString() => Value is null ? $"{Scheme}{Country}" : $"{Scheme}{Country}-{Value}";

    /// <summary>Whether the organisation is one of those.</summary>
    public bool Covers(OrganizationIdentifier identifier) =>
        identifier.Scheme == Scheme && identifier.Country == Country && (Value is null || identifier.Value == Value);

    [GeneratedRegex(@"\A(?<scheme>VAT|NTR|LEI|PSD|[A-Z]{2}:)(?<country>[A-Z]{2})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Prefix();
}
