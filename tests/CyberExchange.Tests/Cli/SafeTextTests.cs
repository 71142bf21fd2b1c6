using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("plain 日本語 é", "plain 日本語 é")]
    [InlineData("\u001b[31mred", "\uFFFD[31mred")]
    [InlineData("\u009b31mred", "\uFFFD31mred")]
    [InlineData("invoice\u202efdp.exe", "invoice\uFFFDfdp.exe")]
    [InlineData("two\r\nlines\tand tab", "two  lines and tab")]
    public void One_line_has_nothing_that_steers_a_terminal(string text, string safe) => Assert.Equal(safe, SafeText.OneLine(text));

    [Fact]
    public void Lines_keep_their_breaks() => Assert.Equal("a\nb\uFFFD", SafeText.Lines("a\r\nb\u0007"));
}
