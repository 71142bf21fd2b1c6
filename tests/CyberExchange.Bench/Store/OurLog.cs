using CyberExchange.EventStore;
using CyberExchange.Storage;

namespace CyberExchange.Bench.Store;

/// <summary>The log as a node runs it: one appender that all writers share, hints to other nodes included.</summary>
internal sealed class OurLog : IAppender
{
    private static readonly byte[] Digest = new byte[32];

    private readonly CancellationTokenSource stopping = new();
    private readonly Task hints;
    private string begun = "";

    public OurLog(string connectionString)
    {
        Database = new(connectionString);
        Log = new(Database.Service);
        hints = new LogHints(Log, Database.Service).RunAsync(stopping.Token);
    }

    public ExchangeDatabase Database { get; }

    public EventLog Log { get; }

    public async Task AppendAsync(int writer, int events)
    {
        var stream = Payload.NewStream();
        if (await Log.AppendAsync(Append(stream, ExpectedVersion.None, events)) is not AppendResult.Appended and var other)
        {
            throw new InvalidOperationException($"writer {writer} was answered {other}");
        }

        begun = stream;
    }

    /// <summary>Begins a stream that exists.</summary>
    public async Task ConflictAsync()
    {
        if (await Log.AppendAsync(Append(begun, ExpectedVersion.None, 1)) is not AppendResult.Conflict and var other)
        {
            throw new InvalidOperationException($"a second beginning of {begun} was answered {other}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await hints;
        await Log.DisposeAsync();
        await Database.DisposeAsync();
        stopping.Dispose();
    }

    private static Append Append(string stream, ExpectedVersion expected, int events)
    {
        var made = new NewEvent[events];
        for (var i = 0; i < events; i++)
        {
            made[i] = new()
            {
                Id = Guid.CreateVersion7(),
                Type = Payload.Type,
                TypeVersion = 1,
                Body = Payload.Body(i),
                Addressing = Payload.Addressing,
            };
        }

        return new()
        {
            Stream = stream,
            Expected = expected,
            Key = new(Guid.Empty, Guid.NewGuid().ToString("N"), Digest),
            Events = made,
            RecordedAt = DateTimeOffset.UtcNow,
            Metadata = Payload.Metadata,
        };
    }
}

/// <summary>Two nodes over one database; the writers are spread over them.</summary>
internal sealed class TwoNodes(string connectionString) : IAppender
{
    private readonly OurLog[] nodes = [new(connectionString), new(connectionString)];

    public Task AppendAsync(int writer, int events) => nodes[writer % nodes.Length].AppendAsync(writer, events);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }
}

/// <summary>A log of which every tenth append meets a conflict.</summary>
internal sealed class Conflicting(OurLog log) : IAppender
{
    private const int Every = 10;

    private int attempts;

    public Task AppendAsync(int writer, int events) =>
        Interlocked.Increment(ref attempts) % Every == 0 ? log.ConflictAsync() : log.AppendAsync(writer, events);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
