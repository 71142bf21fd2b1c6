using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.DevHost.Certificates;

/// <summary>What a certificate shall say. The presets are right; tests bend one property to see it refused.</summary>
public sealed record CertificateProfile
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    // EN 319 412-1 section 5.1.4 puts the identifier of a legal person here.
    private const string OrganizationIdentifierOid = "2.5.4.97";

    public required X500DistinguishedName Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public CertificateKeyKind Key { get; init; } = CertificateKeyKind.P256;

    /// <summary>The hash that the issuer signs with.</summary>
    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Whether it is a certificate authority; null leaves the basic constraints out.</summary>
    public bool? IsAuthority { get; init; } = false;

    /// <summary>Null leaves the extension out.</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    /// <summary>Object identifiers; an empty list leaves the extension out.</summary>
    public IReadOnlyList<string> ExtendedKeyUsages { get; init; } = [];

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    public IReadOnlyList<Uri> Uris { get; init; } = [];

    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Extensions beyond those above, such as name constraints.</summary>
    public IReadOnlyList<X509Extension> FurtherExtensions { get; init; } = [];

    /// <summary>An authority that may sign certificates and revocation lists.</summary>
    public static CertificateProfile Authority(string commonName, DateTimeOffset notBefore, DateTimeOffset notAfter) => new()
    {
        Subject = Name(commonName, organization: "CyberExchange development", country: null, organizationIdentifier: null),
        NotBefore = notBefore,
        NotAfter = notAfter,
        IsAuthority = true,
        KeyUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
    };

    /// <summary>A member of a partner, as the gate wants it.</summary>
    public static CertificateProfile Client(X500DistinguishedName subject, DateTimeOffset notBefore, DateTimeOffset notAfter) => new()
    {
        Subject = subject,
        NotBefore = notBefore,
        NotAfter = notAfter,
        ExtendedKeyUsages = [ClientAuthentication],
    };

    /// <summary>A server on this machine.</summary>
    public static CertificateProfile LoopbackServer(DateTimeOffset notBefore, DateTimeOffset notAfter) => new()
    {
        Subject = Name("localhost", organization: null, country: null, organizationIdentifier: null),
        NotBefore = notBefore,
        NotAfter = notAfter,
        ExtendedKeyUsages = [ServerAuthentication],
        DnsNames = ["localhost"],
        Addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback],
    };

    /// <param name="commonName">The member, or the authority.</param>
    /// <param name="organization">Its organisation, or null.</param>
    /// <param name="country">ISO 3166 alpha-2, or null.</param>
    /// <param name="organizationIdentifier">As <c>NTRDE-HRB12345</c>, or null.</param>
    public static X500DistinguishedName Name(string commonName, string? organization, string? country, string? organizationIdentifier)
    {
        var name = new X500DistinguishedNameBuilder();
        if (country is not null)
        {
            name.AddCountryOrRegion(country);
        }

        if (organization is not null)
        {
            name.AddOrganizationName(organization);
        }

        if (organizationIdentifier is not null)
        {
            name.Add(OrganizationIdentifierOid, organizationIdentifier);
        }

        name.AddCommonName(commonName);
        return name.Build();
    }

    internal IEnumerable<X509Extension> Extensions()
    {
        if (IsAuthority is { } isAuthority)
        {
            yield return new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true);
        }

        if (KeyUsage is { } usage)
        {
            yield return new X509KeyUsageExtension(usage, critical: true);
        }

        if (ExtendedKeyUsages.Count > 0)
        {
            var usages = new OidCollection();
            foreach (var oid in ExtendedKeyUsages)
            {
                usages.Add(new Oid(oid));
            }

            yield return new X509EnhancedKeyUsageExtension(usages, critical: false);
        }

        if (DnsNames.Count + Uris.Count + Addresses.Count > 0)
        {
            yield return AlternativeNames();
        }

        foreach (var extension in FurtherExtensions)
        {
            yield return extension;
        }
    }

    private X509Extension AlternativeNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in DnsNames)
        {
            names.AddDnsName(name);
        }

        foreach (var uri in Uris)
        {
            names.AddUri(uri);
        }

        foreach (var address in Addresses)
        {
            names.AddIpAddress(address);
        }

        return names.Build();
    }
}
