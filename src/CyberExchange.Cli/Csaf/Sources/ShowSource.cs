using System.CommandLine;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>Shows one source with its last run.</summary>
public sealed class ShowSource : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the source." };

    public ShowSource(CyxContext context)
        : base(context, "show", "Show one source: its last run, what was refused in it and why, and when the next is due.",
            ["cyx --as cert-eu csaf source show 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<SourceDocument>(SourceCommands.One(session.Value(_id)), ct), SourceText.Fields);
        return ExitCode.Done;
    }
}
