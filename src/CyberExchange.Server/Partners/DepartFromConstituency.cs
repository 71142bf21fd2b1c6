using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Partners.DepartFromConstituency;

namespace CyberExchange.Server.Partners;

/// <summary><c>POST /v1/me/constituencies/{cert}/departure</c>, without a body: the caller's own act.</summary>
public sealed class DepartFromConstituency(WriteRequests writes, PartnerCommands commands)
{
    public const string Address = ReadSelf.Address + "/constituencies/{cert:guid}/departure";

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid cert, CancellationToken ct)
    {
        if (WriteRequests.CheckKey(http.Request) is { } badKey)
        {
            return badKey;
        }

        var key = writes.Key(http.Request, caller.Viewer);
        return await commands.DepartAsync(http, caller, new PartnerId(cert), key, (by, state) => new Rule(by).Decide(state), ct);
    }
}
