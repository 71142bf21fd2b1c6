using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Search;
using CyberExchange.EndToEnd.Tests.Advisories;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Search;

/// <summary>What is found, and by whom. Each test has words of its own.</summary>
public sealed class SearchTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string ToGridJp = """
        { "label": "TLP:AMBER", "audience": { "partners": ["grid-jp"] }, "legalBases": [{ "destination": "JP", "code": "consent", "reference": "c" }] }
        """;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_found_by_whoever_sees_it_and_by_nobody_else()
    {
        var receipt = await ReportAsync("cert-eu", "Wiper at a kelpworks", "It overwrote kelpserver disks.", ToGridJp);
        foreach (var (reader, finds) in new[] { ("cert-eu", true), ("grid-jp", true), ("cert-jp", false), ("grid-eu", false), ((string?)null, false) })
        {
            var page = await SearchAsync(reader, "q=kelpserver wiper");
            Assert.Equal((finds ? 1 : 0, false), (page.Total.Count, page.Total.More));
            Assert.Equal(finds ? [receipt.Id] : [], page.Items.Select(i => i.Id));
        }
    }

    [Fact]
    public async Task A_result_is_the_item_as_lists_show_it_with_what_was_found_marked()
    {
        var receipt = await ReportAsync("cert-eu", "Ransomware at the Quillport", "変電所の遠隔監視が失われた。Quillports were closed.", ToGridJp);

        var found = Assert.Single((await SearchAsync("grid-jp", "q=quillport 遠隔監視")).Items);

        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/incidents/{receipt.Id}");
        Assert.Equal(Json(await read.BodyAsync(WireJson.Default.IncidentDocument)), Json(found.Incident!));
        Assert.Equal(["/report/title", "/report/summary"], found.Highlights.Select(h => h.Pointer));
        Assert.Equal(["Quillport", "遠隔監視", "Quillports"], found.Highlights.SelectMany(h => h.Ranges.Select(r => h.Text.Substring(r.Start, r.Length))));
    }

    [Fact]
    public async Task Identifiers_come_before_titles_and_titles_before_texts()
    {
        await ReportAsync("cert-eu", "First", "Exploits CVE-2026-77123 of a Zwickau product.", ToGridJp);
        await ReportAsync("cert-eu", "On CVE-2026-77123", "Zwickau.", ToGridJp);
        var last = await ReportAsync("cert-eu", "Third", "Zwickau.", ToGridJp, ", \"vulnerabilities\": [\"CVE-2026-77123\"]");

        var page = await SearchAsync("cert-eu", "q=cve-2026-77123", last.ConsistencyToken);

        Assert.Equal(["Third", "On CVE-2026-77123", "First"], page.Items.Select(i => i.Incident!.Report.Title));
        Assert.Equal(page.Items.Select(i => i.Score).OrderDescending(), page.Items.Select(i => i.Score));
    }

    [Fact]
    public async Task Quoted_words_stand_in_a_row()
    {
        await ReportAsync("cert-eu", "One", "The umber relay failed.", ToGridJp);
        var last = await ReportAsync("cert-eu", "Two", "The relay of an umber make failed.", ToGridJp);

        Assert.Equal(2, (await SearchAsync("cert-eu", "q=umber relay", last.ConsistencyToken)).Total.Count);
        Assert.Equal("One", Assert.Single((await SearchAsync("cert-eu", "q=\"umber relays\"")).Items).Incident!.Report.Title);
    }

    [Theory]
    [InlineData("変電所", 1)]
    [InlineData("所変電", 0)]
    [InlineData("電所の設", 1)]
    [InlineData("梟", 1)]
    [InlineData("ランサムウェア", 1)]
    [InlineData("ﾗﾝｻﾑｳｪｱ", 1)]
    public async Task Japanese_is_found_by_any_part_of_it(string query, int finds)
    {
        var marker = $"梟谷{Guid.NewGuid():N}";
        var receipt = await ReportAsync("cert-jp", marker, "変電所の設備にランサムウェアが感染した。所長が変わった。", """{ "label": "TLP:AMBER" }""");

        var page = await SearchAsync("cert-jp", $"q={query} {marker[2..]}", receipt.ConsistencyToken);

        Assert.Equal(finds, page.Total.Count);
    }

    [Theory]
    [InlineData("vulnerabilite reseau")]
    [InlineData("VULNÉRABILITÉS réseaux")]
    public async Task French_is_found_without_its_accents_and_plurals(string query)
    {
        var receipt = await ReportAsync("cert-eu", "Vulnérabilité du réseau à Vezelay", "Détails à venir.", ToGridJp);

        Assert.NotEqual(0, (await SearchAsync("cert-eu", $"q={query} vezelay", receipt.ConsistencyToken)).Total.Count);
    }

    [Fact]
    public async Task A_word_that_stands_only_in_what_is_hidden_is_answered_like_one_that_stands_nowhere()
    {
        var receipt = await ReportAsync("cert-eu", "Hidden thornbridge", "Thornbridge.", """{ "label": "TLP:AMBER" }""");
        await SearchAsync("cert-eu", "q=thornbridge", receipt.ConsistencyToken);
        foreach (var reader in new string?[] { "grid-jp", "cert-jp", "maker-eu", null })
        {
            var (hidden, absent) = (await AnswerAsync(reader, "q=thornbridge"), await AnswerAsync(reader, "q=nowherebridge"));
            Assert.Equal(absent, hidden);
        }
    }

    [Fact]
    public async Task What_is_narrowed_is_found_no_more_once_the_change_is_acknowledged()
    {
        var receipt = await ReportAsync("cert-eu", "Narrowed gallowmere", "Gallowmere.", ToGridJp);
        Assert.Equal(1, (await SearchAsync("grid-jp", "q=gallowmere")).Total.Count);
        using var read = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/{receipt.Id}");

        using var shared = await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{receipt.Id}/sharing", """{ "sharing": { "label": "TLP:AMBER" } }""", ifMatch: read.Headers.ETag!.ToString());

        Assert.Equal(200, (int)shared.StatusCode);
        Assert.Equal(0, (await SearchAsync("grid-jp", "q=gallowmere")).Total.Count);
        Assert.Equal(1, (await SearchAsync("cert-eu", "q=gallowmere")).Total.Count);
    }

    [Fact]
    public async Task An_amended_incident_is_found_by_its_new_words_only()
    {
        var receipt = await ReportAsync("cert-eu", "Amended", "The oldenfirth leaks.", ToGridJp);
        using var read = await exchange.As("cert-eu").ReadAsync($"/v1/incidents/{receipt.Id}", receipt.ConsistencyToken);
        var amended = await (await exchange.As("cert-eu").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{receipt.Id}/report", $$"""{ "report": {{Report("Amended", "The newenfirth leaks.")}} }""", ifMatch: read.Headers.ETag!.ToString()))
            .BodyAsync(WireJson.Default.WriteReceipt);

        Assert.Equal(1, (await SearchAsync("cert-eu", "q=newenfirth", amended.ConsistencyToken)).Total.Count);
        Assert.Equal(0, (await SearchAsync("cert-eu", "q=oldenfirth")).Total.Count);
    }

    [Fact]
    public async Task A_maker_does_not_find_an_operators_incident_by_its_reference()
    {
        var receipt = await ReportAsync(
            "grid-eu", "Loss of view at a wharfdale unit", "s", """{ "label": "TLP:AMBER", "audience": { "partners": ["maker-eu", "cert-eu"] } }""", ", \"reference\": \"WHARF-2026-7\"");
        foreach (var (reader, finds) in new[] { ("cert-eu", 1), ("grid-eu", 1), ("maker-eu", 0) })
        {
            Assert.Equal(finds, (await SearchAsync(reader, "q=wharf-2026-7")).Total.Count);
            Assert.Equal(finds, (await SearchAsync(reader, "q=\"wharf 2026 7\"")).Total.Count);
            Assert.Equal(1, (await SearchAsync(reader, "q=wharfdale")).Total.Count);
        }
    }

    [Fact]
    public async Task What_was_clear_and_is_so_no_more_is_not_found_by_its_reference_by_a_maker()
    {
        var receipt = await ReportAsync("grid-eu", "Was clear at Ferncliff", "s", """{ "label": "TLP:CLEAR" }""", ", \"reference\": \"FERN-2026-9\"");
        Assert.Equal(1, (await SearchAsync("maker-eu", "q=fern-2026-9")).Total.Count);
        using var read = await exchange.As("grid-eu").ReadAsync($"/v1/incidents/{receipt.Id}");

        using var shared = await exchange.As("grid-eu").WriteAsync(
            HttpMethod.Put, $"/v1/incidents/{receipt.Id}/sharing", """{ "sharing": { "label": "TLP:GREEN" } }""", ifMatch: read.Headers.ETag!.ToString());

        Assert.Equal(200, (int)shared.StatusCode);
        Assert.Equal(0, (await SearchAsync("maker-eu", "q=fern-2026-9")).Total.Count);
        await exchange.CaughtUpAsync();
        Assert.Equal(0, (await SearchAsync("maker-eu", "q=fern-2026-9")).Total.Count);
        Assert.Equal(1, (await SearchAsync("maker-eu", "q=ferncliff")).Total.Count);
        Assert.Equal(1, (await SearchAsync("cert-eu", "q=fern-2026-9")).Total.Count);
    }

    [Fact]
    public async Task Personal_data_is_not_found()
    {
        var receipt = await ReportAsync(
            "cert-eu", "Personal", "s", ToGridJp, ", \"contacts\": [{ \"name\": \"Ottoline Beispiel\", \"email\": \"ottoline@cert.example\" }], \"personalNotes\": \"Ottoline saw it.\"");

        Assert.Equal(0, (await SearchAsync("cert-eu", "q=ottoline", receipt.ConsistencyToken)).Total.Count);
    }

    [Fact]
    public async Task A_search_narrows_like_a_list()
    {
        await ReportAsync("cert-eu", "Mossgate one", "s", ToGridJp);
        var last = await ReportAsync("cert-eu", "Mossgate two", "s", """{ "label": "TLP:GREEN" }""", ", \"severity\": \"nis-cg-impact.red\"");
        foreach (var (filter, finds) in new[]
        {
            ("", 2), ("&kind=incident", 2), ("&kind=advisory", 0), ("&label=TLP:GREEN", 1), ("&label=TLP:GREEN&label=TLP:AMBER", 2),
            ("&sector=eu.energy", 2), ("&sector=eu.health", 0), ("&severity=nis-cg-impact.red", 1), ("&originator=grid-jp", 0),
            ("&changedSince=2020-01-01T00:00:00Z", 2), ("&changedSince=2120-01-01T00:00:00Z", 0), ("&withdrawn=true", 0),
        })
        {
            Assert.Equal((filter, finds), (filter, (await SearchAsync("cert-eu", $"q=mossgate{filter}", last.ConsistencyToken)).Total.Count));
        }
    }

    [Fact]
    public async Task Pages_go_through_all_that_is_found_without_repeating_any()
    {
        for (var i = 0; i < 7; i++)
        {
            await ReportAsync("cert-eu", i % 2 == 0 ? $"Larkhill {i}" : $"Number {i}", "The larkhill site.", ToGridJp);
        }

        await exchange.CaughtUpAsync();
        List<Guid> seen = [];
        string? next = null;
        do
        {
            var page = await SearchAsync("grid-jp", $"q=larkhill&limit=3{(next is null ? "" : $"&after={next}")}");
            Assert.Equal(7, page.Total.Count);
            seen.AddRange(page.Items.Select(i => i.Id));
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal((7, 7), (seen.Count, seen.Distinct().Count()));
    }

    [Fact]
    public async Task A_cursor_is_its_members_own_and_a_searchs_only()
    {
        await ReportAsync("cert-eu", "Cursed stillwater", "s", ToGridJp);
        var last = await ReportAsync("cert-eu", "Cursed stillwater again", "s", ToGridJp);
        var page = await SearchAsync("cert-eu", "q=stillwater&limit=1", last.ConsistencyToken);
        using var foreign = await exchange.As("grid-jp").ReadAsync($"/v1/search?q=stillwater&after={page.Next}");
        using var list = await exchange.As("cert-eu").ReadAsync($"/v1/incidents?after={page.Next}");

        await foreign.AssertProblemAsync(400, "bad-token");
        await list.AssertProblemAsync(400, "bad-token");
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("?q=", "q")]
    [InlineData("?q=%20!!", "q")]
    [InlineData("?q=a&q=b", "q")]
    [InlineData("?q=a&kind=rumour", "kind")]
    [InlineData("?q=a&colour=red", "colour")]
    [InlineData("?q=a&limit=0", "limit")]
    [InlineData("?q=a&label=AMBER2", "label")]
    public async Task A_bad_search_says_what_is_wrong(string search, string pointer)
    {
        using var answer = await exchange.As("cert-eu").ReadAsync($"/v1/search{search}");

        Assert.Equal(pointer, (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    [Fact]
    public async Task A_search_that_is_too_long_or_asks_for_too_much_is_refused()
    {
        foreach (var query in new[] { new string('a', 501), string.Join('+', Enumerable.Range(0, 40).Select(i => $"w{i}")) })
        {
            using var answer = await exchange.As("cert-eu").ReadAsync($"/v1/search?q={query}");
            Assert.Equal("q", (await answer.AssertProblemAsync(400, "bad-parameter")).Pointer);
        }
    }

    [Fact]
    public async Task A_steward_searches_no_content()
    {
        using var answer = await exchange.As("steward").ReadAsync("/v1/search?q=view");

        await answer.AssertProblemAsync(403, "not-permitted");
    }

    [Fact]
    public async Task Real_advisories_are_found_by_their_id_vendor_product_and_notes()
    {
        if (SharedSuites.Find("data/cisa-csaf") is not { } folder)
        {
            Assert.Skip("The shared suite data/cisa-csaf is not there.");
            return;
        }

        var file = Directory.EnumerateFiles(folder, "icsa-24-016-01.json", SearchOption.AllDirectories).First();
        var document = await File.ReadAllTextAsync(file, Ct);
        var (advisory, _) = await exchange.As("cert-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:CLEAR", provenance: "third-party"), document);
        var vendor = advisory.Vendors[0];
        await exchange.CaughtUpAsync();
        var note = JsonNode.Parse(document)!["vulnerabilities"]![0]!["notes"]![0]!["text"]!.GetValue<string>(); // As the document is.
        var phrase = string.Join(' ', note.Split(' ').Take(5));
        foreach (var query in new[] { "ICSA-24-016-01", advisory.Vulnerabilities[0], vendor, $"\"{phrase}\"", advisory.Products[0] })
        {
            Assert.Contains(advisory.Id, (await SearchAsync(null, $"q={Uri.EscapeDataString(query)}")).Items.Select(i => i.Id));
        }

        var first = (await SearchAsync("grid-jp", "q=icsa-24-016-01")).Items[0];
        Assert.Equal((advisory.Id, "/trackingId"), (first.Id, first.Highlights.Single(h => h.Pointer == "/trackingId").Pointer));
    }

    private static string Report(string title, string summary, string more = "") => $$"""
        { "title": "{{title}}", "summary": "{{summary}}", "classification": "rsit.availability.outage", "sectors": ["eu.energy.electricity"],
          "detectedAt": "2026-11-02T08:00:00Z"{{more}} }
        """;

    // A consistency token is its writer's own: others' searches are sent once the view holds the report.
    private async Task<WriteReceipt> ReportAsync(string reporter, string title, string summary, string sharing, string more = "")
    {
        using var answer = await exchange.As(reporter).WriteAsync(
            HttpMethod.Post, "/v1/incidents", $$"""{ "report": {{Report(title, summary, more)}}, "sharing": {{sharing}} }""");
        var receipt = await answer.BodyAsync(WireJson.Default.WriteReceipt);
        await exchange.CaughtUpAsync();
        return receipt;
    }

    private async Task<SearchPage> SearchAsync(string? reader, string query, string? token = null)
    {
        using var answer = await exchange.As(reader).ReadAsync($"/v1/search?{query}", token);
        return await answer.BodyAsync(WireJson.Default.SearchPage);
    }

    // All of an answer but for the moment at which it was given.
    private async Task<string> AnswerAsync(string? reader, string query)
    {
        using var answer = await exchange.As(reader).ReadAsync($"/v1/search?{query}");
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not ("Date" or "RateLimit")).Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order(StringComparer.Ordinal);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Ct)}";
    }

    private static string Json(IncidentDocument incident) => JsonSerializer.Serialize(incident, WireJson.Default.IncidentDocument);
}
