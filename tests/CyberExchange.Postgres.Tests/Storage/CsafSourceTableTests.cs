using CyberExchange.Storage;
using CyberExchange.Storage.Csaf;
using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

public sealed class CsafSourceTableTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly Guid _source = Guid.CreateVersion7();
    private ExchangeDatabase _exchange = null!; // Opened before each test.
    private CsafSourceTable _table = null!; // Opened before each test.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _exchange = new(database.ConnectionString);
        _table = new(_exchange.Service) { AskedRunsApart = TimeSpan.FromMinutes(1) };
        await _table.ScheduleAsync([_source], Now, Ct);
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public async Task A_source_is_taken_once_it_is_due_and_by_one_node()
    {
        Assert.Null(await TakeAsync("a", Now.AddSeconds(-1)));
        var lease = await TakeAsync("a", Now);

        Assert.NotNull(lease);
        Assert.Null(await TakeAsync("b", Now));
        Assert.Null(await TakeAsync("a", Now));
        Assert.Equal(Now, (await RowAsync()).RunningSince);
        Assert.True(await _table.RenewAsync(lease, Ct));

        Assert.True(await _table.EndAsync(lease, "run 1", Now.AddSeconds(5), Now.AddHours(1), Ct));
        Assert.Equal(new CsafSourceRow(_source, Now.AddHours(1), RunningSince: null, "run 1"), await RowAsync());
        Assert.False(await _table.RenewAsync(lease, Ct));
        Assert.Null(await TakeAsync("b", Now.AddMinutes(59)));
    }

    [Fact]
    public async Task A_node_that_lost_its_lease_writes_nothing_and_the_next_one_begins_where_it_was()
    {
        var first = (await TakeAsync("a", Now))!;
        await _table.KeepFilesAsync(first, [("https://maker.example/1", "one")], Ct);
        await ExpireAsync();
        var second = (await TakeAsync("b", Now))!;

        Assert.True(second.Fence > first.Fence);
        Assert.Equal(["one"], await _table.FilesAsync(_source, Ct));
        await _table.KeepFilesAsync(first, [("https://maker.example/1", "late"), ("https://maker.example/2", "late")], Ct);
        Assert.False(await _table.RenewAsync(first, Ct));
        Assert.False(await _table.EndAsync(first, "late", Now.AddSeconds(5), Now.AddDays(1), Ct));
        await _table.ReleaseAsync(first, Ct);

        Assert.Equal(["one"], await _table.FilesAsync(_source, Ct));
        await _table.KeepFilesAsync(second, [("https://maker.example/1", "two"), ("https://maker.example/3", "three")], Ct);
        Assert.Equal(["three", "two"], (await _table.FilesAsync(_source, Ct)).Order(StringComparer.Ordinal));
        Assert.True(await _table.EndAsync(second, "run 2", Now.AddSeconds(5), Now.AddHours(1), Ct));
    }

    [Fact]
    public async Task What_is_forgotten_is_read_no_more_and_may_be_learnt_again()
    {
        var lease = (await TakeAsync("a", Now))!;
        await _table.KeepFilesAsync(lease, [("https://maker.example/1", "one"), ("https://maker.example/2", "two")], Ct);
        await _table.ForgetFilesAsync(lease with { Fence = lease.Fence - 1 }, ["https://maker.example/2"], Ct);
        await _table.ForgetFilesAsync(lease, ["https://maker.example/1"], Ct);

        Assert.Equal(["two"], await _table.FilesAsync(_source, Ct));
        await _table.KeepFilesAsync(lease, [("https://maker.example/1", "again")], Ct);
        Assert.Equal(["again", "two"], (await _table.FilesAsync(_source, Ct)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lease_that_nobody_took_is_renewed_late()
    {
        var lease = (await TakeAsync("a", Now))!;
        await ExpireAsync();

        Assert.True(await _table.RenewAsync(lease, Ct));
        Assert.Null(await TakeAsync("b", Now));
    }

    [Fact]
    public async Task A_source_that_is_let_go_is_taken_at_once()
    {
        await _table.ReleaseAsync((await TakeAsync("a", Now))!, Ct);

        Assert.NotNull(await TakeAsync("b", Now));
    }

    [Fact]
    public async Task A_run_that_is_asked_for_during_another_follows_it_and_one_request_asks_once()
    {
        var request = Guid.NewGuid();
        var lease = (await TakeAsync("a", Now))!;
        await _table.AskAsync(_source, request, Now.AddSeconds(-5), Ct); // The clock of another node.
        await _table.EndAsync(lease, "run 1", Now.AddSeconds(5), Now.AddHours(1), Ct);
        Assert.Null(await TakeAsync("a", Now.AddSeconds(64)));
        var next = (await TakeAsync("a", Now.AddSeconds(65)))!;
        await _table.EndAsync(next, "run 2", Now.AddSeconds(70), Now.AddHours(1), Ct);

        await _table.AskAsync(_source, request, Now.AddSeconds(20), Ct);

        Assert.Equal(Now.AddHours(1), (await RowAsync()).DueAt);
        await _table.AskAsync(_source, Guid.NewGuid(), Now.AddSeconds(80), Ct);
        Assert.Equal(Now.AddSeconds(130), (await RowAsync()).DueAt);
        await _table.AskAsync(_source, Guid.NewGuid(), Now.AddSeconds(200), Ct);
        Assert.Equal(Now.AddSeconds(130), (await RowAsync()).DueAt);
    }

    [Fact]
    public async Task A_removed_source_is_taken_no_more_and_whoever_runs_it_writes_nothing()
    {
        var lease = (await TakeAsync("a", Now))!;
        await _table.RemoveAsync(_source, Ct);
        await _table.ScheduleAsync([_source], Now, Ct);

        Assert.False(await _table.RenewAsync(lease, Ct));
        Assert.False(await _table.EndAsync(lease, "late", Now.AddSeconds(5), Now, Ct));
        Assert.Null(await TakeAsync("b", Now.AddDays(1)));
    }

    [Fact]
    public async Task Whoever_runs_a_source_that_is_stated_anew_writes_nothing_more_and_the_next_run_is_due_in_its_time()
    {
        var request = Guid.NewGuid();
        var lease = (await TakeAsync("a", Now))!;
        await _table.RestateAsync(_source, request, Now.AddSeconds(5), Ct);
        await _table.KeepFilesAsync(lease, [("https://maker.example/1", "late")], Ct);

        Assert.False(await _table.RenewAsync(lease, Ct));
        Assert.False(await _table.EndAsync(lease, "late", Now.AddSeconds(6), Now.AddDays(1), Ct));
        Assert.Empty(await _table.FilesAsync(_source, Ct));
        Assert.Null(await TakeAsync("b", Now.AddSeconds(64)));
        var next = (await TakeAsync("b", Now.AddSeconds(65)))!;
        await _table.RestateAsync(_source, request, Now.AddSeconds(66), Ct);
        Assert.True(await _table.RenewAsync(next, Ct));
    }

    [Fact]
    public async Task Of_two_nodes_that_ask_at_once_each_has_another_source()
    {
        var ids = Enumerable.Range(0, 8).Select(_ => Guid.CreateVersion7()).ToList();
        await _table.ScheduleAsync(ids, Now, Ct);

        var taken = await Task.WhenAll(ids.Select((_, i) => _table.TakeAsync(ids, $"node-{i}", Now, Ct)));

        // Whoever found all others locked had none, and asks again.
        var had = taken.OfType<CsafSourceLease>().Select(lease => lease.SourceId).ToList();
        Assert.NotEmpty(had);
        Assert.Equal(had.Count, had.Distinct().Count());
    }

    private Task<CsafSourceLease?> TakeAsync(string node, DateTimeOffset now) => _table.TakeAsync([_source], node, now, Ct);

    private async Task<CsafSourceRow> RowAsync() => (await _table.ReadAsync([_source], Ct))[_source];

    // In place of waiting for a term to pass.
    private async Task ExpireAsync()
    {
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand("update cx.csaf_source set held_until = clock_timestamp() - interval '1 second' where source_id = $1", connection);
        command.Parameters.Add(new() { Value = _source });
        await command.ExecuteNonQueryAsync(Ct);
    }
}
