using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Groups;
using CyberExchange.Server.Incidents;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Policies;
using CyberExchange.Server.Trust;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>Random bytes, and real requests that were cut and changed, against every route: no answer is a failure of the exchange, none stays away, and the memory stays.</summary>
public sealed class RouteFuzzTests(RunningExchange exchange) : IClassFixture<RunningExchange>
{
    private const long GrowthBytesMax = 96L * 1024 * 1024;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private static readonly string[] Values =
    [
        "", "-1", "0", "2147483648", "%00", "%ff", "..", "%2e%2e%2f", "'", "\"", "a b", "é", "日本", "%F0%9F%92%A5", "null", "true", "[]", "{}", "a,b", "*", "00000000-0000-0000-0000-000000000000",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1e400", "EU", "TLP:RED", new('x', 2_000),
    ];

    private static readonly string[] Names =
    [
        "limit", "after", "label", "sector", "severity", "since", "until", "q", "vendor", "product", "cve", "subscription", "kind", "originator", "state", "unheard-of",
    ];

    private static readonly string[] Headers =
    [
        "If-Match", "If-None-Match", "Consistency-Token", "Last-Event-ID", "Accept", "Accept-Language", "Idempotency-Key", "Authorization", "X-Forwarded-For",
        "X-Forwarded-Client-Cert", "Client-Cert", "X-SSL-Client-Verify", "Forwarded", "Range", "Origin", "Expect", "Content-Language", "Prefer",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Requests => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 500_000, "full" => 40_000, _ => 2_000 };

    [Fact]
    public async Task No_request_makes_the_exchange_fail_hang_or_grow()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var bodies = Bodies();
        var routes = OpenRoute.All(exchange);
        var failed = new List<string>();
        var clients = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        var before = 0L;
        for (var i = 0; i < Requests; i++)
        {
            if (i == Requests / 2)
            {
                before = GC.GetTotalMemory(forceFullCollection: true);
            }

            var route = routes[random.Next(routes.Count)];
            var member = random.Next(10) == 0 ? "delegate-jp" : route.Caller;
            var client = clients.TryGetValue(member ?? "", out var known) ? known : clients[member ?? ""] = exchange.As(member);
            using var request = Request(route, bodies, random);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(AnswerMax);
            try
            {
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if ((int)answer.StatusCode is >= 500 and not 503)
                {
                    failed.Add($"{(int)answer.StatusCode}: {request.Method} {request.RequestUri} as {member ?? "public"}");
                }
            }
            catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
            {
                failed.Add($"no answer: {request.Method} {request.RequestUri} as {member ?? "public"}");
            }
            catch (HttpRequestException)
            {
                // Refused by the protocol itself, such as a header that may not be sent: the connection was ended, and a new one is made.
            }
        }

        Assert.True(failed.Count == 0, $"seed {seed}, {failed.Count} of {Requests}:\n{string.Join('\n', failed.Take(10))}");
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < GrowthBytesMax, $"seed {seed}: {grown:N0} bytes were kept by the second half of {Requests} requests.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Requests} requests over {routes.Count} routes, seed {seed}");
    }

    [Fact]
    public async Task Bytes_that_are_no_HTTP_end_their_connection_and_nobody_elses()
    {
        var random = new Random();
        var rounds = Requests / 20;
        for (var i = 0; i < rounds; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(exchange.Address.Host, exchange.Address.Port, Ct);
            await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
            var http2 = i % 2 == 0;
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = "localhost", ApplicationProtocols = [http2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11] }, Ct);
            var bytes = new byte[random.Next(1, 4_000)];
            random.NextBytes(bytes);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(AnswerMax);
            try
            {
                byte[] sent = http2 ? [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. bytes] : [.. "GET "u8, .. bytes, .. "\r\n\r\n"u8];
                await tls.WriteAsync(sent, patience.Token);
                socket.Client.Shutdown(SocketShutdown.Send); // Else the exchange may wait for the rest of what looked like a frame.
                var answer = new byte[4_096];
                while (await tls.ReadAsync(answer, patience.Token) > 0)
                {
                    // Whatever it says, it must come to an end.
                }
            }
            catch (IOException)
            {
                // Ended by the other side, as it should be.
            }
        }

        using var alive = await exchange.As("grid-jp").GetAsync("/v1/me", Ct);
        Assert.True(alive.IsSuccessStatusCode);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} connections");
    }

    // Bodies that the API gives as examples, by the shape of their route: the place from which changes go furthest.
    private static List<string> Bodies() =>
    [
        IncidentExamples.Report, PartnerExamples.Change, GroupExamples.Form, GroupExamples.ChangeMembers,
        PolicyRoutes.AdoptExample, TrustRoutes.ProposeExample, TrustRoutes.DecideExample, """{"reason":"a"}""",
    ];

    private static HttpRequestMessage Request(OpenRoute route, List<string> bodies, Random random)
    {
        var path = route.Path(_ => random.Next(3) == 0 ? Values[random.Next(Values.Length)] : OpenRoute.Nobody);
        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Names[random.Next(Names.Length)]}={Values[random.Next(Values.Length)]}"));
        var method = random.Next(20) == 0 ? "PATCH" : route.Method;
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path + (query.Length > 0 ? "?" + query : ""), UriKind.Relative));
        if (random.Next(10) > 0)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.NewGuid().ToString());
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            request.Headers.TryAddWithoutValidation(Headers[random.Next(Headers.Length)], Values[random.Next(Values.Length)]);
        }

        if (method is "POST" or "PUT" or "PATCH" || random.Next(20) == 0)
        {
            request.Content = new ByteArrayContent(Body(bodies, random));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(random.Next(10) == 0 ? "multipart/form-data; boundary=x" : route.Accepts ?? "application/json");
        }

        return request;
    }

    private static byte[] Body(List<string> bodies, Random random)
    {
        var body = Encoding.UTF8.GetBytes(bodies[random.Next(bodies.Count)]);
        switch (random.Next(5))
        {
            case 0:
                return body[..random.Next(body.Length)];
            case 1:
                random.NextBytes(body);
                return body;
            case 2:
                for (var i = random.Next(1, 5); i > 0; i--)
                {
                    body[random.Next(body.Length)] = (byte)random.Next(256);
                }

                return body;
            case 3:
                var json = JsonNode.Parse(body)!;
                Change(json, random);
                return Encoding.UTF8.GetBytes(json.ToJsonString());
            default:
                return body;
        }
    }

    // One value somewhere becomes another, of the same kind or not.
    private static void Change(JsonNode json, Random random)
    {
        var places = Places(json).ToList();
        var (parent, key) = places[random.Next(places.Count)];
        JsonNode? value = random.Next(5) switch
        {
            0 => null,
            1 => JsonValue.Create(random.Next()),
            2 => JsonValue.Create(Uri.UnescapeDataString(Values[random.Next(Values.Length)])),
            3 => new JsonArray(JsonValue.Create("a"), JsonValue.Create(1)),
            _ => new JsonObject { ["a"] = JsonValue.Create(true) },
        };
        if (parent is JsonObject o)
        {
            o[key.Name!] = value;
        }
        else
        {
            parent.AsArray()[key.Index] = value;
        }
    }

    private static IEnumerable<(JsonNode Parent, (string? Name, int Index) Key)> Places(JsonNode? json) => json switch
    {
        JsonObject o => o.Select(m => (json, ((string?)m.Key, 0))).Concat(o.SelectMany(m => Places(m.Value))),
        JsonArray a => a.Select((_, i) => ((JsonNode)a, ((string?)null, i))).Concat(a.SelectMany(Places)),
        _ => [],
    };
}
