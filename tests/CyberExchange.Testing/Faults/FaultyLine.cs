using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CyberExchange.Testing.Faults;

/// <summary>
/// Stands between the program and PostgreSQL on the loopback, reads their protocol, and lets a test act at a named step of
/// an append: everything else waits until the test has acted.
/// </summary>
public sealed class FaultyLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentQueue<Task> lines = [];
    private readonly Task accepting;
    private volatile EndPoint server;
    private PlannedFault? planned;

    public FaultyLine(string connectionString)
    {
        server = EndPointOf(connectionString);
        listener.Start();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = IPAddress.Loopback.ToString(),
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
        accepting = AcceptAsync();
    }

    /// <summary>Reaches PostgreSQL through this line.</summary>
    public string ConnectionString { get; }

    /// <summary>Connections made from now on lead to this server, such as the same one started again.</summary>
    public void PointTo(string connectionString) => server = EndPointOf(connectionString);

    /// <summary>Plans what happens when the next append comes to the step; once.</summary>
    /// <param name="step">Where.</param>
    /// <param name="fault">Acts; the line that it is given stands still meanwhile.</param>
    /// <param name="ofSeveral">Only a request for several events, or only one for a lone event; null for any.</param>
    /// <returns>Ends when the test has acted, and fails if acting failed.</returns>
    public Task At(AppendStep step, Func<FaultyLineConnection, Task> fault, bool? ofSeveral = null)
    {
        var plan = new PlannedFault(step, fault, ofSeveral);
        planned = plan;
        return plan.Done;
    }

    /// <summary>The next append's line is cut at the step.</summary>
    public Task CutAt(AppendStep step) => At(
        step,
        static line =>
        {
            line.Cut();
            return Task.CompletedTask;
        });

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(lines);
        stopping.Dispose();
    }

    internal bool IsPlanned(AppendStep step) => Volatile.Read(ref planned)?.Step == step;

    internal Task StrikeAsync(AppendStep step, string sql, FaultyLineConnection line) =>
        Volatile.Read(ref planned) is { } plan && plan.IsFor(step, sql) && Interlocked.CompareExchange(ref planned, null, plan) == plan
            ? plan.ActAsync(line)
            : Task.CompletedTask;

    private static EndPoint EndPointOf(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        return direct.Host is { } host && host.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{direct.Port}")
            : new DnsEndPoint(direct.Host!, direct.Port, AddressFamily.InterNetwork); // A test database always names its host.
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                lines.Enqueue(CarryAsync(client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using (client)
        {
            var end = server;
            var protocol = end is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
            using var upstream = new Socket(end.AddressFamily, SocketType.Stream, protocol);
            try
            {
                await upstream.ConnectAsync(end, stopping.Token);
            }
            catch (Exception away) when (away is SocketException or OperationCanceledException)
            {
                return; // The program sees its line end, as it does when a server is away.
            }

            await new FaultyLineConnection(this, client, upstream).CarryAsync(stopping.Token);
        }
    }

    private sealed class PlannedFault(AppendStep step, Func<FaultyLineConnection, Task> fault, bool? ofSeveral)
    {
        private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public AppendStep Step => step;

        public Task Done => done.Task;

        // Several events go as arrays.
        public bool IsFor(AppendStep at, string sql) =>
            at == step && (ofSeveral is null || ofSeveral == sql.Contains("[]", StringComparison.Ordinal));

        public async Task ActAsync(FaultyLineConnection line)
        {
            try
            {
                await fault(line);
                done.TrySetResult();
            }
            catch (Exception failed)
            {
                done.TrySetException(failed);
            }
        }
    }
}
