using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Workers;

/// <summary>Lifts embargoes whose instant has passed. Until it has, the items stay closed: late means closed.</summary>
internal sealed class EmbargoWorker(
    EmbargoQueries embargoes, CommandRunner runner, RequestDigest digest, TimeProvider clock, ILogger<EmbargoWorker> logger) : RoundsWorker(TimeSpan.FromSeconds(1), clock)
{
    /// <summary>Items to a round; the rest follows a second later.</summary>
    private const int ItemsMax = 200;

    protected override async Task RoundAsync(CancellationToken ct)
    {
        var now = Clock.GetUtcNow();
        foreach (var (id, kind) in await embargoes.DueAsync(now, ItemsMax, ct))
        {
            var result = kind switch
            {
                ItemKind.Incident => await LiftAsync(ItemStreams.Of(new IncidentId(id.Value)), state => new LiftIncidentEmbargo().Decide(state, now), ct),
                ItemKind.Advisory => await LiftAsync(ItemStreams.Of(new AdvisoryId(id.Value)), state => new LiftAdvisoryEmbargo().Decide(state, now), ct),
                ItemKind.Signal => await LiftAsync(ItemStreams.Of(new SignalId(id.Value)), state => new LiftSignalEmbargo().Decide(state, now), ct),
            };
            if (result is not CommandResult.Done)
            {
                WorkersLog.EmbargoStands(logger, id.Value, result.GetType().Name);
            }
        }
    }

    protected override void Failed(Exception e) => WorkersLog.EmbargoRoundFailed(logger, e);

    private Task<CommandResult> LiftAsync<TState, TEvent>(
        CommandStream<TState, TEvent> stream, Func<TState?, Decision<TEvent>> decide, CancellationToken ct)
        where TState : class
        where TEvent : class
    {
        // The rule makes it happen once; the key only has to be new, since an item may come under embargo again.
        var key = $"lift-{Guid.CreateVersion7():N}";
        return runner.RunAsync(
            new Command<TState, TEvent>
            {
                Stream = stream,
                By = Actor.System("embargo"),
                Key = new IdempotencyKey(Guid.Empty, key, digest.Of(key, "")),
                Decide = (state, _) => Task.FromResult(decide(state)),
            },
            ct);
    }
}

/// <summary>What workers log.</summary>
internal static partial class WorkersLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "View {View} does not advance past position {Position}")]
    public static partial void ViewTroubled(ILogger logger, string view, long position, Exception cause);

    [LoggerMessage(Level = LogLevel.Critical, Message = "View {View} stopped after position {Position}: {Because}")]
    public static partial void ViewStopped(ILogger logger, string view, long position, string because);

    [LoggerMessage(Level = LogLevel.Error, Message = "Carrying news of appends between nodes failed; until it goes on, other nodes poll")]
    public static partial void HintsFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Upkeep of the log failed; until it succeeds, the log grows without new partitions and marks")]
    public static partial void UpkeepFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing down the certificates that came, or telling which end soon, failed; the next round follows")]
    public static partial void CertificatesRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Due: the last certificate known of member {MemberId} of partner {PartnerId} ends at {EndsAt:O}")]
    public static partial void CertificateDue(ILogger logger, Guid memberId, Guid partnerId, DateTimeOffset endsAt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing down what the gate decided, or deleting what is old, failed; nothing is lost while the server runs, and the next round follows")]
    public static partial void AuditRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Preparing the files of CSAF sites failed; what is published meanwhile is not on the sites until it succeeds")]
    public static partial void CsafFilesRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of lifting embargoes failed; the next one follows")]
    public static partial void EmbargoRoundFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The embargo of item {ItemId} is due and stands: {Reason}")]
    public static partial void EmbargoStands(ILogger logger, Guid itemId, string reason);
}
