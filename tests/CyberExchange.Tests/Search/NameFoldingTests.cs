using CyberExchange.Views.Search;
using Xunit;

namespace CyberExchange.Tests.Search;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("(株)日立", "㈱日立")]
    [InlineData("(株)日立", "（株）日立")]
    [InlineData("株式会社日立", "㍿日立")]
    [InlineData("「データ」・ー", "｢ﾃﾞｰﾀ｣･ｰ")]
    [InlineData("がす", "か\u3099す")]
    [InlineData("a b", "Ａ　Ｂ")]
    [InlineData("a b", "A\u00A0b")]
    [InlineData("a b", "a\u2009B")]
    [InlineData("£1", "￡１")]
    [InlineData("muller & co", "MÜLLER & Co")]
    [InlineData("muller", "mu\u0308ller")]
    [InlineData("strasse", "STRAẞE")]
    [InlineData("osterreich", "Ö\u00ADsterreich")]
    [InlineData("葛", "葛\U000E0100")]
    [InlineData("☎", "☎\uFE0F")]
    [InlineData("και\u0301", "ΚΑΊ")]
    [InlineData("σας", "ΣΑΣ")]
    [InlineData("мой", "МОЙ")]
    [InlineData("мои\u0306", "мой")]
    [InlineData("1/2", "1/２")]
    public void Forms_of_one_name_are_one(string one, string other) => Assert.Equal(NameFolding.Of(one), NameFolding.Of(other));

    [Theory]
    [InlineData("мой", "мои")]
    [InlineData("かす", "がす")]
    [InlineData("कि", "कु")]
    [InlineData("שׁ", "שׂ")]
    [InlineData("กา", "ก้า")]
    [InlineData("S7-1500", "S7 1500")]
    [InlineData("(株)日立", "株日立")]
    [InlineData("≠", "=")]
    public void What_tells_names_apart_stays(string one, string other) => Assert.NotEqual(NameFolding.Of(one), NameFolding.Of(other));

    [Fact]
    public void A_name_that_is_folded_stays_as_it_is()
    {
        foreach (var name in new[] { "㈱日立 Ｓ７－１５００", "MÜLLER & Co ½", "ΚΑΊ МОЙ", "ﾃﾞｰﾀ ⑴ ⓐ ㎨", "\uD800x" })
        {
            Assert.Equal(NameFolding.Of(name), NameFolding.Of(NameFolding.Of(name)));
        }
    }
}
