using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Fetching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace CyberExchange.Tests.Fetching;

/// <summary>One request that a provider was asked.</summary>
internal sealed record Asked(string Url, bool IsConditional, int Status, string? Certificate);

/// <summary>Files of providers on a loopback server over real TLS, for any host names, with an authority of the test's own.</summary>
internal sealed class ServedProvider : IAsyncDisposable
{
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _application;

    private ServedProvider(string[] hosts)
    {
        var now = DateTimeOffset.UtcNow;
        _authority = CertificateAuthority.CreateRoot(CertificateProfile.Authority("Provider test CA", now.AddDays(-1), now.AddDays(30)));
        _certificate = _authority.Issue(CertificateProfile.LoopbackServer(now.AddMinutes(-5), now.AddDays(1)) with { DnsNames = ["localhost", .. hosts] });
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = _certificate,
                ClientCertificateMode = ClientCertificateMode.AllowCertificate,
                ClientCertificateValidation = (_, _, _) => true,
            })));
        _application = builder.Build();
        _application.Run(AnswerAsync);
    }

    /// <summary>Bytes by `host/path`.</summary>
    public ConcurrentDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers that are no files, by `host/path`; they go first.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public int Port { get; private set; }

    /// <summary>The host by which a client that resolves names reaches it.</summary>
    public string Localhost => $"localhost:{Port}";

    public string AnchorPem => _authority.ExportCertificatePem();

    /// <summary>Options under which every host name leads here.</summary>
    public FetchOptions Options => new()
    {
        Anchors = [X509CertificateLoader.LoadCertificate(_authority.Certificate.RawData)],
        Connect = async (_, _, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public static async Task<ServedProvider> StartAsync(params string[] hosts)
    {
        var provider = new ServedProvider(hosts);
        await provider._application.StartAsync();
        provider.Port = new Uri(provider._application.Urls.Single()).Port;
        return provider;
    }

    public void Add(string place, string text) => Files[place] = Encoding.UTF8.GetBytes(text);

    /// <summary>Serves a folder.</summary>
    public void AddFolder(string host, string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            Files[$"{host}/{Path.GetRelativePath(folder, file).Replace('\\', '/')}"] = File.ReadAllBytes(file);
        }
    }

    /// <summary>The requests since the last call.</summary>
    public IReadOnlyList<Asked> Take()
    {
        var taken = Requests.ToList();
        Requests.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var place = $"{context.Request.Host.Value}{context.Request.Path.Value}";

        // Before anything is sent, so that who has the answer finds it here.
        context.Response.OnStarting(() =>
        {
            var conditions = context.Request.Headers.IfNoneMatch.Count + context.Request.Headers.IfModifiedSince.Count;
            Requests.Enqueue(new(place, conditions > 0, context.Response.StatusCode, context.Connection.ClientCertificate?.Subject));
            return Task.CompletedTask;
        });
        await (Answers.TryGetValue(place, out var answer) ? answer(context) : FileAsync(context, place));
    }

    private async Task FileAsync(HttpContext context, string place)
    {
        if (!Files.TryGetValue(place, out var bytes))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes);
    }
}

/// <summary>One run of the fetcher against a provider.</summary>
internal sealed class FetchRun
{
    /// <summary>Documents that were taken, by the last part of their URL.</summary>
    public ConcurrentDictionary<string, CheckedDocument> Taken { get; } = new(StringComparer.Ordinal);

    public required FetchSummary Summary { get; init; }

    /// <summary>What was noted of documents, each with its file.</summary>
    public IEnumerable<string> Notes => Summary.Lines.SelectMany(line => line.Notes.Select(note => $"{Path.GetFileName(line.Url.AbsolutePath)}: {note}"));

    /// <summary>The line of a document, by the last part of its URL.</summary>
    public FetchLine this[string file] => Summary.Lines.Single(line => line.Url.AbsolutePath.EndsWith("/" + file, StringComparison.Ordinal));

    public static async Task<FetchRun> OfAsync(FetchOptions options, string source, FetchState? state = null, CancellationToken ct = default)
    {
        var taken = new ConcurrentDictionary<string, CheckedDocument>(StringComparer.Ordinal);
        using var fetcher = new CsafFetcher(options, state ?? new FetchState(), (document, _) =>
        {
            taken[Path.GetFileName(document.Url.AbsolutePath)] = document;
            return Task.FromResult<string?>(null);
        });
        var plan = await fetcher.PlanAsync(source, ct);
        var run = new FetchRun { Summary = await fetcher.RunAsync(plan, _ => { }, ct) };
        foreach (var (file, document) in taken)
        {
            run.Taken[file] = document;
        }

        return run;
    }
}
