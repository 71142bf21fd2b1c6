using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.SupplySignals;

/// <summary>The state of one supply signal: its events, folded.</summary>
/// <param name="Revision">1 for the first statement, one more for every later one and for every outcome.</param>
/// <param name="Changes">How often it was revised, shared anew or given an outcome.</param>
public sealed record Signal(SignalId Id, SharedItem Sharing, SupplySignal Content, SignalOutcome? Outcome, int Revision, int Changes, string? WithdrawnBecause)
{
    public Forwards Forwards { get; init; } = Forwards.None;

    /// <summary>What awaits a second member; null for nothing.</summary>
    public ReleaseProposal? Proposal { get; init; }

    public bool IsWithdrawn => WithdrawnBecause is not null;

    /// <summary>The state after one more event; null stands for a signal that does not exist yet.</summary>
    public static Signal Evolve(Signal? state, SignalEvent e) => (state, e) switch
    {
        (null, SignalEvent.SignalPosted posted) => new(
            posted.Signal,
            new SharedItem(posted.Originator, posted.Home, posted.Terms, EmbargoLifted: false),
            posted.Content,
            Outcome: null,
            Revision: 1,
            Changes: 0,
            WithdrawnBecause: null),
        ({ } signal, SignalEvent.SignalRevised revised) => signal with { Content = revised.Content, Revision = signal.Revision + 1, Changes = signal.Changes + 1 },
        ({ } signal, SignalEvent.SignalOutcomeRecorded recorded) => signal with
        {
            Outcome = recorded.Outcome,
            Revision = signal.Revision + 1,
            Changes = signal.Changes + 1,
        },
        ({ } signal, SignalEvent.SignalShared shared) => signal with
        {
            Sharing = signal.Sharing with { Terms = shared.Terms, EmbargoLifted = false },
            Proposal = null,
            Changes = signal.Changes + 1,
        },
        ({ } signal, SignalEvent.SignalReleaseProposed proposed) => signal with
        {
            Proposal = new(proposed.ProposedBy, proposed.Terms),
            Changes = signal.Changes + 1,
        },
        ({ } signal, SignalEvent.SignalReleaseRejected) => signal with { Proposal = null },
        ({ } signal, SignalEvent.SignalEmbargoLifted) => signal with { Sharing = signal.Sharing with { EmbargoLifted = true } },
        ({ } signal, SignalEvent.SignalWithdrawn withdrawn) => signal with { WithdrawnBecause = withdrawn.Reason, Proposal = null },
        ({ } signal, SignalEvent.SignalForwarded forwarded) => signal with { Forwards = signal.Forwards.Stated(forwarded.By) },
        ({ } signal, SignalEvent.SignalForwardEnded ended) => signal with { Forwards = signal.Forwards.Ended(ended.By) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "a signal that does not exist" : "a posted signal")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Signal? Fold(IEnumerable<SignalEvent> events) => events.Aggregate((Signal?)null, Evolve);
}
