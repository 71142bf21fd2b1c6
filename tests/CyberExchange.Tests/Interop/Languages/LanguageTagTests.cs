using CyberExchange.Interop.Languages;
using Xunit;

namespace CyberExchange.Tests.Interop.Languages;

public sealed class LanguageTagTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("ja-JP")]
    [InlineData("zh-Hant-TW")]
    [InlineData("zh-cmn-Hans-CN")]
    [InlineData("de-CH-1901")]
    [InlineData("sl-IT-nedis")]
    [InlineData("es-419")]
    [InlineData("en-US-u-islamcal")]
    [InlineData("de-a-value-x-private")]
    [InlineData("x-whatever")]
    [InlineData("qaa-Qaaa-QM-x-southern")]
    [InlineData("i-default")]
    [InlineData("I-Klingon")]
    public void Registered_tags_are_valid(string tag) => Assert.Null(LanguageTag.WhyInvalid(tag));

    [Theory]
    [InlineData("")]
    [InlineData("EZ")]
    [InlineData("en-ZZA")]
    [InlineData("en-Latx")]
    [InlineData("en-XY1")]
    [InlineData("de-cmn")]
    [InlineData("de-1901-1901")]
    [InlineData("en-a")]
    [InlineData("en-a-bbb-a-ccc")]
    [InlineData("x")]
    public void Others_are_not(string tag) => Assert.NotNull(LanguageTag.WhyInvalid(tag));

    [Theory]
    [InlineData("qtx", true)]
    [InlineData("en-Qaaa", true)]
    [InlineData("en-QM", true)]
    [InlineData("en-XZ", true)]
    [InlineData("en-x-any", true)]
    [InlineData("en-ZZ", true)]
    [InlineData("en-a-qm", false)]
    [InlineData("qu", false)]
    [InlineData("ja-JP", false)]
    public void Private_use_is_noticed(string tag, bool isPrivate) => Assert.Equal(isPrivate, LanguageTag.HasPrivateUse(tag));
}
