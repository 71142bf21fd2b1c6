using System.CommandLine;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Advisories;

/// <summary>Lists the revisions of an advisory that the caller may know of.</summary>
public sealed class ListRevisions : CyxCommand
{
    private static readonly string[] Headings = ["REVISION", "STATED", "VERSION", "STATUS", "BYTES", "TITLE"];

    private readonly Argument<Guid> _id = new("ID") { Description = "Id of the advisory." };

    public ListRevisions(CyxContext context)
        : base(context, "revisions", "List the revisions of an advisory that were there while you saw it; cyx advisory document --revision writes one.",
            ["cyx --as grid-jp advisory revisions 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<RevisionDocument>>($"{ItemKind.Advisory.One(session.Value(_id))}/revisions", ct);
        session.Output.Many(page.Items, Headings, Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(RevisionDocument revision) =>
    [
        Query.Number(revision.Revision), Query.Instant(revision.StatedAt), revision.TrackingVersion, revision.TrackingStatus,
        Query.Number(revision.LengthBytes), revision.Title,
    ];
}
