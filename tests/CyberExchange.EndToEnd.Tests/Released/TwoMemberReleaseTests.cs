using System.Net;
using System.Text.Json;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Incidents;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EndToEnd.Tests.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Released;

/// <summary>What becomes public by two persons of one partner, each with a certificate of its own.</summary>
public sealed class TwoMemberReleaseTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Clear = """{"sharing":{"label":"TLP:CLEAR"}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_report_is_public_once_a_second_person_approved_what_it_read()
    {
        var (first, second, service) = await CarefulAsync("careful");
        var (incident, tag) = await ReportAsync(first);
        Assert.Equal(("TLP:AMBER+STRICT", "TLP:CLEAR"), (incident.Received.Label, incident.Sharing!.Proposal!.Terms.Label));
        await SeesAsync(incident.Id, 404, null, "grid-eu", "authority-eu");

        await DecideAsync(first, incident.Id, "approval", tag).AssertRefusedAsync(403, "second-member-needed");
        await DecideAsync(service, incident.Id, "approval", tag).AssertRefusedAsync(403, "second-member-needed");
        await DecideAsync(second, incident.Id, "approval", ifMatch: null).AssertRefusedAsync(428, "precondition-required", "If-Match");
        await DecideAsync(second, incident.Id, "approval", ifMatch: "*").AssertRefusedAsync(428, "precondition-required", "If-Match"); // Whatever stands is not what was read.
        await DecideAsync(exchange.As("grid-eu"), incident.Id, "approval", tag).AssertRefusedAsync(404, "not-found");

        // The second person read other terms than those that stand now.
        await first.WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/sharing", """{"sharing":{"label":"TLP:CLEAR","pap":"PAP:CLEAR"}}""", ifMatch: tag).ReceiptAsync();
        await DecideAsync(second, incident.Id, "approval", tag).AssertRefusedAsync(412, "stale", "If-Match");

        var (read, present) = await IncidentAsync(second, incident.Id);
        Assert.Equal("PAP:CLEAR", read.Sharing!.Proposal!.Terms.Pap);
        await DecideAsync(second, incident.Id, "approval", present).ReceiptAsync();
        await SeesAsync(incident.Id, 200, null, "grid-eu", "authority-eu");
        var (after, now) = await IncidentAsync(first, incident.Id);
        Assert.Equal(("TLP:CLEAR", null), (after.Received.Label, after.Sharing!.Proposal));
        await DecideAsync(second, incident.Id, "approval", now).AssertRefusedAsync(409, "nothing-proposed");
    }

    [Fact]
    public async Task A_proposal_shows_in_nothing_that_others_read()
    {
        var (first, second, _) = await CarefulAsync("discreet");
        var body = ReportIncidentTests.Own("discreet").Replace("\"TLP:AMBER\"", "\"TLP:GREEN\"", StringComparison.Ordinal);
        var (incident, tag, _) = await first.ReportAsync(body);
        await exchange.CaughtUpAsync();
        var before = await EverythingAsync(incident.Id);

        await first.WriteAsync(HttpMethod.Put, $"/v1/incidents/{incident.Id}/sharing", Clear, ifMatch: tag).ReceiptAsync();
        await exchange.CaughtUpAsync();
        Assert.Equal(before, await EverythingAsync(incident.Id));
        var (_, proposed) = await IncidentAsync(second, incident.Id);
        Assert.NotEqual(tag, proposed);

        await DecideAsync(first, incident.Id, "rejection", proposed).ReceiptAsync();
        await exchange.CaughtUpAsync();
        Assert.Equal(before, await EverythingAsync(incident.Id));
        var (after, same) = await IncidentAsync(first, incident.Id);
        Assert.Null(after.Sharing!.Proposal);
        Assert.Equal(tag, same);
    }

    [Fact]
    public async Task The_command_line_says_who_has_to_act_and_lets_it()
    {
        await CarefulAsync("by-hand");
        var path = $"/v1/partners/{exchange.PartnerOf("cert-jp").Id.Value}";
        var (partner, tag) = await Steward.PartnerAsync(exchange.PartnerOf("cert-jp").Id.Value);
        var facts = JsonSerializer.Serialize(partner.Facts! with { ClearNeedsTwoMembers = true }, WireJson.Default.PartnerFactsDocument);
        await Steward.WriteAsync(HttpMethod.Put, path, facts, ifMatch: tag).ReceiptAsync();

        var body = ReportIncidentTests.Own("by hand").Replace("\"TLP:AMBER\"", "\"TLP:CLEAR\"", StringComparison.Ordinal);
        var reported = await exchange.CyxAsync("cert-jp-service", body, "incident", "report", "-", "--json");
        Assert.Equal(ExitCode.Done, reported.Code);
        using var receipt = JsonDocument.Parse(reported.Output);
        var id = receipt.RootElement.GetProperty("id").GetString()!; // A receipt has an id.
        Assert.Contains($"awaits another member of your organisation: cyx incident approve {id}", reported.Error, StringComparison.Ordinal);

        Assert.Contains("awaits another member", (await exchange.CyxAsync("cert-jp", "", "incident", "show", id)).Output, StringComparison.Ordinal);
        var refused = await exchange.CyxAsync("cert-jp-service", "", "incident", "approve", id);
        Assert.NotEqual(ExitCode.Done, refused.Code);
        Assert.Contains("second-member-needed", refused.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, $"rejected the release of {id}\n"), Said(await exchange.CyxAsync("cert-jp", "", "incident", "reject", id)));
        var shared = await exchange.CyxAsync("cert-jp-service", Clear, "incident", "share", id, "-");
        Assert.Contains("awaits another member", shared.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, $"released {id}\n"), Said(await exchange.CyxAsync("cert-jp", "", "incident", "approve", id)));
        await SeesAsync(Guid.Parse(id), 200, [null]);
    }

    private static (ExitCode, string) Said(CyxRun run) => (run.Code, run.Output);

    /// <summary>A partner whose releases take two, with two persons and a service.</summary>
    private async Task<(HttpClient First, HttpClient Second, HttpClient Service)> CarefulAsync(string handle)
    {
        var facts = $$"""{"handle":"{{handle}}","name":"Careful","jurisdiction":"EU","roles":["operator"],"clearNeedsTwoMembers":true}""";
        var partner = (await Steward.PostJsonAsync("/v1/partners", facts).ReceiptAsync()).Id;
        return (await ActAsAsync(partner, $"{handle}-1", "person"), await ActAsAsync(partner, $"{handle}-2", "person"), await ActAsAsync(partner, $"{handle}-service", "service"));
    }

    private async Task<HttpClient> ActAsAsync(Guid partner, string handle, string kind)
    {
        var certificate = RunningExchange.IssueEuropean(handle);
        var member = await Steward.AddMemberAsync(partner, handle, kind);
        await Steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();
        return exchange.With(certificate);
    }

    private static async Task<(IncidentDocument Incident, string ETag)> ReportAsync(HttpClient by)
    {
        var (incident, tag, _) = await by.ReportAsync(ReportIncidentTests.Own("two members").Replace("\"TLP:AMBER\"", "\"TLP:CLEAR\"", StringComparison.Ordinal));
        return (incident, tag);
    }

    private static async Task<(IncidentDocument Incident, string ETag)> IncidentAsync(HttpClient by, Guid id)
    {
        using var read = await by.ReadAsync($"/v1/incidents/{id}");
        return (await read.BodyAsync(WireJson.Default.IncidentDocument), read.Headers.ETag!.ToString()); // Every single read has a tag.
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient by, Guid id, string decision, string? ifMatch) =>
        by.WriteAsync(HttpMethod.Post, $"/v1/incidents/{id}/release-{decision}", body: null, ifMatch: ifMatch);

    private async Task SeesAsync(Guid incident, int status, params string?[] callers)
    {
        await exchange.CaughtUpAsync();
        foreach (var caller in callers)
        {
            using var read = await exchange.As(caller).ReadAsync($"/v1/incidents/{incident}");
            Assert.Equal((caller, status), (caller, (int)read.StatusCode));
        }
    }

    /// <summary>What others read of the item: itself, the list, and what their feed shows from the beginning, with its tags.</summary>
    private async Task<IReadOnlyList<string>> EverythingAsync(Guid incident)
    {
        List<string> all = [];
        foreach (var caller in new[] { "grid-eu", "authority-eu", null })
        {
            foreach (var path in new[] { $"/v1/incidents/{incident}", "/v1/incidents", "/v1/incidents/count", "/v1/feed" }.Where(p => caller is not null || p != "/v1/feed"))
            {
                using var read = await exchange.As(caller).ReadAsync(path);
                Assert.True(read.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{path}: {read.StatusCode}");
                var entries = path == "/v1/feed" ? (await read.BodyAsync(WireJson.Default.FeedPage)).Entries.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
                all.Add($"{caller} {path} {read.StatusCode} {read.Headers.ETag} {entries}");
            }
        }

        return all;
    }
}
