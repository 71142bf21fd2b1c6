using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

public sealed class CsafStructureTests
{
    [Theory]
    [InlineData("/document", "")]
    [InlineData("/document/category", "/document")]
    [InlineData("/document/csaf_version", "/document")]
    [InlineData("/document/publisher", "/document")]
    [InlineData("/document/title", "/document")]
    [InlineData("/document/tracking", "/document")]
    [InlineData("/document/aggregate_severity/text", "/document/aggregate_severity")]
    [InlineData("/document/distribution/tlp/label", "/document/distribution/tlp")]
    [InlineData("/document/notes/0/category", "/document/notes/0")]
    [InlineData("/document/notes/1/text", "/document/notes/1")]
    [InlineData("/document/publisher/namespace", "/document/publisher")]
    [InlineData("/document/references/0/url", "/document/references/0")]
    [InlineData("/document/tracking/generator/engine", "/document/tracking/generator")]
    [InlineData("/document/tracking/id", "/document/tracking")]
    [InlineData("/document/tracking/revision_history/0/number", "/document/tracking/revision_history/0")]
    [InlineData("/product_tree/product_groups/0/group_id", "/product_tree/product_groups/0")]
    [InlineData("/product_tree/relationships/0/full_product_name/product_id", "/product_tree/relationships/0/full_product_name")]
    [InlineData("/vulnerabilities/0/cwe/name", "/vulnerabilities/0/cwe")]
    [InlineData("/vulnerabilities/0/ids/0/text", "/vulnerabilities/0/ids/0")]
    [InlineData("/vulnerabilities/0/involvements/1/status", "/vulnerabilities/0/involvements/1")]
    [InlineData("/vulnerabilities/0/remediations/0/details", "/vulnerabilities/0/remediations/0")]
    [InlineData("/vulnerabilities/0/remediations/0/restart_required/category", "/vulnerabilities/0/remediations/0/restart_required")]
    [InlineData("/vulnerabilities/0/scores/0/products", "/vulnerabilities/0/scores/0")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseSeverity", "/vulnerabilities/0/scores/0/cvss_v3")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/vectorString", "/vulnerabilities/0/scores/0/cvss_v3")]
    [InlineData("/vulnerabilities/0/threats/0/category", "/vulnerabilities/0/threats/0")]
    [InlineData("/vulnerabilities/1/flags/0/label", "/vulnerabilities/1/flags/0")]
    public void A_missing_member_is_reported_where_it_should_stand(string removed, string reportedAt) =>
        Assert.Equal((TestOf(reportedAt), reportedAt), CsafSamples.OnlyProblem(CsafSamples.FullWith(removed, null)));

    [Theory]
    [InlineData("/document", "[]")]
    [InlineData("/document/title", "7")]
    [InlineData("/document/csaf_version", "2.0")]
    [InlineData("/document/lang", "null")]
    [InlineData("/document/notes", "{\"a\":1}")]
    [InlineData("/document/notes/0", "\"text\"")]
    [InlineData("/document/tracking/aliases", "\"A\"")]
    [InlineData("/product_tree", "true")]
    [InlineData("/product_tree/branches/0/branches", "{}")]
    [InlineData("/vulnerabilities", "null")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3", "[]")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseScore", "\"9.8\"")]
    [InlineData("/vulnerabilities/0/product_status/fixed/0", "1")]
    public void A_value_of_another_type_is_reported(string pointer, string value) =>
        Assert.Equal((TestOf(pointer), pointer), CsafSamples.OnlyProblem(CsafSamples.FullWith(pointer, value)));

    [Theory]
    [InlineData("/document/distribution/tlp/label", "\"CLEAR\"")]
    [InlineData("/document/notes/0/category", "\"Summary\"")]
    [InlineData("/document/publisher/category", "\"maker\"")]
    [InlineData("/document/references/0/category", "\"own\"")]
    [InlineData("/document/tracking/status", "\"done\"")]
    [InlineData("/product_tree/branches/0/category", "\"maker\"")]
    [InlineData("/product_tree/relationships/0/category", "\"beside\"")]
    [InlineData("/vulnerabilities/0/involvements/0/party", "\"nobody\"")]
    [InlineData("/vulnerabilities/0/involvements/0/status", "\"late\"")]
    [InlineData("/vulnerabilities/0/remediations/0/category", "\"fix\"")]
    [InlineData("/vulnerabilities/0/remediations/0/restart_required/category", "\"all\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/version", "\"4.0\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseSeverity", "\"critical\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/attackVector", "\"NET\"")]
    [InlineData("/vulnerabilities/0/threats/0/category", "\"risk\"")]
    [InlineData("/vulnerabilities/1/flags/0/label", "\"fine\"")]
    public void A_word_outside_the_list_is_reported(string pointer, string value) =>
        Assert.Equal((TestOf(pointer), pointer), CsafSamples.OnlyProblem(CsafSamples.FullWith(pointer, value)));

    [Theory]
    [InlineData("/document/category", "\"csaf_\"")]
    [InlineData("/document/lang", "\"english language\"")]
    [InlineData("/document/publisher/namespace", "\"maker-eu.example\"")]
    [InlineData("/document/references/0/url", "\"https://maker-eu.example/a b\"")]
    [InlineData("/document/tracking/current_release_date", "\"2026-02-03\"")]
    [InlineData("/document/tracking/id", "\" EGW\"")]
    [InlineData("/document/tracking/version", "\"01\"")]
    [InlineData("/document/tracking/revision_history/0/number", "\"1.0\"")]
    [InlineData("/vulnerabilities/0/cve", "\"CVE-2026-1\"")]
    [InlineData("/vulnerabilities/0/cwe/id", "\"CWE-0\"")]
    [InlineData("/vulnerabilities/0/discovery_date", "\"yesterday\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/vectorString", "\"CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/vectorString", "\"CVSS:3.1/AV:N/AC:L/\"")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/vectorString", "\"CVSS:3\"")]
    public void A_text_of_another_form_is_reported(string pointer, string value) =>
        Assert.Equal((TestOf(pointer), pointer), CsafSamples.OnlyProblem(CsafSamples.FullWith(pointer, value)));

    [Theory]
    [InlineData("cpe", "\"cpe:2.3:a:b\"")]
    [InlineData("purl", "\"pkg:1st/name\"")]
    [InlineData("purl", "\"https://maker.example/name\"")]
    public void A_product_identifier_of_another_form_is_reported(string kind, string value) =>
        Assert.Equal(
            ("schema", $"/product_tree/relationships/0/full_product_name/product_identification_helper/{kind}"),
            CsafSamples.OnlyProblem(CsafSamples.FullWith(
                "/product_tree/relationships/0/full_product_name/product_identification_helper", $"{{\"{kind}\":{value}}}")));

    [Theory]
    [InlineData("/document/title", "\"\"")]
    [InlineData("/document/distribution", "{}")]
    [InlineData("/document/notes", "[]")]
    [InlineData("/document/acknowledgments/0", "{}")]
    [InlineData("/product_tree", "{}")]
    [InlineData("/product_tree/product_groups/0/product_ids", "[\"GGA-3.4\"]")]
    [InlineData("/vulnerabilities", "[]")]
    [InlineData("/vulnerabilities/0", "{}")]
    [InlineData("/vulnerabilities/0/product_status", "{}")]
    [InlineData("/vulnerabilities/0/scores/0", "{\"products\":[\"SOS-11\"]}")]
    [InlineData("/product_tree/branches/1", "{\"category\":\"vendor\",\"name\":\"Example Station Systems\"}")]
    public void A_part_with_too_little_in_it_is_reported(string pointer, string value) =>
        Assert.Equal((TestOf(pointer), pointer), CsafSamples.OnlyProblem(CsafSamples.FullWith(pointer, value)));

    [Theory]
    [InlineData("/vulnerabilities/0/product_status/fixed/-", "\"GGA-3.4\"", "/vulnerabilities/0/product_status/fixed/2")]
    [InlineData("/product_tree/product_groups/0/product_ids/-", "\"GGA-\\u0033.4\"", "/product_tree/product_groups/0/product_ids/2")]
    [InlineData("/document/tracking/aliases", "[\"a\",\"b\",\"a\"]", "/document/tracking/aliases/2")]
    [InlineData("/vulnerabilities/0/ids/-", "{\"text\":\"GG-4711\",\"system_name\":\"Example Grid Works defect\"}", "/vulnerabilities/0/ids")]
    [InlineData("/vulnerabilities/1/flags", "[{\"label\":\"component_not_present\",\"x\":[1.0]},{\"x\":[1],\"label\":\"component_not_present\"}]", "/vulnerabilities/1/flags")]
    public void An_entry_that_stands_twice_in_a_set_is_reported(string pointer, string value, string reportedAt)
    {
        var (test, at) = CsafSamples.OnlyProblem(CsafSamples.FullWith(pointer, value));
        Assert.Equal("schema", test);
        Assert.StartsWith(reportedAt, at, StringComparison.Ordinal);
    }

    [Fact]
    public void One_text_may_stand_in_two_arrays() =>
        CsafSamples.Accept(CsafSamples.FullWith("/vulnerabilities/0/product_status/recommended", "[\"GGA-3.4\",\"GG200-2.1.1\"]"));

    [Theory]
    [InlineData("10.1")]
    [InlineData("-0.1")]
    [InlineData("1e300")]
    public void A_score_outside_0_to_10_is_reported(string score) =>
        Assert.Equal(
            ("6.1.8", "/vulnerabilities/0/scores/0/cvss_v3/baseScore"),
            CsafSamples.OnlyProblem(CsafSamples.FullWith("/vulnerabilities/0/scores/0/cvss_v3/baseScore", score)));

    [Fact]
    public void Another_version_of_CSAF_is_the_only_problem_told() =>
        Assert.Equal(("schema", "/document/csaf_version"), CsafSamples.OnlyProblem(CsafSamples.FullWith("/document", "{\"category\":7,\"csaf_version\":\"1.2\"}")));

    [Fact]
    public void Problems_come_all_at_once() => Assert.Equal(
        [
            "/document/category", "/document/title", "/document/tracking/status",
            .. Enumerable.Repeat("/document/tracking", 5), .. Enumerable.Repeat("/document", 2), "/vulnerabilities",
        ],
        CsafSamples.Refuse("""{"document":{"category":"-","title":"","tracking":{"status":"x"}},"vulnerabilities":[]}""").Results.Select(result => result.Pointer));

    // The schemas of CVSS, to which that of CSAF refers, are a test of their own.
    private static string TestOf(string pointer) => pointer.Contains("/cvss_v", StringComparison.Ordinal) ? "6.1.8" : "schema";
}
