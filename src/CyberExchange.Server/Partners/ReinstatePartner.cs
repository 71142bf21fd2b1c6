using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.ReinstatePartner;

namespace CyberExchange.Server.Partners;

/// <summary><c>DELETE /v1/partners/{id}/suspension</c>, without a body.</summary>
public sealed class ReinstatePartner(WriteRequests writes, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        if (WriteRequests.CheckKey(http.Request) is { } badKey)
        {
            return badKey;
        }

        var key = writes.Key(http.Request, caller.Viewer);
        return await commands.ChangeAsync(http, caller, new PartnerId(id), key, new Rule().Decide, id, ct);
    }
}
