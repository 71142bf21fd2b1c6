using System.CommandLine;
using System.Globalization;
using CyberExchange.Contracts.Dialogue;

namespace CyberExchange.Cli.Dialogue;

/// <summary>Lists entries of the record.</summary>
public sealed class ListEntries : CyxCommand
{
    private static readonly string[] Headings = ["DATE", "KIND", "TOPIC", "PARTIES", "STATUS", "ID", "TITLE"];

    private readonly Option<string?> _kind = new("--kind") { Description = "development, session, system, commitment, instrument, next_step or conflict.", HelpName = "KIND" };
    private readonly Option<string?> _topic = new("--topic") { Description = "Such as incident_reporting.", HelpName = "TOPIC" };
    private readonly Option<string?> _party = new("--party") { Description = "EU, JP, or another by name.", HelpName = "PARTY" };
    private readonly Option<string?> _status = new("--status") { Description = "Such as applicable.", HelpName = "STATUS" };
    private readonly Option<string?> _from = new("--from") { Description = "From this day on.", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "Up to this day.", HelpName = "DAY" };
    private readonly Option<string?> _text = new("--text") { Description = "That mention this.", HelpName = "TEXT" };

    public ListEntries(CyxContext context)
        : base(context, "list", "List entries of the record by date.",
            ["cyx --as delegate-eu dialogue list --kind commitment", "cyx --as delegate-jp dialogue list --party JP --topic ai"])
    {
        foreach (var option in new[] { _kind, _topic, _party, _status, _from, _to, _text })
        {
            Add(option);
        }
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(
            DialogueCommands.Entries,
            ("kind", session.Value(_kind)), ("topic", session.Value(_topic)), ("party", session.Value(_party)), ("status", session.Value(_status)),
            ("from", session.Value(_from)), ("to", session.Value(_to)), ("q", session.Value(_text)));
        var found = await session.Exchange.GetAsync<DialogueEntriesDocument>(path, ct);
        session.Output.Many(found.Entries, Headings, Cells);
        if (found.Entries.Count == 0)
        {
            session.Output.Note("The record has no such entry. An exchange begins with none: cyx dialogue shipped and cyx dialogue propose enter the record that comes with the program.");
        }

        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells(AgreedEntryDocument agreed) =>
    [
        agreed.Entry.Date ?? "", agreed.Entry.Kind, agreed.Entry.Topic, DialogueCommands.Sides(agreed.Entry), agreed.Entry.Status ?? "", agreed.Entry.Id,
        agreed.Entry.Verified ? agreed.Entry.Title : $"{agreed.Entry.Title} (unverified)",
    ];
}

/// <summary>Shows one entry.</summary>
public sealed class ShowEntry : CyxCommand
{
    private readonly Argument<string> _id = new("ID") { Description = "Id of the entry." };

