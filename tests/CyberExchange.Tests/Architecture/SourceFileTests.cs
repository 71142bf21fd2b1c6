using Xunit;

namespace CyberExchange.Tests.Architecture;

/// <summary>The scans are only as good as their reading of a file.</summary>
public sealed class SourceFileTests
{
    [Theory]
    [InlineData("a(); // b\nc();", "a(); \nc();", "")]
    [InlineData("a(/* \"b\" */ 1);", "a( 1);", "")]
    [InlineData("a(\"b \\\" // c\"); d();", "a(\"\"); d();", "\"b \\\" // c\"\n")]
    [InlineData("a(@\"b \"\" \\\"); d();", "a(@\"\"); d();", "\"b \"\" \\\"\n")]
    [InlineData("a(\"\"\"b \" c\"\"\"); d();", "a(\"\"); d();", "\"\"\"b \" c\"\"\"\n")]
    [InlineData("a('\"'); d();", "a(\"\"); d();", "'\"'\n")]
    public void Code_comments_and_literals_are_told_apart(string text, string code, string literals)
    {
        var file = SourceFile.Take("a.cs", text);

        Assert.Equal((code, literals), (file.Code, file.Literals));
    }

    [Fact]
    public void A_script_is_one_literal_without_its_comments() =>
        Assert.Equal("select 1 \n", SourceFile.Take("a.sql", "select 1 -- now()\n").Literals);
}
