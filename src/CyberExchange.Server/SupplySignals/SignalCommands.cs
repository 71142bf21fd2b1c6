using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.SupplySignals;

/// <summary>What partners do with supply signals: post, and of their own revise, share, withdraw and say what became of them.</summary>
public sealed class SignalCommands(
    WriteRequests writes, RequestDigest digest, LiveDirectory directory, CommandRunner runner, Readmission gate, OwnItem ownItem,
    SignalRendition rendition, ForwardCommands forwards, CommandAnswers answers, TimeProvider clock)
{
    public const string Collection = "/v1/signals";

    /// <summary><c>POST /v1/signals</c>.</summary>
    public async Task<IResult> PostAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.PostSignalRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var id = new SignalId(digest.IdFor("signal", write.Key));
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.PostSignals),
            now => new Command<Signal, SignalEvent>
            {
                Stream = ItemStreams.Of(id),
                By = Actor.Of(now, http),
                Key = write.Key,
                Decide = (state, token) => PostAsync(now.Viewer, id, write.Document, state, token),
            },
            ct);
        return answers.Created(result, caller.Viewer, SignalEventCatalog.StreamPrefix, Collection);
    }

    /// <summary>What the rules say of a signal; nothing is kept of the question.</summary>
    public Task<Decision<SignalEvent>> PostAsync(Viewer.Partner by, SignalId id, PostSignalRequest request, Signal? state, CancellationToken ct)
    {
        var signal = SignalReading.Signal(request.Signal);
        return WithOwnItemsAsync(by, signal, Post, ct);

        Decision<SignalEvent> Post()
        {
            var known = directory.Current;
            var (terms, refusal) = new SharingReading(known, by.Profile).Read(request.Sharing);
            return terms is null
                ? refusal!.Under("/sharing") // One of the two is there.
                : new PostSignal(id, by.Profile, by.Member, signal, terms).Decide(state, known.Partners, clock.GetUtcNow());
        }
    }

    /// <summary><c>PUT /v1/signals/{id}/statement</c>.</summary>
    public Task<IResult> ReviseAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReviseSignalRequest, ct),
        (by, request, state, token) =>
        {
            var signal = SignalReading.Signal(request.Signal);
            return WithOwnItemsAsync(by, signal, () => new ReviseSignal(by.Profile, signal).Decide(state, clock.GetUtcNow()), token);
        },
        narrows: false, ct);

    /// <summary><c>PUT /v1/signals/{id}/outcome</c>.</summary>
    public Task<IResult> RecordOutcomeAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.RecordSignalOutcomeRequest, ct),
        (by, request, state, _) =>
        {
            var (outcome, refusal) = SignalReading.Outcome(request.Outcome);
            return Task.FromResult(outcome is null ? refusal! : new RecordSignalOutcome(by.Profile, outcome).Decide(state, clock.GetUtcNow())); // One of the two is there.
        },
        narrows: false, ct);

    /// <summary><c>PUT /v1/signals/{id}/sharing</c>.</summary>
    public Task<IResult> ShareAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ShareRequest, ct),
        (by, request, state, _) => Task.FromResult(Share(by, request, state)),
        narrows: true, ct);

    /// <summary>What the rules say of sharing anew; nothing is kept of the question.</summary>
    public Decision<SignalEvent> Share(Viewer.Partner by, ShareRequest request, Signal? state)
    {
        var now = directory.Current;
        var (terms, refusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        return terms is null
            ? refusal!.Under("/sharing") // One of the two is there.
            : new ShareSignal(by.Profile, by.Member, terms).Decide(state, now.Partners, clock.GetUtcNow());
    }

    /// <summary><c>POST /v1/signals/{id}/release-approval</c>, without a body: what is meant stands in If-Match.</summary>
    public Task<IResult> ApproveReleaseAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => Task.FromResult(OwnItem.CheckNamesWhatWasRead(http.Request) is { } unread ? (null, unread) : writes.ReadNothing(http.Request, caller.Viewer)),
        (by, _, state, _) => Task.FromResult(new ApproveSignalRelease(by.Profile, caller.Member).Decide(state, clock.GetUtcNow())),
        narrows: true, ct);

    /// <summary><c>POST /v1/signals/{id}/release-rejection</c>, without a body: what is meant stands in If-Match.</summary>
    public Task<IResult> RejectReleaseAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => Task.FromResult(writes.ReadNothing(http.Request, caller.Viewer)),
        (by, _, state, _) => Task.FromResult(new RejectSignalRelease(by.Profile).Decide(state)),
        narrows: false, ct);

    /// <summary><c>POST /v1/signals/{id}/withdrawal</c>.</summary>
    public Task<IResult> WithdrawAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => ChangeAsync(
        id, http, caller,
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.WithdrawRequest, ct),
        (by, request, state, _) => Task.FromResult(new WithdrawSignal(by.Profile.Id, request.Reason).Decide(state)),
        narrows: true, ct);

    /// <summary><c>PUT /v1/signals/{id}/forwarding</c>.</summary>
    public Task<IResult> ForwardAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => forwards.ForwardAsync(
        http, caller, new ItemId(id), ItemKind.Signal, ItemStreams.Of(new SignalId(id)),
        (by, seesBy, forward, state, known) => new ForwardSignal(by, seesBy, forward).Decide(state, known), ct);

    /// <summary><c>DELETE /v1/signals/{id}/forwarding</c>, without a body.</summary>
    public Task<IResult> EndForwardAsync(Guid id, HttpContext http, Caller caller, CancellationToken ct) => forwards.EndAsync(
        http, caller, new ItemId(id), ItemKind.Signal, ItemStreams.Of(new SignalId(id)), (by, state) => new EndSignalForward(by).Decide(state), ct);

    // Changes a signal, if the caller may see it, originated it, and knew its present state.
    private async Task<IResult> ChangeAsync<T>(
        Guid id,
        HttpContext http,
        Caller caller,
        Func<Task<(WriteRequest<T>? Write, Problem? Problem)>> read,
        Func<Viewer.Partner, T, Signal?, CancellationToken, Task<Decision<SignalEvent>>> decide,
        bool narrows,
        CancellationToken ct)
    {
        var (write, problem) = await read();
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        var item = new ItemId(id);
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.PostSignals),
            now => new Command<Signal, SignalEvent>
            {
                Stream = ItemStreams.Of(new SignalId(id)),
                By = Actor.Of(now, http),
                Key = write.Key,
                Visible = async token => await ownItem.GuardAsync(item, now.Viewer, ItemKind.Signal, token) ?? missing,
                Precondition = (loaded, token) => ownItem.CompareAsync(item, loaded, now.Viewer, ifMatch!, row => Task.FromResult(rendition.Tag(row)), token),
                Decide = (state, token) => decide(now.Viewer, write.Document, state, token),
                Narrows = narrows,
            },
            ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    // One answer for what is not there and for what is another's, so that nothing is told of it. The rules come first: they cost nothing.
    private async Task<Decision<SignalEvent>> WithOwnItemsAsync(Viewer.Partner by, SupplySignal signal, Func<Decision<SignalEvent>> decide, CancellationToken ct)
    {
        var decision = decide();
        if (signal.Items.Count == 0 || decision is not Decision<SignalEvent>.Accepted { Events.Count: > 0 })
        {
            return decision;
        }

        var own = await ownItem.OwnAsync(signal.Items, by, ct);
        var missing = signal.Items.TakeWhile(own.Contains).Count();
        return missing == signal.Items.Count ? decision : new Refusal(RefusalCode.Invalid, $"/signal/items/{missing}", "No item of your own has this id.");
    }
}
