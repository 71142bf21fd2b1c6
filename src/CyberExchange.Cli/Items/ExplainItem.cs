using System.CommandLine;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Items;

/// <summary>Says why a partner can, or cannot, see an item of the caller's own.</summary>
public sealed class ExplainItem : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item; it is your own." };
    private readonly SubjectOptions _subject = new();

    public ExplainItem(CyxContext context, ItemKind kind)
        : base(context, "explain", "Say why a partner can, or cannot, see an item of your own.",
        [
            $"cyx --as cert-eu {kind.Noun} explain 019a0000-0000-7000-8000-000000000001 --partner grid-jp",
            $"cyx --as cert-eu {kind.Noun} explain 019a0000-0000-7000-8000-000000000001 --partner grid-jp --at 2026-12-01T09:00:00Z",
        ])
    {
        _kind = kind;
        Add(_id);
        foreach (var option in _subject.All)
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{_kind.One(session.Value(_id))}/explanation", _subject.Read(session));
        session.Output.One(await session.Exchange.GetAsync<ExplanationDocument>(path, ct), ExplanationText.Fields);
        return ExitCode.Done;
    }
}

/// <summary>About whom and about when a question is.</summary>
public sealed class SubjectOptions
{
    private readonly Option<string> _partner = new("--partner") { Description = "Id or handle of the partner.", HelpName = "PARTNER", Required = true };
    private readonly Option<Guid?> _member = new("--member") { Description = "Id of one of its members; left out, the partner as a whole.", HelpName = "ID" };

    public IEnumerable<Option> All => [_partner, _member, At];

    /// <summary>The instant that a question is about.</summary>
    public Option<string?> At { get; } = new("--at") { Description = "Instant in UTC, such as 2026-12-01T09:00:00Z; left out, now.", HelpName = "INSTANT" };

    public IEnumerable<(string Name, string? Value)> Read(CyxSession session) =>
        [("partner", session.Value(_partner)), ("member", session.Value(_member)?.ToString("D")), ("at", session.Value(At))];
}
