using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.Cli.Identity;
using CyberExchange.Contracts.Mandates;
using CyberExchange.Domain;
using CyberExchange.Server.Mandates;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Server;

/// <summary>A mandate is what the caller's own key has signed, in the one spelling that there is.</summary>
public sealed class SignedMandateTests
{
    private const string Text =
        """{"cert":"00000000-0000-7000-8000-000000000001","from":"2026-11-26T00:00:00Z","operator":"00000000-0000-7000-8000-000000000003","terms":{"label":"TLP:AMBER"},"until":"2027-06-30T00:00:00Z"}""";

    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa AnotherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("RSA-3072")]
    public void What_cyx_signs_is_read_whatever_the_kind_of_the_key(string kind)
    {
        using var key = kind is "RSA-3072" ? (AsymmetricAlgorithm)RSA.Create(3072) : ECDsa.Create(kind is "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384);
        var file = Path.GetTempFileName();
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        using var held = KeyFile.Open(file);
        File.Delete(file);

        var signed = held.SignJws(MandateText.SignatureType, Encoding.UTF8.GetBytes(Text));
        var (text, fault) = SignedMandate.Read(signed, With(key));

        Assert.Null(fault);
        Assert.Equal(("TLP:AMBER", 2027), (text!.Terms.Label, text.Until.Year));
        Assert.NotNull(SignedMandate.Read(signed, With(AnotherKey)).Fault);
    }

    [Fact]
    public void Two_signatures_over_one_text_are_one_mandate_and_another_text_is_another()
    {
        Assert.NotEqual(Sign(Text), Sign(Text));
        Assert.Equal(SignedMandate.IdOf(Sign(Text)), SignedMandate.IdOf(Sign(Text)));
        Assert.NotEqual(SignedMandate.IdOf(Sign(Text)), SignedMandate.IdOf(Sign(Text.Replace("2027", "2028", StringComparison.Ordinal))));
        Assert.Equal(8, SignedMandate.IdOf(Sign(Text)).Value.Version);
    }

    // Signatures are other ones each time, so the rows go by their names.
    private static readonly Dictionary<string, string> Hostile = new()
    {
        { "empty", "" },
        { "two parts", "a.b" },
        { "JSON in place of base64url", $"{{}}.{Text}.x" },
        { "alg none", Sign(Text, header: """{"alg":"none","typ":"mandate+jws"}""") },
        { "alg none without a signature", Sign(Text, header: """{"alg":"none","typ":"mandate+jws"}""", signature: "") },
        { "HS256 with the public key", HmacSigned() },
        { "ES384 by a key on P-256", Sign(Text, header: """{"alg":"ES384","typ":"mandate+jws"}""") },
        { "PS256 by a key on P-256", Sign(Text, header: """{"alg":"PS256","typ":"mandate+jws"}""") },
        { "alg in another case", Sign(Text, header: """{"alg":"es256","typ":"mandate+jws"}""") },
        { "alg as a list", Sign(Text, header: """{"alg":["ES256"],"typ":"mandate+jws"}""") },
        { "alg with half a surrogate", Sign(Text, header: """{"alg":"\ud800","typ":"mandate+jws"}""") },
        { "no typ", Sign(Text, header: """{"alg":"ES256"}""") },
        { "a trust list's typ", Sign(Text, header: """{"alg":"ES256","typ":"trust-list+jws"}""") },
        { "typ twice", Sign(Text, header: """{"alg":"ES256","typ":"x","typ":"mandate+jws"}""") },
        { "crit", Sign(Text, header: """{"alg":"ES256","typ":"mandate+jws","crit":["exp"]}""") },
        { "b64 false", Sign(Text, header: """{"alg":"ES256","typ":"mandate+jws","b64":false}""") },
        { "another key", Sign(Text, by: AnotherKey) },
        { "signature as DER", Sign(Text, format: DSASignatureFormat.Rfc3279DerSequence) },
        { "signature of zeros", Sign(Text, signature: Base64Url.EncodeToString(new byte[64])) },
        { "padding", Sign(Text) + "==" },
        { "a line break after it", Sign(Text) + "\n" },
        { "spaces in what is signed", Sign(Text.Replace(",", ", ", StringComparison.Ordinal)) },
        { "members in another order", Sign("{\"until\":\"2027-06-30T00:00:00Z\"," + Text[1..].Replace(",\"until\":\"2027-06-30T00:00:00Z\"", "", StringComparison.Ordinal)) },
        { "a member twice", Sign(Text.Replace("{\"cert\"", "{\"cert\":\"00000000-0000-7000-8000-000000000009\",\"cert\"", StringComparison.Ordinal)) },
        { "a member too many", Sign(Text.Replace("{\"cert\"", "{\"also\":1,\"cert\"", StringComparison.Ordinal)) },
        { "no end", Sign(Text.Replace(",\"until\":\"2027-06-30T00:00:00Z\"", "", StringComparison.Ordinal)) },
        { "no terms", Sign(Text.Replace(",\"terms\":{\"label\":\"TLP:AMBER\"}", "", StringComparison.Ordinal)) },
        { "a handle for an id", Sign(Text.Replace("00000000-0000-7000-8000-000000000001", "cert-eu", StringComparison.Ordinal)) },
        { "no JSON", Sign("mandate") },
        { "null", Sign("null") },
        { "too long", Sign(Text) + new string('A', SignedMandate.CharactersMax) },
    };

    public static TheoryData<string> HostileNames => [.. Hostile.Keys];

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void Anything_else_is_refused(string what)
    {
        var (text, fault) = SignedMandate.Read(Hostile[what], With(Key));

        Assert.Null(text);
        Assert.Equal((RefusalCode.Invalid, SignedMandate.Pointer), (fault!.Code, fault.Pointer));
    }

    [Fact]
    public void Any_character_that_is_changed_spoils_it()
    {
        var signed = Sign(Text);
        for (var i = 0; i < signed.Length; i++)
        {
            var changed = signed[..i] + (signed[i] == 'A' ? 'B' : 'A') + signed[(i + 1)..];
            Assert.Null(SignedMandate.Read(changed, With(Key)).Text);
        }
    }

    private static string Sign(
        string text, string header = """{"alg":"ES256","typ":"mandate+jws"}""", ECDsa? by = null, string? signature = null,
        DSASignatureFormat format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation)
    {
        var input = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text))}";
        return $"{input}.{signature ?? Base64Url.EncodeToString((by ?? Key).SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, format))}";
    }

    private static string HmacSigned()
    {
        var input = $"{Base64Url.EncodeToString("""{"alg":"HS256","typ":"mandate+jws"}"""u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Text))}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(Key.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(input)))}";
    }

    // A certificate of the key; who vouches for it was the gate's business before.
    private static DefaultHttpContext With(AsymmetricAlgorithm key)
    {
        var name = new X500DistinguishedName("CN=somebody");
        var request = key is ECDsa ecdsa
            ? new CertificateRequest(name, ecdsa, HashAlgorithmName.SHA256)
            : new CertificateRequest(name, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var context = new DefaultHttpContext();
        context.Connection.ClientCertificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return context;
    }
}
