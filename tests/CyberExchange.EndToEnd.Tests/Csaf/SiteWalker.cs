using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Tests.Fetching;

namespace CyberExchange.EndToEnd.Tests.Csaf;

/// <summary>Something that a trusted provider's site lacks.</summary>
/// <param name="Requirement">Its number in CSAF 2.0, section 7.1; 24 and 25 of CSAF 2.1.</param>
/// <param name="Detail">What was found.</param>
internal sealed record SiteFault(int Requirement, string Detail);

/// <summary>
/// Goes over a trusted provider's site as a stranger, from the name of its domain alone, and says which requirements of CSAF are not met. It knows
/// of the exchange only how to connect to it.
/// </summary>
/// <param name="client">Reaches every host, follows no redirect and has no certificate.</param>
/// <param name="plain">Where the site listens, to be asked without TLS.</param>
internal sealed partial class SiteWalker(HttpClient client, IPEndPoint plain) : IDisposable
{
    private static readonly string[] Agents = ["curl/7.88.1", "Mozilla/5.0", "python-requests/2.31", "csaf_downloader/3.3"];

    private readonly List<SiteFault> _faults = [];
    private readonly GnuPgHome _keys = new();
    private readonly Dictionary<string, (HttpStatusCode Status, byte[] Bytes)> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _documents = new(StringComparer.Ordinal);

    /// <summary>How many addresses were asked.</summary>
    public int Asked => _answers.Count;

    /// <summary>The addresses of the documents that feeds led to.</summary>
    public IEnumerable<string> Documents => _documents.Keys;

    public async Task<IReadOnlyList<SiteFault>> WalkAsync(string domain)
    {
        await AskWithoutTlsAsync();
        var metadata = await MetadataAsync(domain);
        if (metadata is { } found)
        {
            await KeysAsync(found);
            var feeds = await FeedsAsync(found);
            foreach (var (url, label) in feeds)
            {
                await DocumentAsync(url, label);
            }

            await DirectoriesAsync(found);
        }

        return _faults;
    }

    public void Dispose() => _keys.Dispose();

    private void Fault(int requirement, string detail) => _faults.Add(new(requirement, detail));

    private void Check(bool holds, int requirement, string detail)
    {
        if (!holds)
        {
            Fault(requirement, detail);
        }
    }

