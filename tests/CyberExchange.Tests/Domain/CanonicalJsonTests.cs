using System.Text;
using System.Text.Json;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Equal values are equal bytes, as RFC 8785 writes them.</summary>
public sealed class CanonicalJsonTests
{
    private static readonly Gen<string> Texts = Gen.Elements("", "a", "é", "€", "\u0000", "\u001f", "\"", "\\", "/", "<", "😀", "\u2028", "鉄道", "\u007f")
        .ArrayOf().Select(string.Concat);

    private static readonly Arbitrary<object?> Values = Gen.Sized(size => Value(Math.Min(size, 4))).ToArbitrary();

    // RFC 8785, 3.2.2.2 and 3.2.3: the short escapes, lower-case \u, nothing else escaped; names in UTF-16 order.
    [Theory]
    [InlineData("""{ "b" : 1, "a" : [ true, false, null ] }""", """{"a":[true,false,null],"b":1}""")]
    [InlineData("""{"a":{"d":1,"c":2}}""", """{"a":{"c":2,"d":1}}""")]
    [InlineData("""["\u0000\u0008\u0009\u000a\u000c\u000d\u001f\u0022\u005c"]""", """["\u0000\b\t\n\f\r\u001f\"\\"]""")]
    [InlineData("""["\u002f\u003c\u007f\u00e9\u20ac\ud83d\ude00"]""", "[\"/<\u007fé€😀\"]")]
    [InlineData("""["\u001F\u000B"]""", """["\u001f\u000b"]""")]
    [InlineData("[9007199254740992,-9007199254740992,-0]", "[9007199254740992,-9007199254740992,0]")]
    [InlineData("{}", "{}")]
    public void Each_value_has_one_form(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    // The example of RFC 8785, 3.2.3: an astral character sorts by its surrogate, before U+FB33.
    [Fact]
    public void Names_are_ordered_by_their_utf16_code_units() =>
        Assert.Equal(
            "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}",
            Canonical("{\"€\":1,\"\\r\":2,\"\ufb33\":3,\"1\":4,\"😀\":5,\"\u0080\":6,\"ö\":7}"));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e2")]
    [InlineData("1e400")]
    [InlineData("9007199254740993")]
    [InlineData("-9007199254740993")]
    [InlineData("-9223372036854775808")]
    [InlineData("18446744073709551616")]
    public void A_number_that_is_not_exact_everywhere_is_refused(string number) => Assert.Throws<NotSupportedException>(() => Canonical(number));

    [Fact]
    public void A_name_that_stands_twice_is_refused() => Assert.ThrowsAny<JsonException>(() => Canonical("""{"a":1,"a":2}"""));

    [Fact]
    public void Writing_it_again_changes_nothing() =>
        Prop.ForAll(Values, v => Canonical(JsonSerializer.Serialize(v)) is var once && Canonical(once) == once).QuickCheckThrowOnFailure();

    [Fact]
    public void Escapes_and_space_of_the_source_leave_no_trace() =>
        Prop.ForAll(Values, v => Canonical(JsonSerializer.Serialize(v, Roomy)) == Canonical(JsonSerializer.Serialize(v))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_value_is_kept() =>
        Prop.ForAll(Values, v =>
        {
            using var before = JsonDocument.Parse(JsonSerializer.Serialize(v));
            using var after = JsonDocument.Parse(Canonical(JsonSerializer.Serialize(v)));
            return JsonElement.DeepEquals(before.RootElement, after.RootElement);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_instant_is_written_in_utc_whatever_its_offset()
    {
        var tokyo = Now.ToOffset(TimeSpan.FromHours(9));
        var here = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { Embargo = new("2026-11-20T18:00:00", "Asia/Tokyo", Now, []) };
        var there = here with { Embargo = here.Embargo! with { LiftsAt = tokyo } };

        Assert.Equal(Text(here), Text(there));
        Assert.Contains("\"liftsAt\":\"2026-11-20T09:00:00Z\"", Text(here), StringComparison.Ordinal);
        Assert.Throws<UnreadableEventException>(() => CanonicalJson.Read(
            Encoding.UTF8.GetBytes(Text(here).Replace("09:00:00Z", "18:00:00+09:00", StringComparison.Ordinal)), StoredTermsJson.Default.SharingTerms));
    }

    [Fact]
    public void An_instant_keeps_every_tick()
    {
        var terms = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { Embargo = new("2026-11-20T18:00:00", "Asia/Tokyo", Now.AddTicks(1_234_567), []) };

        Assert.Equal(terms.Embargo!.LiftsAt, CanonicalJson.Read(Encoding.UTF8.GetBytes(Text(terms)), StoredTermsJson.Default.SharingTerms).Embargo!.LiftsAt);
    }

    private static readonly JsonSerializerOptions Roomy = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(SharingTerms terms) => Encoding.UTF8.GetString(CanonicalJson.Write(terms, StoredTermsJson.Default.SharingTerms));

    private static string Canonical(string json) => Encoding.UTF8.GetString(CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(json)));

    private static Gen<object?> Value(int depth)
    {
        var leaves = Gen.OneOf(
            Texts.Select(t => (object?)t),
            Gen.Choose(-1_000_000, 1_000_000).Select(n => (object?)n),
            Gen.Elements<object?>(true, false, null));
        if (depth == 0)
        {
            return leaves;
        }

        var members = from names in Texts.ArrayOf()
                      from value in Value(depth - 1)
                      select (object?)names.Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => value, StringComparer.Ordinal);
        return Gen.OneOf(leaves, members, Value(depth - 1).ArrayOf(3).Select(a => (object?)a));
    }
}
