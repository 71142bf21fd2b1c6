using CyberExchange.Contracts;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Subscriptions.ChangeSubscription;

namespace CyberExchange.Server.Subscriptions;

/// <summary><c>PUT /v1/subscriptions/{id}</c>.</summary>
public sealed class ChangeSubscription(WriteRequests writes, LiveDirectory directory, SubscriptionCommands commands, CommandAnswers answers)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.SubscriptionRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        var result = await commands.ChangeAsync(
            http, caller, new(id), write.Key, ifMatch, missing, (by, state) => Decide(by.Profile, write.Document, state), ct);
        return answers.Changed(result, caller.Viewer, id);
    }

    private Decision<SubscriptionEvent> Decide(PartnerProfile by, SubscriptionRequest request, Subscription? state)
    {
        var (filter, refusal) = new SubscriptionReading(directory.Current, by).Read(request.Filter);
        return filter is null ? refusal! : new Rule(by, request.Name, filter).Decide(state); // One of the two is there.
    }
}
