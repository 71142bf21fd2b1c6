namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>The settings of the provider sites.</summary>
public sealed record CsafSiteOptions
{
    /// <summary>Handle of the partner whose site is the domain's: the exchange's own organisation. Null for none.</summary>
    public string? Provider { get; init; }

    /// <summary>Whom to tell of vulnerabilities of the exchange itself, a URI (RFC 9116, 2.5.3); without one there is no security.txt.</summary>
    public string? SecurityContact { get; init; }

    /// <summary>The key that signs what partners publish; null for none.</summary>
    public OpenPgpKeyOptions? Key { get; init; }
}

/// <summary>An OpenPGP key of a GnuPG home.</summary>
/// <param name="Fingerprint">Of the key, in upper-case hexadecimal digits: 40, or 64 for a key of version 5.</param>
/// <param name="Home">The folder that gpg knows as GNUPGHOME. The server's account reads and writes it.</param>
public sealed record OpenPgpKeyOptions(string Fingerprint, string Home)
{
    /// <summary>The program that signs.</summary>
    public string Program { get; init; } = "gpg";

    public static bool IsFingerprint(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit);
}
