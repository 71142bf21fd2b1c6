using System.CommandLine;
using System.Text;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Identity;

/// <summary>Enrols the key with the secret of an invitation.</summary>
public sealed class EnrolIdentity : CyxCommand
{
    private readonly Option<string> _secret = new("--secret")
    {
        Description = "File with the secret that a steward gave you; standard input if not given. Never the secret itself: others see command lines.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "-",
    };

    public EnrolIdentity(CyxContext context)
        : base(context, "enrol", "Enrol the key of NAME.csr with the secret of an invitation. It may be sent again until there is an answer.",
        [
            "cyx --as grid-jp-night identity enrol --secret secret.txt",
            "cat secret.txt | cyx --as grid-jp-night identity enrol",
        ]) => Add(_secret);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var files = session.Identity();
        var request = new EnrolmentRequest
        {
            Secret = Encoding.UTF8.GetString(await session.ReadFileAsync(session.Value(_secret)!, ct)).Trim(),
            CertificateRequest = KeyFile.ReadText(files.Request),
        };
        using var exchange = ExchangeClient.Open(session.Settings with { Identity = null }, session.Surroundings.Clock);
        var receipt = await exchange.AskAsync<EnrolmentReceipt>("/v1/enrolment", ExchangeWrite.Json(request), ct);
        session.Output.One(receipt, r =>
        [
            ("enrolled", $"key {r.SpkiSha256}"),
            ("member", $"{r.Member} of {r.Partner}"),
            ("next", $"have an authority of {r.Jurisdiction} certify {files.Request}, and put the certificate at {files.Certificate}"),
        ]);
        return ExitCode.Done;
    }
}
