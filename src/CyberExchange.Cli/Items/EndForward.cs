namespace CyberExchange.Cli.Items;

/// <summary>Takes an item back from the caller's own clients.</summary>
public sealed class EndForward(CyxContext context, ItemKind kind) : ForwardChange(
    context, kind, "end-forward", "Take it back from your own clients.",
    [$"cyx --as cert-jp {kind.Noun} end-forward 019a0000-0000-7000-8000-000000000001"])
{
    protected override string Done => "no longer forwarded";

    protected override ExchangeWrite Write(CyxSession session, string forwardingPath) => new(HttpMethod.Delete, forwardingPath);
}
