using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>Binds the key of a certificate to a member.</summary>
public sealed class BindKey : MemberChange
{
    private readonly Option<string> _certificate = new("--certificate") { Description = "PEM or DER file of the member's certificate.", HelpName = "FILE", Required = true };

    public BindKey(CyxContext context)
        : base(context, "bind-key", "Let the key of a certificate speak for a member, as a steward.",
            ["cyx --as steward partner bind-key grid-jp grid-jp-night --certificate night.pem"]) => Add(_certificate);

    protected override string Done => "bound a key of";

    protected override async Task<ExchangeWrite> WriteMemberAsync(CyxSession session, string memberPath, CancellationToken ct)
    {
        var digest = Digest(session.Value(_certificate)!, await session.ReadFileAsync(session.Value(_certificate)!, ct));
        return new(HttpMethod.Post, $"{memberPath}/keys", ExchangeWrite.Json(new BindKeyRequest { SpkiSha256 = digest }));
    }

    private static string Digest(string path, byte[] file)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(file);
            return ClientCertificate.SpkiSha256(certificate);
        }
        catch (CryptographicException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not a certificate: {e.Message}", e);
        }
    }
}
