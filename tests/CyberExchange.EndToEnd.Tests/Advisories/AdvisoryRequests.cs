using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Advisories;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Advisories;

/// <summary>What partners send about advisories.</summary>
public static class AdvisoryRequests
{
    private static int _last;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A document of maker-eu with a tracking id that no other test has.</summary>
    /// <param name="change">What differs from <see cref="AdvisoryExamples.Document"/>, below <c>/document</c>.</param>
    public static string NewDocument(Action<JsonObject>? change = null)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"VWC-2026-9{Interlocked.Increment(ref _last):D3}");
        return Changed(AdvisoryExamples.Document, document =>
        {
            document["tracking"]!["id"] = id;
            change?.Invoke(document);
        });
    }

    /// <summary>A valid document of CSAF 2.1 of maker-eu, labelled TLP:AMBER+STRICT, with a tracking id that no other test has.</summary>
    public static string NewDocument21(Action<JsonObject>? change = null)
    {
        var fixture = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf-2.1", "egw-2026-0007.json");
        return Changed(File.ReadAllText(fixture), document =>
        {
            document["tracking"]!["id"] = string.Create(CultureInfo.InvariantCulture, $"EGW-2026-9{Interlocked.Increment(ref _last):D3}");
            change?.Invoke(document);
        });
    }

    /// <summary>A document that passes the schema and fails test 6.1.1 at <c>/vulnerabilities/0/product_status/known_affected/0</c>.</summary>
    public static string NewDefectiveDocument(Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(NewDocument(change))!;
        json["vulnerabilities"] = JsonNode.Parse("""[{"title":"T","product_status":{"known_affected":["ghost"]}}]""");
        return json.ToJsonString();
    }

    /// <summary>The same document with something changed below <c>/document</c>.</summary>
    public static string Changed(string document, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        change(json["document"]!.AsObject());
        return json.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>A reference of a document.</summary>
    public static JsonObject Reference(string category, string url, string summary = "A document.") => new() { ["category"] = category, ["summary"] = summary, ["url"] = url };

    /// <summary>Makes a document the translation of another.</summary>
    public static void Translates(JsonObject document, string original, string language = "de")
    {
        document["lang"] = language;
        document["source_lang"] = "en";
        document["references"] = new JsonArray(Reference("external", original));
    }

    /// <summary>The next version of a document, as CSAF 2.1 says that its advisory ended.</summary>
    /// <param name="document">Of either version.</param>
    /// <param name="category"><c>csaf_withdrawn</c> or <c>csaf_superseded</c>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="successor">The address of what supersedes it.</param>
    public static string Ended(string document, string category, string reason, string? successor = null)
    {
        var ended = JsonNode.Parse(Version(document, "2"))!.AsObject();
        ended.Remove("product_tree");
        ended.Remove("vulnerabilities");
        ended["$schema"] = "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json";
        var d = ended["document"]!.AsObject();
        d["category"] = category;
        d["csaf_version"] = "2.1";
        d["distribution"]!["tlp"]!["label"] = (string?)d["distribution"]!["tlp"]!["label"] is "WHITE" ? "CLEAR" : (string?)d["distribution"]!["tlp"]!["label"];
        d["tracking"]!["current_release_date"] = "2026-03-16T09:00:00Z";
        d["notes"] = new JsonArray(new JsonObject { ["category"] = "description", ["title"] = successor is null ? "Reasoning for Withdrawal" : "Reasoning for Supersession", ["text"] = reason });
        if (successor is not null)
        {
            (d["references"] ??= new JsonArray()).AsArray().Add(Reference("external", successor, "Superseding Document"));
        }

        return ended.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>The same document with a product that a vulnerability affects.</summary>
    public static string Affecting(string document, string title)
    {
        var json = JsonNode.Parse(document)!.AsObject();
        json["product_tree"] = new JsonObject
        {
            ["full_product_names"] = new JsonArray(new JsonObject { ["name"] = "Signer 1.0", ["product_id"] = "SIGNER" }),
        };
        json["vulnerabilities"] = new JsonArray(new JsonObject
        {
            ["cve"] = "CVE-2026-10001", ["product_status"] = new JsonObject { ["known_affected"] = new JsonArray("SIGNER") }, ["title"] = title,
        });
        return json.ToJsonString(new() { WriteIndented = true });
    }

    /// <summary>The same document as a later version.</summary>
    public static string Version(string document, string version) => Changed(document, d =>
    {
        d["tracking"]!["version"] = version;
        d["tracking"]!["revision_history"]!.AsArray().Add(new JsonObject
        {
            ["date"] = "2026-03-16T09:00:00Z", ["number"] = version, ["summary"] = "Changed.",
        });
    });

    /// <summary>Terms with a legal basis for the other side.</summary>
    /// <param name="label">Label of TLP 2.0.</param>
    /// <param name="provenance">How the originator comes to hold the document; null leaves it out.</param>
    /// <param name="partner">The one partner named; null for none.</param>
    /// <param name="destination">The side where the originator is not at home.</param>
    public static string Terms(string label, string? provenance = null, string? partner = null, string destination = "JP")
    {
        var sharing = new JsonObject { ["label"] = label };
        if (partner is not null)
        {
            sharing["audience"] = new JsonObject { ["partners"] = new JsonArray(partner) };
        }

        sharing["legalBases"] = new JsonArray(
            new JsonObject { ["destination"] = destination, ["code"] = "agreement", ["reference"] = "2026/1" });
        var terms = new JsonObject { ["sharing"] = sharing };
        if (provenance is not null)
        {
            terms["provenance"] = provenance;
        }

        return terms.ToJsonString();
    }

    /// <summary>Sends parts of a form, each under its name.</summary>
    public static async Task<HttpResponseMessage> PostPartsAsync(this HttpClient partner, string? key, params (string Name, string Text)[] parts)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in parts)
        {
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), name, $"{name}.json");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/advisories") { Content = form };
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        return await partner.SendAsync(request, Ct);
    }

    /// <summary>Publishes a document.</summary>
    public static Task<HttpResponseMessage> PublishAsync(this HttpClient partner, string terms, string document, string? key = null) =>
        partner.PostPartsAsync(key, ("terms", terms), ("document", document));

    /// <summary>Publishes a document and reads the advisory back as its originator.</summary>
    public static async Task<(AdvisoryDocument Advisory, string ETag)> PublishedAsync(this HttpClient partner, string terms, string document)
    {
        using var answer = await partner.PublishAsync(terms, document);
        return await partner.ReadBackAsync(await answer.BodyAsync(WireJson.Default.WriteReceipt));
    }

    /// <summary>Reads an advisory as a write left it.</summary>
    public static async Task<(AdvisoryDocument Advisory, string ETag)> ReadBackAsync(this HttpClient partner, WriteReceipt receipt)
    {
        using var read = await partner.ReadAsync($"/v1/advisories/{receipt.Id}", receipt.ConsistencyToken);
        var advisory = await read.BodyAsync(WireJson.Default.AdvisoryDocument);
        return (advisory, read.Headers.ETag!.ToString()); // Every single read has a tag.
    }
}
