using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Subscriptions;
using CyberExchange.EndToEnd.Tests.Hosting;

namespace CyberExchange.EndToEnd.Tests.Subscriptions;

/// <summary>What partners send about subscriptions.</summary>
internal static class SubscriptionRequests
{
    public const string Path = "/v1/subscriptions";

    /// <summary>A subscription with a filter in JSON, such as <c>"sectors": ["eu.energy"]</c>.</summary>
    public static string Body(string filter, string name = "A test") => $$"""{ "name": "{{name}}", "filter": { {{filter}} } }""";

    /// <summary>Creates a subscription and gives its id.</summary>
    public static async Task<Guid> SubscribeAsync(this HttpClient partner, string filter, string name = "A test")
    {
        using var answer = await partner.WriteAsync(HttpMethod.Post, Path, Body(filter, name));
        return (await answer.BodyAsync(WireJson.Default.WriteReceipt)).Id;
    }

    /// <summary>States a subscription anew, as whoever has just read it.</summary>
    public static async Task RestateAsync(this HttpClient partner, Guid id, string filter)
    {
        using var read = await partner.ReadAsync($"{Path}/{id}");
        using var answer = await partner.WriteAsync(HttpMethod.Put, $"{Path}/{id}", Body(filter), ifMatch: read.Headers.ETag!.ToString());
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    public static async Task CancelAsync(this HttpClient partner, Guid id)
    {
        using var answer = await partner.DeleteAsync(id);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
    }

    public static async Task<HttpResponseMessage> DeleteAsync(this HttpClient partner, Guid id, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Path}/{id}");
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await partner.SendAsync(request, Xunit.TestContext.Current.CancellationToken);
    }

    public static async Task<IReadOnlyList<SubscriptionDocument>> ListSubscriptionsAsync(this HttpClient partner)
    {
        using var answer = await partner.ReadAsync(Path);
        return (await answer.BodyAsync(WireJson.Default.PageSubscriptionDocument)).Items;
    }

    /// <summary>The whole feed of a subscription from a cursor on, in one page.</summary>
    public static async Task<FeedPage> NarrowedAsync(this HttpClient partner, Guid id, string? after = null)
    {
        using var answer = await partner.ReadAsync($"/v1/feed?subscription={id}&limit=200{(after is null ? "" : $"&after={after}")}");
        return await answer.BodyAsync(WireJson.Default.FeedPage);
    }
}
