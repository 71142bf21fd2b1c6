using System.Collections.Immutable;
using System.Globalization;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>A document that was translated between CSAF and OpenVEX, or the reason why it cannot be.</summary>
public abstract record VexTranslation
{
    private VexTranslation() { }

    /// <summary>The document on the other side.</summary>
    /// <param name="Bytes">JSON in UTF-8: the same bytes for the same document.</param>
    /// <param name="Losses">What could not be carried.</param>
    public sealed record Made(ReadOnlyMemory<byte> Bytes, ImmutableArray<Loss> Losses) : VexTranslation;

    /// <summary>There is no such document.</summary>
    /// <param name="Why">A sentence.</param>
    public sealed record NotPossible(string Why) : VexTranslation;
}

/// <summary>The words of OpenVEX 0.2.0.</summary>
internal static class VexWords
{
    public const string Context = "https://openvex.dev/ns/v0.2.0";

    public const string ContextStem = "https://openvex.dev/ns";

    /// <summary>An instant as both standards write it (RFC 3339), without what is zero.</summary>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public const string NotAffected = "not_affected";
    public const string Affected = "affected";
    public const string Fixed = "fixed";
    public const string UnderInvestigation = "under_investigation";

    /// <summary>The statuses with what CSAF calls them; CSAF tells first and last versions apart, and OpenVEX does not.</summary>
    /// <remarks>Of a product in several, which the standards forbid, the first counts: what has to be acted upon.</remarks>
    public static readonly (string OpenVex, string Csaf, string[] CsafAlso)[] Statuses =
    [
        (Affected, "known_affected", ["first_affected", "last_affected"]),
        (UnderInvestigation, "under_investigation", []),
        (NotAffected, "known_not_affected", []),
        (Fixed, "fixed", ["first_fixed"]),
    ];

    /// <summary>The justifications: both standards have the same five (CSAF 2.0, 3.2.3.5).</summary>
    public static readonly string[] Justifications =
    [
        "component_not_present", "vulnerable_code_not_present", "vulnerable_code_not_in_execute_path", "vulnerable_code_cannot_be_controlled_by_adversary",
        "inline_mitigations_already_exist",
    ];

    /// <summary>Hash algorithms: the names of CSAF, which are those of OpenSSL, and the names of OpenVEX, which are those of IANA.</summary>
    public static readonly (string Csaf, string OpenVex)[] Algorithms =
    [
        ("md5", "md5"), ("sha1", "sha1"), ("sha256", "sha-256"), ("sha384", "sha-384"), ("sha512", "sha-512"),
        ("sha3-224", "sha3-224"), ("sha3-256", "sha3-256"), ("sha3-384", "sha3-384"), ("sha3-512", "sha3-512"), ("blake2b512", "blake2b-512"), ("blake2s256", "blake2s-256"),
    ];
}
