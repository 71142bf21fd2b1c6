using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Incidents.RejectIncidentRelease;

namespace CyberExchange.Server.Incidents;

/// <summary><c>POST /v1/incidents/{id}/release-rejection</c>, without a body: what is meant stands in If-Match.</summary>
public sealed class RejectIncidentRelease(WriteRequests writes, IncidentCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ChangeAsync(
        http,
        caller,
        new IncidentId(id),
        () => Task.FromResult(writes.ReadNothing(http.Request, caller.Viewer)),
        (by, _, state, _) => Task.FromResult(new Rule(by.Profile).Decide(state)),
        narrows: false,
        ct);
}
