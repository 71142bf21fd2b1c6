using System.Net;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

public sealed class SuspendPartnerTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Theory]
    [InlineData("grid-jp", 1)]
    [InlineData("maker-eu", 2)]
    public async Task A_suspended_partner_is_refused_at_its_next_request_on_the_open_connection(string partner, int httpVersion)
    {
        var suspension = $"/v1/partners/{exchange.PartnerOf(partner).Id.Value}/suspension";
        using var certificate = RunningExchange.CertificateOf(partner);
        using var visitor = new Visitor(exchange.Address, certificate, http: httpVersion == 1 ? HttpVersion.Version11 : HttpVersion.Version20);
        await AssertMayActAsync(visitor);

        await Steward.PostJsonAsync(suspension, PartnerExamples.Suspend).ReceiptAsync();
        using var refused = await visitor.GetAsync("/v1/me", Ct);
        await refused.AssertProblemAsync(403, "partner-suspended");
        Assert.True((await Steward.PartnerAsync(exchange.PartnerOf(partner).Id.Value)).Partner.Suspended);
        await Steward.PostJsonAsync(suspension, PartnerExamples.Suspend).ReceiptAsync(); // It is so already.

        await Steward.SendDeleteAsync(suspension).ReceiptAsync();
        await AssertMayActAsync(visitor);
        await Steward.SendDeleteAsync(suspension).ReceiptAsync();
        Assert.Equal(1, visitor.Connections);
    }

    [Fact]
    public async Task A_late_retry_of_a_suspension_that_changed_nothing_does_not_suspend_anew()
    {
        var partner = exchange.PartnerOf("authority-eu").Id.Value;
        var suspension = $"/v1/partners/{partner}/suspension";
        await Steward.PostJsonAsync(suspension, PartnerExamples.Suspend).ReceiptAsync();
        await Steward.PostJsonAsync(suspension, PartnerExamples.Suspend, key: "twice").ReceiptAsync();
        await Steward.PostJsonAsync(suspension, """{"reason":"Another."}""", key: "twice").AssertRefusedAsync(409, "idempotency-key-reused");
        await Steward.SendDeleteAsync(suspension).ReceiptAsync();

        await Steward.PostJsonAsync(suspension, PartnerExamples.Suspend, key: "twice").ReceiptAsync();

        Assert.False((await Steward.PartnerAsync(partner)).Partner.Suspended);
    }

    [Fact]
    public async Task A_suspension_that_cannot_be_is_refused()
    {
        var own = $"/v1/partners/{exchange.PartnerOf("steward").Id.Value}/suspension";
        var other = $"/v1/partners/{exchange.PartnerOf("cert-jp").Id.Value}/suspension";
        var absent = $"/v1/partners/{Guid.NewGuid()}/suspension";

        await Steward.PostJsonAsync(own, PartnerExamples.Suspend).AssertRefusedAsync(422, "invalid");
        await Steward.PostJsonAsync(other, """{"reason":" "}""").AssertRefusedAsync(422, "invalid", "/reason");
        await Steward.PostJsonAsync(other, "{}").AssertRefusedAsync(400, "malformed-json", "/reason");
        await Steward.PostJsonAsync(absent, PartnerExamples.Suspend).AssertRefusedAsync(404, "not-found");
        await Steward.SendDeleteAsync(absent).AssertRefusedAsync(404, "not-found");

        using var still = await exchange.As("cert-jp").ReadAsync("/v1/me");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    private static async Task AssertMayActAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
