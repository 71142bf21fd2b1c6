using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Subscriptions;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Subscriptions;

/// <summary>Each test keeps the subscriptions of a partner of its own.</summary>
public sealed class KeepSubscriptionsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Path = SubscriptionRequests.Path;

    [Fact]
    public async Task A_subscription_lives_from_its_creation_to_its_cancellation()
    {
        var partner = exchange.As("grid-eu");
        using var created = await partner.WriteAsync(HttpMethod.Post, Path, SubscriptionExamples.Create);
        var id = (await created.BodyAsync(WireJson.Default.WriteReceipt)).Id;
        Assert.Equal((HttpStatusCode.Created, $"{Path}/{id}"), (created.StatusCode, created.Headers.Location!.OriginalString));

        using var read = await partner.ReadAsync($"{Path}/{id}");
        var document = await read.BodyAsync(WireJson.Default.SubscriptionDocument);
        Assert.Equal(("Controllers in our substations", 7.0, 2), (document.Name, document.Filter.CvssMin, document.Filter.ProductTexts!.Count));
        Assert.Null(document.Filter.Sectors);
        using var unchanged = await partner.WriteAsync(HttpMethod.Put, $"{Path}/{id}", SubscriptionExamples.Change);
        await unchanged.AssertProblemAsync(428, "precondition-required");

        var tag = read.Headers.ETag!.ToString();
        using var changed = await partner.WriteAsync(HttpMethod.Put, $"{Path}/{id}", SubscriptionExamples.Change, ifMatch: tag);
        await changed.BodyAsync(WireJson.Default.WriteReceipt);
        using var stale = await partner.WriteAsync(HttpMethod.Put, $"{Path}/{id}", SubscriptionExamples.Create, ifMatch: tag);
        await stale.AssertProblemAsync(412, "stale");
        var only = Assert.Single(await partner.ListSubscriptionsAsync());
        Assert.Equal(("Energy, from our CERT", "cert-eu"), (only.Name, only.Filter.Originators!.Single()));
        Assert.Null(only.Filter.CvssMin);

        await partner.CancelAsync(id);
        Assert.Empty(await partner.ListSubscriptionsAsync());
        using var gone = await partner.ReadAsync($"{Path}/{id}");
        await gone.AssertProblemAsync(404, "not-found");
        await partner.CancelAsync(id);
    }

    [Fact]
    public async Task A_retry_does_what_it_did_the_first_time()
    {
        var partner = exchange.As("grid-jp");
        var ids = new List<Guid>();
        for (var i = 0; i < 2; i++)
        {
            using var created = await partner.WriteAsync(HttpMethod.Post, Path, SubscriptionExamples.Create, key: "once");
            Assert.Equal(HttpStatusCode.Created, created.StatusCode);
            ids.Add((await created.BodyAsync(WireJson.Default.WriteReceipt)).Id);
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.Single(await partner.ListSubscriptionsAsync());
        using var other = await partner.WriteAsync(HttpMethod.Post, Path, SubscriptionExamples.Change, key: "once");
        await other.AssertProblemAsync(409, "idempotency-key-reused");
        for (var i = 0; i < 2; i++)
        {
            using var cancelled = await partner.DeleteAsync(ids[0], key: "twice");
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }
    }

    [Fact]
    public async Task Anothers_subscription_is_as_absent_as_one_that_does_not_exist()
    {
        var id = await exchange.As("cert-jp").SubscribeAsync("\"sectors\": [\"jp.electricity\"]");
        var stranger = exchange.As("cert-eu");
        foreach (var one in new[] { id, Guid.NewGuid() })
        {
            using var read = await stranger.ReadAsync($"{Path}/{one}");
            using var changed = await stranger.WriteAsync(HttpMethod.Put, $"{Path}/{one}", SubscriptionExamples.Change, ifMatch: "*");
            using var cancelled = await stranger.DeleteAsync(one);
            foreach (var answer in new[] { read, changed, cancelled })
            {
                Assert.Equal("Nothing is here that the caller may see.", (await answer.AssertProblemAsync(404, "not-found")).Detail);
            }
        }

        using var colleague = await exchange.As("cert-jp").ReadAsync($"{Path}/{id}");
        Assert.Equal(HttpStatusCode.OK, colleague.StatusCode);
    }

    [Theory]
    [InlineData("\"sectors\": [\"eu.energies\"]", "/filter/sectors/0", "unknown-term")]
    [InlineData("\"areas\": [\"eu.energy\"]", "/filter/areas/0", "unknown-term")]
    [InlineData("\"kinds\": [\"removal\"]", "/filter/kinds/0", "unknown-term")]
    [InlineData("\"labels\": [\"TLP:GREEN\", \"TLP:WHITE\"]", "/filter/labels/1", "unknown-term")]
    [InlineData("\"cves\": [\"2026-1234\"]", "/filter/cves/0", "invalid")]
    [InlineData("\"cvssMin\": 7.55", "/filter/cvssMin", "invalid")]
    [InlineData("\"cvssMin\": 1e300", "/filter/cvssMin", "invalid")]
    [InlineData("\"vendors\": [\"a\\nb\"]", "/filter/vendors/0", "invalid")]
    [InlineData("\"productTexts\": [\"a\", \"\\u200b\"]", "/filter/productTexts/1", "invalid")] // A space of no width.
    [InlineData("\"originators\": [\"cert-eu\", \"nobody\"]", "/filter/originators/1", "unknown-party")]
    [InlineData("", "/filter", "invalid")]
    public async Task What_cannot_be_looked_for_is_refused_where_it_stands(string filter, string pointer, string name)
    {
        using var answer = await exchange.As("maker-jp").WriteAsync(HttpMethod.Post, Path, SubscriptionRequests.Body(filter));
        Assert.Equal(pointer, (await answer.AssertProblemAsync(422, name)).Pointer);
    }

    [Fact]
    public async Task A_partner_has_so_many_and_no_more_whoever_asks_at_once()
    {
        var partner = exchange.As("authority-jp");
        var answers = await Task.WhenAll(Enumerable.Range(0, SubscriptionRules.PerPartnerMax + 5)
            .Select(_ => partner.WriteAsync(HttpMethod.Post, Path, SubscriptionExamples.Create)));

        Assert.Equal(SubscriptionRules.PerPartnerMax, answers.Count(a => a.StatusCode is HttpStatusCode.Created));
        Assert.Equal(SubscriptionRules.PerPartnerMax, (await partner.ListSubscriptionsAsync()).Count);
        await answers.First(a => a.StatusCode is not HttpStatusCode.Created).AssertProblemAsync(409, "too-many-subscriptions");
        Array.ForEach(answers, a => a.Dispose());
    }

    [Fact]
    public async Task Delegates_subscribe_and_stewards_and_the_public_do_not()
    {
        await exchange.As("delegate-eu").SubscribeAsync("\"labels\": [\"TLP:CLEAR\"]");
        using var steward = await exchange.As("steward").ReadAsync(Path);
        await steward.AssertProblemAsync(403, "not-permitted");
        using var nobody = await exchange.As(member: null).ReadAsync(Path);
        await nobody.AssertProblemAsync(401, "certificate-missing");
        using var query = await exchange.As("delegate-eu").ReadAsync($"{Path}?limit=1");
        Assert.Equal("limit", (await query.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }
}
