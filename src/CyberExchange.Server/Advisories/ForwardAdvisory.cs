using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Advisories.ForwardAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>PUT /v1/advisories/{id}/forwarding</c>.</summary>
public sealed class ForwardAdvisory(ForwardCommands commands)
{
    public Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct) => commands.ForwardAsync(
        http,
        caller,
        new ItemId(id),
        ItemKind.Advisory,
        ItemStreams.Of(new AdvisoryId(id)),
        (by, seesBy, forward, state, directory) => new Rule(by, seesBy, forward).Decide(state, directory),
        ct);
}
