using System.Diagnostics;
using System.Globalization;
using System.Text;
using CyberExchange.Interop.Csaf;
using Xunit;

namespace CyberExchange.Tests.Interop.Csaf;

public sealed class CsafHostileInputTests
{
    [Fact]
    public void A_document_with_any_one_byte_changed_never_throws()
    {
        var bytes = CsafSamples.Bytes("egw-2026-0004.json");
        for (var at = 0; at < bytes.Length; at++)
        {
            var original = bytes[at];
            foreach (var other in "\0\"\\{}[],:u9\x80\xFF"u8)
            {
                bytes[at] = other;
                CsafDocument.Summarise(bytes); // HostileDocumentsTests asks the tests.
            }

            bytes[at] = original;
        }

        CsafSamples.Accept(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("nul")]
    [InlineData("{\"document\":{},}")]
    [InlineData("{'document':{}}")]
    [InlineData("{\"document\":01}")]
    [InlineData("{\"document\":\"\\x\"}")]
    [InlineData("// comment\n{}")]
    public void What_is_not_JSON_is_refused(string text) =>
        Assert.Equal(("json", ""), CsafSamples.OnlyProblem(text));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"document\"")]
    [InlineData("2.0")]
    public void JSON_that_is_not_an_object_is_refused(string text) =>
        Assert.Equal(("schema", ""), CsafSamples.OnlyProblem(text));

    [Theory]
    [InlineData("{}")]
    [InlineData("x")]
    [InlineData("\0")]
    public void Anything_after_the_document_is_refused(string trailing)
    {
        byte[] bytes = [.. CsafSamples.Bytes(CsafSamples.Full), .. Encoding.UTF8.GetBytes(trailing)];
        Assert.Equal(("json", ""), CsafSamples.OnlyProblem(bytes));
    }

    [Fact]
    public void A_place_that_is_not_JSON_is_named_by_line_and_byte()
    {
        var problem = Assert.Single(CsafSamples.Refuse("{\n \"document\": {\n  \"title\": oops }}").Results);
        Assert.Contains("line 3, byte 12", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_nested_without_end_are_refused()
    {
        var branches = string.Concat(Enumerable.Repeat("{\"branches\":[", 100_000));
        Assert.Contains("nest 128 deep", Assert.Single(CsafSamples.Refuse($"{{\"product_tree\":{branches}").Results).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x_extension")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v3/baseScore")]
    [InlineData("/vulnerabilities/0/scores/0/cvss_v4/baseScore")]
    public void A_number_beyond_a_double_is_refused(string pointer)
    {
        var json = Encoding.UTF8.GetString(CsafSamples.FullWith(pointer, "1234567890")).Replace("1234567890", "-1e400", StringComparison.Ordinal);
        Assert.Contains("too large for a 64-bit", CsafSamples.Refuse(json).Results[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00")]
    [InlineData("\\ud800\\ud800\\udc00")]
    [InlineData("\\ud800a\\udc00")]
    [InlineData("\\ud800\\n")]
    [InlineData("\\\\\\udfff")]
    public void Half_a_surrogate_pair_is_refused_wherever_it_stands(string escape)
    {
        var json = Encoding.UTF8.GetString(CsafSamples.Bytes(CsafSamples.Full));
        AssertSurrogate(json.Replace("Example Grid Works GridGate: maintenance", "a" + escape + "b", StringComparison.Ordinal));
        AssertSurrogate(json.Replace("\"title\": \"Session", $"\"{escape}\": \"Session", StringComparison.Ordinal));
        AssertSurrogate("{\"x\":[\"" + escape + "\"]," + json[1..]);

        static void AssertSurrogate(string text) => Assert.Contains(
            "half a surrogate pair", Assert.Single(CsafSamples.Refuse(text).Results).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0xFF, 0x20)]
    [InlineData(0xC0, 0x80)]
    [InlineData(0x80, 0x20)]
    public void Invalid_UTF_8_is_refused_with_its_place(int first, int second)
    {
        var bytes = CsafSamples.Bytes(CsafSamples.Full);
        (bytes[100], bytes[101]) = ((byte)first, (byte)second);
        var problem = Assert.Single(CsafSamples.Refuse(bytes).Results);
        Assert.Equal("json", problem.Test);
        Assert.Contains("offset 100 ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_refused_by_name()
    {
        var problem = Assert.Single(CsafSamples.Refuse((byte[])[0xEF, 0xBB, 0xBF, .. CsafSamples.Bytes(CsafSamples.Full)]).Results);
        Assert.Equal("json", problem.Test);
        Assert.Contains("byte order mark", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"title\": \"Example", "\"title\": \"x\", \"title\": \"Example")]
    [InlineData("\"title\": \"Example", "\"t\\u0069tle\": \"x\", \"title\": \"Example")]
    [InlineData("\"document\": {", "\"x\": 1, \"x\": 2, \"document\": {")]
    [InlineData("\"document\": {", "\"x/~\": {\"y\": [{\"z\": 1, \"z\": 1}]}, \"document\": {")]
    public void A_member_that_stands_twice_is_refused(string original, string changed)
    {
        var json = Encoding.UTF8.GetString(CsafSamples.Bytes(CsafSamples.Full)).Replace(original, changed, StringComparison.Ordinal);
        var result = Assert.Single(CsafSamples.Refuse(json).Results);
        Assert.Equal("json", result.Test);
        Assert.Contains("stands twice", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/vulnerabilities/0/product_status/fixed")]
    [InlineData("/vulnerabilities")]
    [InlineData("/x_extension")]
    public void A_million_array_entries_are_refused(string pointer)
    {
        var entry = string.Equals(pointer, "/vulnerabilities", StringComparison.Ordinal) ? "{\"title\":\"t\"}" : null;
        var million = string.Join(',', Enumerable.Range(0, 1_000_000).Select(i => entry ?? string.Create(CultureInfo.InvariantCulture, $"\"{i:D6}\"")));
        var json = Encoding.UTF8.GetString(CsafSamples.FullWith(pointer, "[\"here\"]")).Replace("\"here\"", million, StringComparison.Ordinal);
        Assert.Contains("100000 entries", Assert.Single(CsafSamples.Refuse(json).Results).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_of_too_many_members_is_refused()
    {
        var members = string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"m{i}\":0"));
        Assert.Contains("1000 members", Assert.Single(CsafSamples.Refuse($"{{{members}}}").Results).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_products_are_refused_even_when_no_array_is_long()
    {
        var product = "{\"name\":\"n\",\"product_id\":\"i\"}";
        var relationships = string.Join(',', Enumerable.Repeat($"{{\"category\":\"installed_on\",\"product_reference\":\"i\",\"relates_to_product_reference\":\"i\",\"full_product_name\":{product}}}", 60_000));
        var names = string.Join(',', Enumerable.Repeat(product, 60_000));
        var json = $"{{\"document\":{{}},\"product_tree\":{{\"full_product_names\":[{names}],\"relationships\":[{relationships}]}}}}";
        AssertBeyond(json, "100000 products");
    }

    [Fact]
    public void Too_many_branches_are_refused_even_when_no_array_is_long()
    {
        var leaves = string.Join(',', Enumerable.Repeat("{\"category\":\"legacy\",\"name\":\"n\",\"x\":0}", 60_000));
        var vendor = $"{{\"category\":\"vendor\",\"name\":\"v\",\"branches\":[{leaves}]}}";
        AssertBeyond($"{{\"document\":{{}},\"product_tree\":{{\"branches\":[{vendor},{vendor}]}}}}", "100000 branches");
    }

    [Fact]
    public void A_document_larger_than_16_MiB_is_refused_unread()
    {
        var bytes = new byte[CsafLimits.DocumentBytesMax + 1];
        CsafSamples.Bytes(CsafSamples.Full).CopyTo(bytes, 0);
        bytes.AsSpan().Replace((byte)0, (byte)' ');
        Assert.Equal(("json", ""), CsafSamples.OnlyProblem(bytes));
        CsafSamples.Accept(bytes.AsMemory(0, CsafLimits.DocumentBytesMax));
    }

    [Fact]
    public void A_hostile_value_is_quoted_short_and_on_one_line()
    {
        var status = "\"line\\r\\n\\u0007" + new string('x', 10_000) + '"';
        var detail = Assert.Single(CsafSamples.Refuse(CsafSamples.FullWith("/document/tracking/status", status)).Results).Message;
        Assert.InRange(detail.Length, 1, 200);
        Assert.DoesNotContain(detail, char.IsControl);
    }

    [Theory]
    [InlineData("/document/lang", "en-", "a1b2c-")]
    [InlineData("/document/tracking/version", "1.0.0-", "a.")]
    [InlineData("/product_tree/branches/0/branches/0/branches/0/branches/0/product/product_identification_helper/cpe", "cpe:2.3:a:", "a?*-:")]
    [InlineData("/document/references/0/url", "https://", "[%25@:")]
    public void A_text_made_to_keep_a_pattern_busy_is_judged_in_linear_time(string pointer, string start, string repeated)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, 200_000)) + "!";
        var bytes = CsafSamples.FullWith(pointer, '"' + text + '"');
        var watch = Stopwatch.StartNew();
        CsafSamples.Refuse(bytes);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    // Products and branches are counted by the tests that look at them, not by the schema.
    private static void AssertBeyond(string json, string limit)
    {
        var (validation, advisory) = CsafDocument.Read(Encoding.UTF8.GetBytes(json));
        Assert.Equal((false, null), (validation.IsReadable, advisory));
        Assert.Contains(limit, Assert.Single(validation.Results).Message, StringComparison.Ordinal);
    }
}
