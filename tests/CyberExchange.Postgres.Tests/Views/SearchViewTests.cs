using System.Text;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Search;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>The search view of random worlds, behind a core of its own.</summary>
public sealed class SearchViewTests : IAsyncLifetime
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Tables = ["item", "way", "scope"];

    private readonly MigratedDatabase _database = new();
    private readonly CancellationTokenSource _stop = new();
    private ExchangeDatabase _exchange = null!;
    private EventLog _log = null!;
    private ViewRunners _views = null!;
    private Task _running = Task.CompletedTask;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _exchange = new ExchangeDatabase(_database.ConnectionString);
        _log = new EventLog(_exchange.Service);
        _views = new ViewRunners(_log, _exchange.Projector, [new SharingCore(new LiveDirectory(_exchange.Service)), new SearchView()], TimeProvider.System);
        _running = Task.WhenAll(_views.All.Select(view => Task.Run(() => view.RunAsync(_stop.Token), CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        _stop.Dispose();
        await _log.DisposeAsync();
        await _exchange.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuilt_index_has_the_same_rows()
    {
        await LiveThroughAsync(steps: 400, from: 8_000); // Among them forwards that end with a membership of their CERT's.
        var first = await DumpAsync();

        await _views.Of(SearchView.ViewName).ClearAsync(Ct);
        await CaughtUpAsync();
        Assert.Equal(first, await DumpAsync());

        await _views.Of(SharingCore.ViewName).ClearAsync(Ct);
        await _views.Of(SearchView.ViewName).ClearAsync(Ct);
        await CaughtUpAsync();
        Assert.Equal(first, await DumpAsync());
    }

    [Fact]
    public async Task Every_viewer_finds_by_a_word_of_the_title_what_it_sees_under_that_title()
    {
        var world = await LiveThroughAsync(steps: 90, from: 0);
        var (items, search) = (new ItemQueries(_exchange.Service), new SearchQueries(_exchange.Service));
        IEnumerable<Viewer> viewers = world.Partners.SelectMany(p => p.Members.Values.Select(m => (Viewer)new Viewer.Partner(world.ProfileOf(p), m.Id))).Append(Viewer.Public);
        foreach (var viewer in viewers)
        {
            var seen = (await items.ListAsync(viewer, ItemFilter.None, after: null, max: 200, Ct)).Rows;
            foreach (var word in new[] { "first", "amended" })
            {
                var slice = await search.SearchAsync(viewer, SearchQuery.Read(word).Query!, ItemFilter.None, after: null, max: 200, Ct); // It asks for something.
                Assert.Equal(
                    seen.Where(row => row.Incident!.Title == word).Select(row => row.Id.Value).Order(), // A world has incidents only.
                    slice.Hits.Select(hit => hit.Row.Id.Value).Order());
            }
        }
    }

    [Fact]
    public async Task The_numbers_of_words_are_those_of_the_database()
    {
        await using var connection = await _database.OpenAsync(Ct);
        foreach (var word in new[] { "substation", "変電", "cve-2026-1234" })
        {
            await using var command = new NpgsqlCommand("select search.word($1)", connection) { Parameters = { new() { Value = word } } };
            Assert.Equal(Words.Number(word), await command.ExecuteScalarAsync(Ct));
        }
    }

    private async Task<SharingWorld> LiveThroughAsync(int steps, int from)
    {
        var world = new SharingWorld(new VisibilityOracle(), AppendAsync);
        await world.BeginAsync();
        for (var step = 0; step < steps; step++)
        {
            await world.StepAsync(step % 3 == 0 ? SharingWorld.StepMax - from - step : from + step);
            await CaughtUpAsync(); // Else the index might see only how it ends.
        }

        return world;
    }

    private async Task CaughtUpAsync()
    {
        var head = await _log.HeadAsync(Ct);
        foreach (var view in _views.All)
        {
            Assert.True(await view.WaitForAsync(head, Patience, Ct), $"{view.View}: {view.Health}");
        }
    }

    private Task AppendAsync(StoredEvent e) => _log.AppendAsync(e, Ct);

    private async Task<string> DumpAsync()
    {
        var dump = new StringBuilder();
        await using var connection = await _database.OpenAsync(Ct);
        foreach (var table in Tables)
        {
            await using var command = new NpgsqlCommand($"select t::text from search.{table} t order by 1", connection);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct))
            {
                dump.Append(table).Append('\t').AppendLine(reader.GetString(0));
            }
        }

        Assert.Contains("way\t", dump.ToString(), StringComparison.Ordinal);
        return dump.ToString();
    }
}
