using System.IO.Pipelines;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Requests;

/// <summary>Reads a body up to a limit, and not a byte further.</summary>
public static class BoundedBody
{
    /// <summary>A report with a summary of 20,000 characters and every list full is a third of this.</summary>
    public const int JsonBytesMax = 1024 * 1024;

    /// <summary>The largest CSAF documents seen in public are about 9 MB; the log keeps none larger than this.</summary>
    public const int DocumentBytesMax = 16 * 1024 * 1024;

    /// <summary>A document with its terms, in the form that multipart gives them.</summary>
    public const int RequestBytesMax = DocumentBytesMax + (2 * JsonBytesMax);

    /// <summary>The whole body, or the problem that it is too large.</summary>
    public static async Task<(byte[]? Bytes, Problem? Problem)> ReadAsync(HttpRequest request, int bytesMax, CancellationToken ct)
    {
        if (request.ContentLength > bytesMax)
        {
            return (null, TooLarge(bytesMax));
        }

        return await ReadAsync(request.BodyReader, bytesMax, ct) is { } bytes ? (bytes, null) : (null, TooLarge(bytesMax));
    }

    /// <summary>All bytes up to the end, or null where there are more than <paramref name="bytesMax"/>.</summary>
    public static async Task<byte[]?> ReadAsync(PipeReader reader, int bytesMax, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            if (buffer.Length > bytesMax)
            {
                reader.AdvanceTo(buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                var bytes = new byte[buffer.Length];
                System.Buffers.BuffersExtensions.CopyTo(buffer, bytes);
                reader.AdvanceTo(buffer.End);
                return bytes;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static Problem TooLarge(int bytesMax) => ProblemAnswers.TooLarge($"The body has more than {bytesMax} bytes.");
}
