using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>Every route that takes JSON, with every kind of JSON that is none, over both versions of HTTP and of TLS.</summary>
public sealed class ParserMatrixTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly (string Name, byte[] Body, string? Encoding, int Status)[] Rows =
    [
        ("depth 65", Nested(65), null, 400),
        ("depth 100,000", Nested(100_000), null, 400),
        ("objects 100,000 deep", Text(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)), null, 400),
        ("1e400", Text("1e400"), null, 400),
        ("a lone surrogate", Text("""{"a":"\ud800"}"""), null, 400),
        ("a surrogate in a name", Text("""{"\udc00":1}"""), null, 400),
        ("invalid UTF-8", [.. "{\"a\":\""u8, 0xc3, 0x28, .. "\"}"u8], null, 400),
        ("an overlong slash", [.. "{\"a\":\""u8, 0xc0, 0xaf, .. "\"}"u8], null, 400),
        ("a member twice", Text("""{"reason":"a","reason":"b"}"""), null, 400),
        ("a member twice, once escaped", Text("""{"reason":"a","\u0072eason":"b"}"""), null, 400),
        ("a byte order mark", [0xef, 0xbb, 0xbf, .. "{}"u8], null, 400),
        ("U+0000 in a text", Text("""{"reason":"\u0000"}"""), null, 400),
        ("a raw zero byte", [.. "{\"reason\":\""u8, 0, .. "\"}"u8], null, 400),
        ("something after it", Text("{} {}"), null, 400),
        ("a comment", Text("{/* nothing */}"), null, 400),
        ("a comma too many", Text("""{"reason":"a",}"""), null, 400),
        ("nothing", [], null, 400),
        ("null", Text("null"), null, 400),
        ("a text", Text("\"a\""), null, 400),
        ("cut short", Text("""{"reason":"a"""), null, 400),
        ("a million objects", Text("[" + string.Join(',', Enumerable.Repeat("{}", 1_000_000)) + "]"), null, 413),
        ("a gzip bomb", Squeezed(64 * Mebibyte), "gzip", 415),
        ("a gzip bomb, undeclared", Squeezed(64 * Mebibyte), null, 400),
        ("brotli, declared", Text("{}"), "br", 415),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, SslProtocols> Connections => EveryConnection.Rows;

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task What_is_no_JSON_is_refused_on_every_route_that_takes_some(string http, SslProtocols tls)
    {
        var wrong = new List<string>();
        var asked = 0;
        foreach (var group in OpenRoute.All(exchange).Where(r => r.Accepts == "application/json").GroupBy(r => r.Caller, StringComparer.Ordinal))
        {
            using var certificate = group.Key is { } member ? RunningExchange.CertificateOf(member) : null;
            using var visitor = new Visitor(exchange.Address, certificate, [], Version.Parse(http), tls);
            foreach (var route in group)
            {
                foreach (var row in Rows)
                {
                    asked++;
                    var expected = Expected(route, row.Status);
                    using var answer = await visitor.SendAsync(Request(route, row.Body, row.Encoding), Ct);
                    if ((int)answer.StatusCode != expected || answer.Content.Headers.ContentType?.MediaType != "application/problem+json")
                    {
                        wrong.Add($"{route}, {row.Name}: {(int)answer.StatusCode} {answer.Content.Headers.ContentType?.MediaType} and should be {expected}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 300, $"{asked} requests were sent.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{asked} requests, {Rows.Length} kinds");
    }

    // A CSAF document is judged as one, and has a larger limit; so has CISA's catalogue. A preview of an item asks first whether the caller sees it, and it is not there.
    private static int Expected(OpenRoute route, int status) => route.Pattern.PathSegments[^1].Parts[0] switch
    {
        RoutePatternLiteralPart { Content: "document" or "known-exploited" } when status is 400 or 413 => 422,
        RoutePatternLiteralPart { Content: "preview" } when route.Pattern.Parameters.Count > 0 => 404,
        _ => status,
    };

    private static HttpRequestMessage Request(OpenRoute route, byte[] body, string? encoding)
    {
        var request = new HttpRequestMessage(new HttpMethod(route.Method), route.Path(place => place == "jurisdiction" ? "EU" : OpenRoute.Nobody)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        return request;
    }

    private static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);

    private static byte[] Nested(int depth) => Text(new string('[', depth) + new string(']', depth));

    private static byte[] Squeezed(int bytes)
    {
        using var squeezed = new MemoryStream();
        using (var gzip = new GZipStream(squeezed, CompressionLevel.SmallestSize))
        {
            gzip.Write(new byte[bytes]);
        }

        return squeezed.ToArray();
    }
}
