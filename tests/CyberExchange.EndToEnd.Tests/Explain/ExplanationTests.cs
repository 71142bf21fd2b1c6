using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Partners;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

public sealed class ExplanationTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Basis = """ "legalBases": [{ "destination": "JP", "code": "consent", "reference": "2026/1" }] """;
    private const string Unshown = "Your directory shows no partner with this id or handle.";

    private HttpClient Originator => exchange.As("cert-eu");

    private HttpClient Steward => exchange.As("steward");

    private static string Tomorrow => DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Each_way_of_seeing_is_named_with_its_audience_and_its_beginning()
    {
        var (named, _, _) = await Originator.ReportAsync("named", $$""" "label": "TLP:AMBER", "audience": { "partners": ["grid-jp"] }, {{Basis}} """);
        var (green, _, _) = await Originator.ReportAsync("green", """ "label": "TLP:GREEN" """);
        var (kinds, _, _) = await Originator.ReportAsync("kinds", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"], "sectors": ["eu.energy"] } """);
        var (clear, _, _) = await Originator.ReportAsync("clear", """ "label": "TLP:CLEAR" """);
        var (person, _, _) = await Originator.ReportAsync(
            "person", $$""" "label": "TLP:RED", "audience": { "members": ["{{exchange.MemberOf("grid-eu").Value}}"] } """);
        var (party, _, _) = await Originator.ReportAsync(
            "party",
            $$""" "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] }, "embargo": { "localTime": "{{Tomorrow}}", "zone": "Etc/UTC", "parties": ["grid-eu"] } """);

        await AssertSeesAsync(named.Id, "grid-jp", "named", "the partner, by name");
        await AssertSeesAsync(named.Id, "cert-eu", "originator", "the partner, by name");
        await AssertSeesAsync(green.Id, "grid-eu", "community", "every partner of the community");
        await AssertSeesAsync(kinds.Id, "grid-eu", "audience", "every operator of the sector eu.energy");
        await AssertSeesAsync(clear.Id, "grid-eu", "clear", "everyone");
        await AssertSeesAsync(person.Id, "grid-eu", "named", "the person, by name");
        await AssertSeesAsync(party.Id, "grid-eu", "embargo-party", "the partner, by name");
        Assert.Equal(named.ReportedAt, (await Originator.ExplainAsync(named.Id, "grid-jp")).Since);

        var colleague = await Originator.ExplainAsync(person.Id, "grid-eu", member: exchange.MemberOf("grid-eu-service").Value);
        Assert.Equal((false, "not-in-audience"), (colleague.Visible, colleague.Reason));
    }

    [Fact]
    public async Task An_embargo_is_named_with_its_zone_and_its_instant()
    {
        var until = Tomorrow; // Asked once: a second may pass between two.
        var (incident, _, _) = await Originator.ReportAsync(
            "held", $$""" "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] }, "embargo": { "localTime": "{{until}}", "zone": "Asia/Tokyo" } """);

        var explanation = await Originator.ExplainAsync(incident.Id, "grid-eu");
        Assert.Equal((false, "embargo"), (explanation.Visible, explanation.Reason));
        Assert.Equal((until, "Asia/Tokyo", incident.Sharing!.Terms.Embargo!.LiftsAt), (explanation.Embargo!.LocalTime, explanation.Embargo.Zone, explanation.Embargo.LiftsAt));
    }

    [Fact]
    public async Task Kinds_that_do_not_match_are_named_with_what_the_directory_shows()
    {
        var (incident, _, _) = await Originator.ReportAsync("kinds", """ "label": "TLP:AMBER", "audience": { "roles": ["maker"], "sectors": ["eu.energy", "eu.health"] } """);

        var explanation = await Originator.ExplainAsync(incident.Id, "grid-eu");
        Assert.Equal("not-in-audience", explanation.Reason);
        var kind = Assert.Single(explanation.Unmatched!);
        Assert.Equal(("roles", "maker", "operator"), (kind.Kind, Assert.Single(kind.Asked!), Assert.Single(kind.Shown!)));
    }

    [Fact]
    public async Task Whom_a_missing_legal_basis_keeps_out_is_told_so()
    {
        var (incident, _, _) = await Originator.ReportAsync("abroad", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"] } """);

        Assert.Equal("legal-basis-missing", (await Originator.ExplainAsync(incident.Id, "grid-jp")).Reason);
        Assert.Equal("audience", (await Originator.ExplainAsync(incident.Id, "grid-eu")).Reason);
    }

    [Fact]
    public async Task Gain_is_not_retroactive_and_loss_is_dated()
    {
        var (incident, _, _) = await Originator.ReportAsync("moving", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"], "sectors": ["eu.rail"] } """
            .Replace("eu.rail", "eu.transport.rail", StringComparison.Ordinal));
        var id = (await Steward.PostJsonAsync(
            "/v1/partners", """{"handle":"late-rail","name":"Late","jurisdiction":"EU","roles":["operator"],"sectors":["eu.transport.rail"],"listed":true}""").ReceiptAsync()).Id;
        await exchange.CaughtUpAsync();

        var late = await Originator.ExplainAsync(incident.Id, "late-rail");
        Assert.Equal((false, "joined-later"), (late.Visible, late.Reason));
        Assert.True(late.Since > incident.ReportedAt);

        await Originator.ShareAsync(incident.Id, """ "label": "TLP:AMBER", "audience": { "roles": ["operator"], "sectors": ["eu.transport.rail"] } """);
        Assert.True((await Originator.ExplainAsync(incident.Id, $"{id}")).Visible);
        await Originator.ShareAsync(incident.Id, """ "label": "TLP:AMBER" """);
        var lost = await Originator.ExplainAsync(incident.Id, "late-rail");
        Assert.Equal((false, "terms-narrowed", "terms-narrowed"), (lost.Visible, lost.Reason, lost.Lost!.Because));

        // At each instant the answer is what it was then.
        Assert.True((await Originator.ExplainAsync(incident.Id, "late-rail", lost.Lost.At.AddMicroseconds(-1))).Visible);
        Assert.Equal("terms-narrowed", (await Originator.ExplainAsync(incident.Id, "late-rail", lost.Lost.At)).Reason);
        Assert.Equal("joined-later", (await Originator.ExplainAsync(incident.Id, "late-rail", late.Since!.Value)).Reason);
        Assert.Equal("not-in-audience", (await Originator.ExplainAsync(incident.Id, "late-rail", incident.ReportedAt)).Reason);
        Assert.Equal("not-yet", (await Originator.ExplainAsync(incident.Id, "late-rail", incident.ReportedAt.AddMicroseconds(-1))).Reason);
    }

    [Fact]
    public async Task Whom_a_group_took_in_after_the_originator_left_it_is_told_like_whom_it_did_not()
    {
        const string form = """{"group":"left-behind","name":"Left behind","purpose":"One leaves.","defaultLabel":"TLP:AMBER","members":["cert-eu"]}""";
        using var formed = await Steward.PostJsonAsync("/v1/groups", form);
        await exchange.CaughtUpAsync();
        var (incident, _, _) = await Originator.ReportAsync("left", """ "label": "TLP:AMBER", "audience": { "groups": ["left-behind"] } """);
        await MembersAsync("""{"join":["grid-eu"]}""");
        Assert.Equal("joined-later", (await Originator.ExplainAsync(incident.Id, "grid-eu")).Reason);

        await MembersAsync("""{"leave":["cert-eu","grid-eu"]}""");
        var outside = await TextAsync();
        await MembersAsync("""{"join":["grid-eu"]}""");

        Assert.Contains("\"not-in-audience\"", outside, StringComparison.Ordinal);
        Assert.Equal(outside, await TextAsync());

        async Task MembersAsync(string change)
        {
            using var changed = await Steward.PostJsonAsync("/v1/groups/left-behind/members", change);
            changed.EnsureSuccessStatusCode();
            await exchange.CaughtUpAsync();
        }

        async Task<string> TextAsync() => System.Text.Json.JsonSerializer.Serialize(
            await Originator.ExplainAsync(incident.Id, "grid-eu") with { At = default }, WireJson.Default.ExplanationDocument);
    }

    [Fact]
    public async Task A_suspension_hides_while_it_lasts_and_leaving_the_audience_for_good()
    {
        const string facts = """{"handle":"maker-left","name":"Left","jurisdiction":"EU","roles":["maker"],"sectors":[SECTORS],"listed":true}""";
        var id = (await Steward.PostJsonAsync("/v1/partners", facts.Replace("SECTORS", "\"eu.health\"", StringComparison.Ordinal)).ReceiptAsync()).Id;
        await exchange.CaughtUpAsync();
        var (incident, _, _) = await Originator.ReportAsync("left", """ "label": "TLP:AMBER", "audience": { "sectors": ["eu.health"] } """);
        await Steward.PostJsonAsync($"/v1/partners/{id}/suspension", """{"reason":"A drill."}""").ReceiptAsync();
        await exchange.CaughtUpAsync();

        var suspended = await Originator.ExplainAsync(incident.Id, "maker-left");
        Assert.Equal((false, "suspended"), (suspended.Visible, suspended.Reason));
        Assert.True((await Originator.ExplainAsync(incident.Id, "maker-left", suspended.Since!.Value.AddMicroseconds(-1))).Visible);

        await Steward.SendDeleteAsync($"/v1/partners/{id}/suspension").ReceiptAsync();
        await exchange.CaughtUpAsync();
        Assert.True((await Originator.ExplainAsync(incident.Id, "maker-left")).Visible);
        Assert.Equal("suspended", (await Originator.ExplainAsync(incident.Id, "maker-left", suspended.Since)).Reason);

        var (_, tag) = await Steward.PartnerAsync(id);
        using var changed = await Steward.WriteAsync(HttpMethod.Put, $"/v1/partners/{id}", facts.Replace("SECTORS", "", StringComparison.Ordinal), ifMatch: tag);
        await changed.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
        var left = await Originator.ExplainAsync(incident.Id, "maker-left");
        Assert.Equal(("left-audience", "left-audience"), (left.Reason, left.Lost!.Because));
        Assert.Equal("sectors", Assert.Single(left.Unmatched!).Kind);
    }

    [Fact]
    public async Task A_partner_that_the_directory_hides_is_answered_as_one_that_does_not_exist()
    {
        var hidden = await Steward.EnrolUnlistedAsync("hidden-holder");
        await exchange.CaughtUpAsync();
        var (incident, _, _) = await Originator.ReportAsync("hidden", """ "label": "TLP:GREEN" """);
        foreach (var name in new[] { "hidden-holder", "absent-holder", $"{hidden}", $"{Guid.CreateVersion7()}" })
        {
            using var answer = await Originator.ReadAsync($"/v1/incidents/{incident.Id}/explanation?partner={name}");
            var problem = await answer.AssertProblemAsync(422, "unknown-party");
            Assert.Equal(("partner", Unshown), (problem.Pointer, problem.Detail));
        }

        Assert.DoesNotContain((await Originator.HoldersAsync(incident.Id, "?limit=200")).Items, h => h.Partner == hidden);
    }

    [Fact]
    public async Task Whoever_may_not_ask_is_answered_as_for_a_change_before_anything_else_is_looked_at()
    {
        var (incident, _, _) = await Originator.ReportAsync("guarded", """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } """);
        foreach (var path in new[] { "explanation?partner=nobody&at=never", "explanation", "holders?limit=0&x=1" })
        {
            using var absent = await exchange.As("maker-eu").ReadAsync($"/v1/incidents/{incident.Id}/{path}");
            await absent.AssertProblemAsync(404, "not-found");
            using var recipient = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident.Id}/{path}");
            await recipient.AssertProblemAsync(403, "not-originator");
            using var everyone = await exchange.As(null).ReadAsync($"/v1/incidents/{incident.Id}/{path}");
            await everyone.AssertProblemAsync(401, "certificate-missing");
            using var asAdvisory = await Originator.ReadAsync($"/v1/advisories/{incident.Id}/{path}");
            await asAdvisory.AssertProblemAsync(404, "not-found");
        }

        await Originator.ShareAsync(incident.Id, """ "label": "TLP:AMBER" """);
        using var lost = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{incident.Id}/explanation");
        await lost.AssertProblemAsync(410, "gone");
    }

    [Theory]
    [InlineData("explanation", "partner")]
    [InlineData("explanation?partner=grid-eu&partner=grid-jp", "partner")]
    [InlineData("explanation?partner=grid-eu&at=yesterday", "at")]
    [InlineData("explanation?partner=grid-eu&at=2100-01-01T00:00:00Z", "at")]
    [InlineData("explanation?partner=grid-eu&when=now", "when")]
    [InlineData("holders?partner=grid-eu", "partner")]
    [InlineData("holders?limit=201", "limit")]
    public async Task A_bad_parameter_is_named(string path, string pointer)
    {
        var (incident, _, _) = await Originator.ReportAsync("parameters", """ "label": "TLP:AMBER" """);
        using var answer = await Originator.ReadAsync($"/v1/incidents/{incident.Id}/{path}");
        Assert.Equal(pointer, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task Holders_are_listed_page_by_page_as_they_are_and_as_they_were()
    {
        var (incident, _, _) = await Originator.ReportAsync("held", $$""" "label": "TLP:AMBER", "audience": { "partners": ["grid-eu", "grid-jp"] }, {{Basis}} """);
        await Originator.ShareAsync(incident.Id, """ "label": "TLP:AMBER", "audience": { "partners": ["maker-eu"] } """);

        Assert.Equal(["cert-eu originator", "maker-eu named"], Names(await Originator.HoldersAsync(incident.Id)));
        var then = $"&at={ExplainRequests.Text(incident.ReportedAt)}";
        List<string> paged = [];
        string? after = null;
        do
        {
            var page = await Originator.HoldersAsync(incident.Id, $"?limit=1{then}{(after is null ? "" : $"&after={after}")}");
            Assert.Equal(HoldersPage.NoteText, page.Note);
            paged.AddRange(Names(page));
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal(["cert-eu originator", "grid-eu named", "grid-jp named"], paged.Order());

        await Originator.ShareAsync(incident.Id, """ "label": "TLP:CLEAR" """);
        Assert.Equal([" clear", "cert-eu originator"], Names(await Originator.HoldersAsync(incident.Id)));
    }

    [Fact]
    public async Task An_advisory_is_explained_as_an_incident_is()
    {
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), AdvisoryRequests.NewDocument());
        using var explained = await exchange.As("maker-eu").ReadAsync($"/v1/advisories/{advisory.Id}/explanation?partner=grid-jp");
        Assert.Equal("named", (await explained.BodyAsync(WireJson.Default.ExplanationDocument)).Reason);
        using var held = await exchange.As("maker-eu").ReadAsync($"/v1/advisories/{advisory.Id}/holders");
        Assert.Equal(["grid-jp named", "maker-eu originator"], Names(await held.BodyAsync(WireJson.Default.HoldersPage)));
    }

    private static IEnumerable<string> Names(HoldersPage page) => page.Items.Select(h => $"{h.Handle} {h.Reason}").Order(StringComparer.Ordinal);

    private async Task AssertSeesAsync(Guid id, string partner, string reason, string audience)
    {
        var explanation = await Originator.ExplainAsync(id, partner);
        Assert.Equal((true, reason, audience, 1), (explanation.Visible, explanation.Reason, explanation.Ways![0].Audience, explanation.PolicyVersion));
        Assert.Null(explanation.Lost);
    }
}
