using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;
using CyberExchange.Interop.OpenVex;
using CyberExchange.Testing.Suites;
using CyberExchange.Tests.Interop.Csaf;
using Xunit;

namespace CyberExchange.Tests.Interop.OpenVex;

public sealed class OpenVexTests
{
    private static readonly VexPublisher Maker = new() { Namespace = "https://maker-eu.example", Category = "vendor" };

    private static JsonNode Full => JsonNode.Parse(CsafSamples.Bytes(CsafSamples.Full))!; // an object

    [Fact]
    public void A_document_is_said_in_statements()
    {
        var (vex, _) = ToOpenVex(Full);

        Assert.Equal(("https://openvex.dev/ns/v0.2.0", "Example Grid Works", "vendor", 1), ((string?)vex["@context"], (string?)vex["author"], (string?)vex["role"], (int)vex["version"]!));
        Assert.Equal("2026-02-03T08:00:00Z", (string?)vex["timestamp"]);
        Assert.StartsWith("urn:uuid:", (string?)vex["@id"], StringComparison.Ordinal);
        var statements = Statements(vex, "CVE-1900-00101");
        Assert.Equal(["affected", "affected", "fixed"], statements.Select(s => (string?)s["status"]).Order(StringComparer.Ordinal));
        Assert.All(statements, s => Assert.Equal(["GG-4711"], s["vulnerability"]!["aliases"]!.AsArray().Select(alias => (string?)alias)));
        Assert.Equal("Maintenance service without authentication", (string?)statements[0]["vulnerability"]!["description"]);
        var gateway = statements.Single(s => Products(s).Contains("https://maker-eu.example/EGW-2026-0001#GG200-2.1.0"));
        Assert.Equal("vendor_fix: Install GridGate 200 2.1.1. (https://maker-eu.example/download/gg200)\nmitigation: Let only the maintenance network reach TCP port 7200.", (string?)gateway["action_statement"]);
        Assert.Equal("2026-02-03T08:00:00Z", (string?)gateway["action_statement_timestamp"]);
        Assert.Equal("cpe:2.3:o:example_grid_works:gridgate_200:2.1.0:*:*:*:*:*:*:*", (string?)gateway["products"]![0]!["identifiers"]!["cpe23"]);
        Assert.Contains("pkg:generic/example-grid-works/gridgate-agent", statements.SelectMany(Products));
        Assert.Equal("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", (string?)statements.Single(s => (string?)s["status"] == "fixed")["products"]!.AsArray()
            .Single(product => product!["hashes"] is not null)!["hashes"]!["sha-256"]);
        Assert.Contains("vulnerable_code_not_present", Statements(vex, "CVE-1900-00102").Select(s => (string?)s["justification"]));
    }

    [Fact]
    public void What_is_lost_is_told()
    {
        var (_, losses) = ToOpenVex(Full);

        Assert.Contains(("document.title", LossFate.Dropped), losses.Select(loss => (loss.Path, loss.Fate)));
        Assert.Contains(("document.distribution", LossFate.Dropped), losses.Select(loss => (loss.Path, loss.Fate)));
        Assert.Contains(("vulnerabilities.scores", LossFate.Dropped), losses.Select(loss => (loss.Path, loss.Fate)));
        Assert.Contains(("product_tree", LossFate.Dropped), losses.Select(loss => (loss.Path, loss.Fate)));
        Assert.Equal(losses.Length, losses.DistinctBy(loss => (loss.Path, loss.Fate, loss.Why)).Count());
    }

