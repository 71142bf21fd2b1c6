using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Fetching;

/// <summary>A document that a provider lists.</summary>
/// <param name="Url">Where it stands.</param>
/// <param name="Listing">The feed or file that named it.</param>
/// <param name="Listed">The date that it is listed with, as the provider wrote it; null for none.</param>
public sealed record ListedDocument(Uri Url, Uri Listing, string? Listed)
{
    /// <summary>The hash files and the signature that a feed names; null for a directory, where they stand beside the document.</summary>
    public (IReadOnlyList<Uri> Hashes, Uri? Signature)? Named { get; init; }

    /// <summary>Hash files, the preferred one first; any may be absent.</summary>
    public IReadOnlyList<Uri> Hashes => Named is var (hashes, _) ? hashes : [Beside(".sha512"), Beside(".sha256")];

    /// <summary>The detached OpenPGP signature; null where the feed names none.</summary>
    public Uri? Signature => Named is var (_, signature) ? signature : Beside(".asc");

    /// <summary>The label of the feed.</summary>
    public string? Label { get; init; }

    /// <summary>What is odd about the listing, for its provider to mend.</summary>
    public string? Note { get; init; }

    /// <summary>Why the entry is not followed; null where it is.</summary>
    public FetchException? Fault { get; init; }

    private Uri Beside(string ending) => new(Url.AbsoluteUri + ending);
}

/// <summary>Reads the three kinds of lists that providers have.</summary>
public static class Listing
{
    private const int QuotedCharsMax = 200;

    private static readonly JsonReaderOptions Reading = new() { MaxDepth = 32 };

