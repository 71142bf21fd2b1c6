using System.CommandLine;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Cli.Feed;

/// <summary>Prints the feed up to now, or follows it.</summary>
public sealed class FollowFeed : CyxCommand
{
    private const string Path = "/v1/feed";

    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on with what arrives, until Ctrl-C." };
    private readonly Option<string?> _after = new("--after") { Description = "Only what comes after this cursor of an earlier entry.", HelpName = "CURSOR" };
    private readonly Option<string?> _kind = new("--kind") { Description = "Only one kind of item.", HelpName = "incident|advisory|signal" };

    private readonly Option<Guid?> _subscription = new("--subscription")
    {
        Description = "Only what this subscription asks for, and why; an item that it asks for no more is named as unmatched.",
        HelpName = "ID",
    };

    public FollowFeed(CyxContext context)
        : base(context, "feed", "Print what reached you, oldest change first; what you may no longer see is named as removed, and duties of yours that come due are told.",
        [
            "cyx --as grid-jp feed --follow",
            "cyx --as grid-jp feed --kind advisory --json",
            "cyx --as grid-jp feed --subscription 019a0000-0000-7000-8000-000000000001 --follow",
            "cyx --as grid-jp feed --json | tail -1 | jq -r .cursor    # where to go on the next time",
        ])
    {
        Add(_follow);
        Add(_after);
        _kind.AcceptOnlyFromAmong("incident", "advisory", "signal");
        Add(_kind);
        Add(_subscription);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(Path, ("kind", session.Value(_kind)), ("subscription", session.Value(_subscription)?.ToString("D")));
        var after = session.Value(_after);
        if (session.Value(_follow))
        {
            await FollowAsync(session, path, after, ct);
        }
        else
        {
            await PageAsync(session, path, after, ct);
        }

        return ExitCode.Done;
    }

    private static async Task PageAsync(CyxSession session, string path, string? after, CancellationToken ct)
    {
        FeedPage page;
        do
        {
            page = await session.Exchange.GetAsync<FeedPage>(Query.Add(path, ("after", after)), ct);
            foreach (var entry in page.Entries)
            {
                Print(session, entry);
            }

            after = page.Cursor;
        }
        while (page.More);
    }

    private static async Task FollowAsync(CyxSession session, string path, string? after, CancellationToken ct)
    {
        var stream = new FeedStream(
            session.Exchange, session.Settings.Server, path, session.Settings.RetryFor, session.Surroundings.Clock, session.Output.Note);
        try
        {
            await foreach (var entry in stream.FollowAsync(after, ct))
            {
                Print(session, entry);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C is how following ends.
        }
    }

    private static void Print(CyxSession session, FeedEntry entry)
    {
        if (session.Output.Json)
        {
            session.Output.JsonLine(entry);
        }
        else
        {
            session.Output.Line(FeedText.Line(entry));
        }
    }
}
