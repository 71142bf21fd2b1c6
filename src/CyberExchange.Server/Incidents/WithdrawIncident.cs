using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Incidents.WithdrawIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>POST /v1/incidents/{id}/withdrawal</c>.</summary>
public sealed class WithdrawIncident(WriteRequests writes, IncidentCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ChangeAsync(
        http,
        caller,
        new IncidentId(id),
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.WithdrawRequest, ct),
        (by, request, state, _) => Task.FromResult(new Rule(by.Profile.Id, request.Reason).Decide(state)),
        narrows: true,
        ct);
}
