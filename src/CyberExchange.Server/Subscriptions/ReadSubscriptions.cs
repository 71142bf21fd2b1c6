using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Subscriptions;

namespace CyberExchange.Server.Subscriptions;

/// <summary><c>GET /v1/subscriptions</c> and <c>/v1/subscriptions/{id}</c>: those of the caller's partner.</summary>
public sealed class ReadSubscriptions(SubscriptionQueries queries, SubscriptionRendition rendition)
{
    /// <summary>All of them on one page: <see cref="Domain.Subscriptions.SubscriptionRules.PerPartnerMax"/> are the most there are.</summary>
    public async Task<IResult> ListAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        if (http.Request.Query.Keys.FirstOrDefault() is { } unknown)
        {
            return ProblemAnswers.BadParameter(unknown, "This route takes no such parameter: all subscriptions are on one page.");
        }

        var owner = caller.Viewer.Profile;
        var rows = await queries.ListAsync(owner.Id, ct);
        SubscriptionDocument[] documents = [.. rows.Select(row => rendition.Render(row, owner))];
        return new JsonAnswer<Page<SubscriptionDocument>>(new(documents), WireJson.Default.PageSubscriptionDocument)
        {
            ETag = PageTag.Of(documents, WireJson.Default.SubscriptionDocument, more: false),
        };
    }

    /// <summary>One of them; absent, another's and cancelled are answered alike.</summary>
    public async Task<IResult> FindAsync(Guid id, Caller caller, CancellationToken ct)
    {
        var owner = caller.Viewer.Profile;
        if (await queries.FindStandingAsync(owner.Id, new(id), ct) is not { } row)
        {
            return ProblemAnswers.NotFound;
        }

        return new JsonAnswer<SubscriptionDocument>(rendition.Render(row, owner), WireJson.Default.SubscriptionDocument)
        {
            ETag = rendition.Tag(row, owner),
        };
    }
}
