using CyberExchange.Views.Search;
using Xunit;

namespace CyberExchange.Tests.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Loss of view", "loss of view")]
    [InlineData("Vulnérabilité À DISTANCE", "vulnerabilite a distance")]
    [InlineData("Vulne\u0301rabilite\u0301", "vulnerabilite")]
    [InlineData("cœur Straße ＶＰＮ ﬁle", "coeur strass vpn file")]
    [InlineData("l'exploitation d’une faille", "l exploitation d une faille")]
    [InlineData("  !?  ", "")]
    public void Words_of_spaced_scripts_lose_case_accents_and_form(string text, string words) => Assert.Equal(words, Joined(text));

    [Theory]
    [InlineData("vulnerability", "vulnerabilities")]
    [InlineData("patch", "patches")]
    [InlineData("box", "boxes")]
    [InlineData("access", "accesses")]
    [InlineData("house", "houses")]
    [InlineData("virus", "viruses")]
    [InlineData("cache", "caches")]
    [InlineData("device", "devices")]
    [InlineData("vulnérabilité", "vulnérabilités")]
    [InlineData("maladie", "maladies")]
    [InlineData("réseau", "réseaux")]
    [InlineData("signal", "signaux")]
    [InlineData("jeu", "jeux")]
    [InlineData("mise", "mises")]
    public void Singular_and_plural_meet(string one, string many) => Assert.Equal(Joined(one), Joined(many));

    [Theory]
    [InlineData("process", "proces")]
    [InlineData("status", "statu")]
    [InlineData("analysis", "analysi")]
    public void What_only_ends_like_a_plural_is_left_as_it_is(string word, string other) => Assert.NotEqual(Joined(other), Joined(word));

    [Theory]
    [InlineData("CVE-2026-1234", "cve 2026 cve-2026 1234 cve-2026-1234")]
    [InlineData("icsa-24-016-01", "icsa 24 icsa-24 016 icsa-24-016 01 icsa-24-016-01")]
    [InlineData("S7\u20111500", "s7 1500 s7-1500")]
    [InlineData("S7－１５００", "s7 1500 s7-1500")]
    [InlineData("v4.2.1", "v4 2 v4-2 1 v4-2-1")]
    [InlineData("one -- two - three-", "one two three")]
    public void Identifiers_are_words_whole_and_in_parts(string text, string words) => Assert.Equal(words, Joined(text));

    [Theory]
    [InlineData("変電所", "変 変電 電 電所 所")]
    [InlineData("ランサム", "ラン ンサ サム")]
    [InlineData("港", "港")]
    [InlineData("の", "の")]
    [InlineData("ﾗﾝｻﾑ ﾃﾞｰﾀ", "ラン ンサ サム デー ータ")]
    [InlineData("か\u3099す", "がす")]
    [InlineData("VPN装置のCVE", "vpn 装 装置 置 置の cve")]
    [InlineData("서울", "서울")]
    [InlineData("𠮷野家", "𠮷 𠮷野 野 野家 家")]
    public void Kanji_kana_and_hangul_are_read_in_pairs(string text, string words) => Assert.Equal(words, Joined(text));

    [Fact]
    public void What_is_no_character_parts_words() => Assert.Equal("a b c", Joined("a\u0000b\uD800c"));

    [Fact]
    public void A_chain_without_end_costs_no_more_than_its_parts()
    {
        var words = Words.Of(string.Join('.', Enumerable.Repeat("a", 50_000))).ToList();

        Assert.Equal(50_000 + Words.JoinedRunsMax - 1, words.Count);
    }

    [Fact]
    public void The_number_of_a_word_never_changes() => Assert.Equal(6762541278591031720L, Words.Number("substation"));

    private static string Joined(string text) => string.Join(' ', Words.Of(text));
}
