using CyberExchange.Appender;
using CyberExchange.EventStore;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Faults;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>Many writers, whose node is killed at any moment and started again, and sometimes the database with it.</summary>
public sealed class RestartTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>
{
    private const int Writers = 6;
    private const int AppendsBetweenKillsMax = 60;
    private const int KillsPerDatabaseKill = 10;

    private readonly Acknowledgements kept = new();
    private volatile AppenderProcess? node;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restarts_under_load_lose_nothing_and_double_nothing()
    {
        var restarts = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is null or "quick" ? 3 : 100;
        await using var line = new FaultyLine(postgres.ConnectionString);
        using var enough = new CancellationTokenSource();
        var random = new Random(4);
        node = AppenderProcess.Start(line.ConnectionString);
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(new Random(writer), enough.Token), Ct)).ToList();

        for (var restart = 1; restart <= restarts; restart++)
        {
            await UntilAcknowledgedAsync(kept.Count + random.Next(1, AppendsBetweenKillsMax), writers);
            if (restart % KillsPerDatabaseKill == 1)
            {
                await postgres.KillAsync(Ct);
                await postgres.StartAsync(Ct);
                line.PointTo(postgres.ConnectionString);
            }
            else
            {
                await RestartNodeAsync(line.ConnectionString);
            }
        }

        await enough.CancelAsync();
        var appended = (await Task.WhenAll(writers)).Sum();
        await node.DisposeAsync();
        Assert.Equal(appended, kept.Count);
        await kept.AssertKeptAsync(postgres.ConnectionString);
    }

    private async Task RestartNodeAsync(string connectionString)
    {
        var victim = node!; // Set before the writers began.
        await victim.KillAsync();
        node = AppenderProcess.Start(connectionString);
        await victim.DisposeAsync();
    }

    /// <returns>How many appends were stored.</returns>
    private async Task<int> WriteAsync(Random random, CancellationToken enough)
    {
        var (stream, version, appends) = (Appends.NewStream(), 0, 0);
        while (!enough.IsCancellationRequested)
        {
            var ids = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Guid.CreateVersion7());
            var line = AppendLine.Write($"{Guid.NewGuid():N}", stream, version, ids, random.Next(10) == 0 ? $"document-{Guid.NewGuid():N}" : "-");
            var stored = await kept.StoreAsync(() => AppendAsync(line), AppendLine.Read(line));
            Assert.Equal(version + (int)(stored.LastPosition - stored.FirstPosition) + 1, stored.Version);
            version = stored.Version;
            appends++;
        }

        return appends;
    }

    // A killed node answers at once that it is gone: the next one is asked as soon as it is there.
    private async Task<AppendResult?> AppendAsync(string line)
    {
        var asked = node!; // Set before the writers began.
        var answer = await asked.AppendAsync(line);
        while (answer is null && asked == node)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Ct);
        }

        return answer;
    }

    private async Task UntilAcknowledgedAsync(int appends, List<Task<int>> writers)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (kept.Count < appends)
        {
            Assert.DoesNotContain(writers, writer => writer.IsFaulted);
            await Task.Delay(TimeSpan.FromMilliseconds(2), patience.Token);
        }
    }
}
