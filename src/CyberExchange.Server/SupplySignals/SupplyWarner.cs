using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.SupplySignals;

/// <summary>Warns the delegates of both sides where what they see reaches a threshold of the joint watch list.</summary>
/// <remarks>
/// Each delegate's partner is warned of what it sees itself, and of nothing else: neither that a signal is there nor that another was warned
/// can be told from a warning, or from there being none. A warning is appended under a key that is made of it: however many nodes do so, it
/// is told once.
/// </remarks>
public sealed class SupplyWarner(
    LiveWatchList live, LiveDirectory directory, SignalQueries signals, EventLog log, CommandRunner runner, RequestDigest digest, ProjectionRunner core, ILogger<SupplyWarner> logger)
{
    // Time alone lets signals go and brings none: where no event came since everything was raised, there is nothing to look for.
    private long _raisedAt = -1;

    /// <summary>Raises what is to be raised at an instant.</summary>
    public async Task WarnAsync(DateTimeOffset now, CancellationToken ct)
    {
        var checkpoint = core.Checkpoint; // Before the look: what comes between the two is looked at again.
        if (checkpoint == Volatile.Read(ref _raisedAt) || !core.IsFresh(FreshReads.AgeMax)) // Of what may have been taken back nobody is warned.
        {
            return;
        }

        var watched = (await live.ReadAsync(ct)).List.Entries.Values.ToList();
        var known = directory.Current;
        var stands = false;
        foreach (var receiver in watched.Count == 0 ? [] : known.Entries.Select(p => p.Profile).Where(p => p.Has(Role.Delegate) && !p.Suspended))
        {
            // A partner sees what any member does, but for TLP:RED, which never counts.
            if (known.MembersOf(receiver.Id).Select(m => m.Profile).FirstOrDefault() is not { } member)
            {
                continue;
            }

            var viewer = new Viewer.Partner(receiver, member.Id);
            var seen = (await signals.OpenAsync(viewer, now, SupplyWatch.Days(watched), ct)).Signals;
            var told = watched.Any(w => WatchStanding.Of(w.Entry, seen, now).Reached) ? (await StreamOf(receiver.Id).LoadAsync(log, ct)).State : null;
            foreach (var watch in watched)
            {
                if (new RaiseWarning(receiver.Id, watch, seen).Decide(told, now) is Decision<SupplyWarningEvent>.Accepted { Events: [SupplyWarningEvent.WarningRaised raised] })
                {
                    stands |= !await WarnAsync(viewer, watch, raised, now, ct);
                }
            }
        }

        Volatile.Write(ref _raisedAt, stands ? -1 : checkpoint);
    }

    private static CommandStream<SupplyWarnings, SupplyWarningEvent> StreamOf(PartnerId receiver) =>
        new(SupplyWarningEventCatalog.Stream(receiver), SupplyWarningEventCatalog.Catalog, SupplyWarnings.Evolve);

    // False where it could not be raised, and is to be tried again.
    private async Task<bool> WarnAsync(Viewer.Partner viewer, AgreedWatch watch, SupplyWarningEvent.WarningRaised foretold, DateTimeOffset now, CancellationToken ct)
    {
        var receiver = viewer.Profile.Id;
        var key = $"warn-{foretold.Warning:D}";
        var result = await runner.RunAsync(
            new Command<SupplyWarnings, SupplyWarningEvent>
            {
                Stream = StreamOf(receiver),
                By = Actor.System("supply-warning"),
                Key = new IdempotencyKey(Guid.Empty, key, digest.Of(key, "")),
                Decide = async (state, token) =>
                {
                    // What was narrowed since the round began is not told any more.
                    var seen = await signals.OpenAsync(viewer, now, watch.Entry.Threshold.Days, token);
                    return new RaiseWarning(receiver, watch, seen.Signals).Decide(state, now);
                },
            },
            ct);
        if (result is CommandResult.Done or CommandResult.Refused) // It is refused where all of this was told before.
        {
            return true;
        }

        SupplyLog.WarningStands(logger, receiver.Value, watch.Entry.Id, result.GetType().Name);
        return false;
    }
}

/// <summary>What is logged of supply signals.</summary>
internal static partial class SupplyLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The early warning of partner {PartnerId} for entry {Entry} of the watch list stands: {Reason}")]
    public static partial void WarningStands(ILogger logger, Guid partnerId, string entry, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of early warnings failed; the next one follows")]
    public static partial void WarningRoundFailed(ILogger logger, Exception exception);
}
