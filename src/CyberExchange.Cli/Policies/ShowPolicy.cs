using CyberExchange.Contracts.Policies;

namespace CyberExchange.Cli.Policies;

/// <summary>Shows which version of the release policy is in force.</summary>
public sealed class ShowPolicy(CyxContext context) : CyxCommand(
    context, "show", "Show which version is in force, and which the exchange knows.", ["cyx --as steward policy show"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var policy = await session.Exchange.GetAsync<PolicyDocument>(PolicyCommands.Path, ct);
        session.Output.One(policy, p => [("version", Query.Number(p.Version)), ("known", string.Join(", ", p.Known.Select(v => Query.Number(v))))]);
        return ExitCode.Done;
    }
}
