using System.Collections.Concurrent;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Random worlds, held after every step against an oracle that reads the rules and not the code.</summary>
public sealed class VisibilityTests : IAsyncLifetime
{
    private const int FeedPageMax = 3;

    /// <summary>Worlds that are lived through at once, each in a database of its own.</summary>
    private static readonly int Lanes = Math.Max(2, Environment.ProcessorCount);

    // Each statement is planned once: a world has a handful of rows, and planning took four fifths of the time.
    private const string PlannedOnce = ";Options=-c plan_cache_mode=force_generic_plan -c jit=off";

    private static readonly ItemFilter Amber = new() { Labels = [TlpLabel.Amber] };

    private readonly List<MigratedDatabase> _databases = [];
    private readonly BlockingCollection<ExchangeDatabase> _free = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var database = new MigratedDatabase();
            await database.InitializeAsync();
            _databases.Add(database);
            _free.Add(new ExchangeDatabase(database.ConnectionString + PlannedOnce));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var exchange in _free)
        {
            await exchange.DisposeAsync();
        }

        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        _free.Dispose();
    }

    [Fact]
    public void Every_viewer_sees_counts_and_follows_exactly_what_was_released_to_it()
    {
        var (worlds, stepsEach) = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => (20_000, 24), "full" => (500, 14), _ => (15, 14) };
        var steps = Gen.Choose(0, SharingWorld.StepMax).ArrayOf(stepsEach).ToArbitrary();
        var property = Prop.ForAll(
            Arb.From(steps.Generator, Shorter),
            numbers =>
            {
                var failure = LiveThrough(numbers);
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds).WithParallelRunConfig(new ParallelRunConfig(Lanes)), property);
    }

    [Theory]
    [InlineData(174450, 643355)] // An originator that is a party to its own embargo, and in its audience: its item stood twice in its list.
    public void A_world_that_once_went_wrong_goes_right(params int[] numbers) => Assert.Null(LiveThrough(numbers));

    private static IEnumerable<int[]> Shorter(int[] numbers) =>
        Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray());

    // The property is asked from threads of its own: nothing waits for a thread that waits for it.
    private string? LiveThrough(int[] numbers)
    {
        var exchange = _free.Take(Ct);
        try
        {
            return Task.Run(() => LiveThroughAsync(exchange, numbers), Ct).GetAwaiter().GetResult();
        }
        finally
        {
            _free.Add(exchange, CancellationToken.None);
        }
    }

    // Null when all agreed after every step; else the story and the first disagreement.
    private static async Task<string?> LiveThroughAsync(ExchangeDatabase exchange, int[] numbers)
    {
        var directory = new LiveDirectory(exchange.Service);
        var core = new SharingCore(directory);
        await using var connection = await exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        var search = new SearchView();
        await using var ofSearch = await exchange.Projector.OpenForAsync(search.Schema, Ct);
        await search.ClearAsync(ofSearch, Ct);
        var oracle = new VisibilityOracle();
        var moved = false;
        var world = new SharingWorld(oracle, async e =>
        {
            moved = true;
            await core.ApplyAsync(connection, e, e.RecordedAt, Ct);
            if (core.Touches(e))
            {
                await core.RefreshAsync(Ct);
            }

            await search.ApplyAsync(ofSearch, e, e.RecordedAt, Ct);
            await search.CompleteAsync(ofSearch, Ct);
        });
        var followers = new Dictionary<MemberId, Follower>();
        var readBefore = new Dictionary<string, Follower>(StringComparer.Ordinal);
        var revisions = new SeenRevisions();
        await world.BeginAsync();
        foreach (var number in numbers)
        {
            moved = false;
            await world.StepAsync(number);
            if (moved && await DisagreementAsync(exchange, world, oracle, followers, readBefore, revisions) is { } disagreement)
            {
                return $"{string.Join("\n", world.Story)}\n=> {disagreement}";
            }
        }

        return null;
    }

    private static async Task<string?> DisagreementAsync(
        ExchangeDatabase exchange,
        SharingWorld world,
        VisibilityOracle oracle,
        Dictionary<MemberId, Follower> followers,
        Dictionary<string, Follower> readBefore,
        SeenRevisions revisions)
    {
        var items = new ItemQueries(exchange.Service);
        var feed = new FeedQueries(exchange.Service);
        List<(Viewer Viewer, MemberId? Member, string Name)> viewers = [(Viewer.Public, null, "the public")];
        viewers.AddRange(world.Partners.SelectMany(p => p.Members.Values.Select(m => ((Viewer)new Viewer.Partner(world.ProfileOf(p), m.Id), (MemberId?)m.Id, m.Handle))));
        foreach (var (viewer, member, name) in viewers)
        {
            var expected = oracle.Items.Where(id => oracle.Sees(member, id)).Select(id => id.Value).Order().ToList();
            var lost = oracle.Items.Where(id => oracle.Lost(member, id)).Select(id => id.Value).Order().ToList();
            var listed = await ListAllAsync(items, viewer, ItemFilter.None);
            if (!listed.Order().SequenceEqual(expected))
            {
                return $"{name} lists {Names(listed)} and should list {Names(expected)}";
            }

            revisions.See(viewer, expected.Select(id => (id, world.Incidents[new(id)].Revision)));
            if (await revisions.DisagreementAsync(exchange.Service, viewer, [.. oracle.Items.Select(id => id.Value)], expected, Ct) is { } otherwise)
            {
                return $"{name} {otherwise}";
            }

            var amber = listed.Where(id => world.Incidents[new(id)].Sharing.Terms.Label is TlpLabel.Amber).ToList();
            if (await ListAllAsync(items, viewer, Amber) is var narrowed && !narrowed.SequenceEqual(amber))
            {
                return $"{name} lists {Names(narrowed)} under AMBER and should list {Names(amber)}, in this order";
            }

            if (await items.CountAsync(viewer, Amber, Ct) is var ofAmber && ofAmber != amber.Count)
            {
                return $"{name} counts {ofAmber} under AMBER and should count {amber.Count}";
            }

            if (await items.CountAsync(viewer, ItemFilter.None, Ct) is var count && count != expected.Count)
            {
                return $"{name} counts {count} and should count {expected.Count}";
            }

            if (await SearchAsync(new(exchange.Service), viewer) is var hits && !hits.SequenceEqual(expected))
            {
                return $"{name} searches and finds {Names(hits)} and should find {Names(expected)}";
            }

            foreach (var id in oracle.Items)
            {
                var lookup = await items.FindAsync(viewer, id, Ct);
                if (lookup is ItemLookup.Found { Row: { Own: not null } own } && own.Withheld != oracle.Withheld(id))
                {
                    return $"{name} is told of {own.Withheld} withheld from {Names([id.Value])} and should be told of {oracle.Withheld(id)}";
                }

                var answer = lookup switch { ItemLookup.Found => "found", ItemLookup.Gone => "gone", _ => "absent" };
                var right = expected.Contains(id.Value) ? "found" : lost.Contains(id.Value) ? "gone" : "absent";
                if (answer != right)
                {
                    return $"{name} finds {Names([id.Value])} {answer} and should find it {right}";
                }
            }

            var fresh = new Follower();
            await fresh.CatchUpAsync(feed, viewer, FeedPageMax, Ct);
            if (!fresh.Held.Keys.Order().SequenceEqual(expected) || !fresh.Removed.Order().SequenceEqual(lost))
            {
                return $"{name}, following from the beginning, holds {Names(fresh.Held.Keys)} without {Names(fresh.Removed)} and should hold {Names(expected)} without {Names(lost)}";
            }

            if (readBefore.GetValueOrDefault(name) is { } before && await StandingAsync(feed, viewer, before, fresh) is { } overtaken)
            {
                return $"{name}, {overtaken}";
            }

            readBefore[name] = fresh;
            if (member is { } known && await FollowAsync(feed, viewer, known, followers, expected, world) is { } astray)
            {
                return $"{name}, {astray}";
            }
        }

        return null;
    }

    // Of what was read before a step and not yet sent, that still stands which would be read so again.
    private static async Task<string?> StandingAsync(FeedQueries feed, Viewer viewer, Follower before, Follower now)
    {
        var standing = await feed.StandingAsync(viewer, [.. before.Held.Values.Select(row => new FeedRow.Arrived(row))], Ct);
        var cursors = before.Held.Values.Select(row => row.Cursor).ToList();
        var (shown, right) = (cursors.Where(standing.Contains).ToList(), cursors.Intersect(now.Held.Values.Select(row => row.Cursor)).ToList());
        return shown.SequenceEqual(right)
            ? null
            : $"of what it read before, is shown {Names(shown.Select(c => c.Item))} and should be shown {Names(right.Select(c => c.Item))}";
    }

    // A follower that goes on from its cursor ends with the same items, in their present revisions. While its partner is
    // suspended it gets nothing, and catches up once reinstated.
    private static async Task<string?> FollowAsync(
        FeedQueries feed, Viewer viewer, MemberId member, Dictionary<MemberId, Follower> followers, List<Guid> expected, SharingWorld world)
    {
        if (!followers.TryGetValue(member, out var follower))
        {
            followers.Add(member, follower = new());
        }

        await follower.CatchUpAsync(feed, viewer, FeedPageMax, Ct);
        if (viewer is Viewer.Partner { Profile.Suspended: true })
        {
            return null;
        }

        if (!follower.Held.Keys.Order().SequenceEqual(expected))
        {
            return $"following on, holds {Names(follower.Held.Keys)} and should hold {Names(expected)}";
        }

        var stale = follower.Held.Values.FirstOrDefault(row =>
            world.Incidents[new(row.Id.Value)] is var truth
            && (row.Revision != truth.Revision || row.Label != truth.Sharing.Terms.Label || (row.WithdrawnBecause is null) == truth.IsWithdrawn));
        return stale is null ? null : $"following on, holds an old state of {Names([stale.Id.Value])}";
    }

    private static async Task<List<Guid>> ListAllAsync(ItemQueries items, Viewer viewer, ItemFilter filter)
    {
        List<Guid> all = [];
        ItemCursor? after = null;
        do
        {
            var slice = await items.ListAsync(viewer, filter, after, FeedPageMax, Ct);
            all.AddRange(slice.Rows.Select(r => r.Id.Value));
            after = slice.Next;
        }
        while (after is not null);
        return all;
    }

    // Every incident of the world has this word.
    private static async Task<List<Guid>> SearchAsync(SearchQueries search, Viewer viewer)
    {
        var slice = await search.SearchAsync(viewer, SearchQuery.Read("world").Query!, ItemFilter.None, after: null, max: 200, Ct); // It asks for something.
        return [.. slice.Hits.Select(hit => hit.Row.Id.Value).Order()];
    }

    private static string Names(IEnumerable<Guid> ids) => $"[{string.Join(' ', ids.Select(id => id.ToString("N")[..8]))}]";

    /// <summary>What a client holds that applies every entry of its feed.</summary>
    private sealed class Follower
    {
        private ItemCursor? _cursor;

        public Dictionary<Guid, ItemRow> Held { get; } = [];

        public HashSet<Guid> Removed { get; } = [];

        public async Task CatchUpAsync(FeedQueries feed, Viewer viewer, int max, CancellationToken ct)
        {
            bool more;
            do
            {
                var slice = await feed.FeedAsync(viewer, kind: null, _cursor, max, ct);
                foreach (var row in slice.Rows)
                {
                    Apply(row);
                }

                _cursor = slice.Last;
                more = slice.More;
            }
            while (more);
        }

        private void Apply(FeedRow row)
        {
            if (row is FeedRow.Arrived arrived)
            {
                Held[arrived.Row.Id.Value] = arrived.Row;
                Removed.Remove(arrived.Row.Id.Value);
            }
            else if (row is FeedRow.Removed removed)
            {
                Held.Remove(removed.Id.Value);
                Removed.Add(removed.Id.Value);
            }
        }
    }
}
