using System.Net.Security;
using System.Net.Sockets;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Mandates;
using CyberExchange.Server.Sources;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>Random bytes, and real requests that were cut and changed, against every route: no answer is a failure of the exchange, none stays away, and the memory stays.</summary>
public sealed class RouteFuzzTests(RouteFuzzTests.FuzzedExchange fuzzed) : IClassFixture<RouteFuzzTests.FuzzedExchange>
{
    /// <summary>So many routes take their example as it stands, once what they are about is there.</summary>
    private const int MadeMin = 30;

    private const long GrowthBytesMax = 96L * 1024 * 1024;
    private const int BodyShownMax = 2_000;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(30);

    private readonly RunningExchange _exchange = fuzzed.Exchange;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Requests => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 500_000, "full" => 40_000, _ => 2_000 };

    [Fact]
    public async Task No_request_makes_the_exchange_fail_hang_or_grow()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var routes = OpenRoute.All(_exchange);
        var fuzz = new RouteFuzz(routes, await RouteExamples.ReadAsync(_exchange.As(member: null), Ct), random);
        var failed = new List<string>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var clients = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        var before = 0L;
        var sent = 0;

        // What is there is made of the examples as they stand; then everything is changed.
        await _exchange.GiveAsync(_exchange.MandateOf());
        foreach (var aim in fuzz.Making)
        {
            await ReadFirstAsync(aim);
            await SendAsync(aim, fuzz.AsItStands(aim));
        }

        var (made, halfway) = (taken.Count, false);
        while (sent < Requests)
        {
            if (!halfway && sent >= Requests / 2)
            {
                (before, halfway) = (GC.GetTotalMemory(forceFullCollection: true), true);
            }

            var aim = fuzz.Aim(routes[random.Next(routes.Count)]);
            if (random.Next(2) == 0)
            {
                await ReadFirstAsync(aim);
            }

            await SendAsync(aim, fuzz.Changed(aim));
        }

        Assert.True(failed.Count == 0, $"seed {seed}, {failed.Count} of {sent}:\n{string.Join('\n', failed.Take(10))}");
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < GrowthBytesMax, $"seed {seed}: {grown:N0} bytes were kept by the second half of {Requests} requests.");
        Assert.True(made >= MadeMin, $"seed {seed}: only {made} of the routes that change something took their example, so that the others were asked about nothing.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{sent} requests over {routes.Count} routes, seed {seed}; of those that change something {made} took their example and {taken.Count} something");

        async Task ReadFirstAsync(RouteFuzz.Target aim)
        {
            if (aim.Route.Method != "GET" && fuzz.Known.Above(aim.Path) is { } above)
            {
                await SendAsync(aim with { Path = above }, RouteFuzz.Read(above));
            }
        }

        async Task SendAsync(RouteFuzz.Target aim, HttpRequestMessage request)
        {
            sent++;
            using var _ = request;
            var path = request.RequestUri!.OriginalString.Split('?')[0]; // It was given one.
            var client = clients.TryGetValue(aim.Member ?? "", out var known) ? known : clients[aim.Member ?? ""] = _exchange.As(aim.Member);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            patience.CancelAfter(AnswerMax);
            try
            {
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
                if ((int)answer.StatusCode is >= 500 and not 503)
                {
                    var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(Ct);
                    failed.Add($"{(int)answer.StatusCode}: {request.Method} {request.RequestUri} as {aim.Member ?? "public"} with {body[..Math.Min(body.Length, BodyShownMax)]}");
                }

                if (answer.IsSuccessStatusCode && request.Method.Method == aim.Route.Method && request.Method != HttpMethod.Get)
                {
                    taken.Add($"{aim.Route}");
                }

                await fuzz.Known.LearnAsync(request.Method.Method, path, aim.Member, answer, patience.Token);
            }
            catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
            {
                failed.Add($"no answer: {request.Method} {request.RequestUri} as {aim.Member ?? "public"}");
            }
            catch (HttpRequestException)
            {
                // Refused by the protocol itself, such as a header that may not be sent: the connection was ended, and a new one is made.
            }
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_HTTP_end_their_connection_and_nobody_elses()
    {
        var random = new Random();
        var rounds = Requests / 20;
        for (var i = 0; i < rounds; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(_exchange.Address.Host, _exchange.Address.Port, Ct);
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

        using var alive = await _exchange.As("grid-jp").GetAsync("/v1/me", Ct);
        Assert.True(alive.IsSuccessStatusCode);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} connections");
    }

    /// <summary>An exchange that may fetch from this machine alone, where nobody publishes anything.</summary>
    public sealed class FuzzedExchange : IAsyncLifetime
    {
        internal RunningExchange Exchange { get; } = new()
        {
            Settings = options => options with { Sources = new() { Reach = SourceReach.Read($"{RouteFuzz.Provider} 127.0.0.0/8 ::1").Reach! } }, // Every word is one.
        };

        public ValueTask InitializeAsync() => Exchange.InitializeAsync();

        public ValueTask DisposeAsync() => Exchange.DisposeAsync();
    }
}
