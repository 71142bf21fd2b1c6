using System.Text;

namespace CyberExchange.Fetching;

/// <summary>Finds a provider's metadata.</summary>
/// <remarks>CSAF 2.0, section 7.3: the well-known URL, then security.txt (RFC 9116), and the DNS path only if both have nothing.</remarks>
public sealed class MetadataFinder(ProviderHttp http, FetchState state)
{
    private const string Field = "CSAF:";

    private readonly List<string> _notes = [];

    /// <summary>What is odd about the places that answered.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>The metadata of a domain, or at the URL that is given.</summary>
    /// <param name="source">A domain, with a port if it must be; or the https URL of a provider-metadata.json.</param>
    /// <exception cref="FetchException">There is none, or it cannot be used; the message tells every place that was looked at.</exception>
    public async Task<(Uri Url, ProviderMetadata Metadata)> FindAsync(string source, CancellationToken ct)
    {
        if (source.Contains("://", StringComparison.Ordinal))
        {
            return await ReadAsync(UrlOf(source, source), ct);
        }

        var origin = UrlOf($"https://{source}/", source);
        var failures = new List<FetchException>();
        var found = await TryAsync(new Uri(origin, "/.well-known/csaf/provider-metadata.json"), failures, ct)
            ?? await BySecurityTxtAsync(origin, failures, ct)
            ?? await TryAsync(UrlOf($"https://csaf.data.security.{source}/", source), failures, ct);
        return found ?? throw NotFound(source, failures);
    }

    // What is absent everywhere is absent; else the first other failure says what is wrong.
    private static FetchException NotFound(string source, List<FetchException> failures) => new(
        failures.Select(f => f.Reason).FirstOrDefault(reason => reason is not FetchReason.Absent, FetchReason.Absent),
        $"no CSAF provider at {source}: {string.Join("; ", failures.Select(f => f.Message))}");

    private static Uri UrlOf(string text, string source) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", UserInfo: "", Fragment: "" } && url.Host.Length > 0
            ? url
            : throw new FetchException(FetchReason.Address, $"'{source}' is neither a domain nor an https URL");

    private async Task<(Uri, ProviderMetadata)?> BySecurityTxtAsync(Uri origin, List<FetchException> failures, CancellationToken ct)
    {
        foreach (var path in new[] { "/.well-known/security.txt", "/security.txt" })
        {
            try
            {
                var answer = await GetAsync(new Uri(origin, path), FetchLimits.SecurityTxtBytesMax, known: null, ct);
                foreach (var url in Named(Encoding.UTF8.GetString(answer.Bytes!)))
                {
                    if (await TryAsync(url, failures, ct) is { } found)
                    {
                        return found;
                    }
                }
            }
            catch (FetchException e)
            {
                failures.Add(e);
            }
        }

        return null;
    }

    private static IEnumerable<Uri> Named(string securityTxt) => securityTxt.Split('\n')
        .Where(line => line.StartsWith(Field, StringComparison.OrdinalIgnoreCase))
        .Select(line => Uri.TryCreate(line[Field.Length..].Trim(), UriKind.Absolute, out var url) ? url : null)
        .OfType<Uri>()
        .Where(url => url.Scheme == Uri.UriSchemeHttps)
        .Take(FetchLimits.NamedMax);

    private async Task<(Uri, ProviderMetadata)?> TryAsync(Uri url, List<FetchException> failures, CancellationToken ct)
    {
        try
        {
            return await ReadAsync(url, ct);
        }
        catch (FetchException e)
        {
            failures.Add(e);
            return null;
        }
    }

    private async Task<(Uri Url, ProviderMetadata Metadata)> ReadAsync(Uri url, CancellationToken ct)
    {
        var known = state.Find(url.AbsoluteUri) is { Body: not null } record ? record : null;
        var answer = await GetAsync(url, FetchLimits.MetadataBytesMax, known?.Validators, ct);
        var bytes = answer.Bytes ?? Encoding.UTF8.GetBytes(known!.Body!);
        var metadata = ProviderMetadata.Read(url, bytes);
        if (answer.Bytes is not null)
        {
            state.Put(new FetchRecord { Url = url.AbsoluteUri, Etag = answer.Validators.Etag, LastModified = answer.Validators.LastModified, Body = Encoding.UTF8.GetString(bytes) });
        }

        return (answer.At, metadata);
    }

    // Many a domain leads all that it is asked to the same name with www, or back.
    private async Task<ProviderAnswer> GetAsync(Uri url, int bytesMax, Validators? known, CancellationToken ct)
    {
        var answer = await http.GetAsync(url, bytesMax, known, toWww: true, ct);
        if (answer.IsRedirected)
        {
            _notes.Add($"{url} is redirected to {answer.At}, which CSAF advises against (requirement 6)");
        }

        return answer;
    }
}
