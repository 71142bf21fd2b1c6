using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Incidents.ShareIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>PUT /v1/incidents/{id}/sharing</c>.</summary>
public sealed class ShareIncident(WriteRequests writes, IncidentCommands commands, LiveDirectory directory, TimeProvider clock)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ChangeAsync(
        http,
        caller,
        new IncidentId(id),
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ShareRequest, ct),
        (by, request, state, _) => Task.FromResult(Decide(by, request, state)),
        narrows: true,
        ct);

    /// <summary>What the rules say; nothing is kept of the question.</summary>
    public Decision<IncidentEvent> Decide(Viewer.Partner by, ShareRequest request, Incident? state)
    {
        var now = directory.Current;
        var (terms, refusal) = new SharingReading(now, by.Profile).Read(request.Sharing);
        return terms is null
            ? refusal!.Under("/sharing") // One of the two is there.
            : new Rule(by.Profile, by.Member, terms).Decide(state, now.Partners, clock.GetUtcNow());
    }
}
