using Npgsql;

namespace CyberExchange.EventStore;

/// <summary>What the log needs done now and then: the next partition before it is reached, and marks that lead from an instant to a position.</summary>
/// <remarks>Any node may do it, and several at once: what one has done the others find done. Late work costs speed only.</remarks>
/// <param name="source">Connections of role cx_service.</param>
/// <param name="clock">Measures the pauses.</param>
/// <param name="failed">Told of every failure that is no outage; the work goes on all the same.</param>
public sealed class LogUpkeep(NpgsqlDataSource source, TimeProvider? clock = null, Action<Exception>? failed = null)
{
    /// <summary>A partition holds forty seconds of the fastest appends that were measured, and a whole one lies ahead.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>Marks to a statement: a hundred read about 100,000 events, some tenths of a second.</summary>
    private const int MarksMax = 100;

    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Does what is due, and again every half minute until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await DoDueAsync(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // An outage shows where appends fail.
                if (!Outage.Is(e))
                {
                    failed?.Invoke(e);
                }
            }

            await Task.Delay(Every, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does what is due now.</summary>
    /// <exception cref="NpgsqlException">The database is away, or busy with something else.</exception>
    public async Task DoDueAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var mark = new NpgsqlCommand("select cx.mark_instants($1::integer)", connection) { Parameters = { new() { Value = MarksMax } } };
        while ((int)(await mark.ExecuteScalarAsync(ct))! == MarksMax) // The function always answers.
        {
            ct.ThrowIfCancellationRequested();
        }

        // Without a limit of its own: it may have to move what came before its partition. It waits for locks for two seconds only.
        await using var extend = new NpgsqlCommand("select cx.extend_log()", connection) { CommandTimeout = 0 };
        while ((int)(await extend.ExecuteScalarAsync(ct))! > 0) // The function always answers.
        {
            ct.ThrowIfCancellationRequested();
        }
    }
}
