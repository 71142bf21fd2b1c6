using System.Security.Cryptography;

namespace CyberExchange.Cli.Import;

/// <summary>A file that says it is CSAF, known by its header.</summary>
public sealed record CsafFile(string Path, CsafHeader Header)
{
    /// <summary>What is sent; null to read the file again then.</summary>
    public byte[]? Bytes { get; init; }
}

/// <summary>What a walk over files and folders found.</summary>
/// <param name="Files">In the order of their paths.</param>
/// <param name="Skipped">JSON files that are not CSAF, such as indexes and provider metadata.</param>
/// <param name="Unreadable">Files that could not be read, each with the reason.</param>
public sealed record CsafFiles(IReadOnlyList<CsafFile> Files, int Skipped, IReadOnlyList<(string Path, string Reason)> Unreadable)
{
    /// <summary>What the exchange takes; a larger file is refused here, before it is read.</summary>
    public const long DocumentBytesMax = 16 * 1024 * 1024;

    /// <summary>Reads the headers of all <c>.json</c> files below the folders, and of the files that are named.</summary>
    /// <exception cref="CyxFailure">A path is not there, or a folder cannot be searched.</exception>
    public static async Task<CsafFiles> FindAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        var files = new List<CsafFile>();
        var unreadable = new List<(string, string)>();
        var skipped = 0;
        foreach (var path in paths.SelectMany(path => NamedFiles.Below(path, ".json")).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            try
            {
                if (new FileInfo(path).Length > DocumentBytesMax)
                {
                    unreadable.Add((path, $"larger than {DocumentBytesMax / (1024 * 1024)} MiB"));
                }
                else if (CsafHeader.Read(await File.ReadAllBytesAsync(path, ct)) is { } header)
                {
                    files.Add(new(path, header));
                }
                else
                {
                    skipped++;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                unreadable.Add((path, e.Message));
            }
        }

        return new(files, skipped, unreadable);
    }

    /// <summary>
    /// The files in groups that must be sent one after another: several versions of one document, the earliest first. Groups
    /// do not depend on each other.
    /// </summary>
    public IEnumerable<IReadOnlyList<CsafFile>> Chains() =>
        Files.GroupBy(f => (f.Header.Namespace, f.Header.TrackingId))
            .Select(g => (IReadOnlyList<CsafFile>)[.. g.Order(Comparer<CsafFile>.Create(ByVersion))]);

    private static int ByVersion(CsafFile a, CsafFile b)
    {
        var order = a.Header.TrackingVersion is { } x && b.Header.TrackingVersion is { } y ? Domain.Advisories.TrackingVersion.Compare(x, y) : 0;
        return order != 0 ? order : string.CompareOrdinal(a.Path, b.Path);
    }
}

/// <summary>Names that stay the same from one run to the next.</summary>
public static class ImportKeys
{
    /// <summary>SHA-512 in lower-case hexadecimal, as the exchange states it.</summary>
    public static string Sha512(ReadOnlySpan<byte> document) => Convert.ToHexStringLower(SHA512.HashData(document));

    /// <summary>
    /// The idempotency key of one change: a digest of the partner, the act, the terms and the document's SHA-512. A run that
    /// was killed after the exchange had accepted a document asks for it again under the same key.
    /// </summary>
    public static string For(Guid partner, string act, ReadOnlySpan<byte> terms, string sha512)
    {
        var text = $"cyx import\n{partner:D}\n{act}\n{Convert.ToHexStringLower(SHA256.HashData(terms))}\n{sha512}";
        return Digest(text);
    }

    /// <summary>
    /// The idempotency key of a record: a digest of the partner, the source and what the source calls it; without a name, of
    /// all that is sent. The same record with other content has the same key, so that it is not kept twice.
    /// </summary>
    public static string ForRecord(Guid partner, string space, string? sourceId, ReadOnlySpan<byte> body) =>
        Digest($"cyx import\n{partner:D}\nspace {space}\n{(sourceId is null ? "content " + Sha512(body) : "id " + sourceId)}");

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
