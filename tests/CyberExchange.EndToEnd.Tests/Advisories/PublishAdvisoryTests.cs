using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Advisories;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

public sealed class PublishAdvisoryTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_reaches_those_whom_its_terms_name_byte_for_byte_and_nobody_else()
    {
        using var answer = await exchange.As("maker-eu").PublishAsync(AdvisoryExamples.Terms, AdvisoryExamples.Document);
        Assert.Equal(201, (int)answer.StatusCode);
        var (advisory, _) = await exchange.As("maker-eu").ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt));
        Assert.Equal(("publisher", "VWC-2026-0001", "1"), (advisory.Provenance, advisory.TrackingId, advisory.TrackingVersion));
        Assert.NotNull(advisory.Sharing);

        var bytes = Encoding.UTF8.GetBytes(AdvisoryExamples.Document);
        var sha512 = Convert.ToHexStringLower(SHA512.HashData(bytes));
        using var document = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{advisory.Id}/document");
        Assert.Equal(bytes, await document.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal(($"\"{sha512}\"", "application/json"), (document.Headers.ETag!.Tag, document.Content.Headers.ContentType!.ToString()));

        using var read = await exchange.As("grid-jp").ReadAsync($"/v1/advisories/{advisory.Id}");
        var seen = await read.BodyAsync(WireJson.Default.AdvisoryDocument);
        Assert.Equal((sha512, bytes.Length, "named"), (seen.Sha512, seen.LengthBytes, seen.Received.Reason));
        Assert.Null(seen.Sharing);

        foreach (var other in new[] { "maker-jp", "grid-eu", "cert-jp", null })
        {
            foreach (var path in new[] { "", "/document", "/validation" })
            {
                using var hidden = await exchange.As(other).ReadAsync($"/v1/advisories/{advisory.Id}{path}");
                await hidden.AssertProblemAsync(404, "not-found");
            }
        }
    }

    [Fact]
    public async Task A_retry_answers_as_the_first_time_and_the_key_takes_no_other_document()
    {
        var (maker, key, document) = (exchange.As("maker-eu"), Guid.NewGuid().ToString(), AdvisoryRequests.NewDocument());
        var terms = AdvisoryRequests.Terms("TLP:GREEN");
        var first = await (await maker.PublishAsync(terms, document, key)).BodyAsync(WireJson.Default.WriteReceipt);

        var again = await (await maker.PublishAsync(terms, document, key)).BodyAsync(WireJson.Default.WriteReceipt);
        Assert.Equal(first.Id, again.Id);

        using var other = await maker.PublishAsync(terms, AdvisoryRequests.NewDocument(), key);
        await other.AssertProblemAsync(409, "idempotency-key-reused");
        using var otherTerms = await maker.PublishAsync(AdvisoryRequests.Terms("TLP:AMBER"), document, key);
        await otherTerms.AssertProblemAsync(409, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_document_that_is_held_already_is_refused_with_the_advisory_that_holds_it()
    {
        var (maker, document) = (exchange.As("maker-eu"), AdvisoryRequests.NewDocument());
        var (advisory, _) = await maker.PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        using var again = await maker.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        var problem = await again.AssertProblemAsync(409, "already-exists");
        Assert.Equal(advisory.Id, problem.Existing);
    }

    [Fact]
    public async Task A_label_below_the_documents_own_is_refused()
    {
        using var answer = await exchange.As("maker-eu").PublishAsync(AdvisoryRequests.Terms("TLP:CLEAR"), AdvisoryRequests.NewDocument());

        var problem = await answer.AssertProblemAsync(422, "label-below-document");
        Assert.Equal("/terms/sharing/label", problem.Pointer);
    }

    [Fact]
    public async Task White_is_clear_and_reaches_the_public()
    {
        var document = AdvisoryRequests.NewDocument(d => d["distribution"]!["tlp"]!["label"] = "WHITE");
        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync("""{"sharing":{"label":"TLP:CLEAR"}}""", document);

        using var read = await exchange.As(member: null).ReadAsync($"/v1/advisories/{advisory.Id}/document");

        Assert.Equal(document, await read.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_maker_speaks_for_its_own_namespace_only()
    {
        var document = AdvisoryRequests.NewDocument(d => d["publisher"]!["namespace"] = "https://maker-jp.example");
        using var answer = await exchange.As("maker-eu").PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        var problem = await answer.AssertProblemAsync(422, "namespace-not-enrolled");
        Assert.Equal("/document/document/publisher/namespace", problem.Pointer);
    }

    [Fact]
    public async Task A_cert_imports_what_others_published_and_a_maker_does_not()
    {
        var document = AdvisoryRequests.NewDocument(d => d["publisher"]!["namespace"] = "https://elsewhere.example");
        var terms = AdvisoryRequests.Terms("TLP:GREEN", "third-party");

        var (advisory, _) = await exchange.As("cert-jp").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN", "third-party", destination: "EU"), document);
        Assert.Equal(("third-party", "cert-jp"), (advisory.Provenance, advisory.Originator.Handle));

        var (second, _) = await exchange.As("cert-eu").PublishedAsync(terms, document);
        Assert.NotEqual(advisory.Id, second.Id);

        using var maker = await exchange.As("maker-eu").PublishAsync(terms, document);
        var problem = await maker.AssertProblemAsync(422, "invalid");
        Assert.Equal("/terms/provenance", problem.Pointer);
        using var grid = await exchange.As("grid-eu").PublishAsync(terms, document);
        await grid.AssertProblemAsync(403, "not-permitted");
    }

    [Fact]
    public async Task What_is_no_csaf_document_is_refused_with_every_reason()
    {
        var document = AdvisoryRequests.NewDocument(d =>
        {
            d.Remove("title");
            d["tracking"]!["status"] = "finished";
        });
        using var answer = await exchange.As("maker-eu").PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        var problem = await answer.AssertProblemAsync(422, "csaf-refused");
        Assert.Equivalent(
            new[] { ("/document/document", "schema"), ("/document/document/tracking/status", "schema") },
            problem.Errors!.Select(e => (e.Pointer, e.Code)),
            strict: true);
    }

    [Fact]
    public async Task Parts_come_in_any_order_and_exactly_once()
    {
        var maker = exchange.As("maker-eu");
        var (terms, document) = (("terms", AdvisoryRequests.Terms("TLP:GREEN")), ("document", AdvisoryRequests.NewDocument()));

        using var unknown = await maker.PostPartsAsync(key: null, terms, document, ("more", "{}"));
        Assert.Equal("/more", (await unknown.AssertProblemAsync(400, "malformed-request")).Pointer);
        using var twice = await maker.PostPartsAsync(key: null, terms, terms, document);
        Assert.Equal("/terms", (await twice.AssertProblemAsync(400, "malformed-request")).Pointer);
        using var missing = await maker.PostPartsAsync(key: null, terms);
        Assert.Equal("/document", (await missing.AssertProblemAsync(400, "malformed-request")).Pointer);
        using var badTerms = await maker.PostPartsAsync(key: null, document, ("terms", """{"sharing":{"label":"TLP:GREEN","labels":[]}}"""));
        Assert.Equal("/terms/sharing/labels", (await badTerms.AssertProblemAsync(400, "malformed-json")).Pointer);

        using var reversed = await maker.PostPartsAsync(key: null, document, terms);
        Assert.Equal(201, (int)reversed.StatusCode);
    }

    [Fact]
    public async Task Parts_beyond_their_limits_are_refused()
    {
        var maker = exchange.As("maker-eu");
        using var terms = await maker.PublishAsync(new string(' ', (1024 * 1024) + 1), AdvisoryRequests.NewDocument());
        Assert.Equal("/terms", (await terms.AssertProblemAsync(413, "too-large")).Pointer);

        using var document = await maker.PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), new string(' ', (16 * 1024 * 1024) + 1));
        Assert.Equal("/document", (await document.AssertProblemAsync(413, "too-large")).Pointer);
    }

    [Fact]
    public async Task Texts_with_a_null_character_do_not_stop_the_views()
    {
        var document = JsonNode.Parse(AdvisoryRequests.NewDocument(d =>
        {
            d["title"] = "Gate\0Keeper";
            d["publisher"]!["name"] = "Volt\0werk";
            d["notes"]![0]!["text"] = "\0";
        }))!;
        document["product_tree"] = JsonNode.Parse(
            """
            {"branches":[{"category":"vendor","name":"Volt\u0000werk","product":{"name":"Gate\u0000Keeper","product_id":"P1"}}]}
            """);

        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document.ToJsonString());

        using var list = await exchange.As("maker-eu").ReadAsync("/v1/advisories?vendor=voltwerk");
        Assert.Equal(advisory.Id, Assert.Single((await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items).Id);
    }

    [Fact]
    public async Task A_document_of_very_many_products_is_shown_in_part_and_found_by_all_of_them()
    {
        const int products = 20_000;
        var names = new JsonArray([.. Enumerable.Range(1, products).Select(i => new JsonObject { ["name"] = $"Controller {i}", ["product_id"] = $"P{i}" })]);
        var document = JsonNode.Parse(AdvisoryRequests.NewDocument())!;
        document["product_tree"] = new JsonObject { ["full_product_names"] = names };

        var (advisory, _) = await exchange.As("maker-eu").PublishedAsync(AdvisoryRequests.Terms("TLP:GREEN"), document.ToJsonString());

        Assert.InRange(advisory.Products.Sum(p => p.Length), 1, 64_000);
        using var list = await exchange.As("maker-eu").ReadAsync($"/v1/advisories?product=controller%20{products}");
        Assert.Equal(advisory.Id, Assert.Single((await list.BodyAsync(WireJson.Default.PageAdvisoryDocument)).Items).Id);
    }

    [Fact]
    public async Task A_title_that_no_list_can_show_is_refused()
    {
        var document = AdvisoryRequests.NewDocument(d => d["title"] = new string('x', 2_001));
        using var answer = await exchange.As("maker-eu").PublishAsync(AdvisoryRequests.Terms("TLP:GREEN"), document);

        Assert.Equal("/document/document/title", (await answer.AssertProblemAsync(422, "invalid")).Pointer);
    }
}
