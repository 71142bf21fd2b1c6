using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>The state of one advisory: its events, folded.</summary>
/// <param name="Revision">1 for the first document, one more for every later one.</param>
/// <param name="Changes">How often it was revised or shared anew.</param>
public sealed record Advisory(
    AdvisoryId Id, SharedItem Sharing, Provenance Provenance, AdvisoryDocument Document, int Revision, int Changes, string? WithdrawnBecause)
{
    public Forwards Forwards { get; init; } = Forwards.None;

    /// <summary>What awaits a second member; null for nothing.</summary>
    public ReleaseProposal? Proposal { get; init; }

    public bool IsWithdrawn => WithdrawnBecause is not null;

    /// <summary>The state after one more event; null stands for an advisory that does not exist yet.</summary>
    public static Advisory Evolve(Advisory? state, AdvisoryEvent e) => (state, e) switch
    {
        (null, AdvisoryEvent.AdvisoryPublished published) => new(
            published.Advisory,
            new SharedItem(published.Originator, published.Home, published.Terms, EmbargoLifted: false),
            published.Provenance,
            published.Document,
            Revision: 1,
            Changes: 0,
            WithdrawnBecause: null),
        ({ } advisory, AdvisoryEvent.AdvisoryRevised revised) => advisory with
        {
            Document = revised.Document,
            Revision = advisory.Revision + 1,
            Changes = advisory.Changes + 1,
        },
        ({ } advisory, AdvisoryEvent.AdvisoryShared shared) => advisory with
        {
            Sharing = advisory.Sharing with { Terms = shared.Terms, EmbargoLifted = false },
            Proposal = null,
            Changes = advisory.Changes + 1,
        },
        ({ } advisory, AdvisoryEvent.AdvisoryReleaseProposed proposed) => advisory with
        {
            Proposal = new(proposed.ProposedBy, proposed.Terms),
            Changes = advisory.Changes + 1,
        },
        ({ } advisory, AdvisoryEvent.AdvisoryReleaseRejected) => advisory with { Proposal = null },
        ({ } advisory, AdvisoryEvent.AdvisoryEmbargoLifted) => advisory with { Sharing = advisory.Sharing with { EmbargoLifted = true } },
        ({ } advisory, AdvisoryEvent.AdvisoryWithdrawn withdrawn) => advisory with { WithdrawnBecause = withdrawn.Reason, Proposal = null },
        ({ } advisory, AdvisoryEvent.AdvisoryForwarded forwarded) => advisory with { Forwards = advisory.Forwards.Stated(forwarded.By) },
        ({ } advisory, AdvisoryEvent.AdvisoryForwardEnded ended) => advisory with { Forwards = advisory.Forwards.Ended(ended.By) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "an advisory that does not exist" : "a published advisory")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Advisory? Fold(IEnumerable<AdvisoryEvent> events) => events.Aggregate((Advisory?)null, Evolve);
}
