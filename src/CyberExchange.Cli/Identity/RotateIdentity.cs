using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Identity;

/// <summary>Replaces the key by another: enrols the next one, and gives the present one up once the next has a certificate.</summary>
/// <remarks>Each run goes on from where the files are, so that it may be run again whatever happened.</remarks>
public sealed class RotateIdentity(CyxContext context) : CyxCommand(
    context, "rotate", "Replace the key: first makes and enrols the next one (NAME.next.key, .csr); run again once NAME.next.pem is there, changes over and gives up the old one.",
    ["cyx --as grid-jp-night identity rotate"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var files = session.Identity();
        var next = files.Next;
        if (files.Key == files.Certificate)
        {
            throw CyxFailure.Usage("the key and its certificate must be in two files, which are replaced one by one");
        }

        if (!File.Exists(next.Certificate))
        {
            await EnrolAsync(session, files, next, ct);
            return ExitCode.Done;
        }

        if (File.Exists(next.Key))
        {
            await GiveUpAsync(session, files, next, ct);
            Move(next.Key, files.Key);
        }

        File.Delete(next.Request);
        File.Delete(files.Request); // The old key's, if it is there still.
        Move(next.Certificate, files.Certificate);
        session.Output.One(Line(files), $"{files.Name} has changed over to {files.Key} and {files.Certificate}");
        return ExitCode.Done;
    }

    private static async Task EnrolAsync(CyxSession session, IdentityFiles files, IdentityFiles next, CancellationToken ct)
    {
        using var certificate = ClientCertificate.Load(files);
        var me = await session.Exchange.GetAsync<MeDocument>("/v1/me", ct);
        using var nextKey = File.Exists(next.Key) ? KeyFile.Open(next.Key) : KeyFile.Make(next.Key);
        nextKey.Request(certificate.SubjectName, next.Request);
        using var present = KeyFile.Open(files.Key);
        var request = new NextKeyRequest
        {
            CertificateRequest = KeyFile.ReadText(next.Request),
            Signature = present.Sign(NextKeyRequest.SignedText(me.Member.Id, nextKey.SpkiSha256)),
        };
        try
        {
            await session.Exchange.WriteAsync(new(HttpMethod.Post, "/v1/me/keys", ExchangeWrite.Json(request)), ct);
        }
        catch (CyxFailure failure) when (failure.Slug is "key-taken")
        {
            throw new CyxFailure(failure.Code, $"{next.Key} was given up before and never comes back: remove it, and run this again for another", failure);
        }

        session.Output.One(
            new IdentityLine(next.Key, next.Request, nextKey.SpkiSha256),
            $"enrolled the next key: have your authority certify {next.Request}, put the certificate at {next.Certificate}, and run this again");
    }

    // The next key speaks for itself here: only a key that is let in takes the other's place.
    private static async Task GiveUpAsync(CyxSession session, IdentityFiles files, IdentityFiles next, CancellationToken ct)
    {
        using var exchange = ExchangeClient.Open(session.Settings with { Identity = next }, session.Surroundings.Clock);
        var me = await exchange.GetAsync<MeDocument>("/v1/me", ct);
        using var old = KeyFile.Open(files.Key);
        if (me.Member.Keys.Contains(old.SpkiSha256, StringComparer.Ordinal))
        {
            await exchange.WriteAsync(UnbindIdentity.Write(old.SpkiSha256, "Replaced by the next key."), ct);
        }
    }

    private static IdentityLine Line(IdentityFiles files)
    {
        using var key = KeyFile.Open(files.Key);
        return new(files.Key, files.Request, key.SpkiSha256);
    }

    private static void Move(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot move {from} to {to}: {e.Message} (run this again once it can be)", e);
        }
    }
}
