using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>Documents that publishers put on their sites: every error is a defect of the document.</summary>
public sealed class RealDocumentsTests
{
    [Fact]
    public void Errors_of_cisa_are_two_names_of_a_weakness_that_end_in_a_space() => Assert.Equal(
        ["icsa-21-068-10.json 6.1.11 /vulnerabilities/4/cwe/name", "icsa-21-259-01.json 6.1.11 /vulnerabilities/2/cwe/name"],
        Errors("data/cisa-csaf"));

    [Fact]
    public void Errors_of_national_instruments_are_products_that_are_not_defined_a_score_and_a_cpe() => Assert.Equal(
        [
            "ni_cve-2021-38304.json 6.1.9 /vulnerabilities/0/scores/0/cvss_v3/environmentalScore",
            "ni_cve-2022-27237.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/1",
            "ni_cve-2022-27237.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/2",
            "ni_cve-2023-4601.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/0",
            "ni_cve-2024-12740.json schema /product_tree/branches/4/branches/0/product/product_identification_helper/cpe",
            "ni_cve-2024-4044.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/0",
            "ni_cve-2024-4044.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/1",
            "ni_cve-2024-5602.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/0",
            "ni_cve-2024-6122.json 6.1.1 /vulnerabilities/0/remediations/0/product_ids/0",
        ],
        Errors("data/ni-csaf/advisories"));

    [Fact]
    public void Stackable_has_no_errors() => Assert.Empty(Errors("data/stackable-csaf-site/csaf/v2/advisories"));

    private static IEnumerable<string> Errors(string folder) =>
        from file in Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from result in CsafValidator.Validate(File.ReadAllBytes(file), CsafValidationOptions.Default with { Preset = CsafPreset.Mandatory }).Results
        select $"{Path.GetFileName(file)} {result.Test} {result.Pointer}";
}
