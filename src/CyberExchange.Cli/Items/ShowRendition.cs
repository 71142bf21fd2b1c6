using System.CommandLine;
using CyberExchange.Contracts.Explain;

namespace CyberExchange.Cli.Items;

/// <summary>Shows what a partner saw of an item of the caller's own, now or at an instant.</summary>
public sealed class ShowRendition : CyxCommand
{
    private readonly ItemKind _kind;
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the item; it is your own." };
    private readonly SubjectOptions _subject = new();

    public ShowRendition(CyxContext context, ItemKind kind)
        : base(context, "rendition", "Show what a partner saw of an item of your own at an instant.",
        [
            $"cyx --as cert-eu {kind.Noun} rendition 019a0000-0000-7000-8000-000000000001 --partner grid-jp --at 2026-12-01T09:00:00Z",
            $"cyx --as cert-eu {kind.Noun} rendition 019a0000-0000-7000-8000-000000000001 --partner grid-jp --json",
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
        var path = Query.Add($"{_kind.One(session.Value(_id))}/rendition", _subject.Read(session));
        session.Output.One(await session.Exchange.GetAsync<RenditionDocument>(path, ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string, string?)> Fields(RenditionDocument rendition) =>
    [
        .. ExplanationText.Fields(rendition.Explanation),
        .. ExplanationText.Read(rendition.Incident, rendition.Advisory, rendition.Signal),
    ];
}
