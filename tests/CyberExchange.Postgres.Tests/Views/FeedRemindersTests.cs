using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Reminders of duties between the items of feeds, in worlds in which everything else goes on.</summary>
public sealed class FeedRemindersTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int PageMax = 3;

    // As in the tests of visibility: a world has a handful of rows, and planning would take most of the time.
    private readonly ExchangeDatabase _exchange = new(database.ConnectionString + ";Options=-c plan_cache_mode=force_generic_plan -c jit=off");

    private FeedQueries Feed => new(_exchange.Service);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public async Task Reminders_reach_every_member_of_their_owner_once_in_the_order_of_the_feed_and_nobody_else_is_told()
    {
        var (worlds, told) = (Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 500, "full" => 40, _ => 4 }, 0);
        for (var seed = 1; seed <= worlds; seed++)
        {
            told += await LiveThroughAsync(seed);
        }

        Assert.InRange(told, worlds, int.MaxValue);
    }

    [Fact]
    public async Task Whoever_leaves_reminders_out_reads_the_same_feed_without_them()
    {
        var world = await BeginAsync(new Random(77), steps: 60);
        foreach (var viewer in world.Viewers)
        {
            var with = await ReadAsync(after => Feed.WithOwnAsync(viewer, reminders: true, warnings: false, after, PageMax, Ct));
            var without = await ReadAsync(after => Feed.FeedAsync(viewer, kind: null, after, PageMax, Ct));
            Assert.Equal(without.Select(row => row.Cursor), with.Where(row => row is not FeedRow.Reminded).Select(row => row.Cursor));
            Assert.Equal(
                with.OrderBy(row => row.Cursor.Position).ThenBy(row => row.Cursor.Change).Select(row => row.Cursor.Position), with.Select(row => row.Cursor.Position));
            Assert.Equal(with.Count, (await Feed.StandingAsync(viewer, with, Ct)).Count);
            Assert.DoesNotContain(
                await ReadAsync(after => Feed.NarrowedAsync(viewer, new ItemFilter { Kinds = [ItemKind.Incident] }, after, PageMax, Ct)), row => row is FeedRow.Reminded);
            Assert.DoesNotContain(await ReadAsync(after => Feed.FeedAsync(viewer, ItemKind.Incident, after, PageMax, Ct)), row => row is FeedRow.Reminded);
        }
    }

    /// <returns>How many reminders were told.</returns>
    private async Task<int> LiveThroughAsync(int seed)
    {
        Dictionary<MemberId, (ItemCursor? Cursor, List<long> Told)> followers = [];
        var world = await BeginAsync(new Random(seed), steps: 40, async now =>
        {
            foreach (var viewer in now.Viewers)
            {
                var (after, told) = followers.GetValueOrDefault(viewer.Member, (null, []));
                var more = true;
                while (more)
                {
                    var slice = await Feed.WithOwnAsync(viewer, reminders: true, warnings: false, after, PageMax, Ct);
                    told.AddRange(slice.Rows.OfType<FeedRow.Reminded>().Select(row => row.Row.Position));
                    Assert.All(slice.Rows.OfType<FeedRow.Reminded>(), row =>
                    {
                        Assert.Equal(now.Owner(row.Row.Incident), viewer.Profile.Id);
                        Assert.Contains((row.Row.Due?.Day, row.Row.Percent, row.Row.State, row.Row.Verdict), new (int?, int?, string?, string?)[] { (23, 50, "next", "not_known"), (null, null, "revision_required", null) });
                    });
                    (after, more) = (slice.Last, slice.More);
                }

                followers[viewer.Member] = (after, told);
                if (!viewer.Profile.Suspended)
                {
                    Assert.Equal(now.RemindersOf(viewer.Profile.Id), told);
                }
            }
        });
        return world.Viewers.Sum(viewer => followers[viewer.Member].Told.Count);
    }

    private async Task<RemindedWorld> BeginAsync(Random random, int steps, Func<RemindedWorld, Task>? afterEach = null)
    {
        var core = new SharingCore(new LiveDirectory(_exchange.Service));
        await using var connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        var position = 0L;
        Task ApplyAsync(StoredEvent e) => core.ApplyAsync(connection, e with { Position = ++position }, e.RecordedAt, Ct);
        var world = new RemindedWorld(new SharingWorld(new VisibilityOracle(), ApplyAsync));
        await world.Sharing.BeginAsync();
        for (var step = 0; step < steps; step++)
        {
            await world.Sharing.StepAsync(random.Next(SharingWorld.StepMax));
            if (world.Sharing.Incidents.Count > 0 && random.Next(3) == 0)
            {
                var incident = world.Sharing.Incidents.Keys.ElementAt(random.Next(world.Sharing.Incidents.Count));
                var form = DutyEventCatalog.Catalog.Write(world.Reminded.Count % 2 == 0
                    ? new DutyEvent.DutyReminded("gdpr-authority", "2026-11-23T12:00:00Z", 50, "next", "not_known")
                    : new DutyEvent.DutyReminded("gdpr-authority", Due: null, Percent: null, "revision_required", Verdict: null));
                await ApplyAsync(new(0, DutyEventCatalog.Stream(incident), 1, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, form.Addressing));
                world.Reminded.Add((world.Owner(incident), position));
            }

            if (afterEach is not null)
            {
                await afterEach(world);
            }
        }

        return world;
    }

    private static async Task<List<FeedRow>> ReadAsync(Func<ItemCursor?, Task<FeedSlice>> page)
    {
        List<FeedRow> rows = [];
        FeedSlice? slice = null;
        do
        {
            slice = await page(slice?.Last);
            rows.AddRange(slice.Rows);
        }
        while (slice.More);
        return rows;
    }

    private sealed record RemindedWorld(SharingWorld Sharing)
    {
        public List<(PartnerId Owner, long Position)> Reminded { get; } = [];

        public IEnumerable<Viewer.Partner> Viewers => Sharing.Partners.SelectMany(p => p.Members.Values.Select(m => new Viewer.Partner(Sharing.ProfileOf(p), m.Id)));

        public PartnerId Owner(IncidentId incident) => Sharing.Incidents[incident].Sharing.Originator;

        public IEnumerable<long> RemindersOf(PartnerId owner) => Reminded.Where(one => one.Owner == owner).Select(one => one.Position);
    }
}
