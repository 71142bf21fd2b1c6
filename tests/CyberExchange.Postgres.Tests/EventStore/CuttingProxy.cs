using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>Stands between the program and PostgreSQL on the loopback, and can cut the line at the worst moment.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly EndPoint server;
    private readonly Task accepting;
    private readonly List<Task> lines = [];
    private int cutsLeft;

    public CuttingProxy(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        server = direct.Host is { } host && host.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{host}/.s.PGSQL.{direct.Port}")
            : new DnsEndPoint(direct.Host!, direct.Port); // A test database always names its host.
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Host = IPAddress.Loopback.ToString(), Port = port, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;
        accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>How often a line was cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>From now on, so many requests reach the server and are carried out, but their answers are lost with the line.</summary>
    public void LoseAnswers(int times) => Volatile.Write(ref cutsLeft, times);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(lines);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptSocketAsync(stopping.Token);
                lines.Add(CarryAsync(client));
            }
            catch (Exception ended) when (ended is OperationCanceledException or SocketException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(Socket client)
    {
        var protocol = server is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
        using var upstream = new Socket(server.AddressFamily is AddressFamily.Unspecified ? AddressFamily.InterNetwork : server.AddressFamily, SocketType.Stream, protocol);
        using (client)
        {
            await upstream.ConnectAsync(server, stopping.Token);
            using var line = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            await Task.WhenAny(PumpAsync(client, upstream, cut: false, line.Token), PumpAsync(upstream, client, cut: true, line.Token));
            await line.CancelAsync();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool cut, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, ct) is > 0 and var count)
            {
                if (cut && Volatile.Read(ref cutsLeft) > 0)
                {
                    // The server has answered, so the transaction is committed; its client will never know.
                    Interlocked.Decrement(ref cutsLeft);
                    Cuts++;
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count), ct);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either end of the line may go at any time; the other pump ends with it.
        }
    }
}
