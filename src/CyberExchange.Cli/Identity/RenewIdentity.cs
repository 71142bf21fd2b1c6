namespace CyberExchange.Cli.Identity;

/// <summary>Asks for another certificate for the key that is enrolled.</summary>
public sealed class RenewIdentity(CyxContext context) : CyxCommand(
    context, "renew", "Write a certificate request for the present key, for its next certificate. The exchange knows keys, so that nothing is to be enrolled.",
    ["cyx --as grid-jp-night identity renew"])
{
    protected override Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var files = session.Identity();
        using var certificate = ClientCertificate.Load(files);
        using var key = KeyFile.Open(files.Key);
        key.Request(certificate.SubjectName, files.Request);
        session.Output.One(
            new IdentityLine(files.Key, files.Request, key.SpkiSha256),
            $"wrote {files.Request}: have your authority certify it, and put the certificate at {files.Certificate}");
        return Task.FromResult(ExitCode.Done);
    }
}
