using System.Globalization;

namespace CyberExchange.Fetching;

/// <summary>Keeps documents with their hash files and signatures in a folder, as a provider lays them out: by the year of the first release.</summary>
/// <remarks>CSAF 2.0, requirement 11. A name is made from the document's tracking id, and never taken from a list.</remarks>
public sealed class FetchFolder(string folder)
{
    private const string Unfinished = ".part";

    /// <summary>Keeps a document, in place of an earlier one of its name. Whoever reads meanwhile finds the one or the other, whole.</summary>
    /// <returns>The path of the document.</returns>
    /// <exception cref="FetchException">The name is too long.</exception>
    /// <exception cref="FetchingStoppedException">The folder cannot be written.</exception>
    public async Task<string> KeepAsync(CheckedDocument document, CancellationToken ct)
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
            if (document.Hash is var (ending, hash))
            {
                await WriteAsync(path + ending, hash, ct);
            }

            if (document.Signature is { } signature)
            {
                await WriteAsync(path + ".asc", signature, ct);
            }

            await WriteAsync(path, document.Bytes, ct);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FetchingStoppedException($"cannot write into {folder}: {e.Message}", e);
        }
    }

    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken ct)
    {
        await File.WriteAllBytesAsync(path + Unfinished, bytes, ct);
        File.Move(path + Unfinished, path, overwrite: true);
    }
}
