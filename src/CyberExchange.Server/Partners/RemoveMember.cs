using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.RemoveMember;

namespace CyberExchange.Server.Partners;

/// <summary><c>DELETE /v1/partners/{id}/members/{member}</c>, without a body. The member's keys open nothing any more.</summary>
public sealed class RemoveMember(WriteRequests writes, PartnerCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, Guid member, CancellationToken ct)
    {
        if (WriteRequests.CheckKey(http.Request) is { } badKey)
        {
            return badKey;
        }

        var key = writes.Key(http.Request, caller.Viewer);
        var rule = new Rule(caller.Viewer.Member, new MemberId(member));
        return await commands.ChangeAsync(http, caller, new PartnerId(id), key, rule.Decide, member, ct);
    }
}
