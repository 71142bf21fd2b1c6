using System.Globalization;
using System.Text;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>What somebody may send to hurt: each is answered, soon and in little memory.</summary>
public sealed class HostileDocumentsTests
{
    [Theory]
    [InlineData("egw-2026-0004.json", "2.0")]
    [InlineData("mdk-2026-0001.json", "2.0")]
    [InlineData("mdk-2026-0001.json", "2.1")]
    public void A_document_with_any_one_byte_changed_never_throws(string name, string version)
    {
        var bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(CsafSamples.Bytes(name)).Replace("\"csaf_version\": \"2.0\"", $"\"csaf_version\": \"{version}\"", StringComparison.Ordinal));
        Assert.Equal(version, CsafValidator.Validate(bytes).Version);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var original = bytes[at];
            foreach (var other in "\0\"\\{}[],9\xFF"u8)
            {
                bytes[at] = other;
                Assert.NotNull(CsafValidator.Validate(bytes));
            }

            bytes[at] = original;
        }
    }

    [Fact]
    public void A_document_cut_at_any_byte_cannot_be_read()
    {
        var bytes = CsafSamples.Bytes("egw-2026-0002.json").AsSpan().TrimEnd((byte)'\n').ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var validation = CsafValidator.Validate(bytes.AsMemory(0, length));
            Assert.Equal((false, false), (validation.IsReadable, validation.IsValid));
            Assert.Equal("json", Assert.Single(validation.Results).Test);
        }
    }

    [Fact]
    public void A_document_that_is_too_large_is_not_looked_at()
    {
        var validation = CsafValidator.Validate(new byte[CsafLimits.DocumentBytesMax + 1]);

        Assert.False(validation.IsReadable);
        Assert.Contains("16777216 bytes", validation.Results[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CsafLimits.DepthMax, true)]
    [InlineData(CsafLimits.DepthMax + 1, false)]
    [InlineData(1_000_000, false)]
    public void Depth_has_a_limit(int depth, bool isReadable)
    {
        var text = new string('[', depth) + new string(']', depth);

        Assert.Equal(isReadable, CsafValidator.Validate(Encoding.UTF8.GetBytes(text)).IsReadable);
    }

    [Theory]
    [InlineData(CsafLimits.ArrayItemsMax, true)]
    [InlineData(CsafLimits.ArrayItemsMax + 1, false)]
    public void Arrays_have_a_limit(int items, bool isReadable)
    {
        var text = "{\"product_tree\":{\"full_product_names\":[" + string.Join(',', Enumerable.Repeat("1", items)) + "]}}";

        Assert.Equal(isReadable, CsafValidator.Validate(Encoding.UTF8.GetBytes(text)).IsReadable);
    }

    [Fact]
    public void Values_have_a_limit()
    {
        var row = "[" + string.Join(',', Enumerable.Repeat("1", 50_000)) + "]";
        var text = "[" + string.Join(',', Enumerable.Repeat(row, 41)) + "]";

        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes(text));

        Assert.False(validation.IsReadable);
        Assert.Contains("2000000 values", validation.Results[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_stands_twice_is_named_and_the_rest_is_tested()
    {
        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes("""{"document":{"title":"a","t\u0069tle":"b"}}"""));

        Assert.True(validation.IsReadable);
        Assert.Contains("\"title\" stands twice", Assert.Single(validation.Results, result => result.Test is "json").Message, StringComparison.Ordinal);
        Assert.Contains(validation.Results, result => result is { Test: "schema", Pointer: "/document" });
    }

    // A name with escapes is not kept where it stands.
    [Theory]
    [InlineData("""{"document":{},"a":1,"a":2}""", "\"a\" stands twice in one object, again at byte 22; readers")]
    [InlineData("""{"document":{},"a":1,"\u0061":2}""", "\"a\" stands twice in one object; readers")]
    [InlineData("""{"document":{},"\u0061":1,"a":2}""", "\"a\" stands twice in one object, again at byte 27; readers")]
    public void The_place_of_a_member_that_stands_twice_is_told_where_it_is_known(string text, string told) => Assert.Contains(
        told, Assert.Single(CsafValidator.Validate(Encoding.UTF8.GetBytes(text)).Results, result => result.Test is "json").Message, StringComparison.Ordinal);

    [Fact]
    public void Members_that_stand_twice_among_many_are_named()
    {
        var members = string.Join(',', Enumerable.Range(0, 900).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"m{i % 500}\":{i}")));

        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes("{" + members + "}"));

        Assert.Equal(CsafLimits.ResultsPerTestMax + 1, validation.Results.Count(result => result.Test is "json"));
        Assert.Contains(validation.Results, result => result.Message.StartsWith("This test fails at 400 places", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_named() => Assert.Contains(
        CsafValidator.Validate(Encoding.UTF8.GetBytes("""{"document":{"title":"\ud800"}}""")).Results,
        result => result.Test is "json" && result.Message.Contains("surrogate", StringComparison.Ordinal));

    // A group of thousands, named by thousands of flags: some 3 MB that stand for more than 10^9 products. What is not counted any
    // more explains no status, and nothing is concluded from that.
    [Fact]
    public void Groups_that_stand_for_too_many_products_are_refused()
    {
        var products = string.Join(',', Enumerable.Range(0, 40_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"p{i}\"")));
        var flags = string.Join(',', Enumerable.Repeat("""{"label":"component_not_present","group_ids":["g"]}""", 40_000));
        var text = $$"""
            {"document":{"category":"csaf_vex","csaf_version":"2.0"},"product_tree":{"product_groups":[{"group_id":"g","product_ids":[{{products}}]}]},
             "vulnerabilities":[{"flags":[{{flags}}],"product_status":{"known_affected":["p0"],"known_not_affected":["p1"]},
              "remediations":[{"category":"vendor_fix","details":"d","group_ids":["g"]}]}]}
            """;

        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes(text));

        Assert.False(validation.IsReadable);
        Assert.Contains("groups of one document", validation.Results[0].Message, StringComparison.Ordinal);
        Assert.Equal("json", Assert.Single(validation.Results).Test);
    }

    [Fact]
    public void Results_are_listed_up_to_a_limit_and_counted_beyond_it()
    {
        var ids = string.Join(',', Enumerable.Range(0, 5_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"p{i}\"")));

        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes($$$"""{"document":{},"vulnerabilities":[{"product_status":{"fixed":[{{{ids}}}]}}]}"""));

        Assert.Equal(CsafLimits.ResultsPerTestMax + 1, validation.Results.Count(result => result.Test is "6.1.1"));
        Assert.Contains(validation.Results, result => result.Message.StartsWith("This test fails at 5000 places", StringComparison.Ordinal));
    }

    [Fact]
    public void Circles_of_products_are_found_however_long()
    {
        const int Products = 20_000;
        var relationships = string.Join(',', Enumerable.Range(0, Products).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"category":"installed_on","full_product_name":{"name":"n","product_id":"p{{i}}"},"product_reference":"p{{(i + 1) % Products}}","relates_to_product_reference":"q"}""")));

        var validation = CsafValidator.Validate(Encoding.UTF8.GetBytes("{\"document\":{},\"product_tree\":{\"relationships\":[" + relationships + "]}}"));

        Assert.Contains(validation.Results, result => result.Test is "6.1.3" && result.Message.StartsWith($"This test fails at {Products} places", StringComparison.Ordinal));
    }
}
