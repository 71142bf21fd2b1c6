using System.Security.Cryptography;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Faults;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore.Faults;

/// <summary>A disk without room: appends are refused and never half written, and go on when there is room again.</summary>
public sealed class FullDiskTests
{
    // The data of a new server, its log of two segments, and room for what a test writes.
    private const int DiskMegabytes = 200;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Appends_are_refused_while_the_data_has_no_room_and_go_on_without_a_restart()
    {
        await using var disk = await MountAsync();
        await using var postgres = new PostgresOn(disk);
        await postgres.InitializeAsync();
        await using var connections = new ExchangeDatabase(postgres.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var kept = new Acknowledgements();
        await kept.StoreAsync(log, WithDocument());

        await disk.FillAsync(Ct);
        var refused = WithDocument();
        AppendResult answer;
        while ((answer = await log.AppendAsync(refused, Ct)) is AppendResult.Appended stored)
        {
            kept.Remember(refused, stored); // There was room left in what the tables had taken before.
            refused = WithDocument();
        }

        Assert.IsType<AppendResult.Busy>(answer);
        Assert.Null(await log.FindKeyAsync(refused.Key.Scope, refused.Key.Key, Ct));

        disk.Free();
        Assert.False((await kept.StoreAsync(log, refused)).Repeated, "nothing of it was stored before");
        await kept.AssertKeptAsync(postgres.ConnectionString);
    }

    [Fact]
    public async Task A_server_that_has_no_room_for_its_own_log_loses_nothing_that_was_acknowledged()
    {
        await using var disk = await MountAsync();
        await using var postgres = new PostgresOn(disk);
        await postgres.InitializeAsync();
        await using var line = new FaultyLine(postgres.ConnectionString);
        await using var connections = new ExchangeDatabase(line.ConnectionString);
        await using var log = new EventLog(connections.Service);
        var kept = new Acknowledgements();
        using var enough = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => WriteAsync(log, kept, enough.Token), Ct)).ToList();

        await disk.FillAsync(Ct);
        await UntilTheServerFailsAsync(postgres.ConnectionString);
        disk.Free();

        var acknowledged = kept.Count;
        var ended = postgres.Running.WaitForExitAsync(Ct);
        var goesOn = UntilMoreAsync(kept, acknowledged, writers);
        if (await Task.WhenAny(goesOn, ended) == ended)
        {
            await postgres.WaitForEndAsync(Ct);
            await postgres.StartAsync(Ct);
            line.PointTo(postgres.ConnectionString);
        }

        await goesOn;
        await enough.CancelAsync();
        await Task.WhenAll(writers);
        await kept.AssertKeptAsync(postgres.ConnectionString);
    }

    private static async Task<BoundedDisk> MountAsync()
    {
        var disk = await BoundedDisk.TryMountAsync(DiskMegabytes, Ct);
        Assert.SkipWhen(disk is null, "mounting a bounded file system is not allowed here: run as root");
        return disk;
    }

    private static Append WithDocument()
    {
        var bytes = RandomNumberGenerator.GetBytes(1_000_000); // Such as no compression makes smaller.
        return Appends.To(Appends.NewStream(), ExpectedVersion.None) with { Documents = [new(SHA512.HashData(bytes), bytes)] };
    }

    private static async Task WriteAsync(EventLog log, Acknowledgements kept, CancellationToken enough)
    {
        var stream = Appends.NewStream();
        for (var version = 0; !enough.IsCancellationRequested; version++)
        {
            await kept.StoreAsync(log, Appends.To(stream, ExpectedVersion.Exactly(version)));
        }
    }

    /// <summary>Has the server begin new segments of its log until there is no room for one, which it does not survive.</summary>
    private static async Task UntilTheServerFailsAsync(string superuser)
    {
        await using var source = NpgsqlDataSource.Create(superuser);
        try
        {
            while (true)
            {
                await using var command = source.CreateCommand("select pg_logical_emit_message(false, 'test', 'more'), pg_switch_wal()");
                await command.ExecuteNonQueryAsync(Ct);
            }
        }
        catch (NpgsqlException e) when (Outage.Is(e))
        {
            // It has failed.
        }
    }

    private static async Task UntilMoreAsync(Acknowledgements kept, int than, List<Task> writers)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (kept.Count <= than + writers.Count)
        {
            Assert.DoesNotContain(writers, writer => writer.IsFaulted);
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }
    }

    private sealed class PostgresOn(BoundedDisk disk) : OwnPostgres
    {
        protected override string InstanceFolder => Path.Combine(disk.Folder, "postgres");

        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["min_wal_size"] = "32MB",
            ["max_wal_size"] = "32MB",
        };
    }
}
