using CyberExchange.Domain.Partners;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

public sealed class ProjectionRunnerTests : IAsyncLifetime
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly MigratedDatabase _database = new();
    private ExchangeDatabase _exchange = null!;
    private EventLog _log = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _exchange = new ExchangeDatabase(_database.ConnectionString);
        _log = new EventLog(_exchange.Service);
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuilt_view_has_the_same_rows()
    {
        await FillAsync(steps: 60);
        await using var node = Start();
        Assert.True(await node.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
        var first = await DumpAsync();

        await node.Runner.ClearAsync(Ct);
        Assert.True(await node.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));

        Assert.Equal(first, await DumpAsync());
    }

    [Fact]
    public async Task Two_nodes_and_broken_connections_apply_every_event_once()
    {
        await using (var one = Start())
        await using (var two = Start())
        {
            for (var i = 0; i < 5; i++)
            {
                await FillAsync(steps: 10, seed: i);
                await ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like '%cx_projector' and pid <> pg_backend_pid()");
            }

            Assert.True(await one.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
            Assert.True(await two.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
        }

        var together = await DumpAsync();
        await using var alone = Start();
        await alone.Runner.ClearAsync(Ct);
        Assert.True(await alone.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
        Assert.Equal(together, await DumpAsync());
    }

    [Fact]
    public async Task An_event_of_a_newer_program_stops_the_view_before_it_and_says_so()
    {
        await FillAsync(steps: 5);
        var before = await _log.HeadAsync(Ct);
        await AppendAsync("incident-unknown", 1, "incident.of-tomorrow", "{}"u8.ToArray(), []);
        await FillAsync(steps: 5, seed: 1);

        await using var node = Start();

        Assert.False(await node.Runner.WaitForAsync(before + 1, Patience, Ct));
        var stopped = Assert.IsType<ProjectionHealth.Stopped>(node.Runner.Health);
        Assert.Equal(before, stopped.Position);
        Assert.False(node.Runner.IsFresh(TimeSpan.FromHours(1)));
        Assert.StartsWith($"{before}: the event at position {before + 1}", await StoppedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_node_applies_reaches_the_directory_of_the_other()
    {
        var world = await FillAsync(steps: 0);
        await using var one = Start();
        await using var two = Start();
        var partner = world.Partners[0];
        var version = (await _log.ReadStreamAsync(PartnerEventCatalog.Stream(partner.Id), ct: Ct)).Count;
        for (var round = 1; round <= 10; round++)
        {
            var e = round % 2 == 1 ? (PartnerEvent)new PartnerEvent.PartnerSuspended("drill") : new PartnerEvent.PartnerReinstated();
            var form = PartnerEventCatalog.Catalog.Write(e);
            await AppendAsync(PartnerEventCatalog.Stream(partner.Id), version + round, form.Name, form.Body, []);
            foreach (var node in new[] { one, two })
            {
                Assert.True(await node.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
                Assert.Equal(round % 2 == 1, node.Directory.Current.Partners.Find(partner.Id)!.Suspended); // It is enrolled.
            }
        }
    }

    [Fact]
    public async Task A_position_that_is_missing_in_the_log_stops_the_view_before_it()
    {
        await FillAsync(steps: 10);
        await ExecuteAsync("delete from cx.event where position = 9");

        await using var node = Start();

        Assert.False(await node.Runner.WaitForAsync(9, Patience, Ct));
        Assert.IsType<ProjectionHealth.Stopped>(node.Runner.Health);
        Assert.Contains("no event at position 9", await StoppedAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_ends_before_its_head_stops_the_view()
    {
        await FillAsync(steps: 10);
        var head = await _log.HeadAsync(Ct);
        await ExecuteAsync($"delete from cx.event where position = {head}");

        await using var node = Start();

        Assert.False(await node.Runner.WaitForAsync(head, Patience, Ct));
        Assert.IsType<ProjectionHealth.Stopped>(node.Runner.Health);
    }

    [Fact]
    public async Task A_view_that_a_newer_program_keeps_is_left_as_it_is()
    {
        await FillAsync(steps: 10);
        await using (var node = Start())
        {
            Assert.True(await node.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
        }

        await ExecuteAsync("update core.checkpoint set version = version + 1");
        var rows = await DumpAsync();
        await FillAsync(steps: 10, seed: 1);

        await using var older = Start();

        Assert.False(await older.Runner.WaitForAsync(await _log.HeadAsync(Ct), Patience, Ct));
        Assert.IsType<ProjectionHealth.Stopped>(older.Runner.Health);
        Assert.Equal(rows, await DumpAsync());
    }

    private Node Start()
    {
        var directory = new LiveDirectory(_exchange.Service);
        return new Node(new ProjectionRunner(_log, _exchange.Projector, new SharingCore(directory), TimeProvider.System), directory);
    }

    // Ids of a world repeat from world to world, so each seed lives in streams of its own.
    private async Task<SharingWorld> FillAsync(int steps, int seed = 0)
    {
        var world = new SharingWorld(
            new VisibilityOracle(),
            e => AppendAsync(e.Stream, e.Version, e.Type, e.Body, e.Addressing, e.TypeVersion),
            firstId: seed * 100_000);
        await world.BeginAsync();
        for (var step = 0; step < steps; step++)
        {
            await world.StepAsync((seed * 7_919) + step);
        }

        return world;
    }

    private Task AppendAsync(string stream, int version, string type, byte[] body, byte[] addressing, int typeVersion = 1) =>
        _log.AppendAsync(new StoredEvent(0, stream, version, Guid.Empty, type, typeVersion, DateTimeOffset.UnixEpoch, [], body, addressing), Ct);

    private Task<string> DumpAsync() => CoreRows.DumpAsync(_database.ConnectionString, Ct);

    private async Task<string> StoppedAsync()
    {
        await using var connection = await _database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("select position, stopped_because from core.checkpoint", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        Assert.True(await reader.ReadAsync(Ct));
        return $"{reader.GetInt64(0)}: {reader.GetString(1)}";
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await _database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>A runner that runs until disposed.</summary>
    private sealed class Node : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;

        public Node(ProjectionRunner runner, LiveDirectory directory)
        {
            (Runner, Directory) = (runner, directory);
            _running = Task.Run(() => runner.RunAsync(_stop.Token));
        }

        public ProjectionRunner Runner { get; }

        public LiveDirectory Directory { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            try
            {
                await _running;
            }
            catch (OperationCanceledException)
            {
                // This is how a runner ends that was told to.
            }

            _stop.Dispose();
        }
    }
}
