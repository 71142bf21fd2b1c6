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

    private static readonly Dictionary<string, Func<TestAuthorities, HostileCertificate>> Makers = new(StringComparer.Ordinal)
    {
        ["signed with SHA-1"] = a => FromEurope(a, p => p with { Hash = HashAlgorithmName.SHA1 }),
        ["RSA key of 1024 bits"] = a => FromEurope(a, p => p with { Key = CertificateKeyKind.Rsa1024 }),
        ["RSA key of 2048 bits"] = a => FromEurope(a, p => p with { Key = CertificateKeyKind.Rsa2048 }),
        ["key on P-521"] = a => FromEurope(a, p => p with { Key = CertificateKeyKind.P521 }),
        ["no extended key usage"] = a => FromEurope(a, p => p with { ExtendedKeyUsages = [] }),
        ["for servers only"] = a => FromEurope(a, p => p with { ExtendedKeyUsages = [CertificateProfile.ServerAuthentication] }),
        ["no subject alternative name"] = a => FromEurope(a, p => p with { DnsNames = [] }),
        ["is an authority"] = a => FromEurope(a, p => p with { IsAuthority = true }),
        ["no basic constraints"] = a => FromEurope(a, p => p with { IsAuthority = null }),
        ["no key usage"] = a => FromEurope(a, p => p with { KeyUsage = null }),
        ["key usage for commitments only"] = a => FromEurope(a, p => p with { KeyUsage = X509KeyUsageFlags.NonRepudiation }),
        ["expired"] = a => FromEurope(a, p => p with { NotBefore = a.Now.AddHours(-2), NotAfter = a.Now.AddHours(-1) }),
        ["not yet valid"] = a => FromEurope(a, p => p with { NotBefore = a.Now.AddHours(1) }),
        ["valid for longer than any key should be"] = a => LongLived(a),
        ["signed by the other jurisdiction"] = a => Alone(a.Japan.Issue(a.EuropeanClient("hostile"))),
        ["names an organisation of the other jurisdiction"] = a => Alone(a.Europe.Issue(a.JapaneseClient("hostile"))),
        ["signed by nobody we know"] = SignedByAStranger,
        ["signed by itself"] = SignedByItself,
        ["signed by a certificate that is no authority"] = SignedByALeaf,
        ["below an intermediate signed with SHA-1"] = BelowSha1,
        ["outside the name constraints of its issuer"] = OutsideNameConstraints,
    };

    /// <summary>The kinds, to be the data of a theory.</summary>
    public static IReadOnlyCollection<string> Kinds => Makers.Keys;

    /// <exception cref="KeyNotFoundException">There is no such kind.</exception>
    public static HostileCertificate Make(string kind, TestAuthorities authorities) => Makers[kind](authorities) with { Name = kind };

    private static HostileCertificate FromEurope(TestAuthorities authorities, Func<CertificateProfile, CertificateProfile> bend)
        => Alone(authorities.Europe.Issue(bend(authorities.EuropeanClient("hostile"))));

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

    private static HostileCertificate BelowSha1(TestAuthorities authorities)
    {
        var profile = CertificateProfile.Authority("SHA-1 test CA", authorities.Now.AddDays(-1), authorities.Now.AddDays(100));
        using var intermediate = authorities.Europe.CreateSubordinate(profile with { Hash = HashAlgorithmName.SHA1 });
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
