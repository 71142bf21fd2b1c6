using System.Net;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

public sealed class ReadIncidentsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_is_read_page_by_page_newest_change_first()
    {
        var reporter = exchange.As("maker-jp");
        for (var i = 0; i < 5; i++)
        {
            await reporter.ReportAsync(ReportIncidentTests.Own($"page {i}"));
        }

        var titles = new List<string>();
        string? cursor = null;
        do
        {
            using var answer = await reporter.ReadAsync($"/v1/incidents?originator=maker-jp&limit=2{(cursor is null ? "" : $"&after={cursor}")}");
            var page = await answer.BodyAsync(WireJson.Default.PageIncidentDocument);
            Assert.InRange(page.Items.Count, 1, 2);
            titles.AddRange(page.Items.Select(i => i.Report.Title));
            cursor = page.Next;
        }
        while (cursor is not null);
        Assert.Equal(["page 4", "page 3", "page 2", "page 1", "page 0"], titles);
    }

    [Fact]
    public async Task A_list_narrows_and_counts_alike()
    {
        var reporter = exchange.As("authority-jp");
        using var refused = await reporter.WriteAsync(HttpMethod.Post, "/v1/incidents", ReportIncidentTests.Own("x"));
        await refused.AssertProblemAsync(403, "not-permitted");

        var maker = exchange.As("maker-eu");
        await maker.ReportAsync(ReportIncidentTests.Own("energy"));
        const string own = "originator=maker-eu"; // What is clear to everyone counts as well, and another test may have come first.
        foreach (var (query, count) in new[]
        {
            ("originator=maker-eu", 1L), ("originator=nobody", 0L),
            ($"{own}&sector=eu.energy", 1L), ($"{own}&sector=eu.banking", 0L), ($"{own}&label=TLP:AMBER", 1L), ($"{own}&label=TLP:RED", 0L),
            ($"{own}&sector=eu.banking&sector=eu.energy", 1L), ($"{own}&sector=eu.banking&sector=eu.health", 0L),
            ($"{own}&sector=eu.energy&label=TLP:RED&label=TLP:AMBER", 1L), ($"{own}&originator=nobody&sector=eu.energy", 1L),
            ($"{own}&withdrawn=false", 1L), ($"{own}&withdrawn=true", 0L), ($"{own}&changedSince=2099-01-01T00:00:00Z", 0L),
        })
        {
            using var list = await maker.ReadAsync($"/v1/incidents?{query.Replace("+", "%2B", StringComparison.Ordinal)}");
            using var counted = await maker.ReadAsync($"/v1/incidents/count?{query}");
            Assert.Equal(count, (await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Items.Count);
            Assert.Equal(count, (await counted.BodyAsync(WireJson.Default.CountDocument)).Count);
        }
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("label=TLP:WHITE", "label")]
    [InlineData("cvssMin=11", "cvssMin")]
    [InlineData("cvssMin=NaN", "cvssMin")]
    [InlineData("changedSince=yesterday", "changedSince")]
    [InlineData("withdrawn=perhaps", "withdrawn")]
    [InlineData("sector=a%00b", "sector")]
    [InlineData("sector=eu.energy&sector=", "sector")]
    [InlineData("label=TLP:AMBER&label=TLP:WHITE", "label")]
    [InlineData("withdrawn=true&withdrawn=false", "withdrawn")]
    [InlineData("cvssMin=1&cvssMin=2", "cvssMin")]
    [InlineData("colour=red", "colour")]
    public async Task A_query_that_is_not_understood_is_refused_by_name(string query, string name)
    {
        using var answer = await exchange.As("cert-eu").ReadAsync($"/v1/incidents?{query}");
        Assert.Equal(name, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task A_parameter_is_given_so_many_times_and_no_more()
    {
        var most = string.Join('&', Enumerable.Repeat("sector=eu.energy", 20));
        using var taken = await exchange.As("cert-eu").ReadAsync($"/v1/incidents?{most}");
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using var refused = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/count?{most}&sector=eu.health");
        Assert.Equal("sector", (await refused.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task Cursors_and_consistency_tokens_are_their_holders_alone()
    {
        var holder = exchange.As("grid-eu");
        await holder.ReportAsync(ReportIncidentTests.Own("one"));
        var (_, _, receipt) = await holder.ReportAsync(ReportIncidentTests.Own("two"));
        using var list = await holder.ReadAsync("/v1/incidents?limit=1");
        var cursor = (await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Next;
        Assert.NotNull(cursor);

        var damaged = (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];
        foreach (var (partner, query) in new[] { ("grid-jp", $"after={cursor}"), ("grid-eu", $"after={damaged}"), ("grid-eu", $"after={receipt.ConsistencyToken}") })
        {
            using var answer = await exchange.As(partner).ReadAsync($"/v1/incidents?{query}");
            await answer.AssertProblemAsync(400, "bad-token");
        }

        using var foreignToken = await exchange.As("grid-jp").ReadAsync("/v1/incidents", receipt.ConsistencyToken);
        await foreignToken.AssertProblemAsync(400, "bad-token");
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var reporter = exchange.As("cert-jp");
        var (incident, tag, _) = await reporter.ReportAsync(ReportIncidentTests.Own("still"));
        foreach (var path in new[] { $"/v1/incidents/{incident.Id}", "/v1/incidents", "/v1/incidents/count" })
        {
            using var first = await reporter.ReadAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"other\", {first.Headers.ETag}");
            using var again = await reporter.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Ct));
        }

        Assert.StartsWith("\"", tag, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_reads_what_is_clear_and_nothing_else()
    {
        var clear = ReportIncidentTests.Own("for everyone").Replace("TLP:AMBER", "TLP:CLEAR", StringComparison.Ordinal);
        var (incident, _, _) = await exchange.As("cert-eu").ReportAsync(clear);
        using var read = await exchange.As(null).ReadAsync($"/v1/incidents/{incident.Id}");
        Assert.Equal("clear", (await read.BodyAsync(WireJson.Default.IncidentDocument)).Received.Reason);
        using var list = await exchange.As(null).ReadAsync("/v1/incidents");
        Assert.All((await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Items, i => Assert.Equal("TLP:CLEAR", i.Received.Label));
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", 404, "not-found")]
    [InlineData("GET", "/v1/incidents/not-a-uuid", 404, "not-found")]
    [InlineData("DELETE", "/v1/incidents", 405, "method-not-allowed")]
    public async Task Addresses_and_methods_that_do_not_exist_are_problems_too(string method, string path, int status, string name)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await exchange.As("cert-eu").SendAsync(request, Ct);
        await answer.AssertProblemAsync(status, name);
    }

    [Fact]
    public async Task A_media_type_that_cannot_be_given_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/incidents");
        request.Headers.Accept.ParseAdd("application/xml");
        using var answer = await exchange.As("cert-eu").SendAsync(request, Ct);
        await answer.AssertProblemAsync(406, "not-acceptable");
    }
}
