using CyberExchange.Interop.Csaf;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

/// <summary>The formats, asked through a document as a partner meets them.</summary>
public sealed class CsafFormatsTests
{
    [Theory]
    [InlineData("2026-02-03T08:00:00Z", "2026-02-03T08:00:00.0000000+00:00")]
    [InlineData("2026-02-03t08:00:00z", "2026-02-03T08:00:00.0000000+00:00")]
    [InlineData("2024-02-29T00:30:00.5+01:00", "2024-02-28T23:30:00.5000000+00:00")]
    [InlineData("2026-02-03T08:00:00.123456789123-05:30", "2026-02-03T13:30:00.1234567+00:00")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.0000000+00:00")]
    [InlineData("2017-01-01T08:59:60+09:00", "2017-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-02-03T08:00:00+23:59", "2026-02-02T08:01:00.0000000+00:00")]
    public void A_date_time_is_read_as_an_instant(string text, string utc) =>
        Assert.Equal(
            utc,
            CsafSamples.Accept(With("/document/tracking/initial_release_date", text)).Tracking.InitialReleaseAt.ToString("O"));

    [Theory]
    [InlineData("2026-02-03T08:00:00")]
    [InlineData("2026-02-03 08:00:00Z")]
    [InlineData("2026-02-30T08:00:00Z")]
    [InlineData("2025-02-29T08:00:00Z")]
    [InlineData("2026-13-01T08:00:00Z")]
    [InlineData("2026-02-03T24:00:00Z")]
    [InlineData("2026-02-03T08:60:00Z")]
    [InlineData("2026-02-03T08:00:60Z")]
    [InlineData("2026-02-03T08:00:00.Z")]
    [InlineData("2026-02-03T08:00:00+0900")]
    [InlineData("2026-02-03T08:00:00+24:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("２０２６-02-03T08:00:00Z")]
    public void A_text_that_is_no_date_time_is_refused(string text) => Refused("/document/tracking/initial_release_date", text);

    [Theory]
    [InlineData("https://maker.example")]
    [InlineData("HTTP://user:pw@maker.example:8443/a//b;c=1,2?q=/?#f?/")]
    [InlineData("https://[2001:db8::1]:443/")]
    [InlineData("https://[v1.fe80::a+en1]/")]
    [InlineData("https://maker.example/%E8%A6%8B")]
    [InlineData("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    [InlineData("mailto:psirt@maker.example")]
    [InlineData("file:///etc/a")]
    public void A_URI_is_accepted(string uri) => CsafSamples.Accept(With("/document/references/0/url", uri));

    [Theory]
    [InlineData("maker.example/a")]
    [InlineData("//maker.example/a")]
    [InlineData("1http://maker.example")]
    [InlineData("https:")]
    [InlineData("https://maker.example/見本")]
    [InlineData("https://maker.example/a|b")]
    [InlineData("https://maker.example/%zz")]
    [InlineData("https://maker.example/%4")]
    [InlineData("https://maker.example/#a#b")]
    [InlineData("https://maker.example/[a]")]
    [InlineData("https://[2001:db8::g]/")]
    [InlineData("https://[fe80::1%25en0]/")]
    [InlineData("https://maker.example:port/")]
    public void A_text_that_is_no_URI_is_refused(string uri) => Refused("/document/references/0/url", uri);

    [Theory]
    [InlineData("/document/tracking/version", "0")]
    [InlineData("/document/tracking/version", "1.0.0-rc.1+build.5")]
    [InlineData("/document/lang", "ja-JP")]
    [InlineData("/document/lang", "zh-Hant-TW")]
    [InlineData("/document/lang", "i-default")]
    [InlineData("/document/lang", "x-internal")]
    [InlineData("/document/category", "c")]
    [InlineData("/document/category", "Example category 2")]
    [InlineData("/document/tracking/id", "a b")]
    [InlineData("/vulnerabilities/0/cve", "CVE-1900-1234567")]
    [InlineData("/vulnerabilities/0/cwe/id", "CWE-123456")]
    public void A_text_of_the_pattern_is_accepted(string pointer, string text) => CsafSamples.Accept(With(pointer, text));

    [Theory]
    [InlineData("/document/tracking/version", "1.0.0-01")]
    [InlineData("/document/tracking/version", "1\n")]
    [InlineData("/document/tracking/version", "１")]
    [InlineData("/document/lang", "en-")]
    [InlineData("/document/lang", "en-x")]
    [InlineData("/document/category", "a\nb")]
    [InlineData("/document/category", "a.")]
    [InlineData("/document/tracking/id", "a\u3000")]
    [InlineData("/document/tracking/id", "\uFEFFa")]
    [InlineData("/vulnerabilities/0/cve", "CVE-1900-123")]
    [InlineData("/vulnerabilities/0/cve", "CVE-1900-1234\n")]
    [InlineData("/vulnerabilities/0/cwe/id", "CWE-012")]
    [InlineData("/vulnerabilities/0/cwe/id", "CWE-1234567")]
    public void A_text_of_another_pattern_is_refused(string pointer, string text) => Refused(pointer, text);

    private static byte[] With(string pointer, string text) =>
        CsafSamples.FullWith(pointer, System.Text.Json.JsonSerializer.Serialize(text));

    private static void Refused(string pointer, string text) =>
        Assert.Equal(("schema", pointer), CsafSamples.OnlyProblem(With(pointer, text)));
}
