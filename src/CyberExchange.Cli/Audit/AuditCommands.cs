using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Audit;

/// <summary><c>cyx audit</c>.</summary>
public static class AuditCommands
{
    public const string Path = "/v1/audit/items";

    /// <summary>A reference as the originator reads it in its own item.</summary>
    public const string Example = "pYGZ3xXnqz0mJ6mH2mJ0Yg";

    public static CommandGroup Group(CyxContext context) => new(
        "audit",
        "Who was shown your items, and what the gate decided about your keys; for stewards, the same of everybody without names, and who holds an item and why.",
        [
            "cyx --as cert-eu audit reads", "cyx --as cert-eu audit gate --csv > gate.csv",
            $"cyx --as steward audit explain {Example} --partner grid-jp", $"cyx --as steward audit holders {Example}",
        ],
        [new AuditReads(context), new AuditGate(context), new AuditExplanation(context), new AuditHolders(context)]);

    public static Argument<string> Reference() => new("REFERENCE") { Description = "Audit reference of the item, from its originator." };
}

/// <summary>Says why a partner can, or cannot, see an item of which the steward learns nothing else.</summary>
public sealed class AuditExplanation : CyxCommand
{
    private readonly Argument<string> _reference = AuditCommands.Reference();
    private readonly SubjectOptions _subject = new();

    public AuditExplanation(CyxContext context)
        : base(context, "explain", "Say why a partner can, or cannot, see an item.", [$"cyx --as steward audit explain {AuditCommands.Example} --partner grid-jp"])
    {
        Add(_reference);
        foreach (var option in _subject.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{AuditCommands.Path}/{Uri.EscapeDataString(session.Value(_reference))}/explanation", _subject.Read(session));
        session.Output.One(await session.Exchange.GetAsync<ExplanationDocument>(path, ct), ExplanationText.Fields);
        return ExitCode.Done;
    }
}

/// <summary>Lists who holds an item, under names that hold for it alone.</summary>
public sealed class AuditHolders : CyxCommand
{
    private readonly Argument<string> _reference = AuditCommands.Reference();
    private readonly Option<string?> _at = new SubjectOptions().At;

    public AuditHolders(CyxContext context)
        : base(context, "holders", "List who holds an item, under names that hold for it alone.",
            [$"cyx --as steward audit holders {AuditCommands.Example}", $"cyx --as steward audit holders {AuditCommands.Example} --at 2026-12-01T09:00:00Z"])
    {
        Add(_reference);
        Add(_at);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(
            $"{AuditCommands.Path}/{Uri.EscapeDataString(session.Value(_reference))}/holders", ("at", session.Value(_at)), ("limit", ListHolders.PageMax));
        var holders = new List<AuditHolderDocument>();
        string? after = null;
        do
        {
            var page = await session.Exchange.GetAsync<AuditHoldersPage>(Query.Add(path, ("after", after)), ct);
            holders.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        session.Output.Many(holders, ["holder", "reason", "released", "policy"], Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(AuditHolderDocument holder) =>
        [holder.Everyone == true ? "everyone" : holder.ForwardedBy is { } cert ? $"clients of {cert}" : holder.Member ?? holder.Partner ?? "", holder.Reason, Query.Instant(holder.ReleasedAt), Query.Number(holder.PolicyVersion)];
}
