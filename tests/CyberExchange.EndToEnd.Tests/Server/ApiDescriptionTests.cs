using System.Text.Json;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Server;

public sealed class ApiDescriptionTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    // An incident is linked with an advisory that is there.
    private const string ExampleAdvisory = "019a0000-0000-7000-8000-000000000001";

    // Nobody forwards what it originated itself.
    private static readonly string SharedWithTheEuropeanCert = CyberExchange.Server.Incidents.IncidentExamples.Report
        .Replace("grid-jp", "cert-eu", StringComparison.Ordinal)
        .Replace("\"JP\"", "\"EU\"", StringComparison.Ordinal);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_described_with_a_summary_and_its_problems()
    {
        using var description = await ReadAsync();
        Assert.Equal("3.1", description.RootElement.GetProperty("openapi").GetString()![..3]);
        var operations = description.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).ToList();
        Assert.NotEmpty(operations);
        foreach (var operation in operations)
        {
            Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()));
            Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), r => r.Value.TryGetProperty("content", out var content)
                && content.TryGetProperty("application/problem+json", out _));
        }
    }

    [Fact]
    public async Task Every_body_in_the_description_is_taken_as_it_stands()
    {
        using var description = await ReadAsync();
        var paths = description.RootElement.GetProperty("paths");
        var reporter = exchange.As("cert-eu");
        var (advisory, _) = await reporter.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN", "third-party"), AdvisoryRequests.NewDocument());
        var tried = 0;
        foreach (var path in paths.EnumerateObject().Where(p => p.Name.StartsWith("/v1/incidents", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject().Where(o => o.Value.TryGetProperty("requestBody", out _) && !path.Name.Contains("{submission}", StringComparison.Ordinal)))
            {
                var example = operation.Value.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example").GetRawText()
                    .Replace(ExampleAdvisory, $"{advisory.Id}", StringComparison.Ordinal);
                var (incident, tag, _) = path.Name.EndsWith("/forwarding", StringComparison.Ordinal)
                    ? await exchange.As("cert-jp").ReportAsync(SharedWithTheEuropeanCert)
                    : await reporter.ReportAsync(CyberExchange.Server.Incidents.IncidentExamples.Report);
                using var answer = await reporter.WriteAsync(
                    new HttpMethod(operation.Name.ToUpperInvariant()),
                    path.Name.Replace("{id}", incident.Id.ToString(), StringComparison.Ordinal).Replace("{row}", "root-cause", StringComparison.Ordinal),
                    example,
                    ifMatch: path.Name.Contains("{id}", StringComparison.Ordinal) ? tag : null);
                Assert.True(answer.IsSuccessStatusCode, $"{operation.Name} {path.Name}: {await answer.Content.ReadAsStringAsync(Ct)}");
                tried++;
            }
        }

        Assert.Equal(14, tried);
    }

    private async Task<JsonDocument> ReadAsync()
    {
        using var answer = await exchange.As(null).GetAsync("/openapi/v1.json", Ct);
        Assert.Equal(200, (int)answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
    }
}
