using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CyberExchange.Contracts;

namespace CyberExchange.EndToEnd.Tests.Gate;

/// <summary>A client on one connection at a time, with a certificate or without, that speaks exactly the given versions.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient _http;
    private readonly Version _version;

    /// <param name="address">The server.</param>
    /// <param name="certificate">With its private key; null to come without. Stays the caller's.</param>
    /// <param name="others">Sent beside it.</param>
    /// <param name="http">1.1 or 2.0.</param>
    /// <param name="tls">One version.</param>
    public Visitor(Uri address, X509Certificate2? certificate, X509Certificate2Collection? others = null, Version? http = null, SslProtocols tls = SslProtocols.Tls13)
    {
        _version = http ?? HttpVersion.Version11;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            MaxConnectionsPerServer = 1,
            ConnectCallback = CountConnectionAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                EnabledSslProtocols = tls,
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, others, offline: true),
#pragma warning disable SYSLIB0040 // The least strict policy there is: the client must be able to show what the server has to refuse.
                EncryptionPolicy = EncryptionPolicy.AllowNoEncryption,
#pragma warning restore SYSLIB0040
                RemoteCertificateValidationCallback = (_, _, _, _) => true, // The client's side of the handshake is not what is tested here.
            },
        })
        {
            BaseAddress = address,
        };
    }

    /// <summary>How many connections were opened.</summary>
    public int Connections { get; private set; }

    /// <summary>Whether each request asks for its connection to end, so that the next one opens another.</summary>
    public bool OneRequestPerConnection { get; init; }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, CancellationToken ct) => SendAsync(new HttpRequestMessage(method, path), ct);

    /// <summary>Sends a request over this version of HTTP, and disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using (request)
        {
            (request.Version, request.VersionPolicy) = (_version, HttpVersionPolicy.RequestVersionExact);
            request.Headers.ConnectionClose = OneRequestPerConnection ? true : null;
            return await _http.SendAsync(request, ct);
        }
    }

    /// <summary>Asks with a header <c>Authorization</c>; of several values HttpClient makes one.</summary>
    public Task<HttpResponseMessage> GetAsync(string path, string[] authorization, CancellationToken ct)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return SendAsync(request, ct);
    }

    public Task<HttpResponseMessage> GetAsync(string path, CancellationToken ct) => SendAsync(HttpMethod.Get, path, ct);

    public static async Task<ProblemDocument> ProblemOf(HttpResponseMessage answer, CancellationToken ct)
        => await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDocument, ct) ?? throw new InvalidDataException("The answer is null.");

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> CountConnectionAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        Connections++;
        var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