    // Each loss by the member that it befalls: what has no place, what OpenVEX has only one of, and what belongs to another status.
    [Theory]
    [InlineData("/document/publisher/issuing_authority", "\"A\"", "document.publisher.issuing_authority", LossFate.Dropped)]
    [InlineData("/document/tracking/status", "\"interim\"", "document.tracking.status", LossFate.Dropped)]
    [InlineData("/document/tracking/aliases", "[\"B\"]", "document.tracking.aliases", LossFate.Dropped)]
    [InlineData("/vulnerabilities/0/ids/0/system_name", "\"C\"", "vulnerabilities.ids.system_name", LossFate.Dropped)]
    [InlineData("/vulnerabilities/0/remediations/0/restart_required", "{\"category\":\"system\"}", "vulnerabilities.remediations.restart_required", LossFate.Dropped)]
    [InlineData("/vulnerabilities/1/flags/0/date", "\"2026-02-03T08:00:00Z\"", "vulnerabilities.flags.date", LossFate.Dropped)]
    [InlineData("/x_more", "1", "x_more", LossFate.Dropped)]
    public void What_has_no_place_is_told_by_its_member(string pointer, string value, string path, LossFate fate)
    {
        var losses = ToOpenVex(JsonNode.Parse(CsafSamples.FullWith(pointer, value))!).Losses; // an object

        Assert.Contains((path, fate), losses.Select(loss => (loss.Path, loss.Fate)));
    }

