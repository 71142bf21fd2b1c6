using System.Diagnostics;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Bench.Store;

/// <summary>How soon a follower holds an event: from the moment its append is sent, in the same process and on another node.</summary>
/// <remarks>The floor inserts a row and notifies in one transaction; another connection listens and reads the row.</remarks>
internal static class StoreFollowers
{
    private const int Appends = 400;
    private static readonly TimeSpan WakeMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PollNever = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyList<Measurement>> MeasureAsync(string connectionString)
    {
        await using var near = new OurLog(connectionString);
        await using var far = new OurLog(connectionString);
        var floor = await PlainAsync(connectionString);
        var inProcess = await FollowAsync(near, near);
        var otherNode = await FollowAsync(near, far);
        return
        [
            Of("follow.in-process.p50", inProcess, floor, 0.5), Of("follow.in-process.p99", inProcess, floor, 0.99),
            Of("follow.other-node.p50", otherNode, floor, 0.5), Of("follow.other-node.p99", otherNode, floor, 0.99),
        ];
    }

    private static Measurement Of(string name, List<double> ours, List<double> floor, double share)
    {
        var below = At(floor, share);
        return Measurement.Of(name, "ms", [(At(ours, share), below)], WakeMax.TotalMilliseconds / below, "lower");
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static async Task<List<double>> FollowAsync(OurLog writer, OurLog reader)
    {
        using var stopping = new CancellationTokenSource();
        var arrived = new SemaphoreSlim(0);
        var head = await reader.Log.HeadAsync();
        var following = Task.Run(async () =>
        {
            try
            {
                await foreach (var page in new LogFollower(reader.Log) { Poll = PollNever }.FollowAsync(head, stopping.Token))
                {
                    arrived.Release(page.Count);
                }
            }
            catch (OperationCanceledException)
            {
                // This is how following ends.
            }
        });
        await Task.Delay(TimeSpan.FromMilliseconds(500)); // Until it listens: what is missed here would wait for the poll.
        var took = new List<double>();
        for (var i = 0; i < Appends; i++)
        {
            var clock = Stopwatch.StartNew();
            await writer.AppendAsync(0, 1);
            await arrived.WaitAsync();
            took.Add(clock.Elapsed.TotalMilliseconds);
        }

        await stopping.CancelAsync();
        await following;
        took.Sort();
        return took;
    }

    private static async Task<List<double>> PlainAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var writer = await source.OpenConnectionAsync();
        await using var listener = await source.OpenConnectionAsync();
        await RunAsync(writer, "create schema if not exists floor; drop table if exists floor.news; create table floor.news (id bigint primary key, body bytea)");
        await RunAsync(listener, "listen floor_news");
        await using var insert = new NpgsqlCommand("with n as (insert into floor.news values ($1, $2) returning id) select pg_notify('floor_news', n.id::text) from n", writer)
        {
            Parameters = { new NpgsqlParameter<long>(), new() { Value = Payload.Body(0) } },
        };
        await using var select = new NpgsqlCommand("select body from floor.news where id = $1", listener) { Parameters = { new NpgsqlParameter<long>() } };
        await insert.PrepareAsync();
        await select.PrepareAsync();
        var took = new List<double>();
        for (var i = 0L; i < Appends; i++)
        {
            var clock = Stopwatch.StartNew();
            insert.Parameters[0].Value = i;
            select.Parameters[0].Value = i;
            var heard = listener.WaitAsync();
            await insert.ExecuteNonQueryAsync();
            await heard;
            await select.ExecuteScalarAsync();
            took.Add(clock.Elapsed.TotalMilliseconds);
        }

        took.Sort();
        return took;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string constantSql)
    {
        await using var command = new NpgsqlCommand(constantSql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
