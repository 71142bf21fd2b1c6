using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using CyberExchange.Contracts;
using CyberExchange.EndToEnd.Tests.Gate;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.EndToEnd.Tests.Incidents;
using CyberExchange.Server.Limits;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Limits;

/// <summary>What a caller may ask, and that it takes nothing from others. Tokens come back while a test runs, so it asks until it is refused.</summary>
public sealed class LimitTests(LimitTests.LimitedExchange limited) : IClassFixture<LimitTests.LimitedExchange>
{
    private const int PerSecond = 2;
    private const int AtOnce = PerSecond * LimitNumbers.WindowSeconds;
    private const int TriesMax = 2_000;

    // Each test asks as partners of its own.
    private readonly RunningExchange _exchange = limited.Exchange;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asks_more_than_it_may_is_told_when_to_come_back_and_others_notice_nothing()
    {
        var (before, refused) = await UntilRefusedAsync(() => _exchange.As("grid-jp").GetAsync("/v1/me", Ct));
        using (refused)
        {
            Assert.True(before >= AtOnce * 2, $"{before} requests were answered before one was refused.");
            Assert.Equal("urn:cyberexchange:problem:too-many-requests", (await refused.ProblemAsync()).Type);
            Assert.NotNull(refused.Headers.RetryAfter?.Delta);
            Assert.Equal("\"requests\";q=40;w=10, \"writes\";q=20;w=10", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
            Assert.StartsWith("\"requests\";r=0;", Assert.Single(refused.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        }

        using var other = await _exchange.As("grid-eu").GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.StartsWith("\"requests\";r=39;", Assert.Single(other.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_members_of_a_partner_share_what_it_may_ask()
    {
        var (_, refused) = await UntilRefusedAsync(() => _exchange.As("maker-eu").GetAsync("/v1/me", Ct));
        refused.Dispose();

        var (before, also) = await UntilRefusedAsync(() => _exchange.As("maker-eu-service").GetAsync("/v1/me", Ct));
        also.Dispose();
        Assert.True(before < AtOnce * 2, $"{before} requests of another member were answered.");
    }

    [Fact]
    public async Task Writes_are_counted_beside_reads_and_nothing_of_a_refused_one_is_done()
    {
        var maker = _exchange.As("maker-jp");
        var (before, refused) = await UntilRefusedAsync(() => maker.WriteAsync(HttpMethod.Post, "/v1/incidents", "{}"));
        refused.Dispose();
        Assert.True(before >= AtOnce, $"{before} writes were answered before one was refused.");

        // One read is left at least: each write took one request, and requests are twice as many.
        using var read = await maker.GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task The_public_is_counted_by_address()
    {
        var (_, refused) = await UntilRefusedAsync(() => _exchange.As(member: null).GetAsync("/v1/incidents", Ct));
        refused.Dispose();

        using var certified = await _exchange.As("cert-jp").GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, certified.StatusCode);
    }

    [Fact]
    public async Task A_partner_waits_behind_its_own_requests_and_behind_nobody_elses()
    {
        var busy = _exchange.As("cert-eu");
        using HeldBody first = new(ReportIncidentTests.Own("first")), second = new(ReportIncidentTests.Own("second"));
        var sent = new[] { first, second }.Select(body => SendAsync(busy, body)).ToList();
        await Task.WhenAll(first.Asked, second.Asked);

        // One of two waits, and there is no place for the other.
        var two = new[] { busy.GetAsync("/v1/me", Ct), _exchange.As("cert-eu-service").GetAsync("/v1/me", Ct) };
        using var refused = await await Task.WhenAny(two);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        var waits = two.Single(task => !task.IsCompleted);
        using var other = await _exchange.As("cert-jp").GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.False(waits.IsCompleted);

        first.Release();
        second.Release();
        Assert.All(await Task.WhenAll(sent), answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Equal(HttpStatusCode.OK, (await waits).StatusCode);
    }

    [Fact]
    public async Task The_exception_for_streams_is_for_streams_alone()
    {
        var busy = _exchange.As("cert-jp");
        using HeldBody first = new("{}"), second = new("{}");
        var sent = new[] { first, second }.Select(body => SendAsync(busy, body, accept: "application/json, text/event-stream")).ToList();
        await Task.WhenAll(first.Asked, second.Asked);

        // Both are in work, whatever they say that they accept: one of two more waits, and there is no place for the other.
        using var refused = await await Task.WhenAny(busy.GetAsync("/v1/me", Ct), busy.GetAsync("/v1/me", Ct));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);

        first.Release();
        second.Release();
        Assert.All(await Task.WhenAll(sent), answer => Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode));
    }

    [Fact]
    public async Task An_address_has_so_many_connections_open_at_once()
    {
        await using var own = new RunningExchange { Limits = new() { Connections = 4, Handshakes = 1_000 } };
        await own.InitializeAsync();
        var open = new List<TcpClient>();
        var cut = false;
        try
        {
            for (var i = 0; i < 8; i++)
            {
                var socket = new TcpClient();
                open.Add(socket);
                try
                {
                    await socket.ConnectAsync(IPAddress.Loopback, own.Address.Port, Ct);
                }
                catch (SocketException)
                {
                    cut = true; // One too many, and ended as soon as it was there.
                }
            }

            // Those beyond the limit are ended by the other side; the first ones stay.
            if (!cut)
            {
                var ended = await Task.WhenAny(open.Select(async socket => await socket.GetStream().ReadAsync(new byte[1], Ct)));
                await Assert.ThrowsAnyAsync<Exception>(async () => Assert.NotEqual(0, await ended));
            }

            await AssertCutAsync(() => ConnectAsync(own.Address, "127.0.0.1"));
            await ConnectAsync(own.Address, "127.0.0.2");
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task An_address_that_connects_too_often_is_cut_before_the_handshake_and_another_is_not()
    {
        await using var own = new RunningExchange { Limits = new() { Handshakes = PerSecond } };
        await own.InitializeAsync();
        var connected = 0;
        await AssertCutAsync(async () =>
        {
            for (; connected < TriesMax; connected++)
            {
                await ConnectAsync(own.Address, "127.0.0.1");
            }
        });

        Assert.True(connected >= AtOnce - 2, $"{connected} connections were taken before one was cut."); // Two were made while it started.
        await ConnectAsync(own.Address, "127.0.0.2");
    }

    [Fact]
    public async Task Headers_beyond_their_limit_are_refused()
    {
        using var visitor = new HttpRequestMessage(HttpMethod.Get, "/health/live") { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        visitor.Headers.Add("X-Large", new string('x', LimitsSetup.HeaderBytesMax));

        using var answer = await _exchange.As(member: null).SendAsync(visitor, Ct);

        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
    }

    // One of two, by when the client notices.
    private static async Task AssertCutAsync(Func<Task> connect)
    {
        var cut = await Record.ExceptionAsync(connect);
        Assert.True(cut is HttpRequestException or SocketException, $"{cut}");
    }

    /// <summary>Connects from an address of loopback and asks whether the server lives.</summary>
    internal static async Task ConnectAsync(Uri server, string from)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true, EnabledSslProtocols = SslProtocols.Tls13 },
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = server };
        using var answer = await client.GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Asks until 429 is the answer; how often before, and that answer.</summary>
    internal static async Task<(int Before, HttpResponseMessage Refused)> UntilRefusedAsync(Func<Task<HttpResponseMessage>> ask)
    {
        for (var before = 0; before < TriesMax; before++)
        {
            var answer = await ask();
            if (answer.StatusCode is HttpStatusCode.TooManyRequests)
            {
                return (before, answer);
            }

            answer.Dispose();
        }

        throw new InvalidOperationException($"{TriesMax} requests were answered.");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient caller, HeldBody body, string accept = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/incidents") { Content = body };
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        request.Headers.ExpectContinue = true;
        return await caller.SendAsync(request, Ct);
    }

    /// <summary>An exchange of which little may be asked.</summary>
    public sealed class LimitedExchange : IAsyncLifetime
    {
        internal RunningExchange Exchange { get; } = new()
        {
            Limits = new() { Requests = PerSecond * 2, Writes = PerSecond, Handshakes = 1_000, InFlight = 2, Waiting = 1 },
        };

        public ValueTask InitializeAsync() => Exchange.InitializeAsync();

        public ValueTask DisposeAsync() => Exchange.DisposeAsync();
    }
}
