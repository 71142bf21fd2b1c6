using System.CommandLine;
using CyberExchange.Contracts.Policies;

namespace CyberExchange.Cli.Policies;

/// <summary>Lets a later version of the release policy take force.</summary>
public sealed class AdoptPolicy : CyxCommand
{
    private readonly Argument<int> _version = new("VERSION") { Description = "A version that the exchange knows." };

    public AdoptPolicy(CyxContext context)
        : base(context, "adopt", "Let a later version take force; what was shared before keeps the version it was shared under.",
            ["cyx --as steward policy adopt 1"]) => Add(_version);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var write = new ExchangeWrite(HttpMethod.Post, PolicyCommands.Path, ExchangeWrite.Json(new AdoptPolicyRequest(session.Value(_version))));
        var receipt = await session.Exchange.WriteAsync<PolicyReceipt>(write, ct);
        session.Output.One(receipt, $"version {receipt.Version} is in force");
        return ExitCode.Done;
    }
}
