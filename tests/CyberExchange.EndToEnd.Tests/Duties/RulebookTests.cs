using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Duties;
using CyberExchange.Contracts.Feed;
using CyberExchange.Domain.Obligations;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Duties;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Rulebooks;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Duties;

/// <summary>A version of the rulebook over TLS: proposed, compared by each owner with its own files, adopted by two, and computed with at once.</summary>
public sealed class RulebookTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Path = RulebookRoutes.Collection;

    [Fact]
    public async Task Two_members_let_a_version_take_force_and_every_open_file_is_computed_with_it()
    {
        var bank = exchange.As("grid-jp");
        var incident = await KnownAsync(bank, "cert-jp");
        var shipped = await DutyAsync(bank, incident, "gdpr-authority");
        Assert.Equal(Rulebook.Shipped.Version.Id, shipped.Rulebook.Id);
        var file = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Document("2026-12-01.1").ToJsonString(), TestContext.Current.CancellationToken);

        var proposed = await exchange.CyxAsync("steward", "", "duty", "rulebook", "propose", file);
        Assert.Equal((ExitCode.Done, ""), (proposed.Code, proposed.Error));
        var digest = proposed.Output.Trim().Split(' ')[^1];
        Assert.Equal(shipped.Rulebook, (await DutyAsync(bank, incident, "gdpr-authority")).Rulebook);

        // Each owner is told of its own incidents, and the steward of none.
        var own = await DiffAsync(bank);
        Assert.Equal((incident, "gdpr-authority-12"), (Assert.Single(own.Incidents).Incident, Assert.Single(own.Incidents[0].Obligations)));
        Assert.Equal(["cra-csirt-dissemination", "gdpr-authority-12"], own.Touched.Order(StringComparer.Ordinal));
        Assert.Contains("obligations gdpr-authority-12: added (Personal data breach notification to the supervisory authority)", own.Changes.SelectMany(change => change.Sentences));
        foreach (var other in new[] { "steward", "grid-eu", "authority-eu", "delegate-jp" })
        {
            var told = await DiffAsync(exchange.As(other));
            Assert.Empty(told.Incidents);
            Assert.Null(told.Next);
            Assert.Equal(own.Changes.SelectMany(change => change.Sentences), told.Changes.SelectMany(change => change.Sentences));
        }

        var alone = await exchange.CyxAsync("steward", "", "duty", "rulebook", "approve", digest);
        Assert.EndsWith("(second-member-needed)\n", alone.Error, StringComparison.Ordinal);
        var approved = await exchange.CyxAsync("steward-2", "", "duty", "rulebook", "approve", digest);
        Assert.Equal((ExitCode.Done, ""), (approved.Code, approved.Error));

        var adopted = await DutyAsync(bank, incident, "gdpr-authority-12");
        Assert.Equal(("2026-12-01.1", digest), (adopted.Rulebook.Id, adopted.Rulebook.Digest));
        Assert.Equal(TimeSpan.FromHours(60), DateTimeOffset.Parse(shipped.Due!, null) - DateTimeOffset.Parse(adopted.Due!, null));
        using var list = await bank.ReadAsync($"{DutyRoutes.ListPath}");
        Assert.Contains((await list.BodyAsync(WireJson.Default.PageDutyDocument)).Items, d => d.Obligation == "gdpr-authority-12" && d.Due == adopted.Due);
        var kept = await DutyAsync(bank, incident, "gdpr-authority"); // What ran runs on.
        Assert.Equal((shipped.Due, shipped.State, digest), (kept.Due, kept.State, kept.Rulebook.Digest));

        // Where a law of the owner's country has its clock, the report cites that law and asks for what it asks.
        var french = await DutyAsync(bank, incident, "cra-csirt-dissemination");
        using var report = JsonDocument.Parse(await bank.GetStringAsync($"/v1/incidents/{incident}/duties/reports/cra-csirt-dissemination", TestContext.Current.CancellationToken));
        var duty = report.RootElement.GetProperty("duty");
        Assert.Equal(("As the French have it", "Test overlay art. 1", "CERT-FR"), (french.Title, french.Source, Assert.Single(french.Recipients)));
        Assert.Equal(("As the French have it", "Test overlay art. 1"), (duty.GetProperty("title").GetString(), duty.GetProperty("citation").GetString()));
        Assert.Equal("CERT-FR", Assert.Single(duty.GetProperty("recipients").EnumerateArray()).GetString());

        var history = await ListAsync(exchange.As("steward"));
        Assert.Equal(["proposed", "adopted"], history.History.Select(step => step.Step));
        Assert.Equal(2, history.History.Select(step => step.By).Distinct().Count());
        Assert.All((await ListAsync(bank)).History, step => Assert.Null(step.By));
        var shown = await exchange.CyxAsync("grid-jp", "", "duty", "rulebook", "show");
        Assert.Equal("2026-12-01.1", (string?)JsonNode.Parse(shown.Output)!["version"]);

        // What is in force names its version to no other document.
        using var again = await exchange.As("steward").WriteAsync(HttpMethod.Post, Path + "/proposal", Body(Document("2026-12-01.1")));
        Assert.Equal("/rulebook/version", (await again.AssertProblemAsync(409, "version-not-newer")).Pointer);
        using var decided = await exchange.As("steward").WriteAsync(HttpMethod.Post, Path + "/proposal", Body(Document("2026-12-02.1")));
        var next = (await decided.BodyAsync(WireJson.Default.RulebookReceipt)).Digest;
        Assert.Equal("turned down\n", (await exchange.CyxAsync("steward", "", "duty", "rulebook", "reject", next)).Output);
        Assert.Null((await ListAsync(bank)).Proposed);
    }

    [Fact]
    public async Task Every_fault_of_a_document_is_told_where_it_stands()
    {
        var document = Document("2026-12-03.1");
        document["obligations"]![0]!["clock"] = "sundial";
        document["obligations"]![1]!["deadlin"] = "PT1H";

        using var answer = await exchange.As("steward").WriteAsync(HttpMethod.Post, Path + "/proposal", Body(document));

        var problem = await answer.AssertProblemAsync(422, "invalid");
        Assert.Contains(problem.Errors!, e => e.Pointer == "/rulebook/obligations/0/clock");
        Assert.Contains(problem.Errors!, e => e.Pointer == "/rulebook/obligations/1/deadlin");
    }

    // Else an open file would lose its duty, and its reminders, without a word.
    [Fact]
    public async Task What_was_law_for_a_day_that_has_begun_is_not_changed()
    {
        var document = Document("2026-12-05.1");
        Rule(document, "dora-initial")["cap"]!["deadline"] = "PT48H";
        using var changed = await exchange.As("steward").WriteAsync(HttpMethod.Post, Path + "/proposal", Body(document));
        Assert.Matches("^/rulebook/obligations/[0-9]+/cap$", (await changed.AssertProblemAsync(422, "invalid")).Pointer);
    }

    [Fact]
    public async Task Only_the_steward_proposes_and_the_public_reads_nothing()
    {
        using var partner = await exchange.As("grid-jp").WriteAsync(HttpMethod.Post, Path + "/proposal", Body(Document("2026-12-04.1")));
        Assert.Equal(403, (int)partner.StatusCode);
        using var nobody = await exchange.As(null).ReadAsync(Path);
        Assert.Equal(401, (int)nobody.StatusCode);
        using var absent = await exchange.As("grid-jp").ReadAsync($"{Path}/2027-01-01.1");
        await absent.AssertProblemAsync(404, "not-found");
        using var parameter = await exchange.As("grid-jp").ReadAsync($"{Path}/{Rulebook.Shipped.Version.Id}/diff?after=x");
        Assert.Equal(400, (int)parameter.StatusCode);
    }

    private static JsonNode Document(string version)
    {
        var document = JsonNode.Parse(Rulebook.Shipped.Document.Span)!;
        (document["version"], document["as_of"]) = (version, version[..10]);
        var faster = Rule(document, "gdpr-authority").DeepClone();
        (faster["id"], faster["deadline"]) = ("gdpr-authority-12", "PT12H");
        document["obligations"]!.AsArray().Add(faster);
        document["overlays"]!.AsArray().Add(JsonNode.Parse("""
            {
              "id": "fr-cra-csirt-dissemination", "obligation_id": "cra-csirt-dissemination", "country": "FR",
              "changes": { "title": "As the French have it", "recipient": ["CERT-FR"] },
              "status": "in_force", "effective_from": "2026-09-11", "source": "Test overlay art. 1", "verified": true
            }
            """));
        return document;
    }

    private static JsonNode Rule(JsonNode document, string id) => document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == id)!;

    private static string Body(JsonNode document) => new JsonObject { ["rulebook"] = document }.ToJsonString();

    private static async Task<Guid> KnownAsync(HttpClient bank, string with)
    {
        using var body = JsonDocument.Parse(IncidentExamples.Report);
        var report = body.RootElement.GetProperty("report").GetRawText();
        var incident = (await bank.ReportAsync($$"""{ "report": {{report}}, "sharing": { "label": "TLP:AMBER", "pap": "PAP:GREEN", "audience": { "partners": ["{{with}}"] } } }""")).Incident.Id;
        await (await bank.WriteAsync(HttpMethod.Put, DutyRoutes.ProfilePath, DutyExamples.Profile)).BodyAsync(WireJson.Default.WriteReceipt);
        await (await bank.WriteAsync(HttpMethod.Post, $"/v1/incidents/{incident}/duties/facts", DutyExamples.Fact)).BodyAsync(WireJson.Default.WriteReceipt);
        return incident;
    }

    private static async Task<DutyDocument> DutyAsync(HttpClient bank, Guid incident, string obligation)
    {
        using var answer = await bank.ReadAsync($"/v1/incidents/{incident}/duties");
        return (await answer.BodyAsync(WireJson.Default.DutyFileDocument)).Duties.Single(d => d.Obligation == obligation);
    }

    private static async Task<RulebookDiffDocument> DiffAsync(HttpClient partner)
    {
        using var answer = await partner.ReadAsync($"{Path}/2026-12-01.1/diff");
        return await answer.BodyAsync(WireJson.Default.RulebookDiffDocument);
    }

    private static async Task<RulebooksDocument> ListAsync(HttpClient partner)
    {
        using var answer = await partner.ReadAsync(Path);
        return await answer.BodyAsync(WireJson.Default.RulebooksDocument);
    }
}
