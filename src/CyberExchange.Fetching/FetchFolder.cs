using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace CyberExchange.Fetching;

/// <summary>Keeps documents with their hash files and signatures in a folder, as a provider lays them out: by the year of the first release.</summary>
/// <remarks>CSAF 2.0, requirement 11. A name is made from the document's tracking id, and never taken from a list.</remarks>
public sealed class FetchFolder(string folder)
{
    private const string Unfinished = ".part";

    private static readonly string[] Endings = [".sha512", ".sha256", ".asc"];

    // Who has a path: two documents of one run may have one name, and neither may stand for the other.
    private readonly ConcurrentDictionary<string, (Uri Url, string Sha512)> _taken = new(StringComparer.Ordinal);

    /// <summary>Keeps a document, in place of an earlier one of its name. Whoever reads meanwhile finds the one or the other, whole.</summary>
    /// <returns>Whether the same bytes were there already.</returns>
    /// <exception cref="FetchException">The name is too long, or another document has it.</exception>
    /// <exception cref="FetchingStoppedException">The folder cannot be written.</exception>
    public async Task<bool> KeepAsync(CheckedDocument document, CancellationToken ct)
    {
        if (document.FileName.Length > FetchLimits.FileNameCharsMax)
        {
            throw new FetchException(FetchReason.NotTaken, $"the name of {document.Url} has more than {FetchLimits.FileNameCharsMax} characters");
        }

        try
        {
            var year = Path.Combine(folder, document.Head.InitialReleaseAt.UtcDateTime.Year.ToString("D4", CultureInfo.InvariantCulture));
            Directory.CreateDirectory(year);
            var path = Path.Combine(year, document.FileName);
            var own = (document.Url, Sha512: Convert.ToHexStringLower(SHA512.HashData(document.Bytes)));
            var first = _taken.GetOrAdd(path, own);
            if (first.Url != own.Url)
            {
                return first.Sha512 == own.Sha512 ? true : throw NameTaken(document, path, first.Url.ToString());
            }

            var there = File.Exists(path) ? await File.ReadAllBytesAsync(path, ct) : null;
            var isThere = there is not null && there.AsSpan().SequenceEqual(document.Bytes);
            if (there is not null && !isThere && HeadOf(there) is { } head)
            {
                CheckIsSame(document, path, head);
            }

            List<string> written = [];
            if (document.Hash is var (ending, hash))
            {
                await WriteAsync(path + ending, hash, ct);
                written.Add(ending);
            }

            if (document.Signature is { } signature)
            {
                await WriteAsync(path + ".asc", signature, ct);
                written.Add(".asc");
            }

            // Those of a former revision are not this one's.
            foreach (var former in Endings.Except(written, StringComparer.Ordinal))
            {
                File.Delete(path + former);
            }

            await WriteAsync(path, document.Bytes, ct);
            return isThere;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FetchingStoppedException($"cannot write into {folder}: {e.Message}", e);
        }
    }

    private static FetchException NameTaken(CheckedDocument document, string path, string by) =>
        new(FetchReason.FileName, $"{document.Url} would be kept as {path}, which {by} has");

    private static void CheckIsSame(CheckedDocument document, string path, DocumentHead there)
    {
        if (there.TrackingId != document.Head.TrackingId || !PublisherNamespace.AreSame(there.Namespace, document.Head.Namespace))
        {
            throw NameTaken(document, path, $"'{there.TrackingId}' of {Listing.Cut(there.Namespace)}");
        }

        if (!document.IsOfProvider && !document.IsBrought)
        {
            throw new FetchException(FetchReason.NotTaken, $"{document.Url} is not of the provider's own publisher, and {path} is there and did not come from this provider");
        }
    }

    // Null for what no earlier run can have kept.
    private static DocumentHead? HeadOf(byte[] bytes)
    {
        try
        {
            return DocumentHead.Read(bytes) is { TrackingId.Length: > 0 } head ? head : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(path + Unfinished, bytes, ct);
        File.Move(path + Unfinished, path, overwrite: true);
    }
}
