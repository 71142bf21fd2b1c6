using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Subscriptions.CancelSubscription;

namespace CyberExchange.Server.Subscriptions;

/// <summary><c>DELETE /v1/subscriptions/{id}</c>, without a body. It names no state: to cancel twice is to cancel.</summary>
public sealed class CancelSubscription(WriteRequests writes, SubscriptionCommands commands, CommandAnswers answers)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        if (WriteRequests.CheckKey(http.Request) is { } badKey)
        {
            return badKey;
        }

        var key = writes.Key(http.Request, caller.Viewer);
        var result = await commands.ChangeAsync(
            http, caller, new(id), key, ifMatch: null, missing: null, (by, state) => new Rule(by.Profile.Id).Decide(state), ct);
        return answers.Changed(result, caller.Viewer, id);
    }
}
