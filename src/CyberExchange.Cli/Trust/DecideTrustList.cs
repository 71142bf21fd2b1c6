using System.CommandLine;
using CyberExchange.Contracts.Trust;

namespace CyberExchange.Cli.Trust;

/// <summary>Approves or turns down the list that was proposed.</summary>
public sealed class DecideTrustList : CyxCommand
{
    private const string Approve = "approve";

    private readonly Argument<string> _jurisdiction = TrustCommands.Jurisdiction();
    private readonly Argument<string> _digest = new("DIGEST") { Description = "Of the list that you have read, from: cyx trust show." };
    private readonly bool _approves;

    public DecideTrustList(CyxContext context, string word)
        : base(
            context,
            word,
            word == Approve ? "Let the proposed list take force, as another member than proposed it." : "Turn the proposed list down.",
            [$"cyx --as steward-2 trust {word} EU 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"])
    {
        _approves = word == Approve;
        Add(_jurisdiction);
        Add(_digest);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var step = _approves ? "/approval" : "/rejection";
        var write = new ExchangeWrite(
            HttpMethod.Post, TrustCommands.Of(session.Value(_jurisdiction)) + step, ExchangeWrite.Json(new DecideTrustListRequest(session.Value(_digest))));
        var receipt = await session.Exchange.WriteAsync<TrustListReceipt>(write, ct);
        session.Output.One(receipt, _approves ? $"the list vouches for {receipt.Jurisdiction} from now on" : "turned down");
        return ExitCode.Done;
    }
}
