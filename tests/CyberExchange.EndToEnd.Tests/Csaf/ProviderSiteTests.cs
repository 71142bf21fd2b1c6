using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Startup;
using CyberExchange.Tests.Fetching;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>The requirements of CSAF 2.0, section 7.1, with 24 and 25 of CSAF 2.1, asked over TLS by a walker that knows nothing of the server.</summary>
public sealed class ProviderSiteTests(SiteExchange site) : IClassFixture<SiteExchange>
{
    private const string White = "/csaf/maker-eu/white/";
    private const string Document = "2026/vwc_2026_0001.json";

    private static readonly Dictionary<string, (int Requirement, Func<string, string, HttpResponseMessage, byte[], byte[]?> Spoil)> Breaks = new()
    {
        ["a document without a title"] = (1, BrokenSite.Text(".json", text => text.Contains("\"csaf_version\"", StringComparison.Ordinal) ? text.Replace("\"title\"", "\"heading\"", StringComparison.Ordinal) : text)),
        ["a document of another id"] = (2, BrokenSite.Text(Document, text => text.Replace("VWC/2026 : 0001", "VWC-1", StringComparison.Ordinal))),
        ["a feed without TLS"] = (3, BrokenSite.Text("provider-metadata.json", text => text.Replace($"https://{SiteExchange.Domain}{White}csaf-feed-tlp-white-2026.json", $"http://{SiteExchange.Domain}{White}csaf-feed-tlp-white-2026.json", StringComparison.Ordinal))),
        ["a document that is closed"] = (4, BrokenSite.Status(Document, HttpStatusCode.Unauthorized)),
        ["an AMBER feed that is open"] = (5, BrokenSite.Status("csaf-feed-tlp-amber.json", HttpStatusCode.OK)),
        ["a redirect"] = (6, BrokenSite.Status("index.txt", HttpStatusCode.MovedPermanently)),
        ["metadata of no role"] = (7, BrokenSite.Text("provider-metadata.json", text => text.Replace("\"role\"", "\"rank\"", StringComparison.Ordinal))),
        ["metadata of no publisher"] = (7, BrokenSite.Text("provider-metadata.json", text => text.Replace("\"category\":\"vendor\"", "\"category\":\"shop\"", StringComparison.Ordinal))),
        ["security.txt without a CSAF field"] = (8, BrokenSite.Text("security.txt", text => text.Replace("CSAF:", "PSIRT:", StringComparison.Ordinal))),
        ["security.txt that ended"] = (8, BrokenSite.Text("security.txt", text => text.Replace("Expires: 20", "Expires: 19", StringComparison.Ordinal))),
        ["no well-known metadata"] = (9, BrokenSite.Status("/.well-known/csaf/provider-metadata.json", HttpStatusCode.NotFound)),
        ["no DNS path"] = (10, BrokenSite.Status($"csaf.data.security.{SiteExchange.Domain}/", HttpStatusCode.NotFound)),
        ["a document of another year"] = (11, BrokenSite.Text(Document, text => text.Replace("\"initial_release_date\": \"2026", "\"initial_release_date\": \"2024", StringComparison.Ordinal))),
        ["an index without a file"] = (12, BrokenSite.Text("index.txt", text => text.Replace($"{Document}\n", "", StringComparison.Ordinal))),
        ["changes in another order"] = (13, BrokenSite.Text("changes.csv", text => string.Join('\n', text.Split('\n').Reverse()))),
        ["a change of another date"] = (13, BrokenSite.Text("changes.csv", text => text.Replace("2026-03-02T09", "2026-03-02T10", StringComparison.Ordinal))),
        ["no listing of a year"] = (14, BrokenSite.Status($"{White}2026/", HttpStatusCode.NotFound)),
        ["an entry without a hash"] = (15, BrokenSite.Text("csaf-feed-tlp-white-2026.json", text => text.Replace("\"rel\":\"hash\"", "\"rel\":\"alternate\"", StringComparison.Ordinal))),
        ["a feed of another label"] = (15, BrokenSite.Text("provider-metadata.json", text => text.Replace("\"UNLABELED\"", "\"WHITE\"", StringComparison.Ordinal))),
        ["a service without a feed"] = (16, BrokenSite.Text("service.json", text => text.Replace("csaf-feed-tlp-green.json", "csaf-feed-tlp-grey.json", StringComparison.Ordinal))),
        ["no category document"] = (17, BrokenSite.Status("category-tlp-white.json", HttpStatusCode.NotFound)),
        ["a hash of other bytes"] = (18, BrokenSite.Text($"{Document}.sha256", text => text.Replace(text[..4], text[..4] == "0000" ? "1111" : "0000", StringComparison.Ordinal))),
        ["no hash"] = (18, BrokenSite.Status($"{Document}.sha512", HttpStatusCode.NotFound)),
        ["a signature of other bytes"] = (19, (url, _, _, _) => url.EndsWith($"{Document}.asc", StringComparison.Ordinal) ? "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n"u8.ToArray() : null),
        ["a document that was changed"] = (19, BrokenSite.Text(Document, text => text + " ")),
        ["no public key"] = (20, (url, _, answer, bytes) => url.Contains("/openpgp/", StringComparison.Ordinal) ? BrokenSite.Status(".asc", HttpStatusCode.NotFound)(url, "", answer, bytes) : null),
        ["a browser is turned away"] = (24, (_, agent, answer, bytes) => agent.StartsWith("Mozilla", StringComparison.Ordinal) ? BrokenSite.Status("", HttpStatusCode.Forbidden)("", agent, answer, bytes) : null),
        ["a document for one origin"] = (25, (url, _, answer, bytes) => url.EndsWith(Document, StringComparison.Ordinal) && answer.Headers.Remove("Access-Control-Allow-Origin") ? bytes : null),
    };

