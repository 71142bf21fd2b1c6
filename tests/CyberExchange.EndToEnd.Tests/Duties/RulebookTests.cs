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
        var shipped = await DutyAsync(bank, incident);
        Assert.Equal(Rulebook.Shipped.Version.Id, shipped.Rulebook.Id);
        var file = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Document("2026-12-01.1").ToJsonString(), TestContext.Current.CancellationToken);

        var proposed = await exchange.CyxAsync("steward", "", "duty", "rulebook", "propose", file);
        Assert.Equal((ExitCode.Done, ""), (proposed.Code, proposed.Error));
        var digest = proposed.Output.Trim().Split(' ')[^1];
        Assert.Equal(shipped.Due, (await DutyAsync(bank, incident)).Due);

        // Each owner is told of its own incidents, and the steward of none.
        var own = await DiffAsync(bank);
        Assert.Equal((incident, "gdpr-authority"), (Assert.Single(own.Incidents).Incident, Assert.Single(own.Incidents[0].Obligations)));
        Assert.Equal(["gdpr-authority"], own.Touched);
        Assert.Contains("obligations gdpr-authority: deadline is now PT12H, and was PT72H", own.Changes.SelectMany(change => change.Sentences));
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

        var adopted = await DutyAsync(bank, incident);
        Assert.Equal(("2026-12-01.1", digest), (adopted.Rulebook.Id, adopted.Rulebook.Digest));
        Assert.Equal(TimeSpan.FromHours(60), DateTimeOffset.Parse(shipped.Due!, null) - DateTimeOffset.Parse(adopted.Due!, null));
        using var list = await bank.ReadAsync($"{DutyRoutes.ListPath}");
        Assert.Contains((await list.BodyAsync(WireJson.Default.PageDutyDocument)).Items, d => d.Obligation == "gdpr-authority" && d.Due == adopted.Due);

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
        document["obligations"]!.AsArray().Single(o => (string?)o!["id"] == "gdpr-authority")!["deadline"] = "PT12H";
        return document;
    }

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

    private static async Task<DutyDocument> DutyAsync(HttpClient bank, Guid incident)
    {
        using var answer = await bank.ReadAsync($"/v1/incidents/{incident}/duties");
        return (await answer.BodyAsync(WireJson.Default.DutyFileDocument)).Duties.Single(d => d.Obligation == "gdpr-authority");
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
