using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Incidents.ForwardIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>PUT /v1/incidents/{id}/forwarding</c>.</summary>
public sealed class ForwardIncident(ForwardCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ForwardAsync(
        http,
        caller,
        new ItemId(id),
        ItemKind.Incident,
        ItemStreams.Of(new IncidentId(id)),
        (by, seesBy, forward, state, directory) => new Rule(by, seesBy, forward).Decide(state, directory),
        ct);
}
