using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CyberExchange.Domain;
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

/// <summary>A log with random facts in it, and nodes that keep views of it.</summary>
public sealed class ViewWorld(TestDatabase database) : IAsyncDisposable
{
    // No assert depends on these: they only end a run that hangs.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<string> _troubles = new();
    private EventLog? _log;

    public ExchangeDatabase Exchange { get; } = new(database.ConnectionString);

    public EventLog Log => _log ??= new EventLog(Exchange.Service);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task HoldsAsync(ProjectionRunner runner, long position) =>
        Assert.True(await runner.WaitForAsync(position, Patience, Ct), $"{runner.View} at {runner.Checkpoint}: {runner.Health}");

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public Node Start(string name, Projection? view = null, TimeProvider? clock = null)
    {
        var directory = new LiveDirectory(Exchange.Service);
        var runner = new ProjectionRunner(
            Log, Exchange.Projector, view ?? new SharingCore(directory), clock ?? TimeProvider.System, behind: null, new ViewNode(name))
        {
            Troubled = cause => _troubles.Enqueue($"{name}: {cause.Message} {cause.InnerException?.Message}"),
        };
        return new Node(runner, directory);
    }

    public Task<long> HeadAsync() => Log.HeadAsync(Ct);

    // Ids of a world repeat from world to world, so each seed lives in streams of its own.
    public async Task<SharingWorld> FillAsync(int steps, int seed = 0)
    {
        var world = new SharingWorld(new VisibilityOracle(), AppendAsync, firstId: seed * 100_000);
        await world.BeginAsync();
        for (var step = 0; step < steps; step++)
        {
            await world.StepAsync((seed * 7_919) + step);
        }

        return world;
    }

    public async Task SuspendAsync(PartnerId partner)
    {
        var stream = PartnerEventCatalog.Stream(partner);
        var form = PartnerEventCatalog.Catalog.Write(new PartnerEvent.PartnerSuspended("drill"));
        var version = (await Log.ReadStreamAsync(stream, ct: Ct)).Count + 1;
        await AppendAsync(new StoredEvent(0, stream, version, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, []));
    }

    public Task AppendAsync(StoredEvent e) => Log.AppendAsync(e, Ct);

    /// <summary>An event that no program of today can read.</summary>
    public Task AppendPoisonAsync() =>
        AppendAsync(new StoredEvent(0, $"incident-{Guid.CreateVersion7()}", 1, Guid.Empty, "incident.of-tomorrow", 1, DateTimeOffset.UnixEpoch, [], "{}"u8.ToArray(), []));

    /// <summary>Fills the core anew from the log, with nobody else running, and compares.</summary>
    public async Task EqualsAReplayAsync()
    {
        var before = await DumpAsync();
        await using var replay = Start("replay");
        await replay.Runner.ClearAsync(Ct);
        await HoldsAsync(replay.Runner, await HeadAsync());
        Assert.Equal(before, await DumpAsync());
    }

    public Task<string> DumpAsync() => CoreRows.DumpAsync(database.ConnectionString, Ct);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenAsync(Ct);
        await ExecuteAsync(connection, sql);
    }

    public async Task<long> NumberAsync(string sql)
    {
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(Ct), CultureInfo.InvariantCulture);
    }

    public Task UntilAsync(string sql, long number) => UntilAsync(async () => await NumberAsync(sql) == number);

    public async Task UntilAsync(Func<Task<bool>> so)
    {
        var patience = Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(patience.Elapsed < Patience, $"what is waited for does not come; {string.Join(' ', _troubles.Distinct())}");
            await Task.Delay(Look, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        await Exchange.DisposeAsync();
    }

    /// <summary>A runner that runs until disposed.</summary>
    public sealed class Node(ProjectionRunner runner, LiveDirectory directory) : IAsyncDisposable
    {
        private readonly RunningViews _running = new(runner);

        public ProjectionRunner Runner => runner;

        public LiveDirectory Directory => directory;

        public ValueTask DisposeAsync() => _running.DisposeAsync();
    }
}

/// <summary>Views that are kept until disposed.</summary>
public sealed class RunningViews : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private bool _stopped;

    public RunningViews(ViewRunners views)
        : this([.. views.All])
    {
    }

    public RunningViews(params ProjectionRunner[] runners) => _running = Task.WhenAll(runners.Select(r => Task.Run(() => r.RunAsync(_stop.Token))));

    public async ValueTask DisposeAsync()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
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
