using System.Net;
using System.Net.Sockets;
using System.Text;
using CyberExchange.Cli;
using CyberExchange.Cli.Open;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Cli;

/// <summary>The proxy over real sockets, before a loopback exchange over real TLS.</summary>
public sealed class PageProxyTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IAsyncLifetime
{
    private readonly List<(string Path, string? Subject, string Origin, string Cookie)> _asked = [];
    private readonly SemaphoreSlim _nextEvent = new(0);

    private FakeExchange _exchange = null!;
    private System.Security.Cryptography.X509Certificates.X509Certificate2 _certificate = null!;
    private SocketsHttpHandler _handler = null!;
    private PageProxy _proxy = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Authority => _proxy.FirstUrl.Authority;

    public async ValueTask InitializeAsync()
    {
        _exchange = await FakeExchange.StartAsync(folder, AnswerAsync);
        var settings = CyxSettingsOf(_exchange);
        _certificate = ClientCertificate.Load(settings.Identity!);
        _handler = ExchangeClient.Handler(settings, _certificate);
        _proxy = await PageProxy.StartAsync(settings.Server, _handler, port: 0, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _handler.Dispose();
        _certificate.Dispose();
        await _exchange.DisposeAsync();
        _nextEvent.Dispose();
    }

    [Fact]
    public async Task The_first_address_lets_one_browser_in_once()
    {
        var first = await SendAsync(Get(_proxy.FirstUrl.PathAndQuery));
        var second = await SendAsync(Get(_proxy.FirstUrl.PathAndQuery));

        Assert.StartsWith("HTTP/1.1 302", first, StringComparison.Ordinal);
        Assert.Contains("Location: /\r\n", first, StringComparison.Ordinal);
        Assert.Matches("Set-Cookie: cyx-open-[0-9]+=[0-9a-f]{64}; path=/; samesite=strict; httponly\r\n", first);
        Assert.StartsWith("HTTP/1.1 403", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", second, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_the_cookie_nothing_is_asked_of_the_exchange()
    {
        Assert.StartsWith("HTTP/1.1 403", await SendAsync(Get("/")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await SendAsync(Get("/", $"Cookie: cyx-open-{_proxy.FirstUrl.Port}={new string('0', 64)}")), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await SendAsync(Get(LoopbackGuard.EntryPath)), StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("Origin: https://evil.test")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://localhost:PORT")]
    [InlineData("Origin: https://127.0.0.1:PORT")]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    public async Task Another_site_stays_out_even_with_the_cookie(string header)
    {
        var cookie = await EnterAsync();

        var answer = await SendAsync(Get("/", cookie, header.Replace("PORT", $"{_proxy.FirstUrl.Port}", StringComparison.Ordinal)));

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData("evil.test")]
    [InlineData("evil.test:PORT")]
    [InlineData("localhost:PORT")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    public async Task Another_host_stays_out_even_with_the_cookie(string host)
    {
        var cookie = await EnterAsync();

        var answer = await SendAsync($"GET / HTTP/1.1\r\nHost: {host.Replace("PORT", $"{_proxy.FirstUrl.Port}", StringComparison.Ordinal)}\r\n{cookie}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task With_the_cookie_the_page_arrives_as_the_member_and_the_cookie_stays_here()
    {
        var cookie = await EnterAsync();

        var answer = await SendAsync(Get("/page?x=1", cookie + "; lang=ja", $"Origin: http://{Authority}", "Sec-Fetch-Site: same-origin"));

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Strict-Transport-Security", answer, StringComparison.OrdinalIgnoreCase);
        var (path, subject, origin, forwarded) = Assert.Single(_asked);
        Assert.Equal("/page?x=1", path);
        Assert.Contains("grid-jp", subject, StringComparison.Ordinal);
        Assert.Equal(_exchange.Url.TrimEnd('/'), origin);
        Assert.Equal("lang=ja", forwarded);
    }

    [Fact]
    public async Task A_target_that_looks_like_another_host_stays_a_path_of_the_exchange()
    {
        var cookie = await EnterAsync();

        await SendAsync(Get("//evil.test/x", cookie));

        Assert.Equal("//evil.test/x", Assert.Single(_asked).Path);
    }

    [Fact]
    public async Task A_redirect_within_the_exchange_stays_within_the_proxy()
    {
        var answer = await SendAsync(Get("/moved", await EnterAsync()));

        Assert.Contains($"Location: http://{Authority}/there\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_goes_through()
    {
        var answer = await SendAsync($"POST /echo HTTP/1.1\r\nHost: {Authority}\r\n{await EnterAsync()}\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

        Assert.Contains("\r\nhello\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_of_a_stream_arrives_before_the_next_one_is_sent()
    {
        using var browser = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri($"http://{Authority}") };
        browser.DefaultRequestHeaders.Add("Cookie", (await EnterAsync())["Cookie: ".Length..]);
        using var response = await browser.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));

        Assert.Equal("data: 1", await reader.ReadLineAsync(Ct));
        _nextEvent.Release();
        Assert.Equal("", await reader.ReadLineAsync(Ct));
        Assert.Equal("data: 2", await reader.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task Only_this_machine_can_connect()
    {
        var others = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), AddressFamily.InterNetwork, Ct)).Where(a => !IPAddress.IsLoopback(a)).ToList();
        Assert.SkipWhen(others.Count == 0, "This machine has no address but the loopback ones.");
        foreach (var address in others)
        {
            using var socket = new TcpClient();
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(address, _proxy.FirstUrl.Port, Ct).AsTask());
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        _asked.Add((target, context.Connection.ClientCertificate?.Subject, context.Request.Headers.Origin.ToString(), context.Request.Headers.Cookie.ToString()));
        context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        switch (target)
        {
            case "/events":
                await context.Response.WriteAsync("data: 1\n\n");
                await context.Response.Body.FlushAsync();
                await _nextEvent.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("data: 2\n\n");
                break;
            case "/moved":
                context.Response.Redirect($"{_exchange.Url.TrimEnd('/')}/there");
                break;
            case "/echo":
                await context.Request.Body.CopyToAsync(context.Response.Body);
                break;
            default:
                await context.Response.WriteAsync("page");
                break;
        }
    }

    private CyxSettings CyxSettingsOf(FakeExchange exchange)
    {
        using var surroundings = CyxRun.Surroundings(Stream.Null, Stream.Null, Stream.Null);
        return CyxSettings.Resolve("grid-jp", exchange.Url, folder.Home, retryForSeconds: 0, surroundings);
    }

    /// <summary>The header with the cookie that the first address gives.</summary>
    private async Task<string> EnterAsync()
    {
        var answer = await SendAsync(Get(_proxy.FirstUrl.PathAndQuery));
        var cookie = answer.Split("\r\n").Single(l => l.StartsWith("Set-Cookie: ", StringComparison.Ordinal));
        return "Cookie: " + cookie["Set-Cookie: ".Length..].Split(';')[0];
    }

    private string Get(string target, params string[] headers) =>
        $"GET {target} HTTP/1.1\r\nHost: {Authority}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Connection: close\r\n\r\n";

    private async Task<string> SendAsync(string request)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _proxy.FirstUrl.Port, Ct);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Ct);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Ct);
    }
}
