using System.Security.Cryptography;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EventStore;
using CyberExchange.Server.Incidents;
using CyberExchange.Views.Projections;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

/// <summary>Late means closed: what may be shown is withheld while it is not certain.</summary>
public sealed class ReadinessTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Once_the_core_stops_nothing_is_shown_and_nothing_is_taken()
    {
        var (incident, tag, _) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        using var ready = await exchange.As(null).ReadAsync("/health/ready");
        Assert.Equal("ready", (await ready.BodyAsync(WireJson.Default.HealthDocument)).Status);

        await StopCoreAsync();
        foreach (var (partner, path) in new[] { ("grid-jp", $"/v1/incidents/{incident.Id}"), ("grid-jp", "/v1/incidents"), ("cert-eu", "/v1/incidents/count"), ("grid-jp", "/v1/feed") })
        {
            using var withheld = await exchange.As(partner).ReadAsync(path);
            await withheld.AssertProblemAsync(503, "views-behind");
            Assert.NotNull(withheld.Headers.RetryAfter);
        }

        using var narrowed = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Post, $"/v1/incidents/{incident.Id}/withdrawal", IncidentExamples.Withdraw, ifMatch: tag);
        await narrowed.AssertProblemAsync(503, "views-behind");
        using var reported = await exchange.As("cert-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", ReportIncidentTests.Own("not taken"));
        await reported.AssertProblemAsync(503, "views-behind");
        using var suspended = await exchange.As("steward").WriteAsync(
            HttpMethod.Post, $"/v1/partners/{exchange.PartnerOf("cert-eu").Id.Value}/suspension", """{"reason":"Lost a laptop."}""");
        await suspended.AssertProblemAsync(503, "views-behind");
        using var notReady = await exchange.As(null).ReadAsync("/health/ready");
        await notReady.AssertProblemAsync(503, "not-ready");
        using var live = await exchange.As(null).ReadAsync("/health/live");
        Assert.Equal(200, (int)live.StatusCode);
    }

    /// <summary>Appends an event as a newer program would write it.</summary>
    private async Task StopCoreAsync()
    {
        var result = await exchange.Services.GetRequiredService<EventLog>().AppendAsync(
            new Append
            {
                Stream = "incident-of-the-future",
                Expected = ExpectedVersion.None,
                Key = new IdempotencyKey(Guid.Empty, "future", SHA256.HashData("future"u8)),
                Events = [new() { Id = Guid.CreateVersion7(), Type = "incident.dreamt", TypeVersion = 1, Body = "{}"u8.ToArray(), Addressing = default }],
                RecordedAt = DateTimeOffset.UtcNow,
                Metadata = "{}"u8.ToArray(),
            },
            Ct);
        var position = Assert.IsType<AppendResult.Appended>(result).LastPosition;
        var core = exchange.Services.GetRequiredService<ProjectionRunner>();
        Assert.False(await core.WaitForAsync(position, TimeSpan.FromSeconds(10), Ct));
        Assert.IsType<ProjectionHealth.Stopped>(core.Health);
    }
}
