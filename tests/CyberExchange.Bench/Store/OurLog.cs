using CyberExchange.EventStore;
using CyberExchange.Storage;

namespace CyberExchange.Bench.Store;

/// <summary>The log as a node runs it: one appender that all writers share, hints to other nodes included.</summary>
internal sealed class OurLog : IAsyncDisposable
{
    private static readonly byte[] Digest = new byte[32];

    private readonly ExchangeDatabase database;
    private readonly EventLog log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task hints;

    public OurLog(string connectionString)
    {
        database = new(connectionString);
        log = new(database.Service);
        hints = new LogHints(log, database.Service).RunAsync(stopping.Token);
    }

    public Task AppendOneAsync(int writer, int events) => AppendManyAsync(writer, events);

    /// <summary>A new stream of so many events, in one commit.</summary>
    public async Task AppendManyAsync(int writer, int events)
    {
        var result = await log.AppendAsync(new()
        {
            Stream = Payload.NewStream(),
            Expected = ExpectedVersion.None,
            Key = new(Guid.Empty, Guid.NewGuid().ToString("N"), Digest),
            Events = [.. Enumerable.Range(0, events).Select(_ => new NewEvent
            {
                Id = Guid.CreateVersion7(),
                Type = Payload.Type,
                TypeVersion = 1,
                Body = Payload.Body,
                Addressing = Payload.Addressing,
            })],
            RecordedAt = DateTimeOffset.UtcNow,
            Metadata = Payload.Metadata,
        });
        if (result is not AppendResult.Appended)
        {
            throw new InvalidOperationException($"writer {writer} was answered {result}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await hints;
        await log.DisposeAsync();
        await database.DisposeAsync();
        stopping.Dispose();
    }
}
