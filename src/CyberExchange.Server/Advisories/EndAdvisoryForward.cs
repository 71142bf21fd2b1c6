using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Advisories.EndAdvisoryForward;

namespace CyberExchange.Server.Advisories;

/// <summary><c>DELETE /v1/advisories/{id}/forwarding</c>, without a body.</summary>
public sealed class EndAdvisoryForward(ForwardCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.EndAsync(
        http, caller, new ItemId(id), ItemKind.Advisory, ItemStreams.Of(new AdvisoryId(id)), (by, state) => new Rule(by).Decide(state), ct);
}
