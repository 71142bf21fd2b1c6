using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>An authority that vouches for organisations of one jurisdiction.</summary>
public sealed class TrustAnchor
{
    /// <param name="certificate">Its certificate.</param>
    /// <param name="scopes">For which organisations; null for all of the jurisdiction's countries.</param>
    /// <param name="from">From when on.</param>
    /// <param name="until">Until when.</param>
    /// <param name="revocation">Where its revocation list is, and those of authorities below it.</param>
    public TrustAnchor(
        X509Certificate2 certificate, IReadOnlyList<IdentifierScope>? scopes, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<RevocationPoint> revocation)
    {
        (Certificate, Scopes, From, Until, Revocation) = (certificate, scopes, from, until, revocation);
        (Digest, Key) = (DigestOf(certificate), KeyOf(certificate));
    }

    public X509Certificate2 Certificate { get; }

    public IReadOnlyList<IdentifierScope>? Scopes { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset Until { get; }

    public IReadOnlyList<RevocationPoint> Revocation { get; }

    /// <summary>SHA-256 of the certificate, in hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>SHA-256 of the public key, in hexadecimal digits.</summary>
    public string Key { get; }

    /// <summary>An anchor that the server was set up with.</summary>
    public static TrustAnchor SetUp(X509Certificate2 certificate) => new(
        certificate, scopes: null, new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter), []);

    public static string DigestOf(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    public static string KeyOf(X509Certificate2 certificate) => KeyOf(certificate.PublicKey);

    /// <summary>SHA-256 of a key's SubjectPublicKeyInfo, in hexadecimal digits.</summary>
    public static string KeyOf(PublicKey key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <summary>Whether the certificate says that it is an authority's (RFC 5280, section 4.2.1.9).</summary>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    /// <summary>The verdict on a chain that ends at this anchor.</summary>
    internal CertificateVerdict Vouch(CertificateVerdict.Trusted trusted, DateTimeOffset now)
    {
        if (!trusted.Organizations.All(MayVouchFor))
        {
            return new CertificateVerdict.Refused(CertificateFault.OutsideAnchor);
        }

        var narrowed = trusted with { From = From > trusted.From ? From : trusted.From, Until = Until < trusted.Until ? Until : trusted.Until };
        return narrowed.Holds(now) ? narrowed : new CertificateVerdict.Refused(CertificateFault.AnchorNotInForce);
    }

    /// <summary>All that a verdict depends on, for <see cref="TrustAnchors.Version"/>.</summary>
    public override string ToString() =>
        $"{Digest}|{(Scopes is null ? "*" : string.Join(',', Scopes))}|{From.UtcTicks}|{Until.UtcTicks}|{string.Join(',', Revocation.Select(point => $"{point.IssuerKey} {point.Address}"))}";

    // That its country is one of the jurisdiction was looked at before. An identifier without a country is nobody's by itself:
    // only a list that names it whole lets an anchor of one side vouch for it.
    private bool MayVouchFor(OrganizationIdentifier organization) =>
        Scopes is null ? !organization.NamesNoCountry : Scopes.Any(scope => scope.Covers(organization));
}

/// <summary>Where an authority publishes what it has revoked.</summary>
/// <param name="Issuer">The authority's certificate, by whose key and name the list must be.</param>
/// <param name="Address">An http or https address.</param>
public sealed record RevocationPoint(X509Certificate2 Issuer, Uri Address)
{
    /// <summary>SHA-256 of the authority's public key, in hexadecimal digits.</summary>
    public string IssuerKey { get; } = TrustAnchor.KeyOf(Issuer);
}
