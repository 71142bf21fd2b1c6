using System.CommandLine;
using CyberExchange.Contracts.Groups;

namespace CyberExchange.Cli.Groups;

/// <summary>A change that a steward makes to one group.</summary>
public abstract class GroupChange : CyxCommand
{
    private readonly Argument<string> _group = new("GROUP") { Description = "Short name of the group." };

    protected GroupChange(CyxContext context, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples) => Add(_group);

    /// <summary>What to say once it is done, such as <c>dissolved</c>.</summary>
    protected abstract string Done { get; }

    protected abstract Task<ExchangeWrite> WriteAsync(CyxSession session, string group, CancellationToken ct);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var write = await WriteAsync(session, session.Value(_group), ct);
        var receipt = await session.Exchange.WriteAsync<GroupReceipt>(write, ct);
        session.Output.One(receipt, $"{Done} {receipt.Group}");
        return ExitCode.Done;
    }
}
