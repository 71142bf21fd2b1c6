using System.Security.Cryptography;
using System.Text;
using CyberExchange.EventStore;
using CyberExchange.EventStore.Archiving;
using CyberExchange.Storage;
using Npgsql;

namespace CyberExchange.Postgres.Tests.EventStore.Model;

/// <summary>One scenario under way: two nodes over one database, and beside them the reference.</summary>
/// <param name="database">Holds what earlier scenarios left.</param>
/// <param name="reference">Of this scenario.</param>
/// <param name="begins">Later than anything that was recorded before.</param>
/// <param name="ct">Ends the run.</param>
internal sealed class ModelRun(LogDatabase database, LogReference reference, DateTimeOffset begins, CancellationToken ct) : IAsyncDisposable
{
    public const int Nodes = 2;
    public const int Types = 3;

    private const int ReadAttemptsMax = 20;

    private readonly Guid scope = Guid.NewGuid();
    private readonly Node[] nodes = [.. Enumerable.Range(0, Nodes).Select(_ => new Node(database.ConnectionString))];

    public CancellationToken Ct => ct;

    public LogReference Reference { get; private set; } = reference;

    /// <summary>What the streams of this scenario begin with.</summary>
    public string Prefix => $"{scope:N}";

    public NpgsqlDataSource Projector => database.Connections.Projector;

    /// <summary>The events in words, one a line.</summary>
    public static string Show(IEnumerable<StoredEvent> events) => string.Join('\n', events.Select(e =>
        $"{e.Position} {e.Stream} {e.Version} {e.Type} {e.TypeVersion} {e.RecordedAt:O} {e.Id} "
        + $"{Encoding.UTF8.GetString(e.Metadata)} {Encoding.UTF8.GetString(e.Body)} {Encoding.UTF8.GetString(e.Addressing)}"));

    public EventLog Log(int node) => nodes[node].Log;

    public DateTimeOffset At(int minute) => begins.AddMinutes(minute);

    public LogUpkeep Upkeep(int node) => new(nodes[node].Service);

    public string Type(int number) => $"{Prefix}.type-{number}";

    public string Stream(int number) => $"{Prefix}-{number}";

    public IdempotencyKey Key(int number, int request) => new(scope, $"{number}", new[] { (byte)request });

    public Document Document(int key)
    {
        var bytes = Encoding.UTF8.GetBytes($"document {Prefix} {key}");
        return new(SHA512.HashData(bytes), bytes);
    }

    public Append Make(AppendOf of) => new()
    {
        Stream = Stream(of.Stream),
        Expected = of.Expected < 0 ? ExpectedVersion.Any : ExpectedVersion.Exactly(of.Expected),
        Key = Key(of.Key, of.Request),
        Events = [.. Enumerable.Range(1, of.Events).Select(n => Appends.Event($$"""{"n":{{n}}}""", Type(of.Type)))],
        RecordedAt = At(of.Minute),
        Metadata = """{"by":"model"}"""u8.ToArray(),
        Documents = of.WithDocument ? [Document(of.Key)] : [],
    };

    /// <summary>Lets the reference do it and gives its answer.</summary>
    public AppendResult Expect(Func<LogReference, (LogReference After, AppendResult Answer)> work)
    {
        (Reference, var answer) = work(Reference);
        return answer;
    }

    public void Become(LogReference after) => Reference = after;

    /// <summary>A read, or keeping a key, meets the connections that were ended before it, and each tells so once.</summary>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await read();
            }
            catch (NpgsqlException e) when (Outage.Is(e) && attempt < ReadAttemptsMax)
            {
                // The pool drops a connection that failed and opens another.
            }
        }
    }

    /// <summary>How many ranges of positions were archived.</summary>
    public int Archived { get; private set; }

    public async Task ArchiveAsync(long beforePosition) =>
        Archived += (await new LogArchive(database.Connections.Owner).ArchiveAsync(beforePosition, ct: ct)).Count;

    public async Task RestartAsync(int node)
    {
        await nodes[node].DisposeAsync();
        nodes[node] = new(database.ConnectionString);
    }

    public Task DisconnectAsync(int node) => database.AsSuperuserAsync(
        $"select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where application_name = '{nodes[node].Name} cx_service'");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly ExchangeDatabase connections;

        public Node(string connectionString)
        {
            connections = new(new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = Name }.ConnectionString);
            Log = new(connections.Service);
        }

        public string Name { get; } = $"model-{Guid.NewGuid():N}";

        public EventLog Log { get; }

        public NpgsqlDataSource Service => connections.Service;

        public async ValueTask DisposeAsync()
        {
            await Log.DisposeAsync();
            await connections.DisposeAsync();
        }
    }
}
