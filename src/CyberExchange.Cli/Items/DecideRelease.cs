namespace CyberExchange.Cli.Items;

/// <summary>Approves, as a second member, that an item becomes TLP:CLEAR.</summary>
public sealed class ApproveRelease(CyxContext context, ItemKind kind) : ItemChange(
    context, kind, "approve", "Approve, as a second member of your organisation, that it becomes TLP:CLEAR.",
    [
        $"cyx --as cert-eu {kind.Noun} show 019a0000-0000-7000-8000-000000000001    # read what you approve",
        $"cyx --as cert-eu {kind.Noun} approve 019a0000-0000-7000-8000-000000000001",
    ])
{
    protected override string Done => "released";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Post, $"{itemPath}/release-approval"));
}

/// <summary>Rejects that an item becomes TLP:CLEAR; it stays as it is.</summary>
public sealed class RejectRelease(CyxContext context, ItemKind kind) : ItemChange(
    context, kind, "reject", "Reject that it becomes TLP:CLEAR, as any member of your organisation; it stays as it is.",
    [$"cyx --as cert-eu {kind.Noun} reject 019a0000-0000-7000-8000-000000000001"])
{
    protected override string Done => "rejected the release of";

    protected override Task<ExchangeWrite> WriteAsync(CyxSession session, string itemPath, CancellationToken ct) =>
        Task.FromResult(new ExchangeWrite(HttpMethod.Post, $"{itemPath}/release-rejection"));
}
