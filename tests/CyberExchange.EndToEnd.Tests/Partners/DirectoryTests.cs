using System.Net;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Partners;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Partners;

/// <summary>Whom each caller finds in its directory, and how much of them.</summary>
public sealed class DirectoryTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task An_unlisted_partner_is_shown_to_itself_its_groups_and_stewards_alone()
    {
        var hidden = await Steward.EnrolUnlistedAsync("hidden");
        var peer = await Steward.EnrolUnlistedAsync("peer");
        await Steward.FormGroupAsync("inner-circle", "TLP:AMBER", "hidden", "peer");
        await Steward.FormGroupAsync("other", "TLP:AMBER", "peer");
        var self = await ActAsAsync(hidden, "hidden-service");
        var inGroup = await ActAsAsync(peer, "peer-service");

        Assert.Contains("hidden", (await ListAsync(Steward)).Select(p => p.Handle));
        var (asSteward, _) = await Steward.PartnerAsync(hidden);
        Assert.Equal((false, "hidden-service"), (asSteward.Suspended, Assert.Single(asSteward.Members!).Handle));

        var (asItself, _) = await self.PartnerAsync(hidden);
        Assert.Equal(["inner-circle"], asItself.Facts!.Groups!);
        Assert.Single(Assert.Single(asItself.Members!).Keys);
        Assert.Contains("peer", (await ListAsync(self)).Select(p => p.Handle));

        var (asPeer, _) = await inGroup.PartnerAsync(hidden);
        Assert.Equal((null, null, null), (asPeer.Facts, asPeer.Suspended, asPeer.Members));
        Assert.Equal("hidden", asPeer.Handle);

        foreach (var other in new[] { "grid-eu", "cert-jp", "authority-eu", "delegate-jp" })
        {
            var client = exchange.As(other);
            var directory = await ListAsync(client);
            Assert.DoesNotContain(directory, p => p.Id == hidden || p.Id == peer);
            Assert.All(directory.Where(p => p.Handle != other), p => Assert.Equal((null, null, null), (p.Facts, p.Suspended, p.Members)));
            Assert.NotNull(Assert.Single(directory, p => p.Handle == other).Members);
            Assert.Equal(await AnswerAsync(client, Guid.NewGuid()), await AnswerAsync(client, hidden));
        }
    }

    [Fact]
    public async Task Who_leaves_the_group_loses_sight_at_once()
    {
        var hidden = await Steward.EnrolUnlistedAsync("left-behind");
        var leaver = await Steward.EnrolUnlistedAsync("leaver");
        await Steward.FormGroupAsync("shrinking", "TLP:AMBER", "left-behind", "leaver");
        var client = await ActAsAsync(leaver, "leaver-service");
        await client.PartnerAsync(hidden);

        await Steward.RegroupAsync("shrinking", join: [], leave: ["leaver"]);

        await client.ReadAsync($"/v1/partners/{hidden}").AssertRefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task Pages_hold_every_partner_once()
    {
        var client = exchange.As("cert-eu");
        var all = await ListAsync(client);
        var paged = new List<Guid>();
        string? after = null;
        do
        {
            using var read = await client.ReadAsync($"/v1/partners?limit=3{(after is null ? "" : $"&after={after}")}");
            var page = await read.BodyAsync(WireJson.Default.PagePartnerDocument);
            Assert.InRange(page.Items.Count, 1, 3);
            paged.AddRange(page.Items.Select(p => p.Id));
            after = page.Next;
            if (after is not null)
            {
                await exchange.As("grid-jp").ReadAsync($"/v1/partners?after={after}").AssertRefusedAsync(400, "bad-token", "after");
            }
        }
        while (after is not null);

        Assert.True(paged.Count > 3, "There is more than one page.");
        Assert.Equal(all.Select(p => p.Id), paged);
    }

    [Theory]
    [InlineData("limit=0", 400, "bad-parameter", "limit")]
    [InlineData("limit=201", 400, "bad-parameter", "limit")]
    [InlineData("after=abc", 400, "bad-token", "after")]
    [InlineData("handle=grid-jp", 400, "bad-parameter", "handle")]
    public async Task A_query_that_the_directory_does_not_take_is_refused(string query, int status, string name, string pointer) =>
        await exchange.As("cert-eu").ReadAsync($"/v1/partners?{query}").AssertRefusedAsync(status, name, pointer);

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var client = exchange.As("maker-jp");
        var (_, tag) = await client.PartnerAsync(exchange.PartnerOf("maker-jp").Id.Value);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/partners/{exchange.PartnerOf("maker-jp").Id.Value}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);

        using var answer = await client.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
    }

    [Fact]
    public async Task Everyone_reads_who_it_is_and_what_it_may_do()
    {
        var grid = await MeAsync("grid-jp-service");
        Assert.Equal(("grid-jp", "grid-jp-service", "service"), (grid.Partner.Handle, grid.Member.Handle, grid.Member.Kind));
        Assert.Equal(["ReadHealth", "ReadOpenApi", "ReadTokenMetadata", "OpenPages", "ReadItems", "ReadCsafSites", "ReadFeed", "Subscribe", "ReadPartners", "ReadSelf", "Enrol", "RenewKeys", "ObtainTokens", "ReportIncidents", "GiveMandates", "ReadMandates", "KeepDuties", "ReadDuties", "ReadRulebooks", "ReadDialogue", "PostSignals", "ReadSupplyWatch", "ReadExploited", "ReadGroups", "LeaveConstituency", "ReadOwnAudit"], grid.Capabilities);
        using var certificate = RunningExchange.CertificateOf("grid-jp-service");
        Assert.Equal(certificate.NotAfter.ToUniversalTime(), grid.CertificateEndsAt.UtcDateTime);

        var steward = await MeAsync("steward-2");
        Assert.Equal(("steward", "steward-2"), (steward.Partner.Handle, steward.Member.Handle));
        Assert.Contains("ManagePartners", steward.Capabilities);
        Assert.DoesNotContain("ReadItems", steward.Capabilities);
    }

    [Fact]
    public async Task The_public_has_no_directory()
    {
        await exchange.As(null).ReadAsync("/v1/partners").AssertRefusedAsync(401, "certificate-missing");
        await exchange.As(null).ReadAsync("/v1/me").AssertRefusedAsync(401, "certificate-missing");
    }

    private async Task<MeDocument> MeAsync(string member)
    {
        using var read = await exchange.As(member).ReadAsync("/v1/me");
        return await read.BodyAsync(WireJson.Default.MeDocument);
    }

    /// <summary>A client for a new service of a partner.</summary>
    private async Task<HttpClient> ActAsAsync(Guid partner, string handle)
    {
        var certificate = RunningExchange.IssueEuropean(handle);
        var member = await Steward.AddMemberAsync(partner, handle);
        await Steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();
        return exchange.With(certificate);
    }

    private static async Task<IReadOnlyList<PartnerDocument>> ListAsync(HttpClient client)
    {
        using var read = await client.ReadAsync("/v1/partners?limit=200");
        var page = await read.BodyAsync(WireJson.Default.PagePartnerDocument);
        Assert.Null(page.Next);
        return page.Items;
    }

    private static async Task<(HttpStatusCode Status, string Headers, string Body)> AnswerAsync(HttpClient client, Guid partner)
    {
        using var answer = await client.ReadAsync($"/v1/partners/{partner}");
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "RateLimit")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        return (answer.StatusCode, headers, await answer.Content.ReadAsStringAsync(Ct));
    }
}
