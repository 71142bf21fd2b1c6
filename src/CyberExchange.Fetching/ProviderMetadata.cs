using System.Text.Json;

namespace CyberExchange.Fetching;

/// <summary>A ROLIE feed, or the folder of a directory distribution.</summary>
/// <param name="Label">The TLP label of a feed in the provider's words; null where it has none, and for directories.</param>
public sealed record Distribution(Uri Url, string? Label)
{
    /// <summary>Whether the label says that not everybody gets it. CSAF 2.0, requirements 4 and 5.</summary>
    public bool IsProtected => IsLimited && Label is not "GREEN";

    /// <summary>Whether the label says that it is not for everybody: a provider may ask who reads it.</summary>
    public bool IsLimited => Label is not (null or "UNLABELED" or "WHITE" or "CLEAR");
}

/// <summary>A key that the provider names.</summary>
/// <param name="Fingerprint">Hexadecimal, upper case; null where the metadata states none, and the key cannot be used.</param>
public sealed record NamedKey(string? Fingerprint, Uri Url);

/// <summary>What a provider-metadata.json says about where its documents are and how they are signed.</summary>
/// <remarks>CSAF 2.0 and 2.1, requirement 7. Members that are not needed to follow the provider are not looked at.</remarks>
public sealed record ProviderMetadata
{
    private const string Trusted = "csaf_trusted_provider";

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 32 };

    /// <summary>Where the provider says that this file stands.</summary>
    public required Uri CanonicalUrl { get; init; }

    public required string Role { get; init; }

    /// <summary>The publisher's namespace.</summary>
    public required string Namespace { get; init; }

    public required IReadOnlyList<Distribution> Feeds { get; init; }

    public required IReadOnlyList<Distribution> Directories { get; init; }

    public required IReadOnlyList<NamedKey> Keys { get; init; }

    /// <summary>Whether every document must have a hash and a signature: requirements 18 to 20.</summary>
    public bool IsTrustedProvider => Role == Trusted;

    /// <exception cref="FetchException">It is not provider metadata.</exception>
    public static ProviderMetadata Read(Uri url, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Reading);
            return Read(url, json.RootElement);
        }
        catch (JsonException e)
        {
            throw new FetchException(FetchReason.Malformed, $"{url} is not JSON: {e.Message}", e);
        }
    }

    private static ProviderMetadata Read(Uri url, JsonElement root)
    {
        var keys = root.List("public_openpgp_keys").Select(key => new NamedKey(key.Text("fingerprint")?.ToUpperInvariant(), Https(url, key.Text("url"), "/public_openpgp_keys")));
        return new()
        {
            CanonicalUrl = Https(url, root.Text("canonical_url"), "/canonical_url"),
            Role = root.Text("role") ?? throw Malformed(url, "/role is missing"),
            Namespace = root.Member("publisher").Text("namespace") ?? throw Malformed(url, "/publisher/namespace is missing"),
            Feeds = Bounded(url, "feeds", root.List("distributions").SelectMany(distribution => distribution.Member("rolie").List("feeds"))
                .Select(feed => new Distribution(Https(url, feed.Text("url"), "/distributions/rolie/feeds"), feed.Text("tlp_label")))),
            Directories = Bounded(url, "directories", root.List("distributions").Select(DirectoryOf).OfType<(string Url, string? Label)>()
                .Select(folder => new Distribution(Https(url, folder.Url.EndsWith('/') ? folder.Url : folder.Url + "/", "/distributions"), folder.Label))),
            Keys = Bounded(url, "keys", keys),
        };
    }

    // CSAF 2.0 has directory_url; CSAF 2.1 an object with the URL and a label.
    private static (string Url, string? Label)? DirectoryOf(JsonElement distribution) =>
        distribution.Text("directory_url") is { } url ? (url, null)
        : distribution.Member("directory") is { } folder && folder.Text("url") is { } of21 ? (of21, folder.Text("tlp_label"))
        : null;

    private static List<T> Bounded<T>(Uri url, string what, IEnumerable<T> all)
    {
        var some = all.Take(FetchLimits.NamedMax + 1).ToList();
        return some.Count <= FetchLimits.NamedMax ? some : throw Malformed(url, $"it names more than {FetchLimits.NamedMax} {what}");
    }

    private static Uri Https(Uri url, string? text, string pointer) =>
        Uri.TryCreate(text, UriKind.Absolute, out var named) && named.Scheme == Uri.UriSchemeHttps ? named : throw Malformed(url, $"{pointer} is not an https URL");

    private static FetchException Malformed(Uri url, string what) => new(FetchReason.Malformed, $"{url} is not provider metadata: {what}");
}

/// <summary>Reads JSON that may have any shape: what is not there, or is something else, is null or empty.</summary>
internal static class LooseJson
{
    public static JsonElement? Member(this JsonElement? parent, string name)
    {
        try
        {
            return parent is { ValueKind: JsonValueKind.Object } present && present.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // A name beside it is no text, such as half of a surrogate pair.
            return null;
        }
    }

    public static JsonElement? Member(this JsonElement parent, string name) => Member((JsonElement?)parent, name);

    public static string? Text(this JsonElement? parent, string name)
    {
        try
        {
            return parent.Member(name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }

    public static string? Text(this JsonElement parent, string name) => Text((JsonElement?)parent, name);

    public static IEnumerable<JsonElement> List(this JsonElement? parent, string name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } member ? member.EnumerateArray() : [];

    public static IEnumerable<JsonElement> List(this JsonElement parent, string name) => List((JsonElement?)parent, name);
}
