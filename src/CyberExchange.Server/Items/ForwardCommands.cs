using CyberExchange.Contracts;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>What the forwards of incidents and of advisories have in common.</summary>
/// <remarks>
/// A forward names no state that its CERT must have read: it rests on the item's present terms, which the rule asks. It may
/// be narrower than the one before, so both are acknowledged only once the sharing core has passed them.
/// </remarks>
public sealed class ForwardCommands(
    CommandRunner runner, Readmission gate, OwnItem ownItem, ItemQueries items, LiveDirectory directory, WriteRequests writes, CommandAnswers answers)
{
    /// <summary>Opens an item to clients of the caller.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The item.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="decide">The rule: the CERT, why it sees the item other than by a forward, what it states, and who takes part.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ForwardAsync<TState, TEvent>(
        HttpContext http,
        Caller caller,
        ItemId id,
        ItemKind kind,
        CommandStream<TState, TEvent> stream,
        Func<PartnerProfile, ReleaseReason?, StatedForward, TState?, PartnerDirectory, Decision<TEvent>> decide,
        CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ForwardRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await RunAsync(http, caller, id, kind, stream, write.Key, DecideAsync, ct);

        async Task<Decision<TEvent>> DecideAsync(Viewer.Partner by, TState? state, CancellationToken token)
        {
            var now = directory.Current;
            var (forward, refusal) = new ForwardReading(now, by.Profile).Read(write.Document);
            return forward is null
                ? refusal! // One of the two is there.
                : decide(by.Profile, await items.OtherWayAsync(by, id, token), forward, state, now.Partners);
        }
    }

    /// <summary>Takes an item back from the caller's clients, by a request without a body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The item.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> EndAsync<TState, TEvent>(
        HttpContext http,
        Caller caller,
        ItemId id,
        ItemKind kind,
        CommandStream<TState, TEvent> stream,
        Func<PartnerProfile, TState?, Decision<TEvent>> decide,
        CancellationToken ct)
        where TState : class
        where TEvent : class => WriteRequests.CheckKey(http.Request) is { } badKey
            ? badKey
            : await RunAsync(
                http, caller, id, kind, stream, writes.Key(http.Request, caller.Viewer),
                (by, state, _) => Task.FromResult(decide(by.Profile, state)),
                ct);

    private async Task<IResult> RunAsync<TState, TEvent>(
        HttpContext http,
        Caller caller,
        ItemId id,
        ItemKind kind,
        CommandStream<TState, TEvent> stream,
        IdempotencyKey key,
        Func<Viewer.Partner, TState?, CancellationToken, Task<Decision<TEvent>>> decide,
        CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        var result = await runner.RunAsync(
            gate.Of(http, caller, Capability.ForwardItems),
            now => new Command<TState, TEvent>
            {
                Stream = stream,
                By = Actor.Of(now, http),
                Key = key,
                Visible = async token => (await ownItem.SeenAsync(id, now.Viewer, kind, token)).Problem,
                Decide = (state, token) => decide(now.Viewer, state, token),
                Narrows = true,
            },
            ct);
        return answers.Changed(result, caller.Viewer, id.Value);
    }
}
