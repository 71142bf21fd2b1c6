using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;

namespace CyberExchange.Testing.Certificates;

/// <summary>A certificate that the gate must refuse although its key is enrolled.</summary>
/// <param name="Name">What is wrong with it, for the name of a test case.</param>
/// <param name="Leaf">With its private key.</param>
/// <param name="Intermediates">What the client sends beside it; most often nothing.</param>
public sealed record HostileCertificate(string Name, X509Certificate2 Leaf, X509Certificate2Collection Intermediates);

/// <summary>Every kind of certificate that is to be refused for an organisation in the EU, each wrong in one way.</summary>
public static class HostileCertificates
{
    private const string NameConstraintsOid = "2.5.29.30"; // RFC 5280 section 4.2.1.10

    private const string AnyExtendedKeyUsage = "2.5.29.37.0"; // RFC 5280 section 4.2.1.12

    private static readonly Dictionary<string, (string Fault, Func<TestAuthorities, HostileCertificate> Make)> Makers = new(StringComparer.Ordinal)
    {
        ["signed with SHA-1"] = ("signature-unsuitable", a => FromEurope(a, p => p with { Hash = HashAlgorithmName.SHA1 })),
        ["RSA key of 1024 bits"] = ("key-unsuitable", a => FromEurope(a, p => p with { Key = CertificateKeyKind.Rsa1024 })),
        ["RSA key of 2048 bits"] = ("key-unsuitable", a => FromEurope(a, p => p with { Key = CertificateKeyKind.Rsa2048 })),
        ["key on P-521"] = ("key-unsuitable", a => FromEurope(a, p => p with { Key = CertificateKeyKind.P521 })),
        ["no extended key usage"] = ("not-for-clients", a => FromEurope(a, p => p with { ExtendedKeyUsages = [] })),
        ["for servers only"] = ("not-for-clients", a => FromEurope(a, p => p with { ExtendedKeyUsages = [CertificateProfile.ServerAuthentication] })),
        ["for any use, and so for none in particular"] = ("not-for-clients", a => FromEurope(a, p => p with { ExtendedKeyUsages = [AnyExtendedKeyUsage] })),
        ["no subject alternative name"] = ("name-missing", a => FromEurope(a, p => p with { DnsNames = [] })),
        ["is an authority"] = ("is-authority", a => FromEurope(a, p => p with { IsAuthority = true })),
        ["no basic constraints"] = ("is-authority", a => FromEurope(a, p => p with { IsAuthority = null })),
        ["no key usage"] = ("key-usage-unsuitable", a => FromEurope(a, p => p with { KeyUsage = null })),
        ["key usage for commitments only"] = ("key-usage-unsuitable", a => FromEurope(a, p => p with { KeyUsage = X509KeyUsageFlags.NonRepudiation })),
        ["key usage with signing of certificates"] = ("key-usage-unsuitable", a => FromEurope(
            a, p => p with { KeyUsage = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign })),
        ["no organisation"] = ("organization-missing", a => FromEurope(a, p => p with { Subject = Named(null) })),
        ["an organisation in no known form"] = ("organization-missing", a => FromEurope(a, p => p with { Subject = Named("HRB 12345") })),
        ["an organisation in neither jurisdiction"] = ("organization-elsewhere", a => FromEurope(a, p => p with { Subject = Named("NTRUS-TEST0000001") })),
        ["a national scheme that pretends to be an LEI"] = ("organization-elsewhere", a => FromEurope(a, p => p with { Subject = Named("NTRXG-TEST0000001") })),
        ["expired"] = ("expired", a => FromEurope(a, p => p with { NotBefore = a.Now.AddHours(-2), NotAfter = a.Now.AddHours(-1) })),
        ["not yet valid"] = ("not-yet-valid", a => FromEurope(a, p => p with { NotBefore = a.Now.AddHours(1) })),
        ["valid for longer than any key should be"] = ("lifetime-too-long", a => LongLived(a)),
        ["signed by the other jurisdiction"] = ("issuer-unknown", a => Alone(a.Japan.Issue(a.EuropeanClient("hostile")))),
        ["names an organisation of the other jurisdiction"] = ("organization-elsewhere", a => Alone(a.Europe.Issue(a.JapaneseClient("hostile")))),
        ["signed by nobody we know"] = ("issuer-unknown", SignedByAStranger),
        ["signed by itself"] = ("issuer-unknown", SignedByItself),
        ["signed by a certificate that is no authority"] = ("chain-unsuitable", SignedByALeaf),
        ["below an intermediate signed with SHA-1"] = ("issuer-unsuitable", a => Below(a, p => p with { Hash = HashAlgorithmName.SHA1 })),
        ["below an intermediate with an RSA key of 1024 bits"] = ("issuer-unsuitable", a => Below(a, p => p with { Key = CertificateKeyKind.Rsa1024 })),
        ["below an intermediate that has expired"] = ("issuer-not-valid-now", a => Below(a, p => p with { NotBefore = a.Now.AddHours(-20), NotAfter = a.Now.AddHours(-1) })),
        ["below an intermediate that it does not send"] = ("issuer-unknown", a => Below(a, p => p) with { Intermediates = [] }),
        ["below more intermediates than any chain needs"] = ("too-many-certificates", DeepBelow),
        ["outside the name constraints of its issuer"] = ("outside-name-constraints", OutsideNameConstraints),
    };

