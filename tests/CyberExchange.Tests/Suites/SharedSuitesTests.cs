using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Suites;

public sealed class SharedSuitesTests
{
    private static readonly string Nowhere = Path.Combine(Path.GetTempPath(), "cyberexchange-no-such-folder");

    [Fact]
    public void A_present_suite_is_found() =>
        Assert.Equal(
            Path.Combine(SharedSuites.RepositoryRoot, "tests"),
            SharedSuites.Require("tests", SharedSuites.RepositoryRoot, isCi: true));

    [Fact]
    public void An_absent_suite_skips_the_test_with_a_line_of_advice()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => SharedSuites.Require("data/none", Nowhere, isCi: false));
        Assert.StartsWith("$XunitDynamicSkip$suite data/none did not run: ", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', thrown.Message);
    }

    [Fact]
    public void An_absent_suite_fails_the_test_in_CI()
    {
        var thrown = Assert.Throws<InvalidOperationException>(() => SharedSuites.Require("data/none", Nowhere, isCi: true));
        Assert.StartsWith("suite data/none did not run: ", thrown.Message, StringComparison.Ordinal);
    }
}
