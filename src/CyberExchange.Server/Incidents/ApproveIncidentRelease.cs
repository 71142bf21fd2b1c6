using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Incidents.ApproveIncidentRelease;

namespace CyberExchange.Server.Incidents;

/// <summary><c>POST /v1/incidents/{id}/release-approval</c>, without a body: what is meant stands in If-Match.</summary>
public sealed class ApproveIncidentRelease(WriteRequests writes, IncidentCommands commands, TimeProvider clock)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ChangeAsync(
        http,
        caller,
        new IncidentId(id),
        () => Task.FromResult(OwnItem.CheckNamesWhatWasRead(http.Request) is { } unread ? (null, unread) : writes.ReadNothing(http.Request, caller.Viewer)),
        (by, _, state, _) => Task.FromResult(new Rule(by.Profile, caller.Member).Decide(state, clock.GetUtcNow())),
        narrows: true,
        ct);
}
