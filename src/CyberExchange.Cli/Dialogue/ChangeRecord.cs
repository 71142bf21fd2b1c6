using System.CommandLine;
using System.Text.Json;
using CyberExchange.Contracts.Dialogue;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Cli.Dialogue;

/// <summary>Lists proposals.</summary>
public sealed class ListProposals : CyxCommand
{
    private readonly Option<string?> _state = new("--state") { Description = "open, agreed, declined or withdrawn.", HelpName = "STATE" };

    public ListProposals(CyxContext context)
        : base(context, "proposals", "List what delegates of either side proposed, and what each would change.", ["cyx --as delegate-jp dialogue proposals --state open"]) => Add(_state);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var page = await session.Exchange.GetAsync<Page<DialogueProposalDocument>>(Query.Add(DialogueCommands.Proposals, ("state", session.Value(_state))), ct);
        if (session.Output.Json)
        {
            session.Output.Many(page.Items, [], _ => []);
            return ExitCode.Done;
        }

        foreach (var proposal in page.Items)
        {
            session.Output.One(proposal, Fields);
            session.Output.Line("");
        }

        return ExitCode.Done;
    }

    private static IEnumerable<(string Label, string? Value)> Fields(DialogueProposalDocument proposal) =>
    [
        ("id", $"{proposal.Id:D}"),
        ("state", proposal.Answer is { } answer ? $"{proposal.State}: {answer}" : proposal.State),
        ("by", $"{proposal.Partner ?? "a partner"} of {proposal.Side}, {Query.Instant(proposal.ProposedAt)}"),
        ("reason", proposal.Reason),
        ("changes", string.Join('\n', proposal.Changes.Select(c => $"{c.Entry}: {string.Join(' ', c.Words)}"))),
    ];
}

/// <summary>Proposes entries from a file.</summary>
public sealed class ProposeChanges : CyxCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A JSON array of entries, whole, as they would stand; - for standard input." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for the other side.", HelpName = "TEXT", Required = true };

    public ProposeChanges(CyxContext context)
        : base(context, "propose", "Propose entries as they would stand; the record says so when a delegate of the other side agreed.",
            ["cyx dialogue shipped | cyx --as delegate-eu dialogue propose - --reason \"The record to begin with.\""])
    {
        Add(_file);
        Add(_reason);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var path = session.Value(_file);
        var bytes = await session.ReadFileAsync(path, ct);
        IReadOnlyList<DialogueEntryDocument> entries;
        try
        {
            entries = CyxJson.ReadStrictly<IReadOnlyList<DialogueEntryDocument>>(bytes);
        }
        catch (JsonException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"{path} is not a JSON array of entries: {e.Message}", e);
        }

        var request = new ProposeDialogueRequest { Reason = session.Value(_reason)!, Entries = entries }; // It is required.
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, DialogueCommands.Proposals, ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"proposed; a delegate of the other side agrees with: cyx dialogue agree {receipt.Id:D}");
        return ExitCode.Done;
    }
}

/// <summary>Writes the record that comes with the program.</summary>
public sealed class WriteShipped : CyxCommand
{
    public WriteShipped(CyxContext context)
        : base(context, "shipped", "Write the record that comes with the program, to be proposed. No exchange is asked.", ["cyx dialogue shipped > record.json"])
    {
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        await session.Surroundings.OutputBytes.WriteAsync(ShippedDialogue.Document(), ct);
        return ExitCode.Done;
    }
}

/// <summary>Notes something at an entry.</summary>
public sealed class AddNote : CyxCommand
{
    private readonly Argument<string> _entry = new("ID") { Description = "Id of the entry." };
    private readonly Argument<string> _text = new("TEXT") { Description = "What to note." };
    private readonly Option<bool> _both = new("--both-sides") { Description = "For delegates of both sides; left out, for your own side." };

    public AddNote(CyxContext context)
        : base(context, "note", "Note something at an entry, for delegates of your own side.", ["cyx --as delegate-eu dialogue note dpc-4 \"Ask for the day.\""])
    {
        Add(_entry);
        Add(_text);
        Add(_both);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var request = new AddDialogueNoteRequest { Text = session.Value(_text), Reach = NoteWords.Reaches.Text(session.Value(_both) ? NoteReach.BothSides : NoteReach.OwnSide) };
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Post, $"{DialogueCommands.Entry(session.Value(_entry))}/notes", ExchangeWrite.Json(request)), ct);
        session.Output.One(receipt, $"noted {receipt.Id:D}");
        return ExitCode.Done;
    }
}

/// <summary>Takes a note away.</summary>
public sealed class RemoveNote : CyxCommand
{
    private readonly Argument<Guid> _id = new("ID") { Description = "Id of a note of your organisation, from: cyx dialogue show." };

    public RemoveNote(CyxContext context)
        : base(context, "unnote", "Take a note of your organisation away.", ["cyx --as delegate-eu dialogue unnote 019a0000-0000-7000-8000-000000000001"]) => Add(_id);

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var receipt = await session.Exchange.WriteAsync(new(HttpMethod.Delete, $"{DialogueCommands.Path}/notes/{session.Value(_id):D}"), ct);
        session.Output.One(receipt, $"taken away {receipt.Id:D}");
        return ExitCode.Done;
    }
}

/// <summary>Says which topics one watches, or shows them.</summary>
public sealed class WatchTopics : CyxCommand
{
    private readonly Argument<string[]> _topics = new("TOPIC") { Description = "In place of what is watched now; left out, shows it.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _none = new("--none") { Description = "Watch nothing any more." };

    public WatchTopics(CyxContext context)
        : base(context, "watch", "State which topics your organisation watches: cyx dialogue changes --watched tells of them.",
            ["cyx --as delegate-eu dialogue watch incident_reporting product_security", "cyx --as delegate-eu dialogue watch"])
    {
        Add(_topics);
        Add(_none);
    }

    protected override async Task<ExitCode> RunAsync(CyxSession session, CancellationToken ct)
    {
        var topics = session.Value(_topics);
        if (topics.Length > 0 || session.Value(_none))
        {
            await session.Exchange.WriteAsync(new(HttpMethod.Put, DialogueCommands.Watch, ExchangeWrite.Json(new DialogueWatchDocument { Topics = topics })), ct);
        }

        session.Output.One(
            await session.Exchange.GetAsync<DialogueWatchDocument>(DialogueCommands.Watch, ct),
            watch => [("watching", watch.Topics.Count == 0 ? "nothing" : string.Join(", ", watch.Topics))]);
        return ExitCode.Done;
    }
}
