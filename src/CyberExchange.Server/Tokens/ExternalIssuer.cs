using System.Collections.Frozen;
using CyberExchange.Server.Gate;
using Microsoft.IdentityModel.Tokens;

namespace CyberExchange.Server.Tokens;

/// <summary>Keeps the keys of another issuer at hand: read at the start and every few minutes, never because somebody sent a token.</summary>
/// <remarks>While they cannot be read, those read last go on counting; before the first time every token of the issuer is refused.</remarks>
public sealed class ExternalIssuer : BackgroundService
{
    /// <summary>A key that the issuer takes back is good for this much longer.</summary>
    public static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(5);

    private const int KeySetBytesMax = 256 * 1024;
    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(10);

    private readonly ExternalIssuerOptions _options;
    private readonly HttpMessageHandler _http;
    private readonly TimeProvider _clock;
    private readonly ILogger<ExternalIssuer> _logger;
    private volatile FrozenDictionary<string, SecurityKey> _keys = FrozenDictionary<string, SecurityKey>.Empty;

    /// <param name="options">The issuer.</param>
    /// <param name="http">How its address is reached; disposed with this.</param>
    /// <param name="clock">When the next reading is due.</param>
    /// <param name="logger">Hears of readings that fail.</param>
    public ExternalIssuer(ExternalIssuerOptions options, HttpMessageHandler http, TimeProvider clock, ILogger<ExternalIssuer> logger)
    {
        _options = options;
        _http = http;
        _clock = clock;
        _logger = logger;
        Issuer = new(options.Name, options.Audience, id => _keys.GetValueOrDefault(id));
    }

    /// <summary>The issuer with the keys that were read last.</summary>
    public TokenIssuer Issuer { get; }

    /// <summary>Nothing is followed: the operator named the address, and not where it may lead.</summary>
    public static HttpMessageHandler DefaultHandler() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshEvery, _clock);
        do
        {
            await RefreshAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Reads the keys now.</summary>
    /// <returns>Whether they could be read.</returns>
    public async Task<bool> RefreshAsync(CancellationToken ct)
    {
        try
        {
            _keys = Read(await LoadAsync(ct));
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Whatever it is, a worker that ends by it would take the server along.
            TokensLog.KeysNotRead(_logger, e, _options.Name);
            return false;
        }
    }

    private async Task<string> LoadAsync(CancellationToken ct)
    {
        if (!_options.KeySet.StartsWith("https://", StringComparison.Ordinal))
        {
            return await File.ReadAllTextAsync(_options.KeySet, ct);
        }

        using var client = new HttpClient(_http, disposeHandler: false) { Timeout = ReadMax, MaxResponseContentBufferSize = KeySetBytesMax };
        return await client.GetStringAsync(_options.KeySet, ct);
    }

    // Keys of other kinds may stand there too, for others.
    private static FrozenDictionary<string, SecurityKey> Read(string json) => new JsonWebKeySet(json).Keys
        .Where(key => key is { Kty: "EC", Crv: "P-256", Use: null or "" or "sig", Alg: null or "" or TokenForm.Algorithm, Kid.Length: > 0 })
        .GroupBy(key => key.Kid, StringComparer.Ordinal)
        .Where(sameId => sameId.Count() == 1)
        .ToFrozenDictionary(sameId => sameId.Key, sameId => (SecurityKey)sameId.Single(), StringComparer.Ordinal);
}
