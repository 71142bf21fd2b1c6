using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Cli.Export;

/// <summary>The documents of an export while it is under way: a line of JSON each in a file that only the caller can read.</summary>
/// <remarks>
/// An item that changes while the feed is read comes again further on, and one that is lost comes as a removal: what stood
/// before is crossed out. The file holds the content; memory holds where each item stands, some 40 bytes.
/// </remarks>
public sealed class Spool : IAsyncDisposable
{
    private const byte LineFeed = (byte)'\n';

    private readonly Dictionary<Guid, long> _standing = [];
    private readonly HashSet<long> _crossedOut = [];
    private readonly FileStream _file;

    private Spool(FileStream file) => _file = file;

    /// <summary>How many items stand.</summary>
    public int Count => _standing.Count;

    /// <summary>Begins an empty one in a folder; the file goes with the spool.</summary>
    /// <exception cref="CyxFailure">Nothing can be written there.</exception>
    public static Spool In(string folder)
    {
        try
        {
            return new(Private.Open(Path.Combine(folder, $".cyx-export-{Guid.NewGuid():N}.part"), FileMode.CreateNew, FileOptions.DeleteOnClose));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write in {folder}: {e.Message}", e);
        }
    }

    /// <summary>The item's present document.</summary>
    /// <exception cref="CyxFailure">The disk is full, or failed.</exception>
    public void Put(Guid id, JsonElement document)
    {
        CrossOut(id);

        // As the exchange wrote it, escapes included. A line break in JSON stands between values and never within one.
        var line = Encoding.UTF8.GetBytes(document.GetRawText().Replace('\r', ' ').Replace('\n', ' ') + "\n");
        _standing[id] = _file.Position;
        try
        {
            _file.Write(line);
        }
        catch (IOException e)
        {
            throw new CyxFailure(ExitCode.Usage, $"cannot write {_file.Name}: {e.Message}", e);
        }
    }

    /// <summary>The item is the caller's no longer, or is not asked for any more.</summary>
    public void CrossOut(Guid id)
    {
        if (_standing.Remove(id, out var start))
        {
            _crossedOut.Add(start);
        }
    }

    /// <summary>The lines that stand, without their line breaks, in the order of the items' last changes. Each is read before the next is asked for.</summary>
    public async IAsyncEnumerable<ReadOnlySequence<byte>> LinesAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await _file.FlushAsync(ct);
        _file.Position = 0;
        var reader = PipeReader.Create(_file, new StreamPipeReaderOptions(leaveOpen: true));
        var start = 0L;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            var buffer = read.Buffer;
            while (buffer.PositionOf(LineFeed) is { } end)
            {
                var line = buffer.Slice(0, end);
                if (!_crossedOut.Contains(start))
                {
                    yield return line;
                }

                start += line.Length + 1;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
