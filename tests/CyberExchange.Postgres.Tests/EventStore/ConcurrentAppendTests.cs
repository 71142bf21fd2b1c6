using System.Collections.Concurrent;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class ConcurrentAppendTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private const int Writers = 8;
    private const int AppendsPerWriter = 60;
    private const int AppendsPerKill = 24;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_of_many_writers_give_dense_positions_in_the_order_of_each_writer()
    {
        await using var otherNode = new EventLog(database.Connections.Service);
        EventLog[] nodes = [database.Log, otherNode];
        var before = await database.Log.HeadAsync(Ct);

        var acknowledged = (await Task.WhenAll(Enumerable.Range(0, Writers)
            .Select(writer => Task.Run(() => WriteAsync(nodes[writer % 2], writer), Ct)))).SelectMany(list => list).ToList();

        var stored = await StoredAfterAsync(before);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => before + i), stored.Select(e => e.Position));
        Assert.Equal(acknowledged.Sum(a => a.LastPosition - a.FirstPosition + 1), stored.Count);
        foreach (var stream in stored.GroupBy(e => e.Stream, StringComparer.Ordinal))
        {
            Assert.Equal(Enumerable.Range(1, stream.Count()), stream.Select(e => e.Version));
        }
    }

    [Fact]
    public async Task Connections_killed_in_the_middle_lose_nothing_and_double_nothing()
    {
        await using var ownConnections = new ExchangeDatabase(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { ApplicationName = "victim" }.ConnectionString);
        await using var log = new EventLog(ownConnections.Service);
        var before = await database.Log.HeadAsync(Ct);
        var (appends, kills) = (0, 0L);

        var acknowledged = new ConcurrentDictionary<Guid, AppendResult.Appended>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                var stream = Appends.NewStream();
                for (var i = 0; i < AppendsPerWriter; i++)
                {
                    var append = Appends.To(stream, ExpectedVersion.Exactly(i));
                    acknowledged[append.Events[0].Id] = await AppendUntilStoredAsync(log, append);
                    if (Interlocked.Increment(ref appends) % AppendsPerKill == 0)
                    {
                        Interlocked.Add(ref kills, await KillVictimsAsync());
                    }
                }
            },
            Ct)));

        var stored = await StoredAfterAsync(before);
        Assert.True(kills > 0, "no connection was killed, so nothing was shown");
        Assert.Equal(Writers * AppendsPerWriter, stored.Count);
        Assert.Equal(Enumerable.Range(1, stored.Count).Select(i => before + i), stored.Select(e => e.Position));
        Assert.All(stored, e => Assert.Equal(e.Position, acknowledged[e.Id].FirstPosition));
    }

    private static async Task<List<AppendResult.Appended>> WriteAsync(EventLog log, int writer)
    {
        var stream = Appends.NewStream();
        var results = new List<AppendResult.Appended>();
        var version = 0;
        for (var i = 0; i < AppendsPerWriter; i++)
        {
            NewEvent[] events = [.. Enumerable.Range(0, 1 + ((i + writer) % 3)).Select(_ => Appends.Event())];
            var appended = Assert.IsType<AppendResult.Appended>(
                await log.AppendAsync(Appends.To(stream, ExpectedVersion.Exactly(version), events), Ct));
            Assert.True(results.Count == 0 || results[^1].LastPosition < appended.FirstPosition, "a writer's order is the log's order");
            Assert.Equal(version + events.Length, appended.Version);
            version = appended.Version;
            results.Add(appended);
        }

        return results;
    }

    private static async Task<AppendResult.Appended> AppendUntilStoredAsync(EventLog log, Append append)
    {
        while (true)
        {
            switch (await log.AppendAsync(append, Ct))
            {
                case AppendResult.Appended appended:
                    return appended;
                case AppendResult.Busy:
                    break;
                case var other:
                    Assert.Fail($"An append under its own key ended as {other}.");
                    break;
            }
        }
    }

    /// <summary>Ends the appender's session while the other writers wait for it; gives how many it met.</summary>
    private async Task<long> KillVictimsAsync() => (long)(await database.AsSuperuserAsync(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'victim cx_service'"))!; // A count is never null.

    private async Task<List<StoredEvent>> StoredAfterAsync(long position)
    {
        var stored = new List<StoredEvent>();
        while (await database.Log.ReadAllAsync(position, 500, Ct) is { Count: > 0 } page)
        {
            stored.AddRange(page);
            position = page[^1].Position;
        }

        return stored;
    }
}
