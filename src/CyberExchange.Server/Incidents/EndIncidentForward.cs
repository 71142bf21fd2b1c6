using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Incidents.EndIncidentForward;

namespace CyberExchange.Server.Incidents;

/// <summary><c>DELETE /v1/incidents/{id}/forwarding</c>, without a body.</summary>
public sealed class EndIncidentForward(ForwardCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.EndAsync(
        http, caller, new ItemId(id), ItemKind.Incident, ItemStreams.Of(new IncidentId(id)), (by, state) => new Rule(by).Decide(state), ct);
}
