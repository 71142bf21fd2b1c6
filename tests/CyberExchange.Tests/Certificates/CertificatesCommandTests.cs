using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using Xunit;

namespace CyberExchange.Tests.Certificates;

public sealed class CertificatesCommandTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly string _home = Directory.CreateTempSubdirectory("cyberexchange-certificates-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("NTRDE-DEMO0000007", Jurisdiction.EU)]
    [InlineData("VATEL-123456789", Jurisdiction.EU)]
    [InlineData("NTRJP-0000000000003", Jurisdiction.JP)]
    public void A_key_is_certified_by_the_authority_of_its_organisation_as_the_gate_wants_it(string identifier, Jurisdiction jurisdiction)
    {
        var trust = DevelopmentCertificates.Ensure(_home, Now).TrustFolder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Write(Request(key, CertificateProfile.Name("Night desk", "A firm", country: null, identifier)));
        using var output = new StringWriter();

        Assert.Equal(0, CertificatesCommand.Run(["sign", file, "--days", "3"], _home, Now, output));

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.ChangeExtension(file, ".pem"));
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), certificate.PublicKey.ExportSubjectPublicKeyInfo());
        var verdict = CertificateJudge.Judge(certificate, [], TrustAnchors.Load(trust).Of(jurisdiction), jurisdiction, Now);
        Assert.InRange(Assert.IsType<CertificateVerdict.Trusted>(verdict).Until, Now.AddDays(3).AddSeconds(-1), Now.AddDays(3));
        Assert.StartsWith($"wrote {Path.ChangeExtension(file, ".pem")}, by ", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("LEIXG-529900T8BM49AURSDO55")]
    [InlineData("HRB 12345")]
    public void A_request_that_names_no_country_is_not_certified(string? identifier)
    {
        DevelopmentCertificates.Ensure(_home, Now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Write(Request(key, CertificateProfile.Name("desk", "A firm", "DE", identifier)));

        Assert.Throws<LauncherException>(() => CertificatesCommand.Run(["sign", file], _home, Now, TextWriter.Null));
        Assert.False(File.Exists(Path.ChangeExtension(file, ".pem")));
    }

    [Fact]
    public void A_request_that_another_key_has_signed_is_not_certified()
    {
        DevelopmentCertificates.Ensure(_home, Now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(CertificateProfile.Name("desk", "A firm", "DE", "NTRDE-DEMO0000007"), key, HashAlgorithmName.SHA256);
        var file = Write(request.CreateSigningRequestPem(X509SignatureGenerator.CreateForECDsa(stranger)));

        Assert.Throws<LauncherException>(() => CertificatesCommand.Run(["sign", file], _home, Now, TextWriter.Null));
    }

    [Fact]
    public void Without_an_instance_there_is_no_authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Write(Request(key, CertificateProfile.Name("desk", "A firm", "DE", "NTRDE-DEMO0000007")));

        var refused = Assert.Throws<LauncherException>(() => CertificatesCommand.Run(["sign", file], _home, Now, TextWriter.Null));
        Assert.Contains("ops/up", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("sign")]
    [InlineData("issue", "x.csr")]
    [InlineData("sign", "x.csr", "--days", "0")]
    [InlineData("sign", "x.csr", "--days", "399")]
    [InlineData("sign", "x.csr", "--days", "many")]
    public void A_command_line_that_cannot_be_used_says_so(params string[] arguments) =>
        Assert.Throws<FormatException>(() => CertificatesCommand.Run(arguments, _home, Now, TextWriter.Null));

    private static string Request(ECDsa key, X500DistinguishedName subject) => new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    private string Write(string request)
    {
        var file = Path.Combine(_home, "desk.csr");
        File.WriteAllText(file, request);
        return file;
    }
}
