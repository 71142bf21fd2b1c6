using CyberExchange.Contracts;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Subscriptions;
using Rule = CyberExchange.Domain.Subscriptions.CreateSubscription;

namespace CyberExchange.Server.Subscriptions;

/// <summary><c>POST /v1/subscriptions</c>.</summary>
/// <remarks>
/// How many a partner has is counted in the view, which holds each before it is acknowledged. A node creates them one at a
/// time; two nodes that do so within the same milliseconds can bring a partner to one above the limit.
/// </remarks>
public sealed class CreateSubscription(
    WriteRequests writes,
    RequestDigest digest,
    LiveDirectory directory,
    LiveSubscriptions live,
    SubscriptionQueries queries,
    SubscriptionCommands commands,
    CommandAnswers answers) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.SubscriptionRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        if (!live.MayShow)
        {
            return ProblemAnswers.ViewsBehind;
        }

        var id = new SubscriptionId(digest.IdFor("subscription", write.Key));
        await _oneAtATime.WaitAsync(ct);
        try
        {
            var result = await commands.CreateAsync(
                http, caller, id, write.Key, (by, state, token) => DecideAsync(id, by.Profile, write.Document, state, token), ct);
            return answers.Created(result, caller.Viewer, SubscriptionEventCatalog.StreamPrefix, SubscriptionCommands.Collection);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<Decision<SubscriptionEvent>> DecideAsync(
        SubscriptionId id, PartnerProfile by, SubscriptionRequest request, Subscription? state, CancellationToken ct)
    {
        var (filter, refusal) = new SubscriptionReading(directory.Current, by).Read(request.Filter);
        if (filter is null)
        {
            return refusal!; // One of the two is there.
        }

        var held = await queries.ListAsync(by.Id, ct);
        return new Rule(id, by, request.Name, filter, held.Count).Decide(state);
    }
}
