using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.Server.Groups;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Incidents;

/// <summary>Terms tell their author nothing of partners that its directory does not show, and of groups of which it is no member.</summary>
public sealed class SharingTermsTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string NotShown = "Your directory shows no partner with this id or handle.";

    private HttpClient Steward => exchange.As("steward");

    [Fact]
    public async Task A_partner_that_the_directory_hides_is_refused_as_one_that_does_not_exist()
    {
        var hidden = await Steward.EnrolUnlistedAsync("hidden-partner");
        var absent = Guid.CreateVersion7();
        foreach (var name in new[] { "hidden-partner", "absent-partner", $"{hidden}", $"{absent}" })
        {
            await AssertRefusedAsync("unknown-party", "/sharing/audience/partners/1", NotShown, $$""" "audience": { "partners": ["cert-eu", "{{name}}"] } """);
            await AssertRefusedAsync(
                "unknown-party", "/sharing/embargo/parties/1", NotShown,
                $$""" "audience": { "partners": ["cert-eu"] }, "embargo": { "localTime": "{{Tomorrow}}", "zone": "Etc/UTC", "parties": ["cert-eu", "{{name}}"] } """);
        }
    }

    [Fact]
    public async Task A_person_of_a_hidden_partner_is_refused_as_one_that_does_not_exist()
    {
        var member = await Steward.AddMemberAsync(await Steward.EnrolUnlistedAsync("hidden-employer"), "hidden-person", "person");
        foreach (var id in new[] { member.Split('/')[^1], $"{Guid.CreateVersion7()}" })
        {
            await AssertRefusedAsync(
                "unknown-party", "/sharing/audience/members/0", "Your directory shows no member with this id; members are named by id.",
                $$""" "audience": { "members": ["{{id}}"] } """, "TLP:RED");
        }
    }

    [Fact]
    public async Task A_group_of_others_is_refused_as_one_that_does_not_exist_and_as_one_that_was_dissolved()
    {
        await Steward.FormGroupAsync("own", "TLP:AMBER", "grid-eu");
        await Steward.FormGroupAsync("others", "TLP:AMBER", "cert-eu");
        await Steward.FormGroupAsync("dissolved", "TLP:AMBER", "grid-eu", "cert-eu");
        using (var answer = await Steward.PostJsonAsync("/v1/groups/dissolved/dissolution", GroupExamples.Dissolve))
        {
            await answer.BodyAsync(WireJson.Default.GroupReceipt);
        }

        foreach (var group in new[] { "others", "absent", "dissolved" })
        {
            await AssertRefusedAsync(
                "unknown-party", "/sharing/audience/groups/1", "You are in no group of this name.", $$""" "audience": { "groups": ["own", "{{group}}"] } """);
        }
    }

    [Fact]
    public async Task Terms_without_a_label_have_the_strictest_default_of_their_groups()
    {
        await Steward.FormGroupAsync("lenient", "TLP:GREEN", "grid-eu", "cert-eu");
        await Steward.FormGroupAsync("strict", "TLP:AMBER+STRICT", "grid-eu");
        foreach (var (groups, label) in new[] { ("\"lenient\"", "TLP:GREEN"), ("\"lenient\", \"strict\"", "TLP:AMBER+STRICT") })
        {
            var body = ReportIncidentTests.Own("terms").Replace("\"label\": \"TLP:AMBER\"", $$""" "audience": { "groups": [{{groups}}] } """, StringComparison.Ordinal);
            var (incident, _, _) = await exchange.As("grid-eu").ReportAsync(body);
            Assert.Equal((label, label), (incident.Received.Label, incident.Sharing!.Terms.Label));
        }

        foreach (var audience in new[] { "\"permitsStatistics\": false", "\"audience\": { \"partners\": [\"cert-eu\"] }" })
        {
            var body = ReportIncidentTests.Own("terms").Replace("\"label\": \"TLP:AMBER\"", audience, StringComparison.Ordinal);
            using var answer = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", body);
            Assert.Equal("/sharing/label", (await answer.AssertProblemAsync(422, "invalid")).Pointer);
        }
    }

    [Fact]
    public async Task A_refusal_names_nobody()
    {
        await AssertRefusedAsync(
            "legal-basis-missing", "/sharing/legalBases", "A partner in JP is named: state the legal basis for that destination.",
            $$""" "audience": { "partners": ["{{exchange.PartnerOf("grid-jp").Id.Value}}"] } """);
        await AssertRefusedAsync(
            "audience-not-for-label", "/sharing/audience/members/0", "TLP:RED names persons, and no service or steward.",
            $$""" "audience": { "members": ["{{exchange.MemberOf("cert-eu-service").Value}}"] } """, "TLP:RED");
    }

    private static string Tomorrow => DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    private async Task AssertRefusedAsync(string name, string pointer, string detail, string terms, string label = "TLP:AMBER")
    {
        var body = ReportIncidentTests.Own("terms").Replace("\"TLP:AMBER\"", $"\"{label}\", {terms}", StringComparison.Ordinal);
        using var answer = await exchange.As("grid-eu").WriteAsync(HttpMethod.Post, "/v1/incidents", body);
        var problem = await answer.AssertProblemAsync(422, name);
        Assert.Equal((pointer, detail), (problem.Pointer, problem.Detail));
    }
}