    public ShowEntry(CyxContext context)
        : base(context, "show", "Show one entry with its history, what leads to it, and notes.", ["cyx --as delegate-eu dialogue show dpc-3"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        session.Output.One(await session.Exchange.GetAsync<DialogueEntryPage>(DialogueCommands.Entry(session.Value(_id)), ct), Fields);
        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(DialogueEntryPage page)
    {
        var entry = page.Entry;
        return
        [
            ("id", entry.Id),
            ("kind", entry.Kind),
            ("topic", entry.Topic),
            ("parties", DialogueCommands.Sides(entry)),
            ("title", entry.Title),
            ("summary", entry.Summary),
            ("date", entry.DateBasis is { } basis ? $"{entry.Date} ({basis})" : entry.Date),
            ("status", entry.Status),
            ("place", entry.Place),
            ("people", Lines(entry.People?.Select(p => p.Office is { } office ? $"{p.Name}, {office}" : p.Name))),
            ("owner", entry.Owner),
            ("next step", entry.NextStep),
            ("evidence", entry.Evidence),
            ("agenda", Lines(entry.Agenda?.Select(Item))),
            ("accounts", Lines(entry.Accounts)),
            ("resolution", entry.Resolution),
            ("links", Lines(entry.Links?.Select(l => $"{l.Relation} {l.Entry}"))),
            ("linked from", Lines(page.LinkedFrom.Select(l => $"{l.Entry} ({l.Relation})"))),
            ("served by", Lines(entry.ServedBy)),
            ("source", entry.Source),
            ("verified", entry.Verified ? entry.VerifiedAt ?? "yes" : "no: not to be relied upon"),
            ("note", entry.Note),
            ("revision", $"{page.Revision.ToString(CultureInfo.InvariantCulture)}, agreed {Query.Instant(page.AgreedAt)}"),
            ("history", Lines(page.History.Select(h => $"{Query.Instant(h.At)}  {string.Join(' ', h.Words)}"))),
            ("notes", Lines(page.Notes?.Select(n => $"{Query.Instant(n.At)} {n.Side}{(n.Own ? " (own)" : "")}, {n.Reach}, {n.Id}: {n.Text}"))),
        ];
    }

    private static string Item(AgendaItemDocument item, int at) => string.Create(
        CultureInfo.InvariantCulture,
        $"{at + 1}. {item.Text}{(string.Join(", ", (item.Entries ?? []).Prepend(item.Topic).OfType<string>()) is { Length: > 0 } about ? $" ({about})" : "")}");

    private static string? Lines(IEnumerable<string>? lines) => lines is null ? null : string.Join('\n', lines) is { Length: > 0 } all ? all : null;
}

/// <summary>Shows what happened and what is next on both sides.</summary>
public sealed class ShowTimeline : CyxCommand
{
    private static readonly string[] Headings = ["WHEN", "DATE", "SIDE", "TOPIC", "STATUS", "ID", "TITLE"];

    private readonly Option<string?> _topic = new("--topic") { Description = "Such as incident_reporting.", HelpName = "TOPIC" };
    private readonly Option<string?> _from = new("--from") { Description = "From this day on; left out, half a year back. Overdue and undated steps are shown all the same.", HelpName = "DAY" };
    private readonly Option<string?> _to = new("--to") { Description = "Up to this day.", HelpName = "DAY" };

    public ShowTimeline(CyxContext context)
        : base(context, "timeline", "Show what happened, what is next, and which steps are overdue or have no date, of both sides.",
            ["cyx --as delegate-eu dialogue timeline", "cyx --as delegate-jp dialogue timeline --topic product_security --from 2024-01-01"])
    {
        Add(_topic);
        Add(_from);
        Add(_to);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(DialogueCommands.Path + "/timeline", ("topic", session.Value(_topic)), ("from", session.Value(_from)), ("to", session.Value(_to)));
        var timeline = await session.Exchange.GetAsync<DialogueTimelineDocument>(path, ct);
        if (session.Output.Json)
        {
            session.Output.JsonLine(timeline);
            return ExitCode.Done;
        }

        session.Output.Many(
            [.. timeline.Past.Reverse().Select(e => ("past", e)), .. timeline.Ahead.Select(e => ("ahead", e)), .. timeline.Open.Select(e => (e.Date is null ? "undated" : "overdue", e))], Headings, Cells);
        return ExitCode.Done;
    }

    private static IReadOnlyList<string> Cells((string When, TimelineEntryDocument Entry) line) =>
        [line.When, line.Entry.Date ?? "", line.Entry.Side, line.Entry.Topic, line.Entry.Status ?? "", line.Entry.Entry, line.Entry.Verified ? line.Entry.Title : $"{line.Entry.Title} (unverified)"];
}

/// <summary>Says what the record came to say.</summary>
public sealed class ListChanges : CyxCommand
{
    private readonly Option<string?> _since = new("--since") { Description = "Since this day (UTC) or instant.", HelpName = "INSTANT" };
    private readonly Option<string?> _until = new("--until") { Description = "Until this day (UTC) or instant.", HelpName = "INSTANT" };
    private readonly Option<string?> _topic = new("--topic") { Description = "Of one topic.", HelpName = "TOPIC" };
    private readonly Option<bool> _watched = new("--watched") { Description = "Of the topics that your organisation watches." };

    public ListChanges(CyxContext context)
        : base(context, "changes", "Say what changed in the record, the latest first.",
            ["cyx --as delegate-eu dialogue changes --since 2026-11-23", "cyx --as delegate-jp dialogue changes --watched"])
    {
        Add(_since);
        Add(_until);
        Add(_topic);
        Add(_watched);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add(
            DialogueCommands.Path + "/changes", ("since", session.Value(_since)), ("until", session.Value(_until)), ("topic", session.Value(_topic)), ("watched", session.Value(_watched) ? "true" : null));
        var changes = await session.Exchange.GetAsync<DialogueChangesDocument>(path, ct);
        session.Output.Many(changes.Changes, ["AT", "TOPIC", "ID", "WHAT"], c => [Query.Instant(c.At), c.Topic, c.Entry, string.Join(' ', c.Words)]);
        if (changes.Truncated)
        {
            session.Output.Note($"There are more: ask for those --until {Query.Instant(changes.Changes[^1].At)}.");
        }

        return ExitCode.Done;
    }
}

/// <summary>Writes a meeting brief.</summary>
public sealed class WriteBrief : CyxCommand
{
    private readonly Argument<string> _subject = new("SUBJECT") { Description = "Id of a session, or a topic." };
    private readonly Option<string?> _language = new("--lang") { Description = "en, ja or fr.", HelpName = "LANG" };

    public WriteBrief(CyxContext context)
        : base(context, "brief", "Write a meeting brief of a session or a topic as one HTML page for paper.",
            ["cyx --as delegate-eu dialogue brief dpc-3 > brief.html", "cyx --as delegate-jp dialogue brief semiconductors --lang ja > brief.html"])
    {
        Add(_subject);
        Add(_language);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = Query.Add($"{DialogueCommands.Path}/briefs/{Uri.EscapeDataString(session.Value(_subject))}", ("lang", session.Value(_language)));
        await session.Surroundings.OutputBytes.WriteAsync(await session.Exchange.GetBytesAsync(path, "text/html", ct), ct);
        return ExitCode.Done;
    }
}