    public static TheoryData<string> Broken => [.. Breaks.Keys];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IPEndPoint Plain => new(IPAddress.Loopback, site.Exchange.Address.Port);

    [Fact]
    public async Task A_walker_that_knows_the_domain_alone_finds_a_trusted_provider()
    {
        using var walker = new SiteWalker(site.As(null), Plain);

        Assert.Empty(await walker.WalkAsync(SiteExchange.Domain));

        Assert.Equal(["vwc-2025-0007.json", "vwc-2026-0003.json", "vwc_2026_0001.json"], walker.Documents.Select(url => url.Split('/')[^1]).Order(StringComparer.Ordinal));
        TestContext.Current.TestOutputHelper?.WriteLine($"{walker.Asked} addresses were asked, {Breaks.Count} things are broken once each");
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task The_walker_misses_what_is_broken(string what)
    {
        var (requirement, spoil) = Breaks[what];
        BrokenSite? broken = null;
        using var walker = new SiteWalker(site.As(null, inner => broken = new BrokenSite(spoil, inner)), Plain);

        var faults = await walker.WalkAsync(SiteExchange.Domain);

        Assert.NotEqual(0, broken!.Broken); // A client was made with it.
        Assert.Contains(faults, fault => fault.Requirement == requirement);
    }

    [Fact]
    public void Every_requirement_is_broken_once() =>
        Assert.Equal([.. Enumerable.Range(1, 20), 24, 25], Breaks.Values.Select(b => b.Requirement).Distinct().Order());

    [Fact]
    public async Task A_site_holds_its_partners_own_documents_and_none_that_were_imported()
    {
        var client = site.As(null);
        Assert.Equal(["/csaf/cert-eu/", "/csaf/maker-eu/"], Links(await client.GetStringAsync("/csaf/", Ct)).Where(link => link != "/csaf/maker-jp/")); // That is where other tests publish.

        using var metadata = JsonDocument.Parse(await client.GetStringAsync("/csaf/cert-eu/provider-metadata.json", Ct));
        Assert.Equal($"https://{SiteExchange.Domain}/csaf/cert-eu/provider-metadata.json", metadata.RootElement.GetProperty("canonical_url").GetString());
        Assert.Equal("2026/coord-1.json\n", await client.GetStringAsync("/csaf/cert-eu/white/index.txt", Ct));
        foreach (var absent in new[] { "/csaf/cert-jp/provider-metadata.json", "/csaf/nobody/provider-metadata.json", "/csaf/cert-jp/white/2026/import-1.json", "/csaf/maker-eu/white/2026/vwc-2026-0005.json", "/csaf/maker-eu/white/2026/A%20b.json", "/csaf/maker-eu/white/year/a.json" })
        {
            using var answer = await client.GetAsync(absent, Ct);
            await answer.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task The_bytes_are_those_that_were_published_and_a_cache_may_keep_them()
    {
        var client = site.As(null);
        var published = await site.Exchange.As("maker-eu").GetByteArrayAsync($"/v1/advisories/{site.Advisories[0]}/document", Ct);
        foreach (var path in new[] { Document, $"{Document}.asc", $"{Document}.sha256", "index.txt", "csaf-feed-tlp-white-2026.json" })
        {
            using var first = await client.GetAsync($"{White}{path}", Ct);
            Assert.Equal(("public, no-cache", "nosniff"), ($"{first.Headers.CacheControl}", first.Headers.GetValues("X-Content-Type-Options").Single()));
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{White}{path}") { Headers = { IfNoneMatch = { first.Headers.ETag! } } }; // Asserted by what follows.
            using var again = await client.SendAsync(request, Ct);
            Assert.Equal((HttpStatusCode.NotModified, 0L), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Ct)).LongLength));
        }

        using var document = await client.GetAsync($"{White}{Document}", Ct);
        Assert.Equal(published, await document.Content.ReadAsByteArrayAsync(Ct));
        using var since = new HttpRequestMessage(HttpMethod.Get, $"{White}{Document}") { Headers = { IfModifiedSince = document.Content.Headers.LastModified } };
        using var unchanged = await client.SendAsync(since, Ct);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task HEAD_is_answered_as_GET_without_a_body()
    {
        var open = site.As(null);
        foreach (var path in new[] { "/.well-known/csaf/provider-metadata.json", "/.well-known/security.txt", "/csaf/", "/csaf/maker-eu/", $"{White}index.txt", $"{White}2026/", $"{White}{Document}", $"{White}{Document}.asc", $"{White}2026/absent.json", "/csaf/maker-eu/amber/csaf-feed-tlp-amber.json" })
        {
            await SameAsync(open, path);
        }

        await SameAsync(open, $"https://csaf.data.security.{SiteExchange.Domain}/");
        await SameAsync(site.As("grid-eu"), "/csaf/maker-eu/amber/csaf-feed-tlp-amber.json");

        static async Task SameAsync(HttpClient client, string path)
        {
            using var get = await client.GetAsync(path, Ct);
            using var request = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await client.SendAsync(request, Ct);
            Assert.Equal((get.StatusCode, get.Headers.ETag, get.Content.Headers.ContentType, get.Content.Headers.ContentLength), (head.StatusCode, head.Headers.ETag, head.Content.Headers.ContentType, head.Content.Headers.ContentLength));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync(Ct));
        }
    }

