using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CyberExchange.Fetching;

/// <summary>What a server said about the state of a file, to be shown to it next time (RFC 9110, section 8.8).</summary>
public sealed record Validators(string? Etag, string? LastModified)
{
    public static Validators None { get; } = new(null, null);
}

/// <summary>An answer that was read whole.</summary>
/// <param name="Bytes">Null where the file is as the validators said (304).</param>
/// <param name="At">Where the file stood.</param>
/// <param name="IsRedirected">That is elsewhere than it was asked for.</param>
public sealed record ProviderAnswer(byte[]? Bytes, Validators Validators, Uri At, bool IsRedirected);

/// <summary>The one place where a provider's server is spoken to: https alone, bounded, and patient within limits.</summary>
public sealed class ProviderHttp : IDisposable
{
    private const string Agent = "CyberExchange-cyx";
    private const string Www = "www.";

    private readonly FetchOptions _options;
    private readonly HttpClient _open;
    private readonly HttpClient? _certified;
    private long _receivedBytes;

    public ProviderHttp(FetchOptions options)
    {
        _options = options;
        _open = Client(options, certificate: null);
        _certified = options.Certificate is { } certificate ? Client(options, certificate) : null;
    }

    /// <summary>Whether the operator lets this host see the certificate.</summary>
    public bool MayShowCertificate(Uri url) => _certified is not null && _options.CertificateHosts.Contains(HostOf(url));

    /// <summary>The host, with its port where that is not 443.</summary>
    public static string HostOf(Uri url) => url.IsDefaultPort ? url.IdnHost : $"{url.IdnHost}:{url.Port}";

    /// <summary>Gets a file, or learns that it has not changed.</summary>
    /// <param name="known">From an earlier answer; null to ask for the file in any case.</param>
    /// <exception cref="FetchException">The file could not be had.</exception>
    /// <exception cref="FetchingStoppedException">The run has had as many bytes as it may.</exception>
    public Task<ProviderAnswer> GetAsync(Uri url, int bytesMax, Validators? known, CancellationToken ct) => GetAsync(url, bytesMax, known, toWww: false, ct);

    /// <summary>The same, of what may stand at the same name with or without <c>www.</c> before it.</summary>
    /// <param name="toWww">Whether one redirect there is followed.</param>
    public async Task<ProviderAnswer> GetAsync(Uri url, int bytesMax, Validators? known, bool toWww, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? asked;
            FetchException failure;
            try
            {
                var (answer, wait) = await WithinTimeAsync(url, timeCt => AttemptAsync(url, bytesMax, known, toWww, timeCt), ct);
                if (answer is not null)
                {
                    return answer;
                }

                (asked, failure) = (wait, new(FetchReason.Busy, $"{url} is busy or failing: the server said so {attempt} time(s)"));
            }
            catch (HttpRequestException e) when (e.InnerException is FetchException refused)
            {
                throw new FetchException(refused.Reason, refused.Message, e);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                // A certificate that is not trusted, or a name that is none, will not do better a moment later.
                (asked, failure) = (null, new(FetchReason.Unreachable, $"{url} gives no answer: {Innermost(e)}", e));
                if (e is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.ConfigurationLimitExceeded })
                {
                    throw failure;
                }
            }

            var delay = asked ?? FetchLimits.FirstBackOff * Math.Pow(2, attempt - 1);
            if (attempt == FetchLimits.AttemptsMax || delay > FetchLimits.RetryAfterMax)
            {
                throw failure;
            }

