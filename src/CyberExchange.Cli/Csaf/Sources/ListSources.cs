using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>Lists the sources of the caller's organisation.</summary>
public sealed class ListSources(CyxContext context) : CyxCommand(
    context, "list", "List the providers that your organisation follows, how the last run ended and when the next is due.", ["cyx --as cert-eu csaf source list"])
{
    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<SourceDocument>>(SourceCommands.Path, ct);
        session.Output.Many(
            page.Items,
            ["ID", "PROVIDER", "LAST RUN", "NEXT RUN"],
            one => [one.Id.ToString(), one.Provider, SourceText.Line(one), SourceText.Next(one)]);
        return ExitCode.Done;
    }
}
