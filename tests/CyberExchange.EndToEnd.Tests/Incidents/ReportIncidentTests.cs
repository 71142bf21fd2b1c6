using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Incidents;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

public sealed class ReportIncidentTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    [Fact]
    public async Task A_report_reaches_those_whom_it_names_and_nobody_else()
    {
        var (incident, _, receipt) = await exchange.As("cert-eu").ReportAsync(IncidentExamples.Report);
        Assert.Equal("originator", incident.Received.Reason);
        Assert.NotNull(incident.Sharing);

        using var received = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{incident.Id}");
        var seen = await received.BodyAsync(WireJson.Default.IncidentDocument);
        Assert.Equal(("named", "Duty officer"), (seen.Received.Reason, seen.Report.Contacts![0].Name));
        Assert.Null(seen.Sharing);

        foreach (var other in new[] { "cert-jp", "grid-eu", "maker-jp", "authority-eu", "delegate-jp", null })
        {
            using var answer = await exchange.As(other).ReadAsync($"/v1/incidents/{incident.Id}");
            await answer.AssertProblemAsync(404, "not-found");
        }
    }
}
