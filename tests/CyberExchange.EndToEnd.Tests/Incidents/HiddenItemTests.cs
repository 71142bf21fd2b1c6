using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

/// <summary>What answers, headers, tokens and ids tell of what is hidden: nothing.</summary>
public sealed class HiddenItemTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hidden_incident_is_not_even_read_from_the_log_for_a_stranger()
    {
        var (incident, tag, _) = await exchange.As("grid-eu").ReportAsync(ReportIncidentTests.Own("unreadable"));
        await ExecuteAsync("update cx.event set type = 'incident.unreadable' where stream_id = $1", $"incident-{incident.Id:D}");

        using var hidden = await AmendAsync("cert-eu", incident.Id, tag);
        await hidden.AssertProblemAsync(404, "not-found");
        using var own = await AmendAsync("grid-eu", incident.Id, tag);
        await own.AssertProblemAsync(500, "internal");
    }

    [Fact]
    public async Task What_is_lost_is_gone_under_its_own_kind_alone()
    {
        var maker = exchange.As("maker-eu");
        var (advisory, tag) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-eu"), AdvisoryRequests.NewDocument());
        using var shared = await maker.WriteAsync(
            HttpMethod.Put, $"/v1/advisories/{advisory.Id}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "cert-eu"), ifMatch: tag);
        await shared.BodyAsync(WireJson.Default.WriteReceipt);

        using var lost = await exchange.As("grid-eu").ReadAsync($"/v1/advisories/{advisory.Id}");
        await lost.AssertProblemAsync(410, "gone");
        using var asIncident = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{advisory.Id}");
        await asIncident.AssertProblemAsync(404, "not-found");
        using var changed = await AmendAsync("grid-eu", advisory.Id, tag);
        await changed.AssertProblemAsync(404, "not-found");
    }

    [Fact]
    public async Task Cursors_are_a_members_own_and_consistency_tokens_its_partners()
    {
        var holder = exchange.As("grid-jp");
        await holder.ReportAsync(ReportIncidentTests.Own("one"));
        var (_, _, receipt) = await holder.ReportAsync(ReportIncidentTests.Own("two"));
        using var list = await holder.ReadAsync("/v1/incidents?limit=1");
        using var feed = await holder.ReadAsync("/v1/feed?limit=1");
        var place = (await list.BodyAsync(WireJson.Default.PageIncidentDocument)).Next;
        var entry = (await feed.BodyAsync(WireJson.Default.FeedPage)).Cursor;
        foreach (var path in new[] { $"/v1/incidents?after={place}", $"/v1/feed?after={entry}" })
        {
            using var own = await holder.ReadAsync(path);
            Assert.Equal(200, (int)own.StatusCode);
            using var colleagues = await exchange.As("grid-jp-service").ReadAsync(path);
            await colleagues.AssertProblemAsync(400, "bad-token");
        }

        using var waited = await exchange.As("grid-jp-service").ReadAsync("/v1/incidents", receipt.ConsistencyToken);
        Assert.Equal(200, (int)waited.StatusCode);
    }

    [Fact]
    public async Task What_a_partner_reads_is_kept_in_no_cache()
    {
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:CLEAR"), AdvisoryRequests.NewDocument(d => d["distribution"]!["tlp"]!["label"] = "WHITE"));
        foreach (var path in new[] { "/v1/advisories", $"/v1/advisories/{advisory.Id}", $"/v1/advisories/{advisory.Id}/document", $"/v1/advisories/{advisory.Id}/validation", "/v1/advisories/count" })
        {
            using var partner = await exchange.As("grid-jp").ReadAsync(path);
            using var everyone = await exchange.As(null).ReadAsync(path);
            Assert.Equal("no-store", partner.Headers.CacheControl?.ToString());
            Assert.Equal("no-cache, private", everyone.Headers.CacheControl?.ToString());
            Assert.NotNull(partner.Headers.ETag);
        }
    }

    [Fact]
    public async Task A_correlation_id_is_random_and_counts_nobodys_requests()
    {
        var (incident, _, _) = await exchange.As("cert-jp").ReportAsync(ReportIncidentTests.Own("correlated"));

        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select convert_from(e.metadata, 'UTF8')::json ->> 'correlationId' from cx.event e where e.stream_id = $1", connection)
        {
            Parameters = { new() { Value = $"incident-{incident.Id:D}" } },
        };
        Assert.Matches("^[0-9a-f]{32}$", Assert.IsType<string>(await command.ExecuteScalarAsync(Ct)));
    }

    private Task<HttpResponseMessage> AmendAsync(string partner, Guid id, string tag) =>
        exchange.As(partner).WriteAsync(HttpMethod.Put, $"/v1/incidents/{id}/report", IncidentExamples.Amend, ifMatch: tag);

    private async Task ExecuteAsync(string sql, string stream)
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = stream } } };
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Ct));
    }
}
