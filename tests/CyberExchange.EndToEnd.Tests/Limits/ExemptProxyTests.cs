using System.Net;
using System.Net.Sockets;
using CyberExchange.EndToEnd.Tests.Hosting;
using Xunit;

namespace CyberExchange.EndToEnd.Tests.Limits;

/// <summary>Behind a proxy that passes many through, what is counted by address is one count for all of them, where it is counted at all.</summary>
public sealed class ExemptProxyTests(ExemptProxyTests.ProxiedExchange proxied) : IClassFixture<ExemptProxyTests.ProxiedExchange>
{
    private const int Connections = 2;
    private const int AtOnce = 10;

    private readonly RunningExchange _exchange = proxied.Exchange;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_without_a_certificate_share_the_requests_of_one_address()
    {
        var (before, refused) = await LimitTests.UntilRefusedAsync(() => _exchange.As(member: null).GetAsync("/v1/incidents", Ct));
        using (refused)
        {
            Assert.True(before >= AtOnce, $"{before} requests were answered before one was refused.");
            Assert.True(refused.Headers.Contains("RateLimit"));
        }

        using var certified = await _exchange.As("cert-jp").GetAsync("/v1/me", Ct);
        Assert.Equal(HttpStatusCode.OK, certified.StatusCode);
        using var watching = await _exchange.As(member: null).GetAsync("/health/live", Ct);
        Assert.Equal(HttpStatusCode.OK, watching.StatusCode);
    }

    [Fact]
    public async Task Neither_connections_nor_handshakes_nor_refusals_are_counted()
    {
        using var stranger = RunningExchange.IssueEuropean("stranger");
        var knocking = _exchange.With(stranger);
        var open = new List<TcpClient>();
        try
        {
            for (var i = 0; i < AtOnce * 3; i++)
            {
                var socket = new TcpClient();
                open.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, _exchange.Address.Port, Ct);
                await LimitTests.ConnectAsync(_exchange.Address, "127.0.0.1");
                using var refused = await knocking.GetAsync("/v1/me", Ct);
                Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            }
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>An exchange of which little may be asked, and that was told of a proxy.</summary>
    public sealed class ProxiedExchange : IAsyncLifetime
    {
        internal RunningExchange Exchange { get; } = new()
        {
            Limits = new() { Requests = 1, Handshakes = 1, Connections = Connections, Refusals = 1, Exempt = [IPAddress.Loopback] },
        };

        public ValueTask InitializeAsync() => Exchange.InitializeAsync();

        public ValueTask DisposeAsync() => Exchange.DisposeAsync();
    }
}
