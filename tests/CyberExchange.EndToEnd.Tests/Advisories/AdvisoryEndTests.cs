using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.EndToEnd.Tests.Cli;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

/// <summary>Advisories that their documents end, and translations, over TLS.</summary>
public sealed class AdvisoryEndTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const string Reason = "It described another product.";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private HttpClient Maker => exchange.As("maker-eu");

    [Fact]
    public async Task A_revision_that_withdraws_is_shown_wherever_the_advisory_is()
    {
        var first = AdvisoryRequests.NewDocument(d => d["title"] = "Of the tapir");
        var (id, tag) = await PublishAsync(first, "grid-jp");
        var ended = AdvisoryRequests.Ended(first, "csaf_withdrawn", Reason);
        tag = await ReviseAsync(id, tag, ended);

        var read = await ReadAsync("grid-jp", id);
        Assert.Equal(("withdrawn", Reason, "csaf_withdrawn", 2), (read.Ended, read.WithdrawnBecause, read.Category, read.Revision));
        using var bytes = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{id}/document");
        Assert.Equal(ended, await bytes.Content.ReadAsStringAsync(Ct));
        foreach (var (withdrawn, isListed) in new[] { (true, true), (false, false) })
        {
            using var list = await exchange.As("grid-jp").ReadAsync($"/v1/advisories?withdrawn={withdrawn}".ToLowerInvariant());
            Assert.Equal(isListed, (await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items.Any(item => item.Id == id));
        }

        await exchange.CaughtUpAsync(); // A search may come after.
        Assert.Contains($"[withdrawn: {Reason}]", Line(await exchange.CyxAsync("grid-jp", "", "search", "tapir"), id), StringComparison.Ordinal);
        Assert.Contains($"[withdrawn: {Reason}]", Line(await exchange.CyxAsync("grid-jp", "", "feed"), id), StringComparison.Ordinal);
        Assert.Equal(Reason, Field(await exchange.CyxAsync("grid-jp", "", "advisory", "show", $"{id}"), "withdrawn"));
        using var page = await exchange.As("grid-jp").GetAsync($"/items/{id}?lang=en", Ct);
        Assert.Contains(Reason, await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        using var refused = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", AdvisoryRequests.Version(AdvisoryRequests.Version(first, "2"), "3"), ifMatch: tag);
        await refused.AssertProblemAsync(409, "withdrawn");
        using var never = await exchange.As("grid-eu").ReadAsync($"/v1/advisories/{id}");
        await never.AssertProblemAsync(404, "not-found");
    }

    // Whose order came first still owes the readers of the document a revision that says so.
    [Fact]
    public async Task An_advisory_that_was_withdrawn_by_order_takes_the_document_that_says_so()
    {
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        using (var ordered = await Maker.WriteAsync(HttpMethod.Post, $"/v1/advisories/{id}/withdrawal", """{ "reason": "Wrong." }""", ifMatch: tag))
        {
            tag = (await Maker.ReadBackAsync(await ordered.BodyAsync(WireJson.Default.WriteReceipt))).ETag;
        }

        using (var stands = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", AdvisoryRequests.Version(first, "2"), ifMatch: tag))
        {
            await stands.AssertProblemAsync(409, "withdrawn");
        }

        await ReviseAsync(id, tag, AdvisoryRequests.Ended(first, "csaf_withdrawn", Reason));
        var read = await ReadAsync("grid-jp", id);
        Assert.Equal(("withdrawn", "Wrong.", 2), (read.Ended, read.WithdrawnBecause, read.Revision));
    }

    [Fact]
    public async Task Nobody_publishes_an_end_and_a_CERT_imports_one()
    {
        var ended = AdvisoryRequests.Ended(AdvisoryRequests.NewDocument(), "csaf_withdrawn", Reason);

        using var refused = await Maker.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), ended);
        Assert.Equal("/document/document/category", (await refused.AssertProblemAsync(422, "invalid")).Pointer);
        var (advisory, _) = await exchange.As("cert-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN", "third-party"), ended);
        Assert.Equal(("withdrawn", Reason), (advisory.Ended, advisory.WithdrawnBecause));
    }

    [Fact]
    public async Task What_supersedes_an_advisory_is_named_to_whoever_sees_both()
    {
        const string address = "https://maker-eu.example/next-1.json";
        var first = AdvisoryRequests.NewDocument();
        var (id, tag) = await PublishAsync(first, "grid-jp");
        var (next, nextTag) = await PublishAsync(AdvisoryRequests.NewDocument(d => Named(d, "NEXT-1", address)), "grid-eu");
        await ReviseAsync(id, tag, AdvisoryRequests.Ended(first, "csaf_superseded", Reason, address));

        Assert.Equal(next, Assert.Single((await RelatedAsync("maker-eu", id)).SupersededBy).Id);
        Assert.Empty((await RelatedAsync("grid-jp", id)).SupersededBy);
        Assert.Equal("superseded", (await ReadAsync("grid-jp", id)).Ended);
        Assert.StartsWith("[superseded] ", (await exchange.CyxAsync("grid-jp", "", "advisory", "list", "--all")).Output.Split('\n').Single(line => line.StartsWith($"{id}", StringComparison.Ordinal)).Split('\t')[^1], StringComparison.Ordinal);

        using (var shared = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{next}/sharing", AdvisoryRequests.Terms("TLP:AMBER", partner: "grid-jp"), ifMatch: nextTag))
        {
            await shared.BodyAsync(WireJson.Default.WriteReceipt);
        }

        await exchange.CaughtUpAsync();
        var shown = await exchange.CyxAsync("grid-jp", "", "advisory", "show", $"{id}");
        Assert.Equal(Reason, Field(shown, "superseded"));
        Assert.StartsWith($"{next}  ", Field(shown, "superseded by"), StringComparison.Ordinal);
        using var page = await exchange.As("grid-jp").GetAsync($"/items/{id}?lang=en", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Contains("Superseded by another advisory", html, StringComparison.Ordinal);
        Assert.Contains($"/items/{next}", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translation_and_its_original_lead_to_each_other_inside_their_labels()
    {
        const string address = "https://maker-eu.example/original-1.json";
        var document = AdvisoryRequests.NewDocument(d => Named(d, "ORIGINAL-1", address));
        var (original, tag) = await PublishAsync(document, "grid-jp");
        var german = AdvisoryRequests.NewDocument(d =>
        {
            AdvisoryRequests.Translates(d, address, "de-AT");
            d["title"] = "Der Schlüssel wechselt";
        });
        var (translation, _) = await PublishAsync(german, "grid-jp");
        var (hidden, _) = await PublishAsync(AdvisoryRequests.NewDocument(d => AdvisoryRequests.Translates(d, address, "fr")), "grid-eu");
        await exchange.CaughtUpAsync();

        Assert.Equal([translation], (await RelatedAsync("grid-jp", original)).Translations.Select(t => t.Id));
        Assert.Equal(new[] { translation, hidden }.Order(), (await RelatedAsync("maker-eu", original)).Translations.Select(t => t.Id).Order());
        Assert.Equal([original], (await RelatedAsync("grid-jp", translation)).Originals.Select(t => t.Id));
        Assert.Empty((await RelatedAsync("grid-eu", hidden)).Originals);
        Assert.Equal([translation], (await RelatedAsync("grid-jp", original, "?lang=de")).Translations.Select(t => t.Id));
        Assert.Empty((await RelatedAsync("grid-jp", original, "?lang=fr")).Translations);
        Assert.Equal(("de-AT", "en"), ((await ReadAsync("grid-jp", translation)).Language, (await ReadAsync("grid-jp", translation)).SourceLanguage));
        foreach (var (member, id, status) in new[] { ("grid-jp", hidden, 404), ("cert-jp", original, 404) })
        {
            using var refused = await exchange.As(member).ReadAsync($"/v1/advisories/{id}/related");
            await refused.AssertProblemAsync(status, "not-found");
        }

        var told = Assert.Single((await RelatedAsync("grid-jp", original)).Translations);
        var received = (await ReadAsync("grid-jp", translation)).Received;
        Assert.Equal((null, "TLP:AMBER", received.Pap), (told.Outdated, told.Label, told.Pap));
        await ReviseAsync(original, tag, AdvisoryRequests.Changed(AdvisoryRequests.Version(document, "2"), d => d["tracking"]!["current_release_date"] = "2026-03-16T09:00:00Z"));
        Assert.True(Assert.Single((await RelatedAsync("grid-jp", original)).Translations).Outdated);
        Assert.True(Assert.Single((await RelatedAsync("grid-jp", translation)).Originals).Outdated);
        Assert.Contains("outdated: the original has a newer version", (await exchange.CyxAsync("grid-jp", "", "advisory", "show", $"{translation}")).Output, StringComparison.Ordinal);
        Assert.Contains($"translation\t{translation}\t{told.Label}\t{told.Pap}\tde-AT", (await exchange.CyxAsync("grid-jp", "", "advisory", "related", $"{original}", "--lang", "de")).Output, StringComparison.Ordinal);
        using var page = await exchange.As("grid-jp").GetAsync($"/items/{original}?lang=fr", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Matches($"TLP:AMBER</span>\\s*<span class=\"mark\">{told.Pap}</span>\\s*<a href=\"/items/{translation}", html);
        Assert.DoesNotContain($"{hidden}", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_translation_that_names_no_original_is_refused()
    {
        var document = AdvisoryRequests.NewDocument(d =>
        {
            AdvisoryRequests.Translates(d, "https://maker-eu.example/original-2.json");
            d.Remove("references");
        });

        using var refused = await Maker.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        Assert.Equal("/document/document/references/0", (await refused.AssertProblemAsync(422, "invalid")).Pointer);
    }

    [Theory]
    [InlineData("?lang=", "lang")]
    [InlineData("?lang=de&lang=fr", "lang")]
    [InlineData("?lang=nolanguage", "lang")]
    [InlineData("?language=de", "language")]
    public async Task A_language_is_named_by_its_tag(string query, string name)
    {
        using var refused = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{Guid.Empty}/related{query}");
        Assert.Equal(name, (await refused.AssertProblemAsync(400, "bad-parameter")).Pointer);
    }

    private static void Named(JsonObject document, string id, string address)
    {
        document["tracking"]!["id"] = id;
        document["references"] = new JsonArray(AdvisoryRequests.Reference("self", address));
    }

    private static string Field(CyxRun run, string name) => run.Output.Split('\n').Where(line => line.StartsWith($"{name}  ", StringComparison.Ordinal)).Select(line => line[name.Length..].Trim()).Single();

    private static string Line(CyxRun run, Guid id) => run.Output.Split('\n').Last(line => line.Contains($"{id}", StringComparison.Ordinal));

    private async Task<(Guid Id, string ETag)> PublishAsync(string document, string partner)
    {
        var (advisory, tag) = await Maker.PublishedAsync(AdvisoryRequests.Terms("TLP:AMBER", partner: partner), document);
        return (advisory.Id, tag);
    }

    private async Task<string> ReviseAsync(Guid id, string tag, string document)
    {
        using var answer = await Maker.WriteAsync(HttpMethod.Put, $"/v1/advisories/{id}/document", document, ifMatch: tag);
        var (_, next) = await Maker.ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt));
        await exchange.CaughtUpAsync();
        return next;
    }

    private async Task<AdvisoryDocument> ReadAsync(string member, Guid id)
    {
        using var read = await exchange.As(member).ReadAsync($"/v1/advisories/{id}");
        return await read.BodyAsync(WireJson.Default.AdvisoryDocument);
    }

    private async Task<RelatedAdvisoriesDocument> RelatedAsync(string member, Guid id, string query = "")
    {
        using var read = await exchange.As(member).ReadAsync($"/v1/advisories/{id}/related{query}");
        return await read.BodyAsync(WireJson.Default.RelatedAdvisoriesDocument);
    }
}
