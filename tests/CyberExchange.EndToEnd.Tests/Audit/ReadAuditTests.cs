using System.Globalization;
using System.Net.Http.Headers;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Audit;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Explain;
using CyberExchange.EndToEnd.Tests.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Hostile;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Delivery.Csaf;
using CyberExchange.Server.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Audit;

/// <summary>Whoever is shown TLP:RED or TLP:AMBER+STRICT of another's is written down, by whatever door, and the owner can list it.</summary>
public sealed class ReadAuditTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Strict = """ "label": "TLP:AMBER+STRICT", "audience": { "partners": ["grid-eu"] } """;
    private const string ToMakers = """ "label": "TLP:AMBER+STRICT", "audience": { "roles": ["maker"] } """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Owner => exchange.As("cert-eu");

    private HttpClient Reader => exchange.As("grid-eu");

    private HttpClient Steward => exchange.As("steward");

    // Every route there is, so that a new one is asked too: whatever answers with an item's words has to have left a row.
    [Fact]
    public async Task Every_door_writes_down_what_it_shows()
    {
        const string word = "quagga";
        var (incident, _, _) = await Owner.ReportAsync($"An incident of the {word}", Strict);
        var (advisory, _) = await Owner.PublishedAsync(
            AdvisoryRequests.Terms("TLP:AMBER+STRICT", "coordinator", partner: "grid-eu"),
            AdvisoryRequests.Affecting(AdvisoryRequests.NewDocument(d => d["title"] = $"An advisory of the {word}"), $"An advisory of the {word}"));
        var signal = (await (await Owner.WriteAsync(HttpMethod.Post, "/v1/signals", SignalOf(word, DateTimeOffset.UtcNow.Year + 1))).BodyAsync(WireJson.Default.WriteReceipt)).Id;
        var link = $$"""{ "advisory": "{{advisory.Id}}", "kind": "related", "reason": "Of An incident of the {{word}} and An advisory of the {{word}}." }""";
        using (var linked = await Owner.PostJsonAsync($"/v1/incidents/{incident.Id}/links", link))
        {
            await linked.BodyAsync(WireJson.Default.WriteReceipt);
        }

        await exchange.CaughtUpAsync();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var silent = new List<string>();
        var (asked, showing) = (0, 0);
        foreach (var (path, accept) in Asked([incident.Id, advisory.Id, signal], word, advisory.TrackingId.ToLowerInvariant()))
        {
            var before = (await ReadsAsync(incident.Id, advisory.Id, signal)).Count;
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd(accept);
            using var answer = await Reader.SendAsync(request, Ct);
            var body = await answer.Content.ReadAsStringAsync(Ct);
            var items = new[] { $"An incident of the {word}", $"An advisory of the {word}", $"A signal of the {word}" }.Count(title => body.Replace("<mark>", "", StringComparison.Ordinal).Contains(title, StringComparison.Ordinal));
            items += path.EndsWith("/validation", StringComparison.Ordinal) && answer.IsSuccessStatusCode ? 1 : 0; // It quotes the document, but not its title.
            var after = await ReadsAsync(incident.Id, advisory.Id, signal);
            var isAgain = path.EndsWith("/links", StringComparison.Ordinal) && seen.Contains(Door.Links.Text()); // Both items' lists show both, which may be within a minute.
            seen.UnionWith(after.Select(r => r.Door));
            asked++;
            showing += items > 0 ? 1 : 0;
            if (after.Count - before != items && !(isAgain && after.Count == before))
            {
                silent.Add($"{path} showed {items} and wrote {after.Count - before}: {(int)answer.StatusCode}");
            }
        }

        await using (var stream = await FeedReader.OpenAsync(Reader))
        {
            while ((await stream.NextAsync()).Id != signal)
            {
                // Earlier items of other tests.
            }
        }

        var reads = await ReadsAsync(incident.Id, advisory.Id, signal);
        seen.UnionWith(reads.Select(r => r.Door));
        Assert.True(silent.Count == 0, string.Join('\n', silent));
        Assert.Equal(Enum.GetValues<Door>().Except([Door.DeliveredReport]).Select(d => d.Text()).Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(3, reads.Count(r => r.Door == "feed-stream"));
        Assert.All(reads, r => Assert.Equal(("grid-eu", "TLP:AMBER+STRICT", (Guid?)null, 32), (r.Handle, r.Label, r.Member, r.CorrelationId.Length)));
        // To whom no report was delivered, that door is shut: DeliveredReportTests go through it.
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} routes were asked, {showing} showed an item");
    }

    [Fact]
    public async Task A_read_within_the_minute_stands_in_one_row_and_another_member_or_label_in_another()
    {
        var person = exchange.MemberOf("grid-eu").Value;
        var (incident, _, _) = await Owner.ReportAsync("repeated", Strict);
        await ReadTwiceAsync(incident.Id, "grid-eu");
        await ReadTwiceAsync(incident.Id, "grid-eu-service");
        Assert.Equal(2, (await OwnAsync(incident.Id)).Count);

        await Owner.ShareAsync(incident.Id, $$""" "label": "TLP:RED", "audience": { "members": ["{{person}}"] } """);
        await exchange.CaughtUpAsync();
        await ReadTwiceAsync(incident.Id, "grid-eu");
        var reads = await OwnAsync(incident.Id);
        Assert.Equal(["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER+STRICT"], reads.Select(r => r.Label));
        Assert.Equal([person, null, null], reads.Select(r => r.Member)); // Of RED the owner named the person; a directory names none.
    }

    [Fact]
    public async Task The_owner_and_what_travels_further_leave_no_row()
    {
        var (strict, _, _) = await Owner.ReportAsync("own", Strict);
        var (amber, _, _) = await Owner.ReportAsync("amber", Strict.Replace("+STRICT", "", StringComparison.Ordinal));
        foreach (var member in new[] { "cert-eu", "cert-eu-service" })
        {
            using var own = await exchange.As(member).ReadAsync($"/v1/incidents/{strict.Id}");
            Assert.True(own.IsSuccessStatusCode);
            using var rendition = await exchange.As(member).ReadAsync($"/v1/incidents/{strict.Id}/rendition?partner=grid-eu"); // The owner looks, and nobody else.
            Assert.True(rendition.IsSuccessStatusCode);
        }

        using var other = await Reader.ReadAsync($"/v1/incidents/{amber.Id}");
        Assert.True(other.IsSuccessStatusCode);
        Assert.Empty(await OwnAsync(strict.Id));
        Assert.Empty(await OwnAsync(amber.Id));
    }

    [Fact]
    public async Task What_cannot_be_written_down_is_not_shown()
    {
        var (strict, _, _) = await Owner.ReportAsync("guarded", Strict);
        var (amber, _, _) = await Owner.ReportAsync("unguarded", Strict.Replace("+STRICT", "", StringComparison.Ordinal));
        await exchange.ExecuteAsync("revoke insert on cx.audit_read from cx_service");
        try
        {
            foreach (var path in new[] { $"/v1/incidents/{strict.Id}", "/v1/incidents?label=TLP:AMBER%2BSTRICT", "/v1/feed" })
            {
                using var refused = await Reader.ReadAsync(path);
                await refused.AssertProblemAsync(503, "busy");
                Assert.NotNull(refused.Headers.RetryAfter);
            }

            using var page = await Reader.GetAsync($"/items/{strict.Id}", Ct);
            Assert.Equal(503, (int)page.StatusCode);
            Assert.DoesNotContain("guarded", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            using var others = await Reader.ReadAsync($"/v1/incidents/{amber.Id}");
            Assert.Equal(200, (int)others.StatusCode);
        }
        finally
        {
            await exchange.ExecuteAsync("grant insert on cx.audit_read to cx_service");
        }

        using var again = await Reader.ReadAsync($"/v1/incidents/{strict.Id}");
        Assert.Equal(200, (int)again.StatusCode);
        Assert.Single(await OwnAsync(strict.Id));
    }

    [Fact]
    public async Task A_reader_whom_the_directory_does_not_show_is_neither_named_nor_counted_and_a_steward_sees_a_name_that_tells_nothing()
    {
        await UnlistAsync("maker-eu");
        var (incident, _, _) = await Owner.ReportAsync("to makers", ToMakers);
        await ReadTwiceAsync(incident.Id, "maker-eu");
        Assert.Empty(await OwnAsync(incident.Id));

        var reference = incident.Sharing!.AuditReference; // The originator's has one.
        var (page, text) = await AskAsync(Steward, $"/v1/audit/items/{reference}/reads", WireJson.Default.PageAuditReadDocument);
        var read = Assert.Single(page.Items);
        Assert.Equal(("item", 0, 0), (read.Door, read.At.Second, read.At.Microsecond));
        Assert.NotEqual(reference, read.Item);
        using var opened = await Steward.ReadAsync($"/v1/audit/items/{read.Item}/holders"); // Only the originator hands over what opens.
        await opened.AssertProblemAsync(404, "not-found");
        using var holders = await Steward.ReadAsync($"/v1/audit/items/{reference}/holders");
        var names = (await holders.BodyAsync(WireJson.Default.AuditHoldersPage)).Items;
        Assert.Contains(names, h => h.Partner == read.Partner);
        Assert.Equal(read.Owner, Assert.Single(names, h => h.Reason == "originator").Partner);
        foreach (var secret in new[] { "maker", "cert-eu", "TLP:", "to makers", $"{incident.Id}", $"{exchange.PartnerOf("maker-eu").Id.Value}", $"{exchange.MemberOf("maker-eu").Value}" })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }

        Assert.Contains((await AskAsync(Steward, "/v1/audit/reads?limit=200", WireJson.Default.PageAuditReadDocument)).Page.Items, r => r == read);
    }

    [Fact]
    public async Task Nobody_but_the_owner_and_stewards_learns_of_readers()
    {
        var (incident, _, _) = await Owner.ReportAsync("others", """ "label": "TLP:AMBER+STRICT", "audience": { "partners": ["grid-eu", "authority-eu"] } """);
        await ReadTwiceAsync(incident.Id, "grid-eu");
        await ReadTwiceAsync(incident.Id, "authority-eu");

        using var recipient = await Reader.ReadAsync($"/v1/incidents/{incident.Id}/reads");
        await recipient.AssertProblemAsync(403, "not-originator");
        using var stranger = await exchange.As("maker-jp").ReadAsync($"/v1/incidents/{incident.Id}/reads");
        await stranger.AssertProblemAsync(404, "not-found");
        using var kind = await Owner.ReadAsync($"/v1/advisories/{incident.Id}/reads");
        await kind.AssertProblemAsync(404, "not-found");
        Assert.DoesNotContain((await AskAsync(Reader, "/v1/reads", WireJson.Default.PageItemReadDocument)).Page.Items, r => r.Id == incident.Id);
        foreach (var path in new[] { "/v1/audit/reads", "/v1/audit/decisions", $"/v1/audit/items/{incident.Sharing!.AuditReference}/reads" })
        {
            using var refused = await Owner.ReadAsync(path);
            await refused.AssertProblemAsync(403, "not-permitted");
        }

        using var absent = await Steward.ReadAsync("/v1/audit/items/AAAAAAAAAAAAAAAAAAAAAA/reads");
        await absent.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task Pages_join_without_loss_and_csv_has_the_same_rows_as_json()
    {
        var (incident, _, _) = await exchange.As("cert-jp").ReportAsync("paged", """ "label": "TLP:AMBER+STRICT", "audience": { "partners": ["grid-jp"] } """);
        foreach (var path in new[] { $"/v1/incidents/{incident.Id}", "/v1/incidents", "/v1/feed" })
        {
            await ReadTwiceAsync(path, "grid-jp");
        }

        var (whole, _) = await AskAsync(exchange.As("cert-jp"), "/v1/reads", WireJson.Default.PageItemReadDocument);
        Assert.Equal((3, null), (whole.Items.Count, whole.Next));
        var paged = new List<ItemReadDocument>();
        var lines = new List<string>();
        string? after = null;
        do
        {
            var (page, _) = await AskAsync(exchange.As("cert-jp"), $"/v1/reads?limit=1{(after is null ? "" : $"&after={after}")}", WireJson.Default.PageItemReadDocument);
            paged.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(whole.Items, paged);

        var next = $"/v1/incidents/{incident.Id}/reads?limit=2";
        while (next is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/csv"));
            using var answer = await exchange.As("cert-jp").SendAsync(request, Ct);
            Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
            var text = (await answer.Content.ReadAsStringAsync(Ct)).Split("\r\n");
            Assert.Equal(("at,type,id,label,partner,handle,member,door,correlationId", ""), (text[0], text[^1]));
            lines.AddRange(text[1..^1]);
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(whole.Items.Select(r => string.Create(CultureInfo.InvariantCulture, $"{ExplainRequests.Text(r.At)},incident,{r.Id},{r.Label},{r.Partner},grid-jp,,{r.Door},{r.CorrelationId}")), lines);
        using var foreign = await exchange.As("cert-jp-service").ReadAsync($"/v1/reads?after={after ?? (await AskAsync(exchange.As("cert-jp"), "/v1/reads?limit=1", WireJson.Default.PageItemReadDocument)).Page.Next}");
        await foreign.AssertProblemAsync(400, "bad-token");
        using var picture = new HttpRequestMessage(HttpMethod.Get, "/v1/reads");
        picture.Headers.Accept.ParseAdd("image/png");
        using var refused = await exchange.As("cert-jp").SendAsync(picture, Ct);
        await refused.AssertProblemAsync(406, "not-acceptable");
    }

    private IEnumerable<(string Path, string Accept)> Asked(Guid[] items, string word, string trackingId)
    {
        var endless = exchange.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<GoesOn>() is not null).Select(e => e.RoutePattern.RawText).ToHashSet(StringComparer.Ordinal);
        foreach (var route in OpenRoute.All(exchange).Where(r => r.Method == "GET"))
        {
            var raw = route.Pattern.RawText!; // A route has a pattern.
            var accept = raw.StartsWith("/v1", StringComparison.Ordinal) ? "application/json" : "text/html";
            if (endless.Contains(raw) && accept == "text/html")
            {
                continue; // It says that something changed, and nothing of what.
            }

            foreach (var id in raw.Contains("{id", StringComparison.Ordinal) ? items : items[..1])
            {
                var path = route.Path(name => name switch
                {
                    "id" => $"{id}",
                    "handle" => "cert-eu",
                    "label" => "amber-strict",
                    "year" => "2026",
                    "revision" => "1",
                    "name" => raw.Contains("{year}", StringComparison.Ordinal) ? $"{trackingId}.json" : CsafPlaces.FeedOf("amber-strict"),
                    _ => OpenRoute.Nobody,
                });
                yield return (path.EndsWith("/search", StringComparison.Ordinal) ? $"{path}?q={word}" : path, accept);
            }
        }
    }

    private async Task<List<ItemReadDocument>> ReadsAsync(params Guid[] items) =>
        [.. (await AskAsync(Owner, "/v1/reads?limit=200", WireJson.Default.PageItemReadDocument)).Page.Items.Where(r => items.Contains(r.Id))];

    private static string SignalOf(string word, int year) => $$"""
        { "signal": { "title": "A signal of the {{word}}", "summary": "s", "stage": "wafers", "productClass": "logic", "observed": ["price"],
            "horizon": { "from": "{{year}}-01-01", "to": "{{year}}-12-31" }, "confidence": "likely" },
          "sharing": { {{Strict}} } }
        """;

    private async Task<IReadOnlyList<ItemReadDocument>> OwnAsync(Guid incident) =>
        (await AskAsync(Owner, $"/v1/incidents/{incident}/reads", WireJson.Default.PageItemReadDocument)).Page.Items;

    private static async Task<(Contracts.Feed.Page<T> Page, string Text)> AskAsync<T>(
        HttpClient caller, string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<Contracts.Feed.Page<T>> shape)
    {
        using var answer = await caller.ReadAsync(path);
        return (await answer.BodyAsync(shape), await answer.Content.ReadAsStringAsync(Ct));
    }

    private Task ReadTwiceAsync(Guid incident, string member) => ReadTwiceAsync($"/v1/incidents/{incident}", member);

    private async Task ReadTwiceAsync(string path, string member)
    {
        for (var time = 0; time < 2; time++)
        {
            using var read = await exchange.As(member).ReadAsync(path);
            Assert.Equal(200, (int)read.StatusCode);
        }
    }

    private async Task UnlistAsync(string handle)
    {
        var id = exchange.PartnerOf(handle).Id.Value;
        var (partner, tag) = await Steward.PartnerAsync(id);
        var facts = System.Text.Json.JsonSerializer.Serialize(partner.Facts! with { Listed = false, Groups = null }, WireJson.Default.PartnerFactsDocument); // A steward reads all.
        using var changed = await Steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{id}", facts, ifMatch: tag);
        await changed.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
    }
}
