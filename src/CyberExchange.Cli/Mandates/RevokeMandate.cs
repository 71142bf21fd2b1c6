using System.CommandLine;
using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Mandates;

/// <summary>Takes a mandate back.</summary>
public sealed class RevokeMandate : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the mandate." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why; the CERT reads it too.", HelpName = "TEXT", Required = true };

    public RevokeMandate(CyxContext context)
        : base(context, "revoke", "Take a mandate back, at once; what was filed under it stays yours.",
            ["cyx --as grid-eu mandate revoke 019a0000-0000-8000-8000-000000000001 --reason \"our own team reports now\""])
    {
        Add(_id);
        Add(_reason);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var body = ExchangeWrite.Json(new ReasonRequest { Reason = session.Value(_reason)! }); // It is required.
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, MandateCommands.One(session.Value(_id)) + "/revocation", body), ct);
        session.Output.One(receipt, $"revoked {receipt.Id}");
        return ExitCode.Done;
    }
}
