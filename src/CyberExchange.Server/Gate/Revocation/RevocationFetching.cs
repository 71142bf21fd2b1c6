using System.Collections.Concurrent;
using CyberExchange.Storage.Revocation;

namespace CyberExchange.Server.Gate.Revocation;

/// <summary>Brings revocation lists in: from their authorities' addresses, from the database where other nodes left them, and from files.</summary>
/// <param name="lists">Where they are asked.</param>
/// <param name="table">Where nodes share them.</param>
/// <param name="options">Names the folder of the anchors; lists that are brought by hand lie in its folder <c>crl</c>.</param>
/// <param name="clock">When it is.</param>
/// <param name="logger">Addresses and reasons.</param>
public sealed class RevocationFetching(
    RevocationLists lists, RevocationListTable table, GateOptions options, TimeProvider clock, ILogger<RevocationFetching> logger) : IDisposable
{
    /// <summary>A list of a hundred thousand certificates takes half of it.</summary>
    public const int ListBytesMax = 8 * 1024 * 1024;

    private static readonly TimeSpan FetchMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectMax })
    {
        Timeout = FetchMax,
        MaxResponseContentBufferSize = ListBytesMax,
    };

    // When each file was written that has been looked at.
    private readonly ConcurrentDictionary<string, DateTime> _read = new(StringComparer.Ordinal);

    /// <summary>Where lists lie that are brought by hand, such as where no authority can be reached.</summary>
    private string Folder => Path.Combine(options.TrustFolder, "crl");

    /// <summary>Fetches the list of an authority.</summary>
    /// <returns>Null when it is there now; else a sentence that says why not. The list that was there stays.</returns>
    /// <exception cref="Npgsql.NpgsqlException">It is there now and could not be kept for other nodes; it is when it is fetched again.</exception>
    public async Task<string?> FetchAsync(RevocationPoint point, CancellationToken ct)
    {
        try
        {
            using var answer = await _http.GetAsync(point.Address, ct);
            if (!answer.IsSuccessStatusCode)
            {
                return $"it is answered with {(int)answer.StatusCode}.";
            }

            return await TakeAsync(point, await answer.Content.ReadAsByteArrayAsync(ct), keep: true, ct);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return e is HttpRequestException { InnerException: null } http ? $"{http.Message}" : "nobody answers there in time.";
        }
    }

    /// <summary>Takes what other nodes left in the database and what lies in the folder, where it is later than what is had.</summary>
    public async Task LookAroundAsync(IReadOnlyCollection<RevocationPoint> points, CancellationToken ct)
    {
        if (points.Count == 0)
        {
            return;
        }

        var authorities = points.DistinctBy(point => point.IssuerKey, StringComparer.Ordinal).ToDictionary(point => point.IssuerKey, StringComparer.Ordinal);
        try
        {
            var had = authorities.Keys.Select(key => (key, lists.Of(key)?.ThisUpdate ?? DateTimeOffset.UnixEpoch)).ToList();
            foreach (var (key, list) in await table.ReadLaterAsync(had, ct))
            {
                await TakeAsync(authorities[key], list, keep: false, ct);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            RevocationLog.RoundFailed(logger, e); // An authority may still be reached where the database is not.
        }

        foreach (var file in Directory.Exists(Folder) ? Directory.EnumerateFiles(Folder, "*.crl") : [])
        {
            try
            {
                await TakeAsync(file, authorities.Values, ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                RevocationLog.FileNotRead(logger, Path.GetFileName(file), e.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                _read.TryRemove(file, out _); // Taken and not kept: looked at again.
                RevocationLog.RoundFailed(logger, e);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task TakeAsync(string file, IEnumerable<RevocationPoint> points, CancellationToken ct)
    {
        var (written, length) = (File.GetLastWriteTimeUtc(file), new FileInfo(file).Length);
        if (_read.TryGetValue(file, out var before) && before == written)
        {
            return;
        }

        _read[file] = written;
        if (length > ListBytesMax)
        {
            RevocationLog.FileNotRead(logger, Path.GetFileName(file), $"it has more than {ListBytesMax} bytes");
            return;
        }

        var bytes = await File.ReadAllBytesAsync(file, ct);
        foreach (var point in points)
        {
            await TakeAsync(point, bytes, keep: true, ct); // Only its own authority's signature fits.
        }
    }

    private async Task<string?> TakeAsync(RevocationPoint point, byte[] bytes, bool keep, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (list, fault) = RevocationList.Read(bytes, point.Issuer, now);
        if (list is null)
        {
            return fault;
        }

        if (lists.Take(point.IssuerKey, list))
        {
            RevocationLog.Taken(logger, point.Address, list.Serials.Count, list.NextUpdate);
        }
        else if (lists.Of(point.IssuerKey) is not { } present || present.ThisUpdate != list.ThisUpdate)
        {
            return "It is older than the one that is there.";
        }

        // Also one that was there before: the database may not have been.
        if (keep)
        {
            await table.KeepAsync(point.IssuerKey, bytes, list.ThisUpdate, now, ct);
        }

        return null;
    }
}

/// <summary>What is logged of revocation lists.</summary>
internal static partial class RevocationLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Took the revocation list of {Address}: {Revoked} certificates, next update {NextUpdate:O}")]
    public static partial void Taken(ILogger logger, Uri address, int revoked, DateTimeOffset nextUpdate);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The revocation list of {Address} was not taken: {Reason}")]
    public static partial void NotTaken(ILogger logger, Uri address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The revocation list in {File} was not read: {Reason}")]
    public static partial void FileNotRead(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The revocation list of {Address} could not be fetched or kept")]
    public static partial void FetchFailed(ILogger logger, Uri address, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of revocation lists failed")]
    public static partial void RoundFailed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The trust list of {Jurisdiction} is overdue since {NextUpdate:O}; it goes on vouching")]
    public static partial void TrustListOverdue(ILogger logger, string jurisdiction, DateTimeOffset nextUpdate);
}
