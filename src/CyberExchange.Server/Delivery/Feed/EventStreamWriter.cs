using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Feed;

namespace CyberExchange.Server.Delivery.Feed;

/// <summary>Writes server-sent events (WHATWG HTML, 9.2). Each call returns once the connection has taken the bytes.</summary>
internal sealed class EventStreamWriter(PipeWriter body)
{
    /// <summary>One entry. JSON as it is written here has no line breaks, so that it is one line of data.</summary>
    public async Task WriteAsync(FeedEntry entry, CancellationToken ct)
    {
        Write($"id: {entry.Cursor}\nevent: {entry.Type}\ndata: ");
        body.Write(JsonSerializer.SerializeToUtf8Bytes(entry, WireJson.Default.FeedEntry));
        Write("\n\n");
        await body.FlushAsync(ct);
    }

    /// <summary>Says why the stream ends. It has no id: a reader that comes back goes on after the last entry.</summary>
    public async Task WriteEndAsync(FeedEnd end, CancellationToken ct)
    {
        Write("event: end\ndata: ");
        body.Write(JsonSerializer.SerializeToUtf8Bytes(end, WireJson.Default.FeedEnd));
        Write("\n\n");
        await body.FlushAsync(ct);
    }

    /// <summary>A comment, which readers skip: it shows both sides that the connection lives.</summary>
    public async Task WriteHeartbeatAsync(CancellationToken ct)
    {
        Write(":\n\n");
        await body.FlushAsync(ct);
    }

    // Cursors and types are ASCII.
    private void Write(string ascii) => Encoding.ASCII.GetBytes(ascii.AsSpan(), body);
}
