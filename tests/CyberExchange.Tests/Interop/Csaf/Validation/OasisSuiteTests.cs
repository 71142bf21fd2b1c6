using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>The suites of OASIS: each document fails the test that it is about, or passes it, and is valid or not.</summary>
public sealed class OasisSuiteTests
{
    // These ask whether a URL resolves, and nothing is fetched.
    private static readonly string[] NeedTheNetwork20 =
    [
        "oasis_csaf_tc-csaf_2_0-2021-6-3-06-01.json: missed",
        "oasis_csaf_tc-csaf_2_0-2021-6-3-06-02.json: missed",
        "oasis_csaf_tc-csaf_2_0-2021-6-3-07-01.json: missed",
    ];

    // The suite calls these valid, and they list a file's hash of one algorithm twice, which the mandatory test 6.1.25 forbids.
    private static readonly string[] ContradictThemselves20 =
    [
        "oasis_csaf_tc-csaf_2_0-2021-6-2-08-02.json: refused",
        "oasis_csaf_tc-csaf_2_0-2021-6-2-09-02.json: refused",
    ];

    [Fact]
    public void Csaf_2_0_is_tested_as_its_suite_says() =>
        Agrees("oasis-csaf-2.0", 239, [.. NeedTheNetwork20, .. ContradictThemselves20]);

    private static void Agrees(string suite, int documents, IEnumerable<string> known)
    {
        var cases = OasisSuite.Cases(suite);
        var options = CsafValidationOptions.Default with { Spelling = Spelling() };

        Assert.Equal(documents, cases.Count);
        Assert.Equal(known.Order(StringComparer.Ordinal), cases.SelectMany(one => one.Disagreements(options)).Order(StringComparer.Ordinal));
    }

    /// <summary>A dictionary that knows the correct words of the documents about spelling.</summary>
    private static SpellingDictionary Spelling()
    {
        var folder = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Fixtures", "csaf", "spelling");
        return SpellingDictionary.Read("en", File.ReadLines(Path.Combine(folder, "en.aff")), File.ReadLines(Path.Combine(folder, "en.dic")));
    }
}