    /// <summary>The kinds, to be the data of a theory.</summary>
    public static IReadOnlyCollection<string> Kinds => Makers.Keys;

    /// <exception cref="KeyNotFoundException">There is no such kind.</exception>
    public static HostileCertificate Make(string kind, TestAuthorities authorities) => Makers[kind].Make(authorities) with { Name = kind };

    /// <summary>The word with which the gate says what is wrong with the kind.</summary>
    public static string FaultOf(string kind) => Makers[kind].Fault;

    private static HostileCertificate FromEurope(TestAuthorities authorities, Func<CertificateProfile, CertificateProfile> bend)
        => Alone(authorities.Europe.Issue(bend(authorities.EuropeanClient("hostile"))));

    private static X500DistinguishedName Named(string? organizationIdentifier)
        => CertificateProfile.Name("hostile", "Test organisation", "DE", organizationIdentifier);

    private static HostileCertificate LongLived(TestAuthorities authorities)
    {
        // The authority lives as long, so that only the length of the life is wrong.
        var tenYears = authorities.Now.AddYears(10);
        using var longLived = authorities.Europe.CreateSubordinate(
            CertificateProfile.Authority("Long-lived test CA", authorities.Now.AddDays(-1), tenYears));
        var leaf = longLived.Issue(authorities.EuropeanClient("hostile") with { NotAfter = tenYears });
        return new HostileCertificate("", leaf, [PublicPart(longLived)]);
    }

    private static HostileCertificate SignedByAStranger(TestAuthorities authorities)
    {
        using var stranger = CertificateAuthority.CreateRoot(
            CertificateProfile.Authority("EU test CA", authorities.Now.AddDays(-1), authorities.Now.AddYears(1)));
        return Alone(stranger.Issue(authorities.EuropeanClient("hostile")));
    }

    private static HostileCertificate SignedByItself(TestAuthorities authorities)
    {
        var profile = authorities.EuropeanClient("hostile");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(profile.Subject, key, HashAlgorithmName.SHA256);
        using var model = authorities.Europe.Issue(profile);
        foreach (var extension in model.Extensions.Where(e => e is not X509AuthorityKeyIdentifierExtension))
        {
            request.CertificateExtensions.Add(extension);
        }

        return Alone(request.CreateSelfSigned(profile.NotBefore, profile.NotAfter));
    }

    private static HostileCertificate SignedByALeaf(TestAuthorities authorities)
    {
        using var leafAsIssuer = authorities.Europe.CreateSubordinate(authorities.EuropeanClient("issuer"));
        return new HostileCertificate("", leafAsIssuer.Issue(authorities.EuropeanClient("hostile")), [PublicPart(leafAsIssuer)]);
    }

    private static HostileCertificate DeepBelow(TestAuthorities authorities)
    {
        const int tooMany = 7; // The gate reads six.
        var way = new List<CertificateAuthority> { authorities.Europe };
        for (var depth = 1; depth <= tooMany; depth++)
        {
            way.Add(way[^1].CreateSubordinate(
                CertificateProfile.Authority($"Test CA at depth {depth}", authorities.Now.AddDays(-1), authorities.Now.AddDays(100))));
        }

        var hostile = new HostileCertificate("", way[^1].Issue(authorities.EuropeanClient("hostile")), [.. way.Skip(1).Select(PublicPart)]);
        way.Skip(1).ToList().ForEach(authority => authority.Dispose());
        return hostile;
    }

    private static HostileCertificate Below(TestAuthorities authorities, Func<CertificateProfile, CertificateProfile> bend)
    {
        var profile = CertificateProfile.Authority("Bent test CA", authorities.Now.AddDays(-1), authorities.Now.AddDays(100));
        using var intermediate = authorities.Europe.CreateSubordinate(bend(profile));
        return new HostileCertificate("", intermediate.Issue(authorities.EuropeanClient("hostile")), [PublicPart(intermediate)]);
    }

    private static HostileCertificate OutsideNameConstraints(TestAuthorities authorities)
    {
        var profile = CertificateProfile.Authority("Narrow test CA", authorities.Now.AddDays(-1), authorities.Now.AddDays(100));
        using var narrow = authorities.Europe.CreateSubordinate(profile with
        {
            FurtherExtensions = [OnlyDnsNamesBelow("elsewhere.test")],
        });
        return new HostileCertificate("", narrow.Issue(authorities.EuropeanClient("hostile")), [PublicPart(narrow)]);
    }

    // NameConstraints ::= SEQUENCE { permittedSubtrees [0] SEQUENCE OF SEQUENCE { dNSName [2] } }
    private static X509Extension OnlyDnsNamesBelow(string domain)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        using (writer.PushSequence())
        {
            writer.WriteCharacterString(UniversalTagNumber.IA5String, domain, new Asn1Tag(TagClass.ContextSpecific, 2));
        }

        return new X509Extension(NameConstraintsOid, writer.Encode(), critical: true);
    }

    private static HostileCertificate Alone(X509Certificate2 leaf) => new("", leaf, []);

    private static X509Certificate2 PublicPart(CertificateAuthority authority)
        => X509CertificateLoader.LoadCertificate(authority.Certificate.RawData);
}
