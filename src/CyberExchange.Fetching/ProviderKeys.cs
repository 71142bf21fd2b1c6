namespace CyberExchange.Fetching;

/// <summary>The keys by which a provider's signatures are checked, fetched when the first signature is.</summary>
public sealed class ProviderKeys : IDisposable
{
    private readonly ProviderHttp _http;
    private readonly FetchOptions _options;
    private readonly OpenPgp _pgp = new();
    private readonly SemaphoreSlim _once = new(1);
    private readonly List<string> _faults = [];
    private bool _isLoaded;

    public ProviderKeys(ProviderHttp http, FetchOptions options) => (_http, _options) = (http, options);

    /// <summary>Keys that cannot be used, each with the reason.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Checks a signature by the pinned keys, or else by those that the metadata names.</summary>
    /// <returns>The primary key's fingerprint; null where the signature is not good.</returns>
    /// <exception cref="FetchException">There is no key that can be used.</exception>
    public async Task<string?> VerifyAsync(ProviderMetadata metadata, byte[] document, byte[] signature, CancellationToken ct)
    {
        await LoadAsync(metadata, ct);
        return _pgp.Fingerprints.Count > 0
            ? await _pgp.VerifyAsync(document, signature, ct)
            : throw new FetchException(FetchReason.NoKey, $"no key to check signatures by: {(_faults.Count > 0 ? string.Join("; ", _faults) : "the metadata names none")}");
    }

    public void Dispose()
    {
        _pgp.Dispose();
        _once.Dispose();
    }

    private async Task LoadAsync(ProviderMetadata metadata, CancellationToken ct)
    {
        await _once.WaitAsync(ct);
        try
        {
            if (!_isLoaded)
            {
                await (_options.PinnedKeys is { } pinned ? LoadPinnedAsync(pinned, ct) : LoadNamedAsync(metadata, ct));
                _isLoaded = true;
            }
        }
        finally
        {
            _once.Release();
        }
    }

    private async Task LoadPinnedAsync(IReadOnlyList<byte[]> pinned, CancellationToken ct)
    {
        foreach (var file in pinned)
        {
            foreach (var fingerprint in await _pgp.FingerprintsOfAsync(file, ct))
            {
                await _pgp.TrustAsync(file, fingerprint, ct);
            }
        }
    }

    // CSAF 2.0, requirement 20: the key at the URL is the one of the fingerprint, or it is none.
    private async Task LoadNamedAsync(ProviderMetadata metadata, CancellationToken ct)
    {
        foreach (var key in metadata.Keys)
        {
            try
            {
                var fingerprint = key.Fingerprint ?? throw new FetchException(FetchReason.NoKey, $"the metadata states no fingerprint of {key.Url}");
                var file = (await _http.GetAsync(key.Url, FetchLimits.SmallFileBytesMax, known: null, ct)).Bytes!;
                var held = await _pgp.FingerprintsOfAsync(file, ct);
                if (!held.Contains(fingerprint, StringComparer.Ordinal))
                {
                    throw new FetchException(FetchReason.NoKey, $"{key.Url} holds {held[0]}, and the metadata states {fingerprint}");
                }

                await _pgp.TrustAsync(file, fingerprint, ct);
            }
            catch (FetchException e)
            {
                _faults.Add(e.Message);
            }
        }
    }
}
