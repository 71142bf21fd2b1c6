using System.CommandLine;

namespace CyberExchange.Cli.Csaf.Sources;

/// <summary>Follows a provider no more.</summary>
public sealed class RemoveSource : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the source." };

    public RemoveSource(CyxContext context)
        : base(context, "remove", "Follow a provider no more; what was imported stays.",
            ["cyx --as cert-eu csaf source remove 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Delete, SourceCommands.One(session.Value(_id))), ct);
        session.Output.One(receipt, $"removed {receipt.Id}");
        return ExitCode.Done;
    }
}
