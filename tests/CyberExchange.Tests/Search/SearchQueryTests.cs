using CyberExchange.Views.Search;
using Xunit;

namespace CyberExchange.Tests.Search;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("loss of VIEW", "loss of view")]
    [InlineData("CVE-2026-1234", "cve-2026-1234")]
    [InlineData("変電所の監視", "変電 所の 監視")]
    [InlineData("変電所", "変電 電所")]
    [InlineData("港", "港")]
    [InlineData("view view views", "view")]
    [InlineData("\"loss of view\"", "loss of view")]
    public void Every_word_of_a_query_is_required(string text, string words) => Assert.Equal(words, string.Join(' ', SearchQuery.Read(text).Query!.Words)); // They ask for something.

    [Theory]
    [InlineData("", SearchFault.Empty)]
    [InlineData("   ", SearchFault.Empty)]
    [InlineData("?!  --", SearchFault.NoWord)]
    [InlineData("\"\"", SearchFault.NoWord)]
    public void A_query_without_words_asks_for_nothing(string text, SearchFault fault) => Assert.Equal((null, fault), SearchQuery.Read(text));

    [Fact]
    public void A_query_has_its_limits()
    {
        Assert.Equal((null, SearchFault.TooLong), SearchQuery.Read(new string('a', SearchQuery.CharactersMax + 1)));
        Assert.Equal((null, SearchFault.TooManyWords), SearchQuery.Read(string.Join(' ', Enumerable.Range(0, SearchQuery.WordsMax + 1).Select(i => $"w{i}"))));
        Assert.NotNull(SearchQuery.Read(string.Join(' ', Enumerable.Range(0, SearchQuery.WordsMax).Select(i => $"w{i}"))).Query);
    }

    [Theory]
    [InlineData("A loss of view, twice", "view", "view")]
    [InlineData("Vulnérabilités critiques", "vulnerabilite", "Vulnérabilités")]
    [InlineData("Fixes CVE-2026-1234 and CVE-2026-9999", "cve-2026-1234", "CVE-2026-1234")]
    [InlineData("関西の変電所の遠隔監視", "変電所", "変電所")]
    [InlineData("ﾃﾞｰﾀ漏えい", "データ", "ﾃﾞｰﾀ")]
    [InlineData("ＶＰＮ装置", "vpn", "ＶＰＮ")]
    [InlineData("loss of view is no view of loss", "\"view of loss\"", "view of loss")]
    [InlineData("loss of view, loss", "loss", "loss|loss")]
    [InlineData("VPN装置の更新", "「VPN装置」", "VPN装置")]
    [InlineData("nothing here", "absent", "")]
    public void What_answers_is_marked_where_it_stands(string text, string query, string marked)
    {
        var found = Marks.Find(text, SearchQuery.Read(query).Query!); // It asks for something.

        Assert.Equal(marked, found is null ? "" : string.Join('|', found.Ranges.Select(r => found.Text.Substring(r.Start, r.Length))));
    }

    [Fact]
    public void A_long_text_is_cut_around_the_first_place_and_counts_from_there()
    {
        var text = string.Concat(Enumerable.Repeat("filler ", 100)) + "needle" + string.Concat(Enumerable.Repeat(" filler", 100));

        var found = Marks.Find(text, SearchQuery.Read("needle").Query!)!; // It stands there.

        Assert.Equal(Marks.PieceCharactersMax, found.Text.Length);
        Assert.Equal(text.Substring(found.Start, found.Text.Length), found.Text);
        Assert.Equal("needle", found.Text.Substring(found.Ranges[0].Start, found.Ranges[0].Length));
    }
}