    [Fact]
    public void A_reason_of_another_status_and_a_second_one_are_told()
    {
        var csaf = Full;
        csaf["product_tree"] = JsonNode.Parse("""{ "full_product_names": [{ "name": "A", "product_id": "A" }, { "name": "B", "product_id": "B" }] }""");
        csaf["vulnerabilities"] = JsonNode.Parse("""
            [{
              "cve": "CVE-2026-10001",
              "product_status": { "known_affected": ["A"], "fixed": ["A"], "known_not_affected": ["B"] },
              "flags": [
                { "label": "component_not_present", "product_ids": ["A", "B"] }, { "label": "vulnerable_code_not_present", "product_ids": ["B"] }
              ],
              "remediations": [
                { "category": "vendor_fix", "details": "Update.", "date": "2026-02-03T08:00:00Z", "product_ids": ["A", "B"] }, { "category": "mitigation", "details": "Wait.", "product_ids": ["A"] }
              ],
              "threats": [{ "category": "impact", "details": "None.", "product_ids": ["A"] }]
            }]
            """);

        var (vex, losses) = ToOpenVex(csaf);

        Assert.Equal(["affected", "not_affected"], Statements(vex, "CVE-2026-10001").Select(s => (string?)s["status"]).Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                ("product_status.fixed", "the product is affected too, which counts first"),
                ("vulnerabilities.flags", "OpenVEX takes it of products that are not_affected alone"), ("vulnerabilities.flags", "a product has one justification in OpenVEX: the first stands"),
                ("vulnerabilities.remediations", "OpenVEX takes it of products that are affected alone"),
                ("vulnerabilities.remediations.date", "a statement has one time of its action: the latest of those that are joined stands"),
                ("vulnerabilities.threats", "OpenVEX takes it of products that are not_affected alone"),
            ],
            losses.Where(loss => loss.Path.StartsWith("product_status", StringComparison.Ordinal) || loss.Path.StartsWith("vulnerabilities", StringComparison.Ordinal))
                .Select(loss => (loss.Path, loss.Why)).Order());
    }

    // Whoever joins what two revisions say reads the later one, though both have the date of the first release.
    [Fact]
    public void The_statements_of_a_later_revision_are_later()
    {
        var (first, second) = (Full, Full);
        second["document"]!["tracking"]!["current_release_date"] = "2026-05-01T08:00:00.5Z";
        second["vulnerabilities"]![0]!["product_status"] = new JsonObject { ["fixed"] = new JsonArray("GG200-2.1.0") };
        var (was, @is) = (ToOpenVex(first).Vex, ToOpenVex(second).Vex);

        Assert.All(@is["statements"]!.AsArray(), s => Assert.Equal("2026-05-01T08:00:00.5Z", (string?)s!["timestamp"]));
        Assert.Equal(((string?)was["timestamp"], "2026-05-01T08:00:00.5Z"), ((string?)@is["timestamp"], (string?)@is["last_updated"]));
        foreach (var (one, other) in new[] { (was, @is), (@is, was) })
        {
            var joined = one.DeepClone();
            foreach (var statement in other["statements"]!.AsArray())
            {
                joined["statements"]!.AsArray().Add(statement!.DeepClone());
            }

            var status = StatusOf(ToCsaf(joined).Csaf).Where(entry => entry is { Vulnerability: "CVE-1900-00101", Product: "https://maker-eu.example/EGW-2026-0001#GG200-2.1.0" });
            Assert.Equal(["fixed"], status.Select(entry => entry.Status));
        }
    }

    [Fact]
    public void Times_of_statements_and_reasons_beside_another_status_are_told_on_the_way_to_CSAF()
    {
        var (_, losses) = ToCsaf(Vex(
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1" }], "status": "fixed", "impact_statement": "None.", "action_statement": "Wait.", "timestamp": "2026-03-02T00:00:00Z" }""",
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/b@1" }], "status": "affected", "action_statement": "Update.", "justification": "component_not_present", "timestamp": "2026-03-03T00:00:00Z" }"""));

        Assert.Equal(
            ["action_statement", "impact_statement", "justification", "statements.timestamp"],
            losses.Where(loss => loss.Fate is LossFate.Dropped).Select(loss => loss.Path).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_document_is_translated_into_the_same_bytes() =>
        Assert.Equal(Made(CsafToOpenVex.Translate(CsafSamples.Bytes(CsafSamples.Full))).Bytes.ToArray(), Made(CsafToOpenVex.Translate(CsafSamples.Bytes(CsafSamples.Full))).Bytes.ToArray());

    [Fact]
    public void The_documents_of_others_become_valid_CSAF()
    {
        var translated = 0;
        foreach (var file in Directory.GetFiles(SharedSuites.Require("data/openvex"), "*.json").Where(file => Path.GetFileName(file) is not "csaf.json"))
        {
            var vex = JsonNode.Parse(File.ReadAllBytes(file))!; // an object
            var (csaf, _) = ToCsaf(vex);
            var statement = vex["statements"]![0]!; // Each has one.
            var name = statement["vulnerability"] is JsonObject named ? (string?)named["name"] : (string?)statement["vulnerability"];
            Assert.Equal(name, (string?)csaf["vulnerabilities"]![0]!["cve"]);
            Assert.Single(csaf["vulnerabilities"]![0]!["product_status"]!.AsObject(), status => status.Key == (string?)statement["status"]);
            translated++;
        }

        Assert.Equal(7, translated);
    }

    [Fact]
    public void The_example_of_OpenVEX_becomes_the_status_that_its_CSAF_has()
    {
        var csaf = JsonNode.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("data/openvex"), "csaf.json")))!; // an object
        var (vex, _) = ToOpenVex(csaf);

        var statement = vex["statements"]![0]!; // It has one.
        Assert.Equal("not_affected", (string?)statement["status"]);
        Assert.Equal(["pkg:golang/github.com/go-homedir@v1.2.0"], Products(statement).Take(1));
    }

    [Fact]
    public void The_later_of_two_statements_about_a_product_counts()
    {
        var vex = Vex(
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1" }, { "@id": "pkg:npm/b@1" }], "status": "fixed", "timestamp": "2026-03-02T00:00:00Z" }""",
            """{ "vulnerability": { "name": "GHSA-1", "aliases": ["CVE-2026-10001"] }, "products": [{ "@id": "pkg:npm/a@1" }], "status": "under_investigation", "timestamp": "2026-03-01T00:00:00Z" }""",
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/b@1" }], "status": "affected", "action_statement": "Update.", "timestamp": "2026-03-03T00:00:00Z" }""");

        var (csaf, losses) = ToCsaf(vex);

        var vulnerability = Assert.Single(csaf["vulnerabilities"]!.AsArray())!;
        Assert.Equal("CVE-2026-10001", (string?)vulnerability["cve"]);
        Assert.Equal([("known_affected", "pkg:npm/b@1"), ("fixed", "pkg:npm/a@1")], StatusOf(csaf).Select(entry => (entry.Status, entry.Product)));
        Assert.Equal("Update.", (string?)vulnerability["remediations"]![0]!["details"]);
        Assert.Contains("a later statement about the same product takes its place", losses.Select(loss => loss.Why));
    }

    // A statement without a time has that of the document, however late the document was touched again.
    [Fact]
    public void A_statement_without_a_time_is_as_old_as_the_document()
    {
        var vex = Vex(
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1" }], "status": "affected", "action_statement": "Update.", "timestamp": "2026-03-02T00:00:00Z" }""",
            """{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1" }], "status": "not_affected", "justification": "component_not_present" }""");
        vex["last_updated"] = "2026-03-09T00:00:00Z";

        Assert.Equal(["known_affected"], StatusOf(ToCsaf(vex).Csaf).Select(entry => entry.Status));

        vex["statements"]![1]!["last_updated"] = "2026-03-03T00:00:00Z";
        Assert.Equal(["known_not_affected"], StatusOf(ToCsaf(vex).Csaf).Select(entry => entry.Status));
    }

    [Theory]
    [InlineData("affected", "lib-a", "not_affected", "lib-b", "known_affected", true)]
    [InlineData("not_affected", "lib-a", "under_investigation", "lib-b", "under_investigation", true)]
    [InlineData("not_affected", "lib-a", "fixed", "lib-b", "fixed", true)]
    [InlineData("affected", null, "not_affected", "lib-b", "known_affected", true)]
    [InlineData("affected", "lib-a", "not_affected", "lib-a", "known_not_affected", false)]
    [InlineData("affected", "lib-a", "not_affected", null, "known_not_affected", false)]
    [InlineData("not_affected", "lib-a", "not_affected", "lib-b", "known_not_affected", false)]
    public void Of_subcomponents_that_differ_the_worst_counts(string first, string? ofFirst, string then, string? ofThen, string status, bool isTold)
    {
        var (csaf, losses) = ToCsaf(Vex(Said(first, ofFirst, "02"), Said(then, ofThen, "03")));

        Assert.Equal([("CVE-2026-10001", "pkg:npm/a@1", status)], StatusOf(csaf));
        Assert.Equal(isTold, losses.Any(loss => loss.Path is "products.subcomponents" && loss.Why.Contains("affected, under_investigation, fixed, not_affected", StringComparison.Ordinal)));

        static string Said(string status, string? subcomponent, string day) => $$"""
            { "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1"{{(subcomponent is null ? "" : $$""", "subcomponents": [{ "@id": "pkg:npm/{{subcomponent}}" }]""")}} }],
              "status": "{{status}}", "justification": {{(subcomponent is "lib-a" ? "\"component_not_present\"" : "\"vulnerable_code_not_present\"")}}, "action_statement": "Update.", "timestamp": "2026-03-{{day}}T00:00:00Z" }
            """;
    }

    [Theory]
    [InlineData("Update.", "mitigation", "Update.")]
    [InlineData("mitigation: Update.", "mitigation", "Update.")]
    [InlineData("none_available: Wait.", "none_available", "Wait.")]
    [InlineData("vendor_fix: ", "mitigation", "vendor_fix: ")]
    public void An_action_that_was_a_remediation_becomes_it_again(string action, string category, string details)
    {
        var (csaf, _) = ToCsaf(Vex($$"""{ "vulnerability": { "name": "CVE-2026-10001" }, "products": [{ "@id": "pkg:npm/a@1" }], "status": "affected", "action_statement": "{{action}}" }"""));

        var remediation = csaf["vulnerabilities"]![0]!["remediations"]![0]!;
        Assert.Equal((category, details), ((string?)remediation["category"], (string?)remediation["details"]));
        Assert.Equal($"{category}: {details}", (string?)ToOpenVex(csaf).Vex["statements"]![0]!["action_statement"]);
    }

    [Fact]
    public void What_the_profile_asks_for_and_nobody_said_is_told_as_made_up()
    {
        var vex = Vex(
            """{ "vulnerability": { "name": "GHSA-jfh8-c2jp-5v3q" }, "products": [{ "identifiers": { "purl": "pkg:npm/a@1" }, "subcomponents": [{ "@id": "pkg:npm/c" }] }], "status": "not_affected", "supplier": "S" }""",
            """{ "vulnerability": { "name": "GHSA-jfh8-c2jp-5v3q" }, "products": [{ "@id": "urn:x:1", "hashes": { "sha-256": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef", "odd": "1" } }], "status": "affected" }""");

        var (csaf, losses) = ToCsaf(vex);

        Assert.Equal("GHSA", (string?)csaf["vulnerabilities"]![0]!["ids"]![0]!["system_name"]);
        Assert.Equal(
            ["products.hashes", "products.subcomponents", "statements.supplier"],
            losses.Where(loss => loss.Fate is LossFate.Dropped && loss.Path.Contains('.', StringComparison.Ordinal)).Select(loss => loss.Path).Order(StringComparer.Ordinal));
        Assert.Superset(
            new HashSet<string> { "/vulnerabilities/threats", "/vulnerabilities/remediations", "/vulnerabilities/notes", "/document/title" },
            losses.Where(loss => loss.Fate is LossFate.Defaulted).Select(loss => loss.Path).ToHashSet());
    }

    [Theory]
    [InlineData("", "stops being JSON")]
    [InlineData("[]", "@context")]
    [InlineData("""{ "@context": "https://openvex.dev/ns/v0.2.0" }""", "an @id, an author and statements")]
    [InlineData("""{ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "urn:x", "author": "A", "timestamp": "2026-03-01T00:00:00Z", "statements": [] }""", "No statement")]
    [InlineData("""{ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "urn:x", "author": "A", "statements": [{ "vulnerability": "CVE-2026-10001", "products": ["pkg:npm/a"], "status": "fixed" }] }""", "when it was made")]
    [InlineData("""{ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "urn:x", "author": "A", "timestamp": "2026-03-01T00:00:00", "statements": [{ "vulnerability": "CVE-2026-10001", "products": ["pkg:npm/a"], "status": "fixed" }] }""", "when it was made")]
    [InlineData("""{ "@context": "https://openvex.dev/ns/v0.2.0", "@id": "\ud800", "author": "A", "statements": [] }""", "")]
    public void What_says_nothing_is_not_translated(string json, string why) =>
        Assert.Contains(why, Assert.IsType<VexTranslation.NotPossible>(OpenVexToCsaf.Translate(Encoding.UTF8.GetBytes(json), Maker)).Why, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "document": { "csaf_version": "2.0" } }""")]
    public void A_document_that_says_no_status_has_no_OpenVEX(string json) =>
        Assert.IsType<VexTranslation.NotPossible>(CsafToOpenVex.Translate(Encoding.UTF8.GetBytes(json)));

    // Few bytes can say much of many products: 4,000 products of which 1,000 are said 200 things each, in other sets each.
    [Fact]
    public void What_would_be_said_again_and_again_is_bounded()
    {
        var json = Full;
        var ids = Enumerable.Range(0, 4_000).Select(i => $"P{i}").ToList();
        json["product_tree"] = new JsonObject { ["full_product_names"] = new JsonArray([.. ids.Select(id => new JsonObject { ["name"] = id, ["product_id"] = id })]) };
        json["vulnerabilities"] = new JsonArray(new JsonObject
        {
            ["cve"] = "CVE-2026-10001",
            ["product_status"] = new JsonObject { ["known_affected"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) },
            ["remediations"] = new JsonArray([.. Enumerable.Range(0, 200).Select(r => new JsonObject
            {
                ["category"] = "mitigation", ["details"] = new string('x', 500), ["product_ids"] = new JsonArray([.. ids.Where((_, p) => (p + r) % 7 != 0).Select(id => JsonValue.Create(id))]),
            }).Concat(ids.Take(1_000).Select(id => new JsonObject { ["category"] = "mitigation", ["details"] = "y", ["product_ids"] = new JsonArray(id) }))]),
        });

        Assert.Contains("too much", Assert.IsType<VexTranslation.NotPossible>(CsafToOpenVex.Translate(Encoding.UTF8.GetBytes(json.ToJsonString()))).Why, StringComparison.Ordinal);
    }

    // What is affected, not affected, fixed or looked into stays so, for every vulnerability and product, there and back.
    [Fact]
    public void The_status_of_every_product_survives_the_way_to_OpenVEX_and_back()
    {
        var rounds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 5_000 : 200;
        var compared = 0;
        for (var seed = 0; seed < rounds; seed++)
        {
            var csaf = RandomDocument(new Random(seed));
            var (vex, _) = ToOpenVex(csaf);
            var (back, _) = ToCsaf(vex);

            var expected = StatusOf(csaf, id => NameInOpenVex(csaf, id)).Order().ToList();
            Assert.Equal(expected, StatusOf(back).Order());
            compared += expected.Count;
        }

        Assert.InRange(compared, rounds, int.MaxValue);
    }

    [Fact]
    public void Real_advisories_survive_it_too()
    {
        var survived = 0;
        var step = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 1 : 20;
        foreach (var (file, at) in Directory.GetFiles(SharedSuites.Require("data/cisa-csaf"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select((file, at) => (file, at)))
        {
            if (at % step == 0 && CsafToOpenVex.Translate(File.ReadAllBytes(file)) is VexTranslation.Made made)
            {
                var csaf = JsonNode.Parse(File.ReadAllBytes(file))!; // an object
                var (back, _) = ToCsaf(JsonNode.Parse(made.Bytes.Span)!); // an object
                Assert.Equal(StatusOf(csaf, id => NameInOpenVex(csaf, id)).Order(), StatusOf(back).Order());
                survived++;
            }
        }

        Assert.InRange(survived, 900 / step, int.MaxValue);
    }

    private static JsonNode RandomDocument(Random random)
    {
        var json = Full;
        var products = new JsonArray();
        var count = random.Next(1, 9);
        for (var i = 0; i < count; i++)
        {
            var product = new JsonObject { ["name"] = $"Product {i}", ["product_id"] = $"P/{i} #" };
            if (random.Next(3) > 0)
            {
                product["product_identification_helper"] = new JsonObject { ["purl"] = $"pkg:npm/p{random.Next(count)}@1.0" };
            }

            products.Add(product);
        }

        json["product_tree"] = new JsonObject { ["full_product_names"] = products };
        var vulnerabilities = new JsonArray();
        for (var v = random.Next(1, 5); v > 0; v--)
        {
            vulnerabilities.Add(RandomVulnerability(random, v, count));
        }

        json["vulnerabilities"] = vulnerabilities;
        return json;
    }

    private static JsonObject RandomVulnerability(Random random, int number, int count)
    {
        string[] statuses = ["known_affected", "first_affected", "last_affected", "known_not_affected", "fixed", "first_fixed", "under_investigation"];
        var status = new JsonObject();
        for (var i = 0; i < count; i++)
        {
            var (name, other) = (statuses[random.Next(statuses.Length)], random.Next(2) == 0 ? "recommended" : null);
            foreach (var one in new[] { name, name.Contains("fixed", StringComparison.Ordinal) ? other : null }.OfType<string>())
            {
                (status[one] ??= new JsonArray()).AsArray().Add($"P/{i} #");
            }
        }

        var vulnerability = new JsonObject { ["product_status"] = status };
        if (random.Next(2) == 0)
        {
            vulnerability["cve"] = string.Create(CultureInfo.InvariantCulture, $"CVE-2026-{10_000 + number}");
        }
        else
        {
            vulnerability["ids"] = new JsonArray(new JsonObject { ["system_name"] = "Defects", ["text"] = $"D-{number}" });
        }

        if (random.Next(2) == 0)
        {
            vulnerability["remediations"] = new JsonArray(new JsonObject { ["category"] = "vendor_fix", ["details"] = "Update.", ["product_ids"] = new JsonArray("P/0 #") });
        }

        return vulnerability;
    }

    // Independent of the translation: a package URL that no other product has, else the publisher's name for it.
    private static string NameInOpenVex(JsonNode csaf, string productId)
    {
        var all = Definitions(csaf["product_tree"]).ToList();
        var purl = all.Where(p => (string?)p["product_id"] == productId).Select(p => (string?)p["product_identification_helper"]?["purl"]).First();
        return purl is not null && all.Count(p => (string?)p["product_identification_helper"]?["purl"] == purl) == 1
            ? purl
            : $"{((string?)csaf["document"]!["publisher"]!["namespace"])!.TrimEnd('/')}/{Uri.EscapeDataString((string)csaf["document"]!["tracking"]!["id"]!)}#{Uri.EscapeDataString(productId)}"; // Required.
    }

    private static IEnumerable<JsonObject> Definitions(JsonNode? node) => node switch
    {
        JsonObject members when members.ContainsKey("product_id") && members.ContainsKey("name") => [members],
        JsonObject members => members.Where(member => member.Key is not "product_groups").SelectMany(member => Definitions(member.Value)),
        JsonArray items => items.SelectMany(Definitions),
        _ => [],
    };

    private static IEnumerable<(string Vulnerability, string Product, string Status)> StatusOf(JsonNode csaf, Func<string, string> name)
    {
        foreach (var vulnerability in csaf["vulnerabilities"]!.AsArray().Select(node => node!.AsObject())) // Each has some.
        {
            var called = (string?)vulnerability["cve"] ?? (string?)vulnerability["ids"]?[0]!["text"];
            foreach (var (status, products) in vulnerability["product_status"]?.AsObject().Where(s => called is not null && s.Key is not "recommended") ?? [])
            {
                foreach (var product in products!.AsArray().Select(id => name((string)id!))) // An array of texts.
                {
                    yield return (called!, product, status is "first_affected" or "last_affected" ? "known_affected" : status is "first_fixed" ? "fixed" : status); // Asked for above.
                }
            }
        }
    }

    private static IEnumerable<(string Vulnerability, string Product, string Status)> StatusOf(JsonNode csaf) =>
        StatusOf(csaf, id => (string)csaf["product_tree"]!["full_product_names"]!.AsArray().Single(product => (string?)product!["product_id"] == id)!["name"]!); // It made them.

    private static JsonNode Vex(params string[] statements) => JsonNode.Parse($$"""
        { "@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://vex.example/1", "author": "A", "timestamp": "2026-03-01T00:00:00Z", "version": 3, "statements": [{{string.Join(',', statements)}}] }
        """)!; // an object

    private static List<JsonNode> Statements(JsonNode vex, string vulnerability) =>
        [.. vex["statements"]!.AsArray().Where(s => (string?)s!["vulnerability"]!["name"] == vulnerability).Select(s => s!)]; // Each has a vulnerability.

    private static IEnumerable<string> Products(JsonNode statement) => statement["products"]!.AsArray().Select(product => (string)product!["@id"]!); // Each has one.

    private static (JsonNode Vex, System.Collections.Immutable.ImmutableArray<Loss> Losses) ToOpenVex(JsonNode csaf)
    {
        var made = Made(CsafToOpenVex.Translate(Encoding.UTF8.GetBytes(csaf.ToJsonString())));
        return (JsonNode.Parse(made.Bytes.Span)!, made.Losses); // an object
    }

    private static (JsonNode Csaf, System.Collections.Immutable.ImmutableArray<Loss> Losses) ToCsaf(JsonNode vex)
    {
        var made = Made(OpenVexToCsaf.Translate(Encoding.UTF8.GetBytes(vex.ToJsonString()), Maker));
        Assert.True(CsafValidator.Validate(made.Bytes, new CsafValidationOptions { Preset = CsafPreset.Mandatory }).IsValid);
        return (JsonNode.Parse(made.Bytes.Span)!, made.Losses); // an object
    }

    private static VexTranslation.Made Made(VexTranslation translation) => translation as VexTranslation.Made ?? throw new InvalidOperationException($"{translation}");
}
