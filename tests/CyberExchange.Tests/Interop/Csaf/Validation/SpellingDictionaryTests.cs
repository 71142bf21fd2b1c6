using CyberExchange.Interop.Csaf.Validation;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>Dictionaries as somebody's disk has them.</summary>
public sealed class SpellingDictionaryTests
{
    [Fact]
    public void An_affix_is_put_to_the_stems_that_its_condition_names()
    {
        var dictionary = SpellingDictionary.Read("en", ["SFX S Y 2", "SFX S y ies [^aeiou]y", "SFX S 0 s [aeiou]y", "PFX U Y 1", "PFX U 0 un d"], ["3", "duty/S", "key/S", "do/U"]);

        Assert.Equal(
            ["duties", "keys", "undo"],
            new[] { "duties", "dutys", "keys", "keies", "undo", "unkey" }.Where(dictionary.IsWord));
    }

    [Theory]
    [InlineData("SFX S 0 s [a", "[a")]
    [InlineData("PFX S 0 un a{2,1}", "a{2,1}")]
    [InlineData("SFX S 0 s (?=a)", "(?=a)")]
    public void A_condition_that_cannot_be_read_is_named(string rule, string condition)
    {
        var e = Assert.Throws<FormatException>(() => SpellingDictionary.Read("en", [rule], ["1", "word/S"]));

        Assert.Equal($"the condition {condition} cannot be read", e.Message);
    }
}
