using System.CommandLine;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Items;

/// <summary>Lists who holds an item of the caller's own.</summary>
public sealed class ListHolders : CyxCommand
{
    /// <summary>As many holders as one answer takes.</summary>
    internal const string PageMax = "200";

    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item; it is your own." };
    private readonly Option<string?> _at = new SubjectOptions().At;

    public ListHolders(CyxContext context, ItemKind kind)
        : base(context, "holders", "List who of your directory holds an item of your own.",
        [
            $"cyx --as cert-eu {kind.Noun} holders 019a0000-0000-7000-8000-000000000001",
            $"cyx --as cert-eu {kind.Noun} holders 019a0000-0000-7000-8000-000000000001 --at 2026-12-01T09:00:00Z",
        ])
    {
        _kind = kind;
        Add(_id);
        Add(_at);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{_kind.One(session.Value(_id))}/holders", ("at", session.Value(_at)), ("limit", PageMax));
        var holders = new List<HolderDocument>();
        string? after = null;
        do
        {
            var page = await session.Exchange.GetAsync<HoldersPage>(Query.Add(path, ("after", after)), ct);
            holders.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        session.Output.Many(holders, ["holder", "reason", "since", "policy"], Cells);
        session.Output.Note($"note: {HoldersPage.NoteText}");
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(HolderDocument holder) =>
        [Who(holder), holder.Reason, Query.Instant(holder.Since), Query.Number(holder.PolicyVersion)];

    private static string Who(HolderDocument holder) => holder switch
    {
        { Everyone: true } => "everyone",
        { ForwardedBy: { } cert } => $"clients of {cert}",
        { Member: { } member } => $"{holder.Handle}, person {member:D}",
        _ => holder.Handle ?? $"{holder.Partner:D}",
    };
}
