using System.CommandLine;
using CyberExchange.Contracts.Sources;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>Asks for a run now.</summary>
public sealed class RunSource : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the source." };

    public RunSource(CyxContext context)
        : base(context, "run", "Ask for a run now; 'show' tells how it ended.",
            ["cyx --as cert-eu csaf source run 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var id = session.Value(_id);
        var source = await session.Exchange.WriteAsync<SourceDocument>(new(HttpMethod.Post, $"{SourceCommands.One(id)}/run"), ct);
        session.Output.One(source, $"asked for a run of {id}");
        return ExitCode.Done;
    }
}
