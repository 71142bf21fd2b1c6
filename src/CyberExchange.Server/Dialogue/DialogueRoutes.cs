using CyberExchange.Contracts.Dialogue;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Dialogue;

/// <summary>The routes of the dialogue's record.</summary>
public static class DialogueRoutes
{
    public const string Collection = "/v1/dialogue";
    public const string Entries = Collection + "/entries";
    public const string Proposals = Collection + "/proposals";

    private const string ProposeExample = """
        {
          "reason": "The council's date is known.",
          "entries": [ {
            "id": "dpc-4", "kind": "session", "topic": "partnership", "parties": ["EU", "JP"], "title": "Fourth Digital Partnership Council",
            "date": "2026-12", "place": "Brussels", "source": "Joint press release", "verified": true,
            "agenda": [ { "text": "What was enacted since the last council.", "topic": "product_security" } ]
          } ]
        }
        """;

    public static IServiceCollection AddDialogue(this IServiceCollection services) => services
        .AddSingleton<LiveDialogue>()
        .AddSingleton<ReadDialogue>()
        .AddSingleton<ReadBrief>()
        .AddSingleton<DialogueCommands>();

    public static void MapDialogue(this IEndpointRouteBuilder routes)
    {
        var dialogue = routes.MapGroup(Collection).WithTags("Dialogue");
        dialogue.MapGet("/briefs/{subject}", (string subject, HttpContext http, Caller caller, ReadBrief handler, CancellationToken ct) => handler.HandleAsync(subject, http, ct))
            .Requires(Capability.ReadDialogue).ReadsContent()
            .Describes("ReadBrief", "Read a meeting brief of a session or a topic, as a page for paper in English, Japanese or French")
            .Produces(StatusCodes.Status200OK, contentType: "text/html").WithProblems(400, 401, 403, 404, 406, 503)
            .WithQuery(ReadBrief.LanguageParameter);

        var json = dialogue.MapGroup("").AnswersJson();
        MapReads(json);
        MapWrites(json);
    }

    private static void MapReads(RouteGroupBuilder json)
    {
        json.MapGet("/entries", (HttpContext http, Caller caller, ReadDialogue handler, CancellationToken ct) => handler.ListAsync(http, ct))
            .Requires(Capability.ReadDialogue).ReadsContent()
            .DescribesRead<DialogueEntriesDocument>("ListDialogueEntries", "List entries of the dialogue's record: developments, sessions, systems, commitments, instruments, next steps, conflicts")
            .WithQuery(ReadDialogue.EntryParameters);
        json.MapGet("/entries/{id}", (string id, Caller caller, ReadDialogue handler, CancellationToken ct) => handler.FindAsync(id, caller, ct))
            .Requires(Capability.ReadDialogue).ReadsContent()
            .DescribesRead<DialogueEntryPage>("ReadDialogueEntry", "Read one entry with its history, what leads to it, and the notes that the caller may read");
        json.MapGet("/changes", (HttpContext http, Caller caller, ReadDialogue handler, CancellationToken ct) => handler.ChangesAsync(http, caller, ct))
            .Requires(Capability.ReadDialogue).ReadsContent()
            .DescribesRead<DialogueChangesDocument>("ListDialogueChanges", "List what the record came to say since an instant, in words")
            .WithQuery(ReadDialogue.ChangeParameters);
        json.MapGet("/timeline", (HttpContext http, Caller caller, ReadDialogue handler, CancellationToken ct) => handler.TimelineAsync(http, ct))
            .Requires(Capability.ReadDialogue).ReadsContent()
            .DescribesRead<DialogueTimelineDocument>("ReadDialogueTimeline", "Read what happened, what is next, and which steps are overdue or have no date, of both sides")
            .WithQuery(ReadDialogue.TimelineParameters);
        json.MapGet("/proposals", (HttpContext http, Caller caller, ReadDialogue handler, CancellationToken ct) => handler.ProposalsAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue).ReadsContent()
            .DescribesRead<Page<DialogueProposalDocument>>("ListDialogueProposals", "List what delegates of either side proposed, the latest first, all on one page")
            .WithQuery("state");
        json.MapGet("/watch", (Caller caller, ReadDialogue handler, CancellationToken ct) => handler.WatchAsync(caller, ct))
            .Requires(Capability.ConductDialogue).ReadsContent()
            .DescribesRead<DialogueWatchDocument>("ReadDialogueWatch", "Read which topics the caller's partner watches");
    }

    private static void MapWrites(RouteGroupBuilder json)
    {
        json.MapPost("/proposals", (HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.ProposeAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesCreation<ProposeDialogueRequest>("ProposeDialogueChanges", "Propose entries as they would stand; a delegate of the other side decides", ProposeExample);
        json.MapPost("/proposals/{id:guid}/agreement", (Guid id, HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.AgreeAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("AgreeToDialogueChanges", "Agree to what the other side proposed: the record says so from now on").WithProblems(422);
        json.MapPost("/proposals/{id:guid}/refusal", (Guid id, HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.DeclineAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("DeclineDialogueChanges", "Decline what the other side proposed, with a reason")
            .WithBody<ReasonRequest>("""{ "reason": "The source says otherwise." }""");
        json.MapPost("/proposals/{id:guid}/withdrawal", (Guid id, HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.WithdrawAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("WithdrawDialogueChanges", "Take back what one proposed").WithProblems(422);
        json.MapPost("/entries/{id}/notes", (string id, HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.NoteAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesCreation<AddDialogueNoteRequest>("AddDialogueNote", "Note something at an entry, for delegates of one's own side or of both", """{ "text": "To be raised in Brussels.", "reach": "own_side" }""")
            .WithProblems(404);
        json.MapDelete("/notes/{id:guid}", (Guid id, HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.RemoveNoteAsync(id, http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("RemoveDialogueNote", "Take a note of one's own away");
        json.MapPut("/watch", (HttpContext http, Caller caller, DialogueCommands handler, CancellationToken ct) => handler.WatchAsync(http, caller, ct))
            .Requires(Capability.ConductDialogue)
            .DescribesOrder<WriteReceipt>("StateDialogueWatch", "State which topics the caller's partner watches, in place of what it watched before")
            .WithBody<DialogueWatchDocument>("""{ "topics": ["incident_reporting", "product_security"] }""");
    }
}
