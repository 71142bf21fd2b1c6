using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Personal;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Incidents.AmendIncident;

namespace CyberExchange.Server.Incidents;

/// <summary><c>PUT /v1/incidents/{id}/report</c>.</summary>
public sealed class AmendIncident(WriteRequests writes, IncidentCommands commands, PersonalVault vault, TimeProvider clock)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ChangeAsync(
        http,
        caller,
        new IncidentId(id),
        () => writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.AmendIncidentRequest, ct),
        (by, request, state, token) => DecideAsync(new IncidentId(id), by.Profile, request, state, token),
        narrows: false,
        ct);

    private async Task<Decision<IncidentEvent>> DecideAsync(
        IncidentId id, PartnerProfile by, AmendIncidentRequest request, Incident? state, CancellationToken ct)
    {
        if (IncidentReading.Check(request.Report) is { } refusal)
        {
            return refusal;
        }

        return await vault.DecideAsync(
            by.Id,
            sealing => IncidentReading.SealAsync(id, request.Report, sealing),
            report => new Rule(by, report).Decide(state, clock.GetUtcNow()),
            ct);
    }
}
