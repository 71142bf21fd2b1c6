using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Incidents;

/// <summary>The state of one incident: its events, folded.</summary>
/// <param name="Revision">1 for the first report, one more for every amendment.</param>
/// <param name="Changes">How often it was amended or shared anew.</param>
public sealed record Incident(IncidentId Id, SharedItem Sharing, IncidentReport Report, int Revision, int Changes, string? WithdrawnBecause)
{
    public Forwards Forwards { get; init; } = Forwards.None;

    /// <summary>What awaits a second member; null for nothing.</summary>
    public ReleaseProposal? Proposal { get; init; }

    public bool IsWithdrawn => WithdrawnBecause is not null;

    /// <summary>The state after one more event; null stands for an incident that does not exist yet.</summary>
    public static Incident Evolve(Incident? state, IncidentEvent e) => (state, e) switch
    {
        (null, IncidentEvent.IncidentReported reported) => new(
            reported.Incident,
            new SharedItem(reported.Originator, reported.Home, reported.Terms, EmbargoLifted: false),
            reported.Report,
            Revision: 1,
            Changes: 0,
            WithdrawnBecause: null),
        ({ } incident, IncidentEvent.IncidentFiled) => incident, // The operator's from the first moment: nothing of it is different for who filed it.
        ({ } incident, IncidentEvent.IncidentAmended amended) => incident with
        {
            Report = amended.Report,
            Revision = incident.Revision + 1,
            Changes = incident.Changes + 1,
        },
        ({ } incident, IncidentEvent.IncidentShared shared) => incident with
        {
            Sharing = incident.Sharing with { Terms = shared.Terms, EmbargoLifted = false },
            Proposal = null,
            Changes = incident.Changes + 1,
        },
        ({ } incident, IncidentEvent.IncidentReleaseProposed proposed) => incident with
        {
            Proposal = new(proposed.ProposedBy, proposed.Terms),
            Changes = incident.Changes + 1,
        },
        ({ } incident, IncidentEvent.IncidentReleaseRejected) => incident with { Proposal = null },
        ({ } incident, IncidentEvent.IncidentEmbargoLifted) => incident with { Sharing = incident.Sharing with { EmbargoLifted = true } },
        ({ } incident, IncidentEvent.IncidentWithdrawn withdrawn) => incident with { WithdrawnBecause = withdrawn.Reason, Proposal = null },
        ({ } incident, IncidentEvent.IncidentForwarded forwarded) => incident with { Forwards = incident.Forwards.Stated(forwarded.By) },
        ({ } incident, IncidentEvent.IncidentForwardEnded ended) => incident with { Forwards = incident.Forwards.Ended(ended.By) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "an incident that does not exist" : "a reported incident")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Incident? Fold(IEnumerable<IncidentEvent> events) => events.Aggregate((Incident?)null, Evolve);
}
