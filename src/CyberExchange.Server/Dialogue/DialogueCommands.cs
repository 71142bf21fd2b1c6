using System.Text.Json.Serialization.Metadata;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Dialogue;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain;
using CyberExchange.Domain.Dialogue;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Dialogue;

/// <summary>What delegates do with the record: propose, agree, decline, take back, note, watch.</summary>
public sealed class DialogueCommands(WriteRequests writes, RequestDigest digest, CommandRunner runner, Readmission gate, CommandAnswers answers, LiveDirectory directory)
{
    private static readonly CommandStream<DialogueRecord, DialogueEvent> Stream =
        new(DialogueEventCatalog.Stream, DialogueEventCatalog.Catalog, DialogueRecord.Evolve);

    /// <summary><c>POST /v1/dialogue/proposals</c>.</summary>
    public async Task<IResult> ProposeAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ProposeDialogueRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (entries, refusal) = DialogueReading.Entries(write.Document.Entries);
        if (entries is null)
        {
            return refusal!.ToProblem(); // One of the two is there.
        }

        var id = digest.IdFor("dialogue-proposal", write.Key);
        var result = await RunAsync(
            http, caller, write.Key, (now, state) => new ProposeDialogueChanges(now.Viewer.Profile, now.Viewer.Member, id, write.Document.Reason, entries).Decide(state), ct);
        return answers.Created(result, caller.Viewer, id, $"{DialogueRoutes.Proposals}?state=open");
    }

    /// <summary><c>POST /v1/dialogue/proposals/{id}/agreement</c>.</summary>
    public Task<IResult> AgreeAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        ByAddressAsync(id, http, caller, (now, state) => new AgreeToDialogueChanges(now.Viewer.Profile, now.Viewer.Member, id, directory.ProfileOf).Decide(state), ct);

    /// <summary><c>POST /v1/dialogue/proposals/{id}/refusal</c>.</summary>
    public Task<IResult> DeclineAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => WithBodyAsync(
        id, http, caller, WireJson.Default.ReasonRequest, (now, body, state) => new DeclineDialogueChanges(now.Viewer.Profile, now.Viewer.Member, id, body.Reason).Decide(state), ct);

    /// <summary><c>POST /v1/dialogue/proposals/{id}/withdrawal</c>.</summary>
    public Task<IResult> WithdrawAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        ByAddressAsync(id, http, caller, (now, state) => new WithdrawDialogueChanges(now.Viewer.Profile, now.Viewer.Member, id).Decide(state), ct);

    /// <summary><c>POST /v1/dialogue/entries/{id}/notes</c>.</summary>
    public async Task<IResult> NoteAsync(string entry, HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.AddDialogueNoteRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (NoteWords.Reaches.Parse(write.Document.Reach) is not { } reach)
        {
            return new Refusal(RefusalCode.UnknownTerm, "/reach", $"A note reaches {string.Join(" or ", NoteWords.Reaches.All)}.").ToProblem();
        }

        var note = digest.IdFor("dialogue-note", write.Key);
        var result = await RunAsync(
            http, caller, write.Key, (now, state) => new AddDialogueNote(now.Viewer.Profile, now.Viewer.Member, note, entry, reach, write.Document.Text).Decide(state), ct);
        return answers.Created(result, caller.Viewer, note, $"{DialogueRoutes.Entries}/{Uri.EscapeDataString(entry)}");
    }

    /// <summary><c>DELETE /v1/dialogue/notes/{id}</c>.</summary>
    public Task<IResult> RemoveNoteAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) =>
        ByAddressAsync(id, http, caller, (now, state) => new RemoveDialogueNote(now.Viewer.Profile, now.Viewer.Member, id).Decide(state), ct);

    /// <summary><c>PUT /v1/dialogue/watch</c>. It names no state: what is watched is what was said last.</summary>
    public Task<IResult> WatchAsync(HttpContext http, Caller caller, CancellationToken ct) => WithBodyAsync(
        caller.Viewer.Profile.Id.Value, http, caller, WireJson.Default.DialogueWatchDocument, (now, body, state) => new StateDialogueWatch(now.Viewer.Profile, body.Topics).Decide(state), ct);

    private async Task<IResult> ByAddressAsync(
        Guid id, HttpContext http, Caller caller, Func<Caller, DialogueRecord?, Decision<DialogueEvent>> decide, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        return write is null ? problem! : answers.Changed(await RunAsync(http, caller, write.Key, decide, ct), caller.Viewer, id); // One of the two is there.
    }

    private async Task<IResult> WithBodyAsync<T>(
        Guid id, HttpContext http, Caller caller, JsonTypeInfo<T> shape, Func<Caller, T, DialogueRecord?, Decision<DialogueEvent>> decide, CancellationToken ct)
        where T : class
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, shape, ct);
        return write is null
            ? problem! // One of the two is there.
            : answers.Changed(await RunAsync(http, caller, write.Key, (now, state) => decide(now, write.Document, state), ct), caller.Viewer, id);
    }

    private Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, IdempotencyKey key, Func<Caller, DialogueRecord?, Decision<DialogueEvent>> decide, CancellationToken ct) => runner.RunAsync(
        gate.Of(http, caller, Capability.ConductDialogue),
        now => new Command<DialogueRecord, DialogueEvent>
        {
            Stream = Stream,
            By = Actor.Of(now, http),
            Key = key,
            Decide = (state, _) => Task.FromResult(decide(now, state)),
        },
        ct);
}
