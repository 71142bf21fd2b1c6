using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.SuspendPartner;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/partners/{id}/suspension</c>.</summary>
public sealed class SuspendPartner(WriteRequests writes, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var rule = new Rule(caller.Viewer.Profile.Id, write.Document.Reason);
        return await commands.ChangeAsync(http, caller, new PartnerId(id), write.Key, rule.Decide, id, ct);
    }
}
