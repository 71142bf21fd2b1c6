using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.DevHost.Certificates;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.EndToEnd.Tests.Partners;
using CyberExchange.EventStore;
using CyberExchange.Server.Explain;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Explain;

public sealed class PreviewTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Originator => exchange.As("cert-eu");

    [Fact]
    public async Task A_report_is_shown_as_the_partner_would_read_it_and_nothing_is_written()
    {
        var before = await WrittenAsync();
        var body = PreviewExamples.Incident.Replace(
            "\"sectors\"", "\"contacts\": [{ \"name\": \"Duty officer\", \"email\": \"unheard-of@cert.example\" }], \"personalNotes\": \"Seen at night.\", \"sectors\"", StringComparison.Ordinal);
        var preview = await PreviewAsync(Originator, "/v1/incidents/preview", body);

        Assert.True(preview.Explanation!.Visible);
        Assert.Equal(("named", "grid-jp"), (preview.Explanation.Reason, preview.Explanation.Partner.Handle));
        Assert.Equal("Duty officer", preview.Incident!.Report.Contacts![0].Name);
        Assert.Equal("Seen at night.", preview.Incident.Report.PersonalNotes);
        Assert.Null(preview.Incident.Sharing);
        Assert.Equal("grid-jp", Assert.Single(preview.Effect.Gain.Partners).Handle);
        Assert.Equal(before, await WrittenAsync());

        using var feed = await exchange.As("grid-jp").ReadAsync("/v1/feed");
        Assert.DoesNotContain((await feed.BodyAsync(WireJson.Default.FeedPage)).Entries, e => e.Incident?.Report.Title == preview.Incident.Report.Title);
    }

    [Fact]
    public async Task A_supply_signal_is_shown_as_the_partner_would_read_it_and_nothing_is_posted()
    {
        var before = await WrittenAsync();
        var preview = await PreviewAsync(exchange.As("maker-eu"), "/v1/signals/preview", PreviewExamples.Signal);

        Assert.True(preview.Explanation!.Visible);
        Assert.Equal(("Neon for lithography is short", Guid.Empty), (preview.Signal!.Signal.Title, preview.Signal.Id));
        Assert.Null(preview.Signal.Sharing);
        Assert.Equal("delegate-jp", Assert.Single(preview.Effect.Gain.Partners).Handle);
        var hidden = await PreviewAsync(exchange.As("maker-eu"), "/v1/signals/preview", PreviewExamples.Signal.Replace("\"as\": \"delegate-jp\"", "\"as\": \"delegate-eu\"", StringComparison.Ordinal));
        Assert.Equal((false, null), (hidden.Explanation!.Visible, hidden.Signal));

        using var refused = await AskAsync(exchange.As("maker-eu"), "/v1/signals/preview", PreviewExamples.Signal.Replace("gases-and-chemicals", "mine", StringComparison.Ordinal));
        Assert.Equal("/signal/stage", (await refused.ProblemAsync()).Pointer);
        using var forbidden = await AskAsync(exchange.As("steward"), "/v1/signals/preview", PreviewExamples.Signal);
        await forbidden.AssertProblemAsync(403, "not-permitted");
        Assert.Equal(before, await WrittenAsync());
    }

    [Fact]
    public async Task A_maker_would_not_read_whose_incident_it_is()
    {
        var preview = await PreviewAsync(exchange.As("grid-eu"), "/v1/incidents/preview", Body("maker-eu", """ "label": "TLP:AMBER", "audience": { "partners": ["maker-eu"] } """));
        Assert.Null(preview.Incident!.Originator.Handle);
        Assert.Equal("EU", preview.Incident.Originator.Jurisdiction);
    }

    [Fact]
    public async Task Whoever_would_not_see_it_reads_nothing_of_it_and_the_reason_is_given()
    {
        var preview = await PreviewAsync(Originator, "/v1/incidents/preview", Body("grid-jp", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"] } """));
        Assert.Equal((false, "legal-basis-missing", 1), (preview.Explanation!.Visible, preview.Explanation.Reason, preview.Withheld));
        Assert.Null(preview.Incident);
    }

    [Fact]
    public async Task A_preview_counts_nobody_whom_the_directory_does_not_show()
    {
        var body = Body("grid-eu", """ "label": "TLP:AMBER", "audience": { "roles": ["operator"] } """);
        var before = await PreviewAsync(exchange.As("cert-jp"), "/v1/incidents/preview", body);
        await exchange.As("steward").EnrolUnlistedAsync("hidden-abroad");
        await exchange.CaughtUpAsync();
        var after = await PreviewAsync(exchange.As("cert-jp"), "/v1/incidents/preview", body);

        Assert.True(before.Withheld > 0);
        Assert.Equal(before.Withheld, after.Withheld);
    }

    [Fact]
    public async Task What_is_withheld_counts_nobody_whom_the_directory_does_not_show()
    {
        const string terms = """ "label": "TLP:AMBER", "audience": { "roles": ["operator"] } """;
        var (before, _, _) = await exchange.As("cert-jp").ReportAsync("withheld", terms);
        await exchange.As("steward").EnrolUnlistedAsync("withheld-abroad");
        await exchange.CaughtUpAsync();
        var (after, _, _) = await exchange.As("cert-jp").ReportAsync("withheld again", terms);

        Assert.True(before.Sharing!.Withheld > 0);
        Assert.Equal(before.Sharing.Withheld, after.Sharing!.Withheld);
    }

    [Fact]
    public async Task An_embargos_instant_is_shown_as_it_would_be_fixed()
    {
        var tomorrow = DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd'T'HH:00:00", System.Globalization.CultureInfo.InvariantCulture);
        var terms = $$""" "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] }, "embargo": { "localTime": "{{tomorrow}}", "zone": "Asia/Tokyo" } """;
        var preview = await PreviewAsync(Originator, "/v1/incidents/preview", Body("grid-eu", terms));
        var (reported, _, _) = await Originator.ReportAsync("embargo", terms);

        Assert.Equal("embargo", preview.Explanation!.Reason);
        Assert.NotNull(preview.Sharing.Embargo!.LiftsAt);
        Assert.Equal(reported.Sharing!.Terms.Embargo!.LiftsAt, preview.Sharing.Embargo.LiftsAt);
    }

    [Theory]
    [InlineData(""" "label": "TLP:WHITE" """)]
    [InlineData(""" "label": "TLP:AMBER", "audience": { "partners": ["nobody-at-all"] } """)]
    [InlineData(""" "label": "TLP:AMBER", "audience": { "partners": ["grid-jp"] } """)]
    [InlineData(""" "label": "TLP:RED", "audience": { "roles": ["operator"] } """)]
    [InlineData(""" "label": "TLP:AMBER", "embargo": { "localTime": "2001-01-01T00:00:00", "zone": "Etc/UTC" } """)]
    public async Task What_the_command_would_refuse_the_preview_refuses_in_the_same_words(string terms)
    {
        var before = await WrittenAsync();
        using var previewed = await AskAsync(Originator, "/v1/incidents/preview", Body("grid-eu", terms));
        var body = JsonNode.Parse(Body("grid-eu", terms))!.AsObject();
        body.Remove("as");
        using var reported = await Originator.WriteAsync(HttpMethod.Post, "/v1/incidents", body.ToJsonString());

        Assert.Equal(422, (int)reported.StatusCode);
        Assert.Equal(await reported.Content.ReadAsStringAsync(Ct), await previewed.Content.ReadAsStringAsync(Ct));
        Assert.Equal(before, await WrittenAsync());
    }

    [Fact]
    public async Task Sharing_anew_is_shown_with_who_gains_keeps_and_loses_and_then_comes_true()
    {
        var (incident, tag, _) = await Originator.ReportAsync("effect", """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu", "maker-eu"] } """);
        const string terms = """ "label": "TLP:AMBER", "audience": { "partners": ["maker-eu", "authority-eu"], "roles": ["authority"] } """;
        var before = await WrittenAsync();
        var path = $"/v1/incidents/{incident.Id}/sharing/preview";
        var preview = await PreviewAsync(Originator, path, $$"""{ "sharing": { {{terms}} }, "as": "grid-eu" }""");

        Assert.Equal(("authority-eu", "maker-eu", "grid-eu"), (Only(preview.Effect.Gain), Only(preview.Effect.Keep), Only(preview.Effect.Lose)));
        Assert.Equal((false, "not-in-audience"), (preview.Explanation!.Visible, preview.Explanation.Reason));
        Assert.Equal(before, await WrittenAsync());
        using var unmoved = await Originator.ReadAsync($"/v1/incidents/{incident.Id}");
        Assert.Equal(tag, unmoved.Headers.ETag!.ToString()); // Every single read has a tag.

        await Originator.ShareAsync(incident.Id, terms);
        Assert.Equal(["authority-eu", "cert-eu", "maker-eu"], (await Originator.HoldersAsync(incident.Id)).Items.Select(h => h.Handle!).Order());
        using var shared = await Originator.ReadAsync($"/v1/incidents/{incident.Id}");
        Assert.Equal((await shared.BodyAsync(WireJson.Default.IncidentDocument)).Sharing!.Withheld, preview.Withheld);
    }

    [Fact]
    public async Task From_everyone_to_a_few_everyone_loses_and_persons_are_named_under_red()
    {
        var (incident, _, _) = await Originator.ReportAsync("clear", """ "label": "TLP:CLEAR" """);
        var person = exchange.MemberOf("grid-eu").Value;
        var preview = await PreviewAsync(
            Originator, $"/v1/incidents/{incident.Id}/sharing/preview", $$"""{ "sharing": { "label": "TLP:RED", "audience": { "members": ["{{person}}"] } }, "as": "grid-eu" }""");

        Assert.True(Assert.Single(preview.Effect.Lose.Partners).Everyone);
        Assert.Equal((0, person), (preview.Effect.Gain.Count, Assert.Single(preview.Effect.Keep.Partners).Member));
        Assert.Equal((true, "TLP:RED"), (preview.Explanation!.Visible, preview.Incident!.Received.Label));
    }

    [Fact]
    public async Task An_advisory_is_shown_before_it_is_published()
    {
        var maker = exchange.As("maker-eu");
        var document = AdvisoryRequests.NewDocument();
        var before = await WrittenAsync();
        using var answer = await PreviewAdvisoryAsync(maker, PreviewExamples.AdvisoryTerms, document);
        var preview = await answer.BodyAsync(WireJson.Default.PreviewDocument);

        Assert.Equal(("named", "Voltwerk Controls (demo)"), (preview.Explanation!.Reason, preview.Advisory!.PublisherName));
        Assert.Equal(before, await WrittenAsync());

        var (published, _) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), document);
        Assert.Equal(preview.Advisory.Id, published.Id);
        using var again = await PreviewAdvisoryAsync(maker, PreviewExamples.AdvisoryTerms, document);
        await again.AssertProblemAsync(409, "already-exists");
        using var low = await PreviewAdvisoryAsync(maker, PreviewExamples.AdvisoryTerms.Replace("TLP:AMBER", "TLP:CLEAR", StringComparison.Ordinal), AdvisoryRequests.NewDocument());
        Assert.StartsWith("/terms/sharing", (await low.ProblemAsync()).Pointer, StringComparison.Ordinal);

        var shared = await PreviewAsync(maker, $"/v1/advisories/{published.Id}/sharing/preview", PreviewExamples.Sharing);
        Assert.Equal("community", shared.Explanation!.Reason);
    }

    [Fact]
    public async Task Only_the_originator_is_shown_what_sharing_anew_would_do_and_nobody_looks_as_a_hidden_partner()
    {
        await exchange.As("steward").EnrolUnlistedAsync("hidden-viewer");
        await exchange.CaughtUpAsync();
        var (incident, _, _) = await Originator.ReportAsync("guard", """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } """);
        var path = $"/v1/incidents/{incident.Id}/sharing/preview";
        using var recipient = await AskAsync(exchange.As("grid-eu"), path, "not even json");
        await recipient.AssertProblemAsync(403, "not-originator");
        using var stranger = await AskAsync(exchange.As("maker-eu"), path, "not even json");
        await stranger.AssertProblemAsync(404, "not-found");
        using var delegateOfEu = await AskAsync(exchange.As("delegate-eu"), "/v1/incidents/preview", PreviewExamples.Incident);
        await delegateOfEu.AssertProblemAsync(403, "not-permitted");
        foreach (var name in new[] { "hidden-viewer", "absent-viewer" })
        {
            using var hidden = await AskAsync(Originator, "/v1/incidents/preview", Body(name, """ "label": "TLP:GREEN" """));
            Assert.Equal("/as", (await hidden.AssertProblemAsync(422, "unknown-party")).Pointer);
        }

        var green = await PreviewAsync(Originator, path, """{ "sharing": { "label": "TLP:GREEN" } }""");
        Assert.DoesNotContain(green.Effect.Gain.Partners, p => p.Handle == "hidden-viewer");
    }

    [Fact]
    public async Task Terms_that_take_two_are_shown_as_they_would_be_once_approved_and_say_so()
    {
        var steward = exchange.As("steward");
        const string facts = """{"handle":"careful-preview","name":"Careful","jurisdiction":"EU","roles":["operator"],"clearNeedsTwoMembers":true}""";
        var partner = (await steward.PostJsonAsync("/v1/partners", facts).ReceiptAsync()).Id;
        var certificate = RunningExchange.IssueEuropean("careful-preview-1");
        var member = await steward.AddMemberAsync(partner, "careful-preview-1", "person");
        await steward.BindAsync(member, CertificateKey.Fingerprint(certificate)).ReceiptAsync();

        var clear = await PreviewAsync(exchange.With(certificate), "/v1/incidents/preview", Body("grid-jp", """ "label": "TLP:CLEAR" """));
        Assert.Equal((true, "clear", "TLP:CLEAR"), (clear.NeedsSecondMember, clear.Explanation!.Reason, clear.Sharing.Label));
        var amber = await PreviewAsync(exchange.With(certificate), "/v1/incidents/preview", Body("grid-eu", """ "label": "TLP:AMBER", "audience": { "partners": ["grid-eu"] } """));
        Assert.Null(amber.NeedsSecondMember);
    }

    private static string Only(AffectedPartners affected)
    {
        Assert.Equal(affected.Count, affected.Partners.Count);
        return Assert.Single(affected.Partners).Handle!; // The demo's partners have one.
    }

    private static string Body(string partner, string terms)
    {
        var body = JsonNode.Parse(ReportIncidentTests.Own("previewed").Replace("\"label\": \"TLP:AMBER\"", terms, StringComparison.Ordinal))!.AsObject();
        body["as"] = partner;
        return body.ToJsonString();
    }

    private static async Task<PreviewDocument> PreviewAsync(HttpClient asker, string path, string body)
    {
        using var answer = await AskAsync(asker, path, body);
        return await answer.BodyAsync(WireJson.Default.PreviewDocument);
    }

    private static Task<HttpResponseMessage> AskAsync(HttpClient asker, string path, string body) => asker.WriteAsync(HttpMethod.Post, path, body, key: "");

    private static async Task<HttpResponseMessage> PreviewAdvisoryAsync(HttpClient asker, string terms, string document)
    {
        using var form = new MultipartFormDataContent { { new StringContent(terms), "terms" }, { new StringContent(document), "document" } };
        return await asker.PostAsync(new Uri("/v1/advisories/preview", UriKind.Relative), form, Ct);
    }

    // The head of the log, and the keys of persons.
    private async Task<(long Head, long Keys)> WrittenAsync()
    {
        await using var connection = new NpgsqlConnection(exchange.ConnectionString);
        await connection.OpenAsync(Ct);
        await using var keys = new NpgsqlCommand("select count(*) from cx.subject_key", connection);
        return (await exchange.Services.GetRequiredService<EventLog>().HeadAsync(Ct), (long)(await keys.ExecuteScalarAsync(Ct))!); // A count is never null.
    }
}
