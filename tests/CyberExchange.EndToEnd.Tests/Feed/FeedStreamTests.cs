using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.DevHost;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Delivery.Feed;
using CyberExchange.Server.Incidents;
using CyberExchange.Views.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Feed;

/// <summary>Each test follows with a partner of its own, whose feed the others leave alone.</summary>
public sealed class FeedStreamTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_item_arrives_live_if_and_only_if_it_is_released_to_the_reader(string http)
    {
        var follower = exchange.As("grid-jp");
        await using var stream = await FeedReader.OpenAsync(follower, lastEventId: await PageCursorAsync(follower), http: http);

        await PublishAsync("grid-eu");
        var released = await PublishAsync("grid-jp");
        Assert.Equal(released.Id, (await stream.NextAsync()).Advisory!.Id);

        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        var entry = await stream.NextAsync();
        Assert.Equal(("incident", incident.Id, "named"), (entry.Type, entry.Id, entry.Incident!.Received.Reason));
    }

    [Fact]
    public async Task A_reader_that_comes_back_goes_on_after_its_last_event_without_loss_and_without_doubles()
    {
        var follower = exchange.As("cert-jp");
        var published = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            published.Add((await PublishAsync("cert-jp")).Id);
        }

        string cursor;
        await using (var first = await FeedReader.OpenAsync(follower))
        {
            Assert.Equal(published[0], (await first.NextAsync()).Id);
            var second = await first.NextAsync();
            Assert.Equal(published[1], second.Id);
            cursor = second.Cursor;
        }

        published.Add((await PublishAsync("cert-jp")).Id);
        await using var resumed = await FeedReader.OpenAsync(follower, lastEventId: cursor);
        Assert.Equal(published[2], (await resumed.NextAsync()).Id);
        Assert.Equal(published[3], (await resumed.NextAsync()).Id);

        // The address still says where the reader once began; the header says more.
        await using var both = await FeedReader.OpenAsync(follower, $"?after={cursor}", await PageCursorAsync(follower));
        published.Add((await PublishAsync("cert-jp")).Id);
        Assert.Equal(published[4], (await both.NextAsync()).Id);
        Assert.Equal(published[4], (await resumed.NextAsync()).Id);
    }

    [Fact]
    public async Task What_is_taken_away_while_it_is_read_leaves_as_a_removal()
    {
        var maker = exchange.As("maker-eu");
        await using var stream = await FeedReader.OpenAsync(exchange.As("authority-jp"), "?kind=advisory");
        var (advisory, tag) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "authority-jp"), AdvisoryRequests.NewDocument());
        Assert.Equal("advisory", (await stream.NextAsync()).Type);

        using var shared = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{advisory.Id}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), ifMatch: tag);
        await shared.BodyAsync(WireJson.Default.WriteReceipt);

        var entry = await stream.NextAsync();
        Assert.Equal(("removal", advisory.Id), (entry.Type, entry.Id));
    }

    [Fact]
    public async Task The_stream_of_a_partner_that_is_suspended_ends()
    {
        await using var stream = await FeedReader.OpenAsync(exchange.As("maker-jp"));
        await PublishAsync("maker-jp");
        Assert.Equal("advisory", (await stream.NextAsync()).Type);

        using var suspended = await exchange.As("steward").WriteAsync(
            HttpMethod.Post, $"/v1/partners/{exchange.PartnerOf("maker-jp").Id.Value}/suspension", """{"reason":"Lost a laptop."}""");
        await suspended.BodyAsync(WireJson.Default.WriteReceipt);

        await stream.AssertEndsAsync();
    }

    [Fact]
    public async Task The_stream_of_a_key_that_is_unbound_ends_and_that_of_a_colleague_goes_on()
    {
        await using var stream = await FeedReader.OpenAsync(exchange.As("authority-eu-service"));
        await using var colleague = await FeedReader.OpenAsync(exchange.As("authority-eu"));
        var member = exchange.MemberOf("authority-eu-service");
        var key = exchange.Services.GetRequiredService<LiveDirectory>().Current.Keys(member).Single();

        using var unbound = await exchange.As("steward").UnbindAsync(
            $"/v1/partners/{exchange.PartnerOf("authority-eu").Id.Value}/members/{member.Value}", key.Hex);
        await unbound.BodyAsync(WireJson.Default.WriteReceipt);
        await stream.AssertEndsAsync();

        await PublishAsync("authority-eu");
        Assert.Equal("advisory", (await colleague.NextAsync()).Type);
    }

    [Fact]
    public async Task What_is_taken_away_while_a_slow_reader_holds_the_stream_up_is_never_sent()
    {
        var maker = exchange.As("maker-eu");
        var (published, tag) = (new List<Guid>(), "");
        for (var i = 0; i < 12; i++)
        {
            (var advisory, tag) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-eu"), Large());
            published.Add(advisory.Id);
        }

        // Some 700 kB wait for a reader that takes the headers and then nothing: more than the window of a stream of HTTP/2.
        await using var stream = await FeedReader.OpenAsync(exchange.As("cert-eu"), "?kind=advisory");
        using var shared = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{published[^1]}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), ifMatch: tag);
        await shared.BodyAsync(WireJson.Default.WriteReceipt);

        foreach (var id in published.SkipLast(1))
        {
            var entry = await stream.NextAsync();
            Assert.Equal(("advisory", id), (entry.Type, entry.Id));
        }

        var last = await stream.NextAsync();
        Assert.Equal(("removal", published[^1]), (last.Type, last.Id));
    }

    [Fact]
    public async Task The_stream_of_a_certificate_that_ends_ends_with_it()
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(Path.Combine(exchange.Home, "certificates", "grid-eu-service.key"), Ct));
        using var authority = CertificateAuthority.FromPem(
            await File.ReadAllTextAsync(Path.Combine(exchange.Home, "trust", "eu.pem"), Ct),
            await File.ReadAllTextAsync(Path.Combine(exchange.Home, "authorities", "eu.key"), Ct));
        var partner = DemoPartner.All.Single(p => p.Name == "grid-eu");
        var subject = CertificateProfile.Name("grid-eu-service", partner.DisplayName, partner.Country, partner.OrganizationIdentifier);
        var now = DateTimeOffset.UtcNow;
        using var certificate = authority.Issue(
            CertificateProfile.Client(subject, now.AddMinutes(-1), now.AddSeconds(5)) with { DnsNames = ["grid-eu-service.cyberexchange.test"] }, key);

        await using var stream = await FeedReader.OpenAsync(exchange.With(certificate));

        await stream.ReadToEndAsync();
        Assert.True(DateTime.UtcNow >= certificate.NotAfter.ToUniversalTime());
    }

    [Fact]
    public async Task A_partner_has_so_many_streams_and_gets_the_place_of_one_that_it_closes()
    {
        var follower = exchange.As("delegate-eu");
        var open = new List<FeedReader>();
        for (var i = 0; i < FeedStreams.PerPartnerMax; i++)
        {
            open.Add(await FeedReader.OpenAsync(follower));
        }

        using var refused = await FeedReader.RequestAsync(follower);
        await refused.AssertProblemAsync(429, "too-many-streams");
        Assert.NotNull(refused.Headers.RetryAfter);
        await using (await FeedReader.OpenAsync(exchange.As("delegate-jp")))
        {
            // Another partner has places of its own.
        }

        await open[0].DisposeAsync();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        HttpResponseMessage again;
        while ((int)(again = await FeedReader.RequestAsync(follower)).StatusCode == 429)
        {
            again.Dispose();
            patience.Token.ThrowIfCancellationRequested(); // The server learns of a closed connection a moment later.
        }

        Assert.Equal(200, (int)again.StatusCode);
        again.Dispose();
        foreach (var stream in open.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    private static string Large()
    {
        var document = JsonNode.Parse(AdvisoryRequests.NewDocument())!;
        document["product_tree"] = new JsonObject
        {
            ["full_product_names"] = new JsonArray(new JsonObject { ["name"] = new string('x', 60_000), ["product_id"] = "P1" }),
        };
        return document.ToJsonString();
    }

    private async Task<AdvisoryDocument> PublishAsync(string partner)
    {
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(
            AdvisoryRequests.Terms("TLP:AMBER", partner: partner), AdvisoryRequests.NewDocument());
        return advisory;
    }

    private async Task<string> PageCursorAsync(HttpClient follower)
    {
        await exchange.CaughtUpAsync();
        using var answer = await follower.ReadAsync("/v1/feed?limit=200");
        return (await answer.BodyAsync(WireJson.Default.FeedPage)).Cursor;
    }
}
