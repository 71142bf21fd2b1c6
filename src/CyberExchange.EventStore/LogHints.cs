using Npgsql;

namespace CyberExchange.EventStore;

/// <summary>Carries the news of an append between nodes, through LISTEN and NOTIFY.</summary>
/// <remarks>
/// A hint and nothing more: followers poll. The NOTIFY is sent apart from the append's transaction, because one inside it
/// takes a lock of the whole cluster at every commit.
/// </remarks>
/// <param name="log">The log of this node.</param>
/// <param name="source">Connections of role cx_service; two are held while it runs.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="failed">Told of every failure that is no outage; the work goes on all the same.</param>
public sealed class LogHints(EventLog log, NpgsqlDataSource source, TimeProvider? clock = null, Action<Exception>? failed = null)
{
    /// <summary>At most one NOTIFY in so long, however many appends there were.</summary>
    private static readonly TimeSpan NotifyEvery = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly string node = Guid.NewGuid().ToString("N");

    /// <summary>Listens and notifies until it is cancelled; after a failure it tries again every second.</summary>
    public Task RunAsync(CancellationToken ct) =>
        Task.WhenAll(RepeatAsync(ListenAsync, ct), RepeatAsync(NotifyAsync, ct));

    private async Task RepeatAsync(Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct);
                await work(connection, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // Without hints followers poll, so a failure costs latency only. An outage shows where appends fail.
                if (!Outage.Is(e))
                {
                    failed?.Invoke(e);
                }

                await Task.Delay(PauseAfterFailure, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        connection.Notification += Hear;
        try
        {
            await RunAsync(connection, "listen cx_log", ct);
            while (true)
            {
                await connection.WaitAsync(ct);
            }
        }
        finally
        {
            connection.Notification -= Hear;
            if (connection.State is System.Data.ConnectionState.Open)
            {
                // The pool does not reset sessions: this one would go on listening in other hands.
                await RunAsync(connection, "unlisten cx_log", CancellationToken.None);
            }
        }
    }

    private void Hear(object sender, NpgsqlNotificationEventArgs e)
    {
        if (!string.Equals(e.Payload, node, StringComparison.Ordinal))
        {
            log.Signal.Pulse();
        }
    }

    private async Task NotifyAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_notify('cx_log', $1::text)", connection)
        {
            Parameters = { new() { Value = node } },
        };
        var appended = log.OwnAppends.Next;
        while (true)
        {
            await appended.WaitAsync(ct);
            appended = log.OwnAppends.Next; // Before the NOTIFY: an append after it needs another.
            await command.ExecuteNonQueryAsync(ct);
            await Task.Delay(NotifyEvery, clock, ct);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string constantSql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(constantSql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
