using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Testing.Certificates;
using Xunit;

namespace CyberExchange.Tests.Gate;

/// <summary>Which revocation lists are taken, and what is read from them.</summary>
public sealed class RevocationListTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private readonly TestAuthorities _authorities = new(Now);

    [Fact]
    public void A_good_list_says_who_is_revoked_and_until_when()
    {
        using var revoked = _authorities.IssueEuropean("revoked");
        using var other = _authorities.IssueEuropean("other");

        var (list, fault) = Read(_authorities.Europe.RevocationList(7, Now.AddHours(-1), Now.AddDays(7), revoked));

        Assert.Null(fault);
        Assert.Equal((BigInteger)7, list!.Number);
        Assert.Equal((Now.AddHours(-1), Now.AddDays(7)), (list.ThisUpdate, list.NextUpdate));
        Assert.Equal([RevocationList.SerialOf(revoked.SerialNumberBytes.Span)], list.Serials);
        Assert.NotEqual(RevocationList.SerialOf(other.SerialNumberBytes.Span), Assert.Single(list.Serials));
    }

    [Fact]
    public void It_may_come_in_pem()
    {
        var pem = PemEncoding.WriteUtf8("X509 CRL"u8, _authorities.Europe.RevocationList(1, Now.AddHours(-1), Now.AddDays(7)));

        Assert.Null(Read(pem).Fault);
    }

    [Fact]
    public void An_authority_on_rsa_signs_lists_too()
    {
        using var rsa = CertificateAuthority.CreateRoot(CertificateProfile.Authority("RSA CA", Now.AddDays(-1), Now.AddDays(365)) with { Key = CertificateKeyKind.Rsa3072 });

        Assert.Null(RevocationList.Read(rsa.RevocationList(1, Now.AddHours(-1), Now.AddDays(7)), rsa.Certificate, Now).Fault);
    }

    [Fact]
    public void A_list_of_another_authority_is_not_taken()
    {
        Assert.Contains("not signed by the authority", Read(_authorities.Japan.RevocationList(1, Now.AddHours(-1), Now.AddDays(7))).Fault, StringComparison.Ordinal);

        // The same name with another key.
        using var twin = CertificateAuthority.CreateRoot(CertificateProfile.Authority("EU test CA", Now.AddDays(-1), Now.AddDays(365)));
        Assert.Contains("not signed by the authority", Read(twin.RevocationList(1, Now.AddHours(-1), Now.AddDays(7))).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_the_future_is_not_taken() =>
        Assert.Contains("of the future", Read(_authorities.Europe.RevocationList(1, Now.AddMinutes(1), Now.AddDays(7))).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("2.5.29.28", true)] // Issuing distribution point: says what part of all it is.
    [InlineData("2.5.29.28", false)]
    [InlineData("2.5.29.27", true)] // Delta list.
    [InlineData("2.5.29.27", false)]
    [InlineData("1.2.3.4", true)]
    public void A_list_that_is_not_the_whole_or_has_a_critical_extension_is_not_taken(string oid, bool critical) =>
        Assert.Contains("critical extension", Read(Made(extension: oid, critical: critical)).Fault, StringComparison.Ordinal);

    [Fact]
    public void An_extension_that_is_not_critical_changes_nothing() => Assert.Null(Read(Made(extension: "1.2.3.4", critical: false)).Fault);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_list_that_names_certificates_of_others_is_not_taken(bool critical) =>
        Assert.Contains("certificate of another issuer", Read(Made(entryExtension: "2.5.29.29", critical: critical)).Fault, StringComparison.Ordinal);

    [Fact]
    public void An_authority_that_may_sign_no_lists_signs_none()
    {
        using var authority = CertificateAuthority.CreateRoot(
            CertificateProfile.Authority("No lists", Now.AddDays(-1), Now.AddDays(365)) with { KeyUsage = X509KeyUsageFlags.KeyCertSign });

        Assert.NotNull(RevocationList.Read(authority.RevocationList(1, Now.AddHours(-1), Now.AddDays(7)), authority.Certificate, Now).Fault);
    }

    [Fact]
    public void A_list_without_an_end_is_not_taken() => Assert.Contains("when the next one", Read(Made(endless: true)).Fault, StringComparison.Ordinal);

    [Fact]
    public void A_list_signed_with_a_weak_hash_is_not_taken() =>
        Assert.Contains("not signed by the authority", Read(Made(algorithm: "1.2.840.10045.4.1")).Fault, StringComparison.Ordinal);

    [Fact]
    public void What_the_test_makes_itself_is_taken_where_nothing_is_wrong_with_it() => Assert.Null(Read(Made()).Fault);

    [Fact]
    public void Every_cut_and_every_changed_byte_is_refused()
    {
        using var revoked = _authorities.IssueEuropean("revoked");
        var good = _authorities.Europe.RevocationList(1, Now.AddHours(-1), Now.AddDays(7), revoked);

        for (var i = 0; i < good.Length; i++)
        {
            Assert.NotNull(Read(good[..i]).Fault);
            var changed = good.ToArray();
            changed[i] ^= 0x01;
            Assert.NotNull(Read(changed).Fault);
        }

        Assert.NotNull(Read([.. good, 0]).Fault);
    }

    public void Dispose() => _authorities.Dispose();

    private (RevocationList? List, string? Fault) Read(byte[] bytes) => RevocationList.Read(bytes, _authorities.Europe.Certificate, Now);

    // A list by hand, since the platform makes none that is out of the ordinary.
    private byte[] Made(string? extension = null, string? entryExtension = null, bool critical = true, bool endless = false, string algorithm = "1.2.840.10045.4.3.2")
    {
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            content.WriteInteger(1);
            WriteAlgorithm(content, algorithm);
            content.WriteEncodedValue(_authorities.Europe.Certificate.SubjectName.RawData);
            content.WriteUtcTime(Now.AddHours(-1));
            if (!endless)
            {
                content.WriteUtcTime(Now.AddDays(7));
            }

            using (content.PushSequence())
            using (content.PushSequence())
            {
                content.WriteInteger(42);
                content.WriteUtcTime(Now.AddHours(-2));
                if (entryExtension is not null)
                {
                    WriteExtension(content, entryExtension, critical);
                }
            }

            if (extension is not null)
            {
                using (content.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                {
                    WriteExtension(content, extension, critical);
                }
            }
        }

        var signed = content.Encode();
        using var key = ECDsa.Create();
        key.ImportFromPem(_authorities.Europe.ExportKeyPem());
        var list = new AsnWriter(AsnEncodingRules.DER);
        using (list.PushSequence())
        {
            list.WriteEncodedValue(signed);
            WriteAlgorithm(list, algorithm);
            list.WriteBitString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return list.Encode();

        static void WriteAlgorithm(AsnWriter to, string oid)
        {
            using (to.PushSequence())
            {
                to.WriteObjectIdentifier(oid);
            }
        }

        static void WriteExtension(AsnWriter to, string oid, bool critical)
        {
            using (to.PushSequence())
            using (to.PushSequence())
            {
                to.WriteObjectIdentifier(oid);
                if (critical)
                {
                    to.WriteBoolean(true);
                }

                to.WriteOctetString([0x30, 0x00]);
            }
        }
    }
}
