using System.CommandLine;

namespace CyberExchange.Cli.Items;

/// <summary>A change of what the caller opens to its clients; unlike a change of an item of its own it names no state that was read.</summary>
public abstract class ForwardChange : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item." };

    protected ForwardChange(CyxContext context, ItemKind kind, string name, string description, IReadOnlyList<string> examples)
        : base(context, name, description, examples)
    {
        _kind = kind;
        Add(_id);
    }

    /// <summary>What to say once it is done, such as <c>forwarded</c>.</summary>
    protected abstract string Done { get; }

    protected abstract ExchangeWrite Write(CyxSession session, string forwardingPath);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(Write(session, $"{_kind.One(session.Value(_id))}/forwarding"), ct);
        session.Output.One(receipt, $"{Done} {receipt.Id}");
        return ExitCode.Done;
    }
}