    /// <summary>The entries of a ROLIE feed (RFC 8322 in JSON; CSAF 2.0, requirement 15).</summary>
    /// <exception cref="FetchException">It is no feed.</exception>
    public static IReadOnlyList<ListedDocument> OfFeed(Uri url, string? label, byte[] bytes, int max = FetchLimits.ListedMax)
    {
        try
        {
            return EntriesOf(url, label, bytes, max) ?? throw new FetchException(FetchReason.Malformed, $"{url} is not a ROLIE feed: /feed is missing");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // The latter for a name that is no text.
        {
            throw new FetchException(FetchReason.Malformed, $"{url} is not a ROLIE feed: {e.Message}", e);
        }
    }

    /// <summary>The lines of a changes.csv: file and date, newest first (CSAF 2.0, requirement 13).</summary>
    public static IReadOnlyList<ListedDocument> OfChanges(Uri folder, Uri url, byte[] bytes, int max = FetchLimits.ListedMax)
    {
        var lines = Bounded(url, Lines(bytes), max).Select(line => line.Split(',', 3)).Select(cells => (File: Unquote(cells[0]), Date: Unquote(cells.ElementAtOrDefault(1) ?? ""))).ToList();
        return
        [
            .. lines.Select((line, at) => InFolder(folder, url, line.File, line.Date) with
            {
                Note = !TryDate(line.Date, out var date) ? "changes.csv has no date for it"
                    : at > 0 && TryDate(lines[at - 1].Date, out var before) && before < date ? "changes.csv is not in its order, newest first"
                    : null,
            }),
        ];
    }

    /// <summary>The lines of an index.txt: files (CSAF 2.0, requirement 12).</summary>
    public static IReadOnlyList<ListedDocument> OfIndex(Uri folder, Uri url, byte[] bytes, int max = FetchLimits.ListedMax) => [.. Bounded(url, Lines(bytes), max).Select(line => InFolder(folder, url, line, date: null))];

    /// <summary>An instant as documents, feeds and lists write it.</summary>
    public static bool TryDate(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);

    // Entry by entry: a feed of as many bytes as are taken would be many times as large as one tree, and is refused once it names too many.
    private static List<ListedDocument>? EntriesOf(Uri url, string? label, byte[] bytes, int max)
    {
        var json = new Utf8JsonReader(bytes, Reading);
        List<ListedDocument>? entries = null;
        json.Read();
        if (json.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isFeed = json.CurrentDepth == 1 && json.ValueTextEquals("feed");
            json.Read();
            if (!isFeed || json.TokenType is not JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            entries = [];
            while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
            {
                var isEntry = json.ValueTextEquals("entry");
                json.Read();
                if (!isEntry || json.TokenType is not JsonTokenType.StartArray)
                {
                    json.Skip();
                    continue;
                }

                while (json.Read() && json.TokenType is not JsonTokenType.EndArray)
                {
                    using var entry = JsonDocument.ParseValue(ref json);
                    entries.Add(entries.Count < max ? OfEntry(url, label, entry.RootElement) : throw TooMany(url, max));
                }
            }
        }

        json.Read(); // It throws where something follows.
        return entries;
    }

    private static ListedDocument OfEntry(Uri feed, string? label, JsonElement entry)
    {
        string? Link(string relation, string ending = "") => entry.List("link")
            .Where(link => string.Equals(link.Text("rel"), relation, StringComparison.Ordinal))
            .Select(link => link.Text("href"))
            .FirstOrDefault(href => href is not null && href.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

        var named = Link("self") ?? entry.Member("content").Text("src");
        var all = new[] { named, Link("hash", ".sha512"), Link("hash", ".sha256"), Link("signature") };
        var urls = all.Select(text => text is null ? null : OnHost(feed, text)).ToList();
        return new(urls[0] ?? feed, feed, entry.Text("updated"))
        {
            Named = ([.. urls.Skip(1).Take(2).OfType<Uri>()], urls[3]),
            Label = label,
            Fault = named is null ? new(FetchReason.Malformed, $"an entry of {feed} names no document: '{Cut(entry.Text("id"))}'")
                : all.Zip(urls).FirstOrDefault(pair => pair is { First: not null, Second: null }).First is { } strange
                    ? new(FetchReason.Address, $"{feed} names {Cut(strange)}, which is not followed: it is not an https URL on that host")
                    : null,
        };
    }

    // A feed speaks for its own host: whoever can write it could else have us fetch from anywhere.
    private static Uri? OnHost(Uri feed, string text) =>
        text.Length <= FetchLimits.PlaceCharsMax && Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https", UserInfo: "", Fragment: "" }
        && string.Equals(url.Authority, feed.Authority, StringComparison.OrdinalIgnoreCase)
            ? url
            : null;

    private static ListedDocument InFolder(Uri folder, Uri listing, string file, string? date)
    {
        var isPlain = IsPlain(file);
        var url = isPlain ? new Uri(folder, file) : listing;
        return new(url, listing, date)
        {
            Fault = isPlain ? null : new(FetchReason.Address, $"{listing} names '{Cut(file)}', which is no path of a .json file below its folder"),
        };
    }

    // Names of files and folders as section 5.1 makes them, and a little more; nothing that a URL or a file system reads otherwise.
    private static bool IsPlain(string file) =>
        file.Length <= FetchLimits.PlaceCharsMax
        && file.EndsWith(".json", StringComparison.Ordinal)
        && file.Split('/').All(part => part.Length > 0 && part[0] != '.' && part.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '_' or '-' or '+'));

    private static List<T> Bounded<T>(Uri url, IEnumerable<T> all, int max)
    {
        var some = all.Take(max + 1).ToList();
        return some.Count <= max ? some : throw TooMany(url, max);
    }

    private static FetchException TooMany(Uri url, int max) => new(FetchReason.TooLarge, $"{url} names more than {max} documents");

    /// <summary>A text as a message quotes it.</summary>
    internal static string? Cut(string? text) => text?.Length > QuotedCharsMax ? text[..QuotedCharsMax] + "..." : text;

    // One after the other: whoever takes too many of them has not made all.
    private static IEnumerable<string> Lines(byte[] bytes)
    {
        for (var from = 0; from < bytes.Length;)
        {
            var length = bytes.AsSpan(from).IndexOf((byte)'\n') is >= 0 and var end ? end : bytes.Length - from;
            var line = Encoding.UTF8.GetString(bytes, from, length).Trim().Trim('\uFEFF');
            from += length + 1;
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static string Unquote(string cell) => cell.Trim().Trim('"');
}