    // Every address of the public part comes by here.
    private async Task<(HttpStatusCode Status, byte[] Bytes)> GetAsync(string url, int requirement, bool isGated = false)
    {
        if (_answers.TryGetValue(url, out var known))
        {
            return known;
        }

        Check(url.StartsWith("https://", StringComparison.Ordinal), 3, $"{url} is not of https");
        if (!url.StartsWith("https://", StringComparison.Ordinal))
        {
            return (HttpStatusCode.BadRequest, []);
        }

        using var answer = await client.GetAsync(url);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        _answers[url] = (answer.StatusCode, bytes);
        Check((int)answer.StatusCode is < 300 or >= 400, 6, $"{url} redirects");
        if (isGated)
        {
            return _answers[url];
        }

        Check(answer.StatusCode is HttpStatusCode.OK, requirement, $"{url} answers {(int)answer.StatusCode}");
        Check(answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) && origins.Single() == "*", 25, $"{url} is not for every origin");
        var agent = Agents[_answers.Count % Agents.Length]; // Each in its turn.
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.UserAgent.ParseAdd(agent);
        using var other = await client.SendAsync(request);
        Check(other.StatusCode == answer.StatusCode && (await other.Content.ReadAsByteArrayAsync()).SequenceEqual(bytes), 24, $"{url} is another for {agent}");
        return _answers[url];
    }

    private async Task<JsonElement?> JsonAsync(string url, int requirement)
    {
        var (status, bytes) = await GetAsync(url, requirement);
        try
        {
            return status is HttpStatusCode.OK ? JsonDocument.Parse(bytes).RootElement : null;
        }
        catch (JsonException e)
        {
            Fault(requirement, $"{url}: {e.Message}");
            return null;
        }
    }

    private async Task AskWithoutTlsAsync()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(plain);
        await using var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /.well-known/csaf/provider-metadata.json HTTP/1.1\r\nHost: {plain}\r\nConnection: close\r\n\r\n"));
        var buffer = new byte[64];
        try
        {
            var read = await stream.ReadAsync(buffer);
            Check(!Encoding.ASCII.GetString(buffer, 0, read).Contains(" 200 ", StringComparison.Ordinal), 3, "the site answers without TLS");
        }
        catch (IOException)
        {
            // It hung up, as it should.
        }
    }

    private async Task<JsonElement?> MetadataAsync(string domain)
    {
        var (_, text) = await GetAsync($"https://{domain}/.well-known/security.txt", 8);
        var fields = Encoding.UTF8.GetString(text).Split('\n').Select(line => line.Split(": ", 2)).Where(f => f.Length == 2).ToLookup(f => f[0], f => f[1], StringComparer.OrdinalIgnoreCase);
        Check(fields["Contact"].Any(), 8, "security.txt names no contact");
        Check(fields["Expires"].Count() == 1 && DateTimeOffset.TryParse(fields["Expires"].Single(), CultureInfo.InvariantCulture, out var expires) && expires > DateTimeOffset.UtcNow, 8, "security.txt has no day on which it ends, or ended");
        Check(fields["CSAF"].Any() && fields["CSAF"].All(u => u.StartsWith("https://", StringComparison.Ordinal) && u.EndsWith("/provider-metadata.json", StringComparison.Ordinal)), 8, "security.txt leads to no provider metadata");

        var wellKnown = $"https://{domain}/.well-known/csaf/provider-metadata.json";
        var metadata = await JsonAsync(wellKnown, 9);
        var (_, bytes) = await GetAsync(wellKnown, 9);
        var (_, byDns) = await GetAsync($"https://csaf.data.security.{domain}/", 10);
        Check(byDns.SequenceEqual(bytes), 10, "the DNS path has other metadata");
        Check(fields["CSAF"].Contains(wellKnown) || fields["CSAF"].Any(url => _answers.TryGetValue(url, out var a) && a.Bytes.SequenceEqual(bytes)), 8, "security.txt leads elsewhere");
        foreach (var url in fields["CSAF"].Where(url => url.StartsWith("https://", StringComparison.Ordinal)))
        {
            if (await JsonAsync(url, 8) is { } other)
            {
                await MetadataShapeAsync(other, url);
            }
        }

        if (metadata is { } found)
        {
            await MetadataShapeAsync(found, wellKnown);
        }

        return metadata;
    }

    // The schema of provider metadata, CSAF 2.0: what it requires, and the words it takes.
    private async Task MetadataShapeAsync(JsonElement metadata, string url)
    {
        string Text(string name) => metadata.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : "";
        Check(Text("canonical_url").EndsWith("/provider-metadata.json", StringComparison.Ordinal), 7, $"{url} has no canonical address");
        Check(Text("metadata_version") == "2.0", 7, $"{url} is of version '{Text("metadata_version")}'");
        Check(Text("role") == "csaf_trusted_provider", 7, $"{url} is of role '{Text("role")}'");
        Check(DateTimeOffset.TryParse(Text("last_updated"), CultureInfo.InvariantCulture, out _), 7, $"{url} was never updated");
        foreach (var flag in new[] { "list_on_CSAF_aggregators", "mirror_on_CSAF_aggregators" })
        {
            Check(metadata.TryGetProperty(flag, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False, 7, $"{url} does not say {flag}");
        }

        Check(metadata.TryGetProperty("publisher", out var publisher)
            && new[] { "coordinator", "discoverer", "other", "translator", "user", "vendor" }.Contains(publisher.GetProperty("category").GetString())
            && publisher.GetProperty("name").GetString()!.Length > 0 && Uri.TryCreate(publisher.GetProperty("namespace").GetString(), UriKind.Absolute, out _), 7, $"{url} names no publisher");
        foreach (var feed in FeedsOf(metadata))
        {
            Check(new[] { "UNLABELED", "WHITE", "GREEN", "AMBER", "RED" }.Contains(feed.Label) && feed.Url.EndsWith(".json", StringComparison.Ordinal), 7, $"{url} has a feed {feed}");
        }

        Check(FeedsOf(metadata).Distinct().Count() == FeedsOf(metadata).Count(), 7, $"{url} has a feed twice");
        var (_, bytes) = await GetAsync(url, 7);
        var (_, canonical) = await GetAsync(Text("canonical_url"), 7);
        Check(canonical.SequenceEqual(bytes), 7, $"{url} is another than its canonical one");
    }

    private static IEnumerable<JsonElement> Distributions(JsonElement metadata, string kind) =>
        metadata.TryGetProperty("distributions", out var all) ? all.EnumerateArray().Where(d => d.TryGetProperty(kind, out _)).Select(d => d.GetProperty(kind)) : [];

    private static IEnumerable<(string Label, string Url)> FeedsOf(JsonElement metadata) => Distributions(metadata, "rolie")
        .SelectMany(rolie => rolie.GetProperty("feeds").EnumerateArray()).Select(f => (f.GetProperty("tlp_label").GetString()!, f.GetProperty("url").GetString()!));

    private async Task KeysAsync(JsonElement metadata)
    {
        var listed = metadata.TryGetProperty("public_openpgp_keys", out var keys) ? keys.EnumerateArray().ToList() : [];
        Check(listed.Count > 0, 20, "no key is named");
        foreach (var key in listed)
        {
            var url = key.GetProperty("url").GetString()!;
            var (status, bytes) = await GetAsync(url, 20);
            try
            {
                _keys.Import(status is HttpStatusCode.OK ? bytes : []);
                Check(_keys.Fingerprints().Contains(key.GetProperty("fingerprint").GetString()!.ToUpperInvariant()), 20, $"{url} is another key");
            }
            catch (Xunit.Sdk.XunitException e)
            {
                Fault(20, $"{url}: {e.Message}");
            }
        }
    }

    private async Task<List<(string Url, string Label)>> FeedsAsync(JsonElement metadata)
    {
        var documents = new List<(string Url, string Label)>();
        var open = FeedsOf(metadata).Where(f => f.Label is "WHITE" or "UNLABELED").ToList();
        Check(open.Count > 0, 15, "there is no feed for everybody");
        foreach (var (label, url) in open)
        {
            documents.AddRange((await FeedAsync(url, label)).Select(entry => (entry, label)));
        }

        foreach (var (label, url) in FeedsOf(metadata).Where(f => f.Label is "AMBER" or "RED"))
        {
            var (status, _) = await GetAsync(url, 5, isGated: true);
            Check(status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, 5, $"{url} of TLP:{label} answers {(int)status} to everybody");
            Check(open.All(o => o.Url[..(o.Url.LastIndexOf('/') + 1)] != url[..(url.LastIndexOf('/') + 1)]), 5, $"{url} is where everybody reads");
        }

        foreach (var rolie in Distributions(metadata, "rolie"))
        {
            await ServicesAsync(rolie);
            await CategoriesAsync(rolie, [.. open.Select(f => f.Label).Distinct()]);
        }

        Check(Distributions(metadata, "rolie").Any(), 15, "nothing is distributed by ROLIE");
        return documents;
    }

    private async Task<List<string>> FeedAsync(string url, string label)
    {
        if (await JsonAsync(url, 15) is not { } json || !json.TryGetProperty("feed", out var feed))
        {
            Fault(15, $"{url} is no feed");
            return [];
        }

        Check(feed.TryGetProperty("id", out _) && feed.TryGetProperty("title", out _) && feed.TryGetProperty("updated", out var updated) && DateTimeOffset.TryParse(updated.GetString(), CultureInfo.InvariantCulture, out _), 15, $"{url} lacks id, title or date");
        Check(Links(feed).Any(l => l.Rel == "self" && l.Href == url), 15, $"{url} does not say where it is");
        Check(feed.GetProperty("category").EnumerateArray().Any(c => c.GetProperty("scheme").GetString() == "urn:ietf:params:rolie:category:information-type" && c.GetProperty("term").GetString() == "csaf"), 15, $"{url} is not of CSAF");
        var urls = new List<string>();
        foreach (var entry in feed.GetProperty("entry").EnumerateArray())
        {
            var self = Links(entry).SingleOrDefault(l => l.Rel == "self").Href ?? "";
            Check(self.Length > 0 && entry.GetProperty("content").GetProperty("src").GetString() == self, 15, $"an entry of {url} does not say where it is");
            Check(Links(entry).Any(l => l.Rel == "hash" && l.Href == $"{self}.sha512") && Links(entry).Any(l => l.Rel == "hash" && l.Href == $"{self}.sha256"), 15, $"{self} has no link to its hash");
            Check(Links(entry).Any(l => l.Rel == "signature" && l.Href == $"{self}.asc"), 15, $"{self} has no link to its signature");
            Check(entry.GetProperty("format").GetProperty("version").GetString() == "2.0", 15, $"{self} is of another format");
            urls.Add(self);
            if (await JsonAsync(self, 4) is { } document)
            {
                var tracking = document.GetProperty("document").GetProperty("tracking");
                Check(entry.GetProperty("id").GetString() == tracking.GetProperty("id").GetString(), 15, $"{self} has another id in {url}");
                Check(At(entry, "published") == At(tracking, "initial_release_date") && At(entry, "updated") == At(tracking, "current_release_date"), 15, $"{self} has other dates in {url}");
                Check(LabelOf(document) == label, 15, $"{self} of TLP:{LabelOf(document)} is in a feed of {label}");
            }
        }

        Check(urls.Count > 0, 15, $"{url} is empty");
        return urls;
    }

    private static string LabelOf(JsonElement document) =>
        document.GetProperty("document").TryGetProperty("distribution", out var d) && d.TryGetProperty("tlp", out var tlp) ? tlp.GetProperty("label").GetString()! : "UNLABELED";

    private static DateTimeOffset At(JsonElement element, string name) => DateTimeOffset.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static IEnumerable<(string Rel, string Href)> Links(JsonElement element) => element.TryGetProperty("link", out var links)
        ? links.EnumerateArray().Select(l => (l.GetProperty("rel").GetString()!, l.GetProperty("href").GetString()!))
        : [];

    private async Task ServicesAsync(JsonElement rolie)
    {
        var services = rolie.TryGetProperty("services", out var listed) ? listed.EnumerateArray().Select(s => s.GetString()!).ToList() : [];
        Check(services.Count > 0, 16, "no service document is named");
        foreach (var url in services)
        {
            var feeds = await JsonAsync(url, 16) is { } json && json.TryGetProperty("service", out var service)
                ? service.GetProperty("workspace").EnumerateArray().SelectMany(w => w.GetProperty("collection").EnumerateArray()).Select(c => c.GetProperty("href").GetString()!).ToHashSet(StringComparer.Ordinal)
                : [];
            Check(rolie.GetProperty("feeds").EnumerateArray().All(f => feeds.Contains(f.GetProperty("url").GetString()!)), 16, $"{url} lacks a feed");
        }
    }

    private async Task CategoriesAsync(JsonElement rolie, IReadOnlyCollection<string> labels)
    {
        var categories = rolie.TryGetProperty("categories", out var listed) ? listed.EnumerateArray().Select(s => s.GetString()!).ToList() : [];
        Check(categories.Count >= labels.Count, 17, "a feed has no category document");
        foreach (var url in categories)
        {
            Check(await JsonAsync(url, 17) is { } json && json.TryGetProperty("categories", out var all) && all.GetProperty("category").EnumerateArray().All(c => c.GetProperty("term").GetString()!.Length > 0), 17, $"{url} is no category document");
        }
    }

    private async Task DocumentAsync(string url, string label)
    {
        var (status, bytes) = await GetAsync(url, 4);
        if (status is not HttpStatusCode.OK)
        {
            return;
        }

        var results = CsafValidator.Validate(bytes, new() { Preset = CsafPreset.Mandatory });
        Check(results.IsReadable && results.IsDocument && results.IsValid, 1, $"{url} of TLP:{label} is not valid: {string.Join("; ", results.Results.Select(r => r.Message))}");
        await HashesAsync(url, bytes);
        var (_, signature) = await GetAsync($"{url}.asc", 19);
        Check(_keys.Verifies(bytes, signature), 19, $"{url} has another signature");
        if (await JsonAsync(url, 1) is { } document && document.TryGetProperty("document", out var part))
        {
            var tracking = part.GetProperty("tracking");
            var name = OtherCharacters().Replace(tracking.GetProperty("id").GetString()!.ToLowerInvariant(), "_") + ".json";
            Check(url.EndsWith($"/{name}", StringComparison.Ordinal), 2, $"{url} should be called {name}");
            Check(url.Split('/')[^2] == At(tracking, "initial_release_date").UtcDateTime.ToString("yyyy", CultureInfo.InvariantCulture), 11, $"{url} is in another year's folder");
            _documents[url] = tracking;
        }
    }

    private async Task HashesAsync(string url, byte[] bytes)
    {
        foreach (var (ending, digest) in new[] { (".sha256", SHA256.HashData(bytes)), (".sha512", SHA512.HashData(bytes)) })
        {
            var (_, text) = await GetAsync(url + ending, 18);
            Check(Encoding.ASCII.GetString(text).Split(' ', '\n')[0].Equals(Convert.ToHexString(digest), StringComparison.OrdinalIgnoreCase), 18, $"{url}{ending} is the hash of something else");
        }
    }

    private async Task DirectoriesAsync(JsonElement metadata)
    {
        Check(Distributions(metadata, "directory_url").Any(), 12, "nothing is distributed by directories");
        foreach (var directory in Distributions(metadata, "directory_url").Select(d => d.GetString()!))
        {
            var (_, index) = await GetAsync($"{directory}index.txt", 12);
            var files = Encoding.UTF8.GetString(index).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => directory + path).ToHashSet(StringComparer.Ordinal);
            Check(files.SetEquals(_documents.Keys), 12, $"index.txt lists {files.Count} files of {_documents.Count}");
            await ChangesAsync(directory);
            await ListingsAsync(directory);
        }
    }

    private async Task ChangesAsync(string directory)
    {
        var (_, text) = await GetAsync($"{directory}changes.csv", 13);
        var lines = Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split("\",\"")).ToList();
        Check(lines.All(l => l.Length == 2), 13, "changes.csv has another form");
        var changes = lines.Where(l => l.Length == 2).Select(l => (Url: directory + l[0].Trim('"'), At: DateTimeOffset.TryParse(l[1].Trim('"'), CultureInfo.InvariantCulture, out var at) ? at : default)).ToList();
        Check(changes.Select(c => c.Url).ToHashSet(StringComparer.Ordinal).SetEquals(_documents.Keys), 13, "changes.csv lists other files");
        Check(changes.Zip(changes.Skip(1)).All(pair => pair.First.At >= pair.Second.At), 13, "changes.csv does not begin with the newest");
        Check(changes.All(c => !_documents.TryGetValue(c.Url, out var tracking) || At(tracking, "current_release_date") == c.At), 13, "changes.csv has another date than the document");
    }

    private async Task ListingsAsync(string directory)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([directory]);
        while (open.TryDequeue(out var url))
        {
            var (status, html) = await GetAsync(url, 14);
            foreach (Match link in Href().Matches(status is HttpStatusCode.OK ? Encoding.UTF8.GetString(html) : ""))
            {
                var target = new Uri(new Uri(url), WebUtility.HtmlDecode(link.Groups["to"].Value)).ToString();
                if (target.StartsWith(directory, StringComparison.Ordinal) && seen.Add(target) && target.EndsWith('/'))
                {
                    open.Enqueue(target);
                }
            }
        }

        Check(_documents.Keys.All(seen.Contains), 14, "listings do not lead to every document");
    }

    [GeneratedRegex("[^+\\-a-z0-9]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OtherCharacters();

    [GeneratedRegex("href=\"(?<to>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Href();
}