            await Task.Delay(delay, _options.Clock, ct);
        }
    }

    public void Dispose()
    {
        _open.Dispose();
        _certified?.Dispose();
    }

    private static HttpClient Client(FetchOptions options, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None, // What is hashed and bounded is what is sent.
            MaxConnectionsPerServer = options.ParallelRequests,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = Policy(options.Anchors),
                ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            },
        };
        if (options.Connect is { } connect)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, ct) => connect(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
        }

        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(Agent, typeof(ProviderHttp).Assembly.GetName().Version?.ToString(3)));
        return client;
    }

    private static X509ChainPolicy Policy(X509Certificate2Collection? anchors)
    {
        // What a certificate names as its issuer or revocation list is not asked: whoever made it would choose whom we dial.
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (anchors is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors);
        }

        return policy;
    }

    private async Task<T> WithinTimeAsync<T>(Uri url, Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var time = new CancellationTokenSource(_options.RequestTime, _options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, ct);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new FetchException(FetchReason.TooSlow, $"{url} was not there within {_options.RequestTime.TotalSeconds:0.#} s", e);
        }
    }

    // The answer; or none and the wait that a busy server asks for.
    private async Task<(ProviderAnswer? Answer, TimeSpan? Wait)> AttemptAsync(Uri url, int bytesMax, Validators? known, bool toWww, CancellationToken ct)
    {
        var at = url;
        for (var redirects = 0; ; redirects++)
        {
            CheckIsHttps(at);
            using var request = Request(at, known);
            using var response = await (MayShowCertificate(at) ? _certified! : _open).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            Count(response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Sum(header => header.Key.Length + header.Value.Sum(value => value.Length)));
            switch ((int)response.StatusCode)
            {
                case 200:
                    return (new(await ReadAsync(at, response, bytesMax, ct), ValidatorsOf(response), at, redirects > 0), null);
                case 304 when known is not null:
                    return (new(null, known, at, redirects > 0), null);
                case 301 or 302 or 303 or 307 or 308:
                    at = Next(at, response, redirects, toWww && IsSameHost(at, url));
                    break;
                case 429 or 500 or 502 or 503 or 504:
                    return (null, AskedWait(response));
                case 404 or 410:
                    throw new FetchException(FetchReason.Absent, $"{url} is not there");
                case 401 or 403:
                    throw new FetchException(FetchReason.NotPermitted, $"{url} is not given to us ({(int)response.StatusCode})");
                default:
                    throw new FetchException(FetchReason.Status, $"{url} was answered {(int)response.StatusCode}");
            }
        }
    }

    private static void CheckIsHttps(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps || url.UserInfo.Length > 0)
        {
            throw new FetchException(FetchReason.Address, $"{url} is not an https address");
        }
    }

    private static HttpRequestMessage Request(Uri url, Validators? known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (known?.Etag is { } etag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        }

        if (known?.LastModified is { } modified)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        }

        return request;
    }

    private static Uri Next(Uri from, HttpResponseMessage response, int redirects, bool toWww)
    {
        if (response.Headers.Location is not { } location)
        {
            throw new FetchException(FetchReason.Redirect, $"{from} is redirected to nowhere");
        }

        if (!Uri.TryCreate(from, location, out var to))
        {
            throw new FetchException(FetchReason.Redirect, $"{from} is redirected to what is no URL");
        }

        if (to.Scheme != Uri.UriSchemeHttps || !(IsSameHost(to, from) || (toWww && IsSameButForWww(to, from))))
        {
            throw new FetchException(FetchReason.Redirect, $"{from} is redirected to {to.GetLeftPart(UriPartial.Path)}, which is not followed: another host, or not https");
        }

        return redirects < FetchLimits.RedirectsMax ? to : throw new FetchException(FetchReason.Redirect, $"{from} is redirected more than {FetchLimits.RedirectsMax} times");
    }

    private static bool IsSameHost(Uri one, Uri other) => string.Equals(one.Authority, other.Authority, StringComparison.OrdinalIgnoreCase);

    private static bool IsSameButForWww(Uri one, Uri other) =>
        string.Equals(one.Authority, Www + other.Authority, StringComparison.OrdinalIgnoreCase) || string.Equals(other.Authority, Www + one.Authority, StringComparison.OrdinalIgnoreCase);

    private async Task<byte[]> ReadAsync(Uri url, HttpResponseMessage response, int bytesMax, CancellationToken ct)
    {
        var stated = response.Content.Headers.ContentLength;
        if (stated > bytesMax)
        {
            throw TooLarge(url, bytesMax);
        }

        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new ArrayBufferWriter<byte>(stated is > 0 ? (int)stated.Value : 16 * 1024);
        while (true)
        {
            var read = await stream.ReadAsync(bytes.GetMemory(), ct);
            if (read == 0)
            {
                return bytes.WrittenSpan.ToArray();
            }

            bytes.Advance(read);
            Count(read);
            if (bytes.WrittenCount > bytesMax)
            {
                throw TooLarge(url, bytesMax);
            }
        }
    }

    private void Count(int bytes)
    {
        if (Interlocked.Add(ref _receivedBytes, bytes) > _options.RunBytesMax)
        {
            throw new FetchingStoppedException($"the provider has sent more than {_options.RunBytesMax} bytes in this run");
        }
    }

    private static FetchException TooLarge(Uri url, int bytesMax) => new(FetchReason.TooLarge, $"{url} has more than {bytesMax} bytes");

    private static Validators ValidatorsOf(HttpResponseMessage response) => new(
        Bounded(response.Headers.ETag?.ToString()),
        Bounded(response.Content.Headers.TryGetValues("Last-Modified", out var modified) ? modified.First() : null));

    private static string? Bounded(string? validator) => validator?.Length > FetchLimits.ValidatorCharsMax ? null : validator;

    private TimeSpan? AskedWait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - _options.Clock.GetUtcNow() is var until && until > TimeSpan.Zero => until,
        _ => null,
    };

    private static string Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e.Message;
}
