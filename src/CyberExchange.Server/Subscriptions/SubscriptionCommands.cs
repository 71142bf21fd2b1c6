using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Subscriptions;

/// <summary>What the commands on subscriptions have in common.</summary>
/// <remarks>
/// Each is acknowledged only once the view has passed it, so that a feed which is narrowed by a subscription follows the
/// change from the acknowledgement on.
/// </remarks>
public sealed class SubscriptionCommands(
    CommandRunner runner, Readmission gate, EventLog log, SubscriptionQueries queries, LiveSubscriptions live, SubscriptionRendition rendition)
{
    public const string Collection = "/v1/subscriptions";

    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private ProjectionRunner View => live.Runner;

    /// <summary>Creates a subscription, by the rule.</summary>
    public Task<CommandResult> CreateAsync(
        HttpContext http,
        Caller caller,
        SubscriptionId id,
        IdempotencyKey key,
        Func<Viewer.Partner, Subscription?, CancellationToken, Task<Decision<SubscriptionEvent>>> decide,
        CancellationToken ct) => RunAsync(
            http,
            caller,
            now => Command(http, now, id, key) with { Decide = (state, token) => decide(now.Viewer, state, token) },
            ct);

    /// <summary>Changes a subscription of the caller's partner; any other is as absent as one that does not exist.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The subscription.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="ifMatch">The state that the caller knows; null where the change names none.</param>
    /// <param name="missing">What is said to who sees the subscription and names no state.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="ct">Gives up.</param>
    public Task<CommandResult> ChangeAsync(
        HttpContext http,
        Caller caller,
        SubscriptionId id,
        IdempotencyKey key,
        string? ifMatch,
        Problem? missing,
        Func<Viewer.Partner, Subscription?, Decision<SubscriptionEvent>> decide,
        CancellationToken ct) => RunAsync(
            http,
            caller,
            now => Command(http, now, id, key) with
            {
                Visible = async token => await GuardAsync(now.Viewer.Profile.Id, id, token) ?? missing,
                Precondition = ifMatch is null ? null : (loaded, token) => CompareAsync(loaded, now.Viewer.Profile, id, ifMatch, token),
                Decide = (state, _) => Task.FromResult(decide(now.Viewer, state)),
            },
            ct);

    private static Command<Subscription, SubscriptionEvent> Command(HttpContext http, Caller caller, SubscriptionId id, IdempotencyKey key) => new()
    {
        Stream = new(SubscriptionEventCatalog.Stream(id), SubscriptionEventCatalog.Catalog, Subscription.Evolve),
        By = Actor.Of(caller, http),
        Key = key,
        Decide = (_, _) => Task.FromResult(Decision<SubscriptionEvent>.Nothing),
    };

    private async Task<CommandResult> RunAsync(
        HttpContext http, Caller caller, Func<Caller, Command<Subscription, SubscriptionEvent>> commandOf, CancellationToken ct)
    {
        var result = await runner.RunAsync(gate.Of(http, caller, Capability.Subscribe), commandOf, ct);
        return result is not CommandResult.Done done || await View.WaitForAsync(done.Position, ViewWaitMax, ct) ? result : new CommandResult.Busy(RetryAfter);
    }

    // A node that created nothing itself may be a moment behind the one that did.
    private async Task<Problem?> GuardAsync(PartnerId owner, SubscriptionId id, CancellationToken ct)
    {
        if (await queries.FindAsync(owner, id, ct) is not null)
        {
            return null;
        }

        if (!await View.WaitForAsync(await log.HeadAsync(ct), ViewWaitMax, ct))
        {
            return ProblemAnswers.ViewsBehind;
        }

        return await queries.FindAsync(owner, id, ct) is null ? ProblemAnswers.NotFound : null;
    }

    private async Task<Precondition> CompareAsync(
        LoadedStream<Subscription> loaded, PartnerProfile owner, SubscriptionId id, string ifMatch, CancellationToken ct)
    {
        if (!await View.WaitForAsync(loaded.LastPosition, ViewWaitMax, ct))
        {
            return Precondition.Unknown;
        }

        if (await queries.FindAsync(owner.Id, id, ct) is not { } row || row.StreamVersion != loaded.Version)
        {
            return Precondition.LookAgain;
        }

        return EntityTags.Matches(ifMatch, rendition.Tag(row, owner)) ? Precondition.Holds : Precondition.Stale;
    }
}
