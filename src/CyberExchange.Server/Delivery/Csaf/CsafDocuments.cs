using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CyberExchange.Server.Delivery.Csaf;

/// <summary>Writes what a CSAF provider's site has beside the documents.</summary>
/// <remarks>CSAF 2.0, section 7.1, with RFC 8322 for the ROLIE documents in their JSON form.</remarks>
public sealed class CsafDocuments(CsafPlaces places, CsafSigning signing)
{
    private const string InformationType = "urn:ietf:params:rolie:category:information-type";
    private const string Tlp = "https://www.first.org/tlp/";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether files have signatures.</summary>
    public bool Signs => signing.Signer is not null;

    /// <summary>An instant as CSAF writes it, without what is zero.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>provider-metadata.json, requirement 7.</summary>
    /// <param name="handle">Whose.</param>
    /// <param name="first">The entry that says who the publisher is.</param>
    /// <param name="changedAt">When something on the site changed last.</param>
    /// <param name="publicFeeds">Label and year of each feed that everybody may read.</param>
    public byte[] Metadata(string handle, CsafEntry first, DateTimeOffset changedAt, IReadOnlyList<(string Label, string Year)> publicFeeds) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("canonical_url", places.CanonicalOf(handle));
        json.WriteStartArray("distributions");
        WriteRolie(json, handle, publicFeeds);
        json.WriteStartObject();
        json.WriteString("directory_url", places.Of(handle, $"{CsafPlaces.White}/"));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("last_updated", Instant(changedAt));
        json.WriteBoolean("list_on_CSAF_aggregators", true);
        json.WriteString("metadata_version", "2.0");
        json.WriteBoolean("mirror_on_CSAF_aggregators", true);
        if (signing.Signer is { } signer)
        {
            json.WriteStartArray("public_openpgp_keys");
            json.WriteStartObject();
            json.WriteString("fingerprint", signer.Fingerprint);
            json.WriteString("url", places.Of(handle, CsafPlaces.KeyOf(signer.Fingerprint)));
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteStartObject("publisher");
        json.WriteString("category", first.File.PublisherCategory);
        json.WriteString("name", first.PublisherName);
        json.WriteString("namespace", first.PublisherNamespace);
        json.WriteEndObject();
        json.WriteString("role", signing.Signer is null ? "csaf_provider" : "csaf_trusted_provider");
        json.WriteEndObject();
    });

    /// <summary>A ROLIE feed, requirement 15.</summary>
    /// <param name="handle">Whose.</param>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="label">The word for the label in the feed's name.</param>
    /// <param name="year">The year of its entries; null for all.</param>
    /// <param name="changedAt">When something of it changed last.</param>
    /// <param name="entries">Each has a hash, and a signature where the exchange has a key.</param>
    public byte[] Feed(string handle, string folder, string label, string? year, DateTimeOffset changedAt, IReadOnlyCollection<CsafEntry> entries) => Write(json =>
    {
        var name = CsafPlaces.FeedOf(label, year);
        json.WriteStartObject();
        json.WriteStartObject("feed");
        json.WriteString("id", $"{handle}-{name[..^".json".Length]}");
        json.WriteString("title", Title(handle, label, year));
        json.WriteStartArray("link");
        WriteLink(json, "self", places.Of(handle, $"{folder}/{name}"));
        WriteLink(json, "service", places.Of(handle, CsafPlaces.Service));
        json.WriteEndArray();
        WriteCategories(json, label);
        json.WriteString("updated", Instant(changedAt));
        json.WriteStartArray("entry");
        foreach (var entry in entries)
        {
            WriteEntry(json, entry, places.Of(handle, $"{folder}/{entry.Path}"));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>The ROLIE service document, requirement 16: every feed, those behind the gate too.</summary>
    public byte[] Service(string handle, IReadOnlyList<(string Label, string Year)> publicFeeds) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("service");
        json.WriteStartArray("workspace");
        WriteWorkspace(json, "Public CSAF feeds", publicFeeds.Select(f => (f.Label, Title(handle, f.Label, f.Year), AddressOf(handle, f))));
        WriteWorkspace(json, "CSAF feeds for partners of the exchange", GatedFolders().Select(folder => (folder, Title(handle, folder, year: null), GatedAddressOf(handle, folder))));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>A ROLIE category document, requirement 17.</summary>
    public static byte[] Category(string label) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("categories");
        WriteCategories(json, label);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>index.txt, requirement 12: each file's path on a line.</summary>
    public static byte[] Index(IEnumerable<CsafEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append(entry.Year).Append('/').Append(entry.File.FileName).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>changes.csv, requirement 13: each file's path and current release date, newest first and without a heading.</summary>
    public static byte[] Changes(IEnumerable<CsafEntry> entries)
    {
        var text = new StringBuilder();
        foreach (var entry in entries)
        {
            text.Append('"').Append(entry.Year).Append('/').Append(entry.File.FileName).Append("\",\"").Append(Instant(entry.File.CurrentReleaseAt)).Append("\"\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>A hash file, requirement 18: the digest in hexadecimal digits and the file's name.</summary>
    public static byte[] HashFile(string digest, string fileName) => Encoding.ASCII.GetBytes($"{digest}  {fileName}\n");

    /// <summary>security.txt (RFC 9116) with a CSAF field for each site, requirement 8.</summary>
    public byte[] SecurityText(string contact, DateTimeOffset expires, IEnumerable<string> handles)
    {
        var text = new StringBuilder($"Contact: {contact}\nExpires: {Instant(expires)}\nCanonical: {places.SecurityTextAddress}\n");
        foreach (var handle in handles)
        {
            text.Append("CSAF: ").Append(places.CanonicalOf(handle)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>A directory listing, requirement 14.</summary>
    /// <param name="path">Of the directory, with a slash before and after.</param>
    /// <param name="names">What is in it; a directory with a slash after.</param>
    public static byte[] Listing(string path, IEnumerable<string> names)
    {
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Index of {HtmlEncoder.Default.Encode(path)}</title></head>\n<body><h1>Index of {HtmlEncoder.Default.Encode(path)}</h1>\n<ul>\n");
        foreach (var name in names)
        {
            // The whole path: an address of the directory may end without its slash.
            html.Append("<li><a href=\"").Append(HtmlEncoder.Default.Encode(path + name)).Append("\">").Append(HtmlEncoder.Default.Encode(name)).Append("</a></li>\n");
        }

        return Encoding.UTF8.GetBytes(html.Append("</ul></body></html>\n").ToString());
    }

    private static IEnumerable<string> GatedFolders() => CsafPlaces.Gated.Select(CsafPlaces.FolderOf);

    private static string Title(string handle, string label, string? year) => $"CSAF documents of {handle}, TLP:{CsafPlaces.WordOf(label)}{(year is null ? "" : $", first released in {year}")}";

    private string AddressOf(string handle, (string Label, string Year) feed) => places.Of(handle, $"{CsafPlaces.White}/{CsafPlaces.FeedOf(feed.Label, feed.Year)}");

    private string GatedAddressOf(string handle, string folder) => places.Of(handle, $"{folder}/{CsafPlaces.FeedOf(folder)}");

    private void WriteRolie(Utf8JsonWriter json, string handle, IReadOnlyList<(string Label, string Year)> publicFeeds)
    {
        json.WriteStartObject();
        json.WriteStartObject("rolie");
        json.WriteStartArray("categories");
        foreach (var label in publicFeeds.Select(f => f.Label).Distinct(StringComparer.Ordinal))
        {
            json.WriteStringValue(places.Of(handle, $"{CsafPlaces.White}/{CsafPlaces.CategoryOf(label)}"));
        }

        json.WriteEndArray();
        json.WriteStartArray("feeds");
        foreach (var feed in publicFeeds)
        {
            WriteFeed(json, Title(handle, feed.Label, feed.Year), feed.Label, AddressOf(handle, feed));
        }

        // Whether there is anything in them depends on who asks: they stand here for everybody alike.
        foreach (var folder in GatedFolders())
        {
            WriteFeed(json, $"{Title(handle, folder, year: null)}, as far as they are released to the partner of the exchange that asks", folder, GatedAddressOf(handle, folder));
        }

        json.WriteEndArray();
        json.WriteStartArray("services");
        json.WriteStringValue(places.Of(handle, CsafPlaces.Service));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFeed(Utf8JsonWriter json, string summary, string label, string url)
    {
        json.WriteStartObject();
        json.WriteString("summary", summary);
        json.WriteString("tlp_label", CsafPlaces.WordOf(label));
        json.WriteString("url", url);
        json.WriteEndObject();
    }

    private static void WriteWorkspace(Utf8JsonWriter json, string title, IEnumerable<(string Label, string Title, string Url)> feeds)
    {
        json.WriteStartObject();
        json.WriteString("title", title);
        json.WriteStartArray("collection");
        foreach (var (label, name, url) in feeds)
        {
            json.WriteStartObject();
            json.WriteString("title", name);
            json.WriteString("href", url);
            json.WriteStartObject("categories");
            WriteCategories(json, label);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter json, string label)
    {
        json.WriteStartArray("category");
        json.WriteStartObject();
        json.WriteString("scheme", InformationType);
        json.WriteString("term", "csaf");
        json.WriteEndObject();
        if (label != CsafPlaces.Unlabeled)
        {
            json.WriteStartObject();
            json.WriteString("scheme", Tlp);
            json.WriteString("term", CsafPlaces.WordOf(label));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteEntry(Utf8JsonWriter json, CsafEntry entry, string address)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.TrackingId);
        json.WriteString("title", entry.Title);
        json.WriteStartArray("link");
        WriteLink(json, "self", address);
        WriteLink(json, "hash", $"{address}.sha256");
        WriteLink(json, "hash", $"{address}.sha512");
        if (signing.Signer is not null)
        {
            WriteLink(json, "signature", $"{address}.asc");
        }

        json.WriteEndArray();
        json.WriteString("published", Instant(entry.File.InitialReleaseAt));
        json.WriteString("updated", Instant(entry.File.CurrentReleaseAt));
        json.WriteStartObject("content");
        json.WriteString("type", "application/json");
        json.WriteString("src", address);
        json.WriteEndObject();
        json.WriteStartObject("format");
        json.WriteString("schema", entry.File.CsafVersion == "2.1" ? "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json" : "https://docs.oasis-open.org/csaf/csaf/v2.0/csaf_json_schema.json");
        json.WriteString("version", entry.File.CsafVersion);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLink(Utf8JsonWriter json, string rel, string href)
    {
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("href", href);
        json.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