    [Theory]
    [InlineData("withdrawal")]
    [InlineData("sharing")]
    public async Task What_metadata_and_feeds_say_of_time_never_goes_back_and_the_publisher_stays(string how)
    {
        var maker = site.Exchange.As("maker-jp");
        await PublishAsync(maker, $"TIMES-{how}-1");
        var (first, _, publisher) = await SaidAsync();
        var (advisory, tag) = await maker.PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", AdvisoryRequests.Changed(Own($"TIMES-{how}-2"), d =>
        {
            d["publisher"]!["name"] = "Under another name";
            foreach (var (part, name) in new[] { (d["tracking"]!, "initial_release_date"), (d["tracking"]!, "current_release_date"), (d["tracking"]!["revision_history"]![0]!, "date") })
            {
                part[name] = "2026-05-01T00:00:00Z";
            }
        }));
        await site.Exchange.CaughtUpAsync();
        var (second, feedBefore, same) = await SaidAsync();
        using var answer = how == "withdrawal"
            ? await maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{advisory.Id}/withdrawal", """{"reason":"It was wrong."}""", ifMatch: tag)
            : await maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/sharing", """{"sharing":{"label":"TLP:RED"}}""", ifMatch: tag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await site.Exchange.CaughtUpAsync();
        var (third, feedAfter, still) = await SaidAsync();

        Assert.True(first < second && second < third, $"{first:O}, {second:O}, {third:O}");
        Assert.True(feedBefore < feedAfter, $"{feedBefore:O}, {feedAfter:O}");
        Assert.Equal((publisher, publisher), (same, still));

        async Task<(DateTimeOffset Metadata, DateTimeOffset Feed, string Publisher)> SaidAsync()
        {
            var client = site.As(null);
            var metadata = JsonNode.Parse(await client.GetStringAsync("/csaf/maker-jp/provider-metadata.json", Ct))!;
            var feed = JsonNode.Parse(await client.GetStringAsync("/csaf/maker-jp/white/csaf-feed-tlp-white-2026.json", Ct))!;
            return ((DateTimeOffset)metadata["last_updated"]!, (DateTimeOffset)feed["feed"]!["updated"]!, metadata["publisher"]!.ToJsonString());
        }
    }

    [Theory]
    [InlineData("withdrawal")]
    [InlineData("sharing")]
    public async Task What_is_public_no_more_is_gone_at_once_with_its_hash_and_signature(string how)
    {
        var maker = site.Exchange.As("maker-jp");
        var client = site.As(null);
        await PublishAsync(maker, $"STAYS-{how}");
        var (advisory, tag) = await PublishAsync(maker, $"GONE-{how}");
        var path = $"/csaf/maker-jp/white/2026/gone-{how}.json";
        Assert.Contains($"gone-{how}.json", await client.GetStringAsync("/csaf/maker-jp/white/csaf-feed-tlp-white-2026.json", Ct), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await client.GetAsync(path, Ct)).StatusCode);

        using var answer = how == "withdrawal"
            ? await maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{advisory}/withdrawal", """{"reason":"It was wrong."}""", ifMatch: tag)
            : await maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory}/sharing", """{"sharing":{"label":"TLP:RED"}}""", ifMatch: tag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);

        foreach (var ending in new[] { "", ".sha256", ".sha512", ".asc" })
        {
            using var gone = await client.GetAsync(path + ending, Ct);
            await gone.AssertProblemAsync(410, "gone");
        }

        foreach (var list in new[] { "index.txt", "changes.csv", "2026/", "csaf-feed-tlp-white-2026.json" })
        {
            var listed = await client.GetStringAsync($"/csaf/maker-jp/white/{list}", Ct);
            Assert.DoesNotContain($"gone-{how}", listed, StringComparison.Ordinal);
            Assert.Contains($"stays-{how}", listed, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_later_version_takes_the_place_of_the_former()
    {
        var maker = site.Exchange.As("maker-jp");
        var client = site.As(null);
        var document = Own("REVISED-1");
        var (advisory, tag) = await maker.PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", document);
        await site.Exchange.CaughtUpAsync();
        var before = await client.GetStringAsync("/csaf/maker-jp/white/2026/revised-1.json.sha512", Ct);

        var later = AdvisoryRequests.Version(document, "2");
        using var answer = await maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", later, ifMatch: tag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await site.Exchange.CaughtUpAsync();

        Assert.Equal(later, await client.GetStringAsync("/csaf/maker-jp/white/2026/revised-1.json", Ct));
        Assert.NotEqual(before, await client.GetStringAsync("/csaf/maker-jp/white/2026/revised-1.json.sha512", Ct));
        Assert.Single((await client.GetStringAsync("/csaf/maker-jp/white/index.txt", Ct)).Split('\n'), line => line == "2026/revised-1.json");
    }

    [Fact]
    public async Task Of_two_documents_with_one_name_one_is_shown_and_only_its_feed_is_listed()
    {
        var maker = site.Exchange.As("maker-jp");
        var advisories = new Dictionary<string, (Guid Id, string Tag)>();
        foreach (var (id, isLabelled) in new[] { ("HIDES 1", true), ("HIDES_1", false) })
        {
            var document = JsonNode.Parse(Own(id).Replace("\"2026-", "\"2001-", StringComparison.Ordinal))!;
            if (!isLabelled)
            {
                document["document"]!.AsObject().Remove("distribution");
            }

            var (advisory, tag) = await maker.PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", document.ToJsonString());
            advisories[id] = (advisory.Id, tag);
        }

        await site.Exchange.CaughtUpAsync();
        var shown = await IdsOfListedFeedsAsync();
        var (item, itsTag) = advisories[Assert.Single(shown)!];
        using var answer = await maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{item}/withdrawal", """{"reason":"It was wrong."}""", ifMatch: itsTag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await site.Exchange.CaughtUpAsync();

        Assert.Equal(advisories.Keys.Except(shown), await IdsOfListedFeedsAsync());

        async Task<List<string?>> IdsOfListedFeedsAsync()
        {
            var client = site.As(null);
            var metadata = JsonNode.Parse(await client.GetStringAsync("/csaf/maker-jp/provider-metadata.json", Ct))!;
            var feeds = metadata["distributions"]![0]!["rolie"]!["feeds"]!.AsArray().Select(f => (string?)f!["url"]).Where(url => url!.EndsWith("-2001.json", StringComparison.Ordinal));
            var feed = JsonNode.Parse(await client.GetStringAsync(Assert.Single(feeds), Ct))!;
            return [.. feed["feed"]!["entry"]!.AsArray().Select(entry => (string?)entry!["id"])];
        }
    }

    // What its own document ended says so to whoever fetches it (CSAF 2.1, profile Withdrawn); what was ordered to go before comes back as that.
    [Theory]
    [InlineData("white", false)]
    [InlineData("white", true)]
    [InlineData("amber", false)]
    [InlineData("amber", true)]
    public async Task What_its_document_ended_stays_at_its_address_as_that_revision(string folder, bool wasOrdered)
    {
        var (id, isPublic) = ($"ENDED-{folder}-{wasOrdered}".ToUpperInvariant(), folder == "white");
        var maker = site.Exchange.As("maker-jp");
        var client = site.As(isPublic ? null : "grid-eu");
        var first = Own(id).Replace("\"WHITE\"", $"\"{folder.ToUpperInvariant()}\"", StringComparison.Ordinal);
        var (advisory, tag) = await maker.PublishedAsync(
            isPublic ? """{"sharing":{"label":"TLP:CLEAR"}}""" : AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu", destination: "EU"), first);
        var path = $"/csaf/maker-jp/{folder}/2026/{id.ToLowerInvariant()}.json";
        if (wasOrdered)
        {
            using var order = await maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{advisory.Id}/withdrawal", """{"reason":"It was wrong."}""", ifMatch: tag);
            (_, tag) = await maker.ReadBackAsync(await order.BodyAsync(WireJson.Default.WriteReceipt));
            await site.Exchange.CaughtUpAsync();
            using var gone = await client.GetAsync(path, Ct);
            await gone.AssertProblemAsync(410, "gone");
        }

        var ended = AdvisoryRequests.Ended(first, "csaf_withdrawn", "It was wrong.");
        using var answer = await maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{advisory.Id}/document", ended, ifMatch: tag);
        await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await site.Exchange.CaughtUpAsync();

        Assert.Equal(ended, await client.GetStringAsync(path, Ct));
        Assert.StartsWith(Convert.ToHexStringLower(SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(ended))), await client.GetStringAsync($"{path}.sha512", Ct), StringComparison.Ordinal);
        var feed = await client.GetStringAsync($"/csaf/maker-jp/{folder}/csaf-feed-tlp-{folder}{(isPublic ? "-2026" : "")}.json", Ct);
        Assert.Contains(id, feed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_gate_of_two_documents_with_one_name_the_feed_has_the_one_that_is_served()
    {
        var maker = site.Exchange.As("maker-jp");
        foreach (var id in new[] { "SAME 1", "SAME_1" })
        {
            await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu", destination: "EU"), Own(id).Replace("\"WHITE\"", "\"AMBER\"", StringComparison.Ordinal));
        }

        await site.Exchange.CaughtUpAsync();
        var client = site.As("grid-eu");

        var feed = JsonNode.Parse(await client.GetStringAsync("/csaf/maker-jp/amber/csaf-feed-tlp-amber.json", Ct))!;

        // Other tests of the class have documents there too.
        var entry = Assert.Single(feed["feed"]!["entry"]!.AsArray(), one => ((string?)one!["id"])!.StartsWith("SAME", StringComparison.Ordinal))!;
        var served = JsonNode.Parse(await client.GetStringAsync((string?)entry["content"]!["src"], Ct))!;
        Assert.Equal((string?)served["document"]!["tracking"]!["id"], (string?)entry["id"]);
    }

    [Fact]
    public async Task Behind_the_gate_each_viewer_has_feeds_of_what_is_released_to_it()
    {
        foreach (var member in new[] { "maker-eu", "grid-eu", "grid-jp", "cert-eu", "cert-jp", "authority-jp" })
        {
            foreach (var (label, folder) in new[] { ("TLP:GREEN", "green"), ("TLP:AMBER", "amber"), ("TLP:AMBER+STRICT", "amber-strict"), ("TLP:RED", "red") })
            {
                using var list = await site.Exchange.As(member).ReadAsync($"/v1/advisories?originator=maker-eu&label={Uri.EscapeDataString(label)}&withdrawn=false");
                var released = (await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items.Select(a => a.TrackingId).Order(StringComparer.Ordinal).ToList();

                using var answer = await site.As(member).GetAsync($"/csaf/maker-eu/{folder}/csaf-feed-tlp-{folder}.json", Ct);

                if (released.Count == 0)
                {
                    await answer.AssertProblemAsync(404, "not-found");
                    continue;
                }

                Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, $"{answer.Headers.CacheControl}"));
                using var feed = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
                var entries = feed.RootElement.GetProperty("feed").GetProperty("entry").EnumerateArray().ToList();
                Assert.Equal(released, entries.Select(e => e.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
                foreach (var link in entries.SelectMany(e => e.GetProperty("link").EnumerateArray()).Select(l => l.GetProperty("href").GetString()))
                {
                    using var file = await site.As(member).GetAsync(link, Ct);
                    Assert.Equal((HttpStatusCode.OK, "no-store", false), (file.StatusCode, $"{file.Headers.CacheControl}", file.Headers.Contains("Access-Control-Allow-Origin")));
                    using var open = await site.As(null).GetAsync(link, Ct);
                    await open.AssertProblemAsync(401, "certificate-missing");
                }
            }
        }
    }

    [Fact]
    public async Task What_is_hidden_behind_the_gate_is_answered_as_what_is_absent()
    {
        var grid = site.As("grid-jp");
        foreach (var path in new[] { "amber/2026/vwc-2026-0006.json", "amber/2026/vwc-2026-0006.json.asc", "amber/2026/absent.json", "amber/2025/vwc-2026-0006.json", "grey/2026/vwc-2026-0006.json", "green/2026/vwc-2026-0006.json" })
        {
            using var hidden = await grid.GetAsync($"/csaf/maker-eu/{path}", Ct);
            await hidden.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task Without_a_key_a_site_is_a_providers_and_shows_no_signature()
    {
        await using var exchange = new RunningExchange();
        await exchange.InitializeAsync();
        await exchange.As("maker-eu").PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", Own("UNSIGNED-1", "maker-eu"));
        await exchange.CaughtUpAsync();
        var client = exchange.As(null);

        var metadata = JsonNode.Parse(await client.GetStringAsync("/csaf/maker-eu/provider-metadata.json", Ct))!;

        Assert.Equal("csaf_provider", (string?)metadata["role"]);
        Assert.Null(metadata["public_openpgp_keys"]);
        Assert.DoesNotContain("signature", await client.GetStringAsync("/csaf/maker-eu/white/csaf-feed-tlp-white-2026.json", Ct), StringComparison.Ordinal);
        Assert.Equal(200, (int)(await client.GetAsync("/csaf/maker-eu/white/2026/unsigned-1.json.sha256", Ct)).StatusCode);
        foreach (var absent in new[] { "/csaf/maker-eu/white/2026/unsigned-1.json.asc", "/.well-known/csaf/provider-metadata.json", "/.well-known/security.txt" })
        {
            using var answer = await client.GetAsync(absent, Ct);
            await answer.AssertProblemAsync(404, "not-found");
        }
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_told_before_the_server_starts()
    {
        using var home = new GnuPgHome();

        var told = await Assert.ThrowsAsync<StartupException>(() => OpenPgpSigner.OpenAsync(new(new string('A', 40), home.Folder), Ct));

        Assert.Contains(new string('A', 40), told.Message, StringComparison.Ordinal);
    }

    private async Task<(Guid Id, string Tag)> PublishAsync(HttpClient maker, string id)
    {
        var (advisory, tag) = await maker.PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", Own(id));
        await site.Exchange.CaughtUpAsync();
        return (advisory.Id, tag);
    }

    private static string Own(string id, string maker = "maker-jp") => AdvisoryRequests.NewDocument(d =>
    {
        d["publisher"]!["namespace"] = $"https://{maker}.example";
        d["tracking"]!["id"] = id;
        d["distribution"]!["tlp"]!["label"] = "WHITE";
    });

    private static IEnumerable<string> Links(string html) =>
        Regex.Matches(html, "href=\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(m => m.Groups["to"].Value);
}
