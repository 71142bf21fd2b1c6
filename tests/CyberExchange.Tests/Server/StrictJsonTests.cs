using System.Text;
using CyberExchange.Contracts;
using CyberExchange.Server.Requests;
using Xunit;

namespace CyberExchange.Tests.Server;

public sealed class StrictJsonTests
{
    private const string Report = """
        "title": "t", "summary": "s", "classification": "rsit.other", "sectors": ["eu.energy"], "detectedAt": "2026-02-03T04:05:06Z"
        """;

    private static readonly string Sharing = """ "sharing": { "label": "TLP:AMBER" } """;

    public static TheoryData<string, string, string> Hostile => new()
    {
        { "", "", "empty" },
        { "null", "", "null" },
        { "{", "", "well-formed" },
        { "[]", "", "array" },
        { "\"text\"", "", "kind" },
        { "{ // comment\n }", "", "well-formed" },
        { "{ \"report\": 1, }", "", "well-formed" },
        { "{}", "/report", "missing" },
        { $$"""{ "report": { {{Report}} } }""", "/sharing", "missing" },
        { $$"""{ "report": { {{Report}}, "title": "again" }, {{Sharing}} }""", "/report/title", "twice" },
        { $$"""{ "report": { {{Report}}, "severty": "high" }, {{Sharing}} }""", "/report/severty", "no such member" },
        { $$"""{ "report": { {{Report}}, "Title": "t" }, {{Sharing}} }""", "/report/Title", "no such member" },
        { $$"""{ "report": { {{Report}}, "a/b~c": 1 }, {{Sharing}} }""", "/report/a~1b~0c", "no such member" },
        { $$"""{ "report": { {{Report}}, "affectedCount": 1e400 }, {{Sharing}} }""", "/report/affectedCount", "range" },
        { $$"""{ "report": { {{Report}}, "affectedCount": 1.5 }, {{Sharing}} }""", "/report/affectedCount", "kind" },
        { $$"""{ "report": { {{Report}}, "affectedCount": "12" }, {{Sharing}} }""", "/report/affectedCount", "kind" },
        { $$"""{ "report": { {{Report}}, "affectedCount": 99999999999999999999 }, {{Sharing}} }""", "/report/affectedCount", "kind" },
        { $$"""{ "report": { {{Report}}, "endedAt": "tomorrow" }, {{Sharing}} }""", "/report/endedAt", "kind" },
        { $$"""{ "report": { {{Report}}, "reference": "\ud800" }, {{Sharing}} }""", "/report/reference", "surrogate" },
        { $$"""{ "report": { {{Report}}, "reference": "\udc00\ud800" }, {{Sharing}} }""", "/report/reference", "surrogate" },
        { $$"""{ "report": { {{Report}}, "reference": "a\u0000b" }, {{Sharing}} }""", "/report/reference", "U+0000" },
        { $$"""{ "report": { {{Report}}, "reference": {} }, {{Sharing}} }""", "/report/reference", "object" },
        { $$"""{ "report": { {{Report}}, "reference": [] }, {{Sharing}} }""", "/report/reference", "array" },
        { $$"""{ "report": { {{Report}}, "vulnerabilities": [null] }, {{Sharing}} }""", "/report/vulnerabilities/0", "not null" },
        { $$"""{ "report": { {{Report}}, "vulnerabilities": ["CVE-2026-1", 7] }, {{Sharing}} }""", "/report/vulnerabilities/1", "kind" },
        { $$"""{ "report": { {{Report}}, "contacts": [{ "name": null }] }, {{Sharing}} }""", "/report/contacts/0/name", "not null" },
        { $$"""{ "report": { {{Report}}, "contacts": [{}] }, {{Sharing}} }""", "/report/contacts/0/name", "missing" },
        { $$"""{ "report": null, {{Sharing}} }""", "/report", "not null" },
        { string.Concat(Enumerable.Repeat("[", 65)), "", "array" },
        { string.Concat(Enumerable.Repeat("{\"report\":", 100_000)), "", "" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Hostile_bodies_are_refused_where_they_are_wrong(string body, string pointer, string because)
    {
        var (value, fault) = StrictJson.Read(Encoding.UTF8.GetBytes(body), WireJson.Default.ReportIncidentRequest);
        Assert.Null(value);
        Assert.NotNull(fault);
        Assert.Contains(because, fault.Detail, StringComparison.Ordinal);
        if (because.Length > 0)
        {
            Assert.Equal(pointer, fault.Pointer);
        }
    }

    [Theory]
    [InlineData("{\"reason\":\"r\"} {}")]
    [InlineData("{\"reason\":\"r\"}x")]
    [InlineData("\ufeff{\"reason\":\"r\"}")]
    public void A_body_is_one_value_and_nothing_beside_it(string body)
    {
        var (value, fault) = StrictJson.Read(Encoding.UTF8.GetBytes(body), WireJson.Default.WithdrawRequest);
        Assert.Null(value);
        Assert.Contains("well-formed", fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        byte[] body = [.. "{\"reason\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var (value, fault) = StrictJson.Read(body, WireJson.Default.WithdrawRequest);
        Assert.Null(value);
        Assert.Contains("UTF-8", fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_told_without_the_names_of_our_types()
    {
        foreach (var row in Hostile)
        {
            var (_, fault) = StrictJson.Read(Encoding.UTF8.GetBytes(row.Data.Item1), WireJson.Default.ReportIncidentRequest);
            Assert.DoesNotContain("CyberExchange", fault!.Detail, StringComparison.Ordinal);
            Assert.DoesNotContain("System.", fault.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Text_of_any_script_is_read_as_it_is()
    {
        var (value, _) = StrictJson.Read("""{"reason":"重複 \ud83d\ude00 é"}"""u8, WireJson.Default.WithdrawRequest);
        Assert.Equal("重複 😀 é", value?.Reason);
    }
}
