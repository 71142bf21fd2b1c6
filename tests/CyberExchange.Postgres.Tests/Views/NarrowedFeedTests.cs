using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Lists, counts and feeds under random filters, in random worlds, against the same filter in plain C#.</summary>
public sealed class NarrowedFeedTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int PageMax = 3;

    // As in the tests of visibility: a world has a handful of rows, and planning would take most of the time.
    private const string PlannedOnce = ";Options=-c plan_cache_mode=force_generic_plan -c jit=off";

    private static readonly string[] SectorPool = ["eu.energy", "eu.energy.electricity", "jp.electricity", "eu.health", "eu.none"];

    private ExchangeDatabase _exchange = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _exchange = new ExchangeDatabase(database.ConnectionString + PlannedOnce);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public void What_a_filter_passes_is_what_it_passes_item_by_item()
    {
        var worlds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 5_000, "full" => 60, _ => 3 };
        var steps = Gen.Choose(0, 1_000_000).ArrayOf(20).ToArbitrary();
        var property = Prop.ForAll(
            Arb.From(steps.Generator, numbers => Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray())),
            numbers =>
            {
                var failure = Task.Run(() => LiveThroughAsync(numbers), Ct).GetAwaiter().GetResult();
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds), property);
    }

    // Null when all agreed after every step; else the story and the first disagreement.
    private async Task<string?> LiveThroughAsync(int[] numbers)
    {
        var core = new SharingCore(new LiveDirectory(_exchange.Service));
        await using var connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        var world = new SharingWorld(new VisibilityOracle(), async e =>
        {
            await core.ApplyAsync(connection, e, e.RecordedAt, Ct);
            await MoveCheckpointAsync(connection, e.Position);
        });
        await world.BeginAsync();
        var followers = new Dictionary<(MemberId, int), Follower>();
        foreach (var number in numbers)
        {
            await world.StepAsync(number);
            foreach (var viewer in world.Partners.SelectMany(p => p.Members.Values.Select(m => new Viewer.Partner(world.ProfileOf(p), m.Id))))
            {
                for (var n = 0; n < 2; n++)
                {
                    var filter = Filter(numbers[0] + n, world);
                    if (await DisagreementAsync(viewer, filter, followers, n) is { } disagreement)
                    {
                        return $"{string.Join("\n", world.Story)}\n=> {viewer.Profile.Handle}, narrowed by {Describe(filter)}, {disagreement}";
                    }
                }
            }
        }

        return null;
    }

    private async Task<string?> DisagreementAsync(Viewer.Partner viewer, ItemFilter filter, Dictionary<(MemberId, int), Follower> followers, int n)
    {
        var (items, feed) = (new ItemQueries(_exchange.Service), new FeedQueries(_exchange.Service));
        var all = (await items.ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows;
        var passing = all.Where(row => Passes(filter, row)).Select(row => row.Id).ToList();
        if ((await items.ListAsync(viewer, filter, after: null, max: 1_000, Ct)).Rows.Select(row => row.Id) is var listed && !listed.SequenceEqual(passing))
        {
            return $"lists {Names(listed)} and should list {Names(passing)}";
        }

        if (await items.CountAsync(viewer, filter, Ct) is var count && count != passing.Count)
        {
            return $"counts {count} and should count {passing.Count}";
        }

        var whole = await ReadAsync((after, max) => feed.FeedAsync(viewer, kind: null, after, max, Ct));
        var narrowed = await ReadAsync((after, max) => feed.NarrowedAsync(viewer, filter, after, max, Ct));
        if (Naively(whole, filter) is var right && !Told(narrowed).SequenceEqual(right))
        {
            return $"reads {string.Join(' ', Told(narrowed))} and should read {string.Join(' ', right)}";
        }

        if (narrowed.OfType<FeedRow.Unmatched>().FirstOrDefault(u => passing.Contains(u.Id) || all.All(row => row.Id != u.Id)) is { } wrong)
        {
            return $"is told that {Names([wrong.Id])} does not match";
        }

        if (narrowed.OfType<FeedRow.Arrived>().FirstOrDefault(a => Asked(filter).Except(a.Match!.Select(m => m.Criterion)).Any()) is { } unexplained)
        {
            return $"is not told why {Names([unexplained.Row.Id])} matches";
        }

        return await FollowAsync(viewer, filter, followers, n, all, passing);
    }

    // One that goes on from where it was after each step, and one that comes back only now and then.
    private async Task<string?> FollowAsync(
        Viewer.Partner viewer, ItemFilter filter, Dictionary<(MemberId, int), Follower> followers, int n, IReadOnlyList<ItemRow> all, List<ItemId> passing)
    {
        // The gate lets a suspended partner nowhere; it catches up once reinstated. Whether a maker may know of whom an incident
        // is follows the roles of both, and a change of roles moves nothing in a feed.
        if (viewer.Profile.Suspended || filter.Originators.Count > 0)
        {
            return null;
        }

        if (!followers.TryGetValue((viewer.Member, n), out var follower))
        {
            followers.Add((viewer.Member, n), follower = new());
        }

        follower.Looks++;
        if (n == 1 && follower.Looks % 4 != 0)
        {
            return null;
        }

        await follower.CatchUpAsync(new FeedQueries(_exchange.Service), viewer, filter, Ct);
        if (!follower.Held.Keys.Order().SequenceEqual(passing.Select(id => id.Value).Order()))
        {
            return $"following on, holds {Names(follower.Held.Keys.Select(id => new ItemId(id)))} and should hold {Names(passing)}";
        }

        return all.FirstOrDefault(row => follower.Held.TryGetValue(row.Id.Value, out var held) && (held.Revision, held.Label) != (row.Revision, row.Label)) is { } stale
            ? $"following on, holds an old state of {Names([stale.Id])}"
            : null;
    }

    private static async Task MoveCheckpointAsync(NpgsqlConnection connection, long position)
    {
        const string sql = """
            insert into core.checkpoint (view, version, position, instant) values ('sharing-core', 1, $1, 'epoch')
            on conflict (view) do update set position = excluded.position
            """;
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = position } } };
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static async Task<List<FeedRow>> ReadAsync(Func<ItemCursor?, int, Task<FeedSlice>> page)
    {
        List<FeedRow> rows = [];
        ItemCursor? after = null;
        FeedSlice slice;
        do
        {
            slice = await page(after, PageMax);
            rows.AddRange(slice.Rows);
            after = slice.Last;
        }
        while (slice.More);
        return rows;
    }

    // A removal is told whatever became of the item; its kind, which never changes, may keep it out. A world has incidents only.
    private static List<string> Naively(List<FeedRow> whole, ItemFilter filter) => Told(whole.Where(row =>
        row is FeedRow.Arrived { Row: var item } ? Passes(filter, item) : Any(filter.Kinds, kind => kind is ItemKind.Incident)));

    private static List<string> Told(IEnumerable<FeedRow> rows) =>
        [.. rows.Where(row => row is not FeedRow.Unmatched).Select(row => $"{row.GetType().Name} {row.Cursor}")];

    private static bool Passes(ItemFilter filter, ItemRow row) =>
        Any(filter.Kinds, kind => row.Kind == kind)
        && Any(filter.Labels, label => row.Label == label)
        && Any(filter.Sectors, asked => row.Incident!.Sectors.Any(held => Sectors.Covers(asked, held)))
        && Any(filter.Areas, row.Incident!.Sectors.Contains)
        && Any(filter.Originators, id => row.Originator == id && row.ShowsOriginator)
        && Any(filter.Severities, severity => row.Incident!.Severity == severity)
        && Any(filter.Cves, row.Incident!.Vulnerabilities.Contains)
        && Any(filter.Vendors, _ => false)
        && filter.CvssMin is null
        && (filter.Withdrawn is not { } withdrawn || (row.WithdrawnBecause is not null) == withdrawn);

    private static bool Any<T>(IReadOnlyList<T> values, Func<T, bool> meets) => values.Count == 0 || values.Any(meets);

    private static IEnumerable<ItemCriterion> Asked(ItemFilter filter)
    {
        var given = new[]
        {
            (ItemCriterion.Kinds, filter.Kinds.Count), (ItemCriterion.Labels, filter.Labels.Count), (ItemCriterion.Sectors, filter.Sectors.Count),
            (ItemCriterion.Areas, filter.Areas.Count), (ItemCriterion.Originators, filter.Originators.Count), (ItemCriterion.Cves, filter.Cves.Count),
        };
        return given.Where(g => g.Item2 > 0).Select(g => g.Item1);
    }

    // One or two criteria of up to two values: with more, next to nothing passes.
    private static ItemFilter Filter(int number, SharingWorld world)
    {
        var random = new Random(number);
        var filter = ItemFilter.None;
        for (var criteria = random.Next(1, 3); criteria > 0; criteria--)
        {
            filter = random.Next(9) switch
            {
                0 => filter with { Kinds = Some(random, ItemKind.Incident, ItemKind.Incident, ItemKind.Advisory) },
                1 => filter with { Labels = Some(random, TlpLabel.Clear, TlpLabel.Green, TlpLabel.Amber) },
                2 or 3 => filter with { Sectors = Some(random, SectorPool) },
                4 => filter with { Areas = Some(random, "area.semiconductors", "area.semiconductors", "area.6g") },
                5 => filter with { Originators = Some(random, [.. world.Partners.Select(p => p.Id)]) },
                6 => filter with { Severities = Some(random, "nis-cg-impact.green", "nis-cg-impact.red") },
                7 => filter with { Cves = Some(random, "CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003") },
                _ => filter with { Withdrawn = random.Next(2) == 0 },
            };
        }

        return filter;
    }

    private static T[] Some<T>(Random random, params T[] from) => random.GetItems(from, random.Next(1, 3));

    private static string Names(IEnumerable<ItemId> ids) => $"[{string.Join(' ', ids.Select(id => id.Value.ToString("N")[..8]))}]";

    private static string Describe(ItemFilter filter) =>
        $"kinds [{string.Join(' ', filter.Kinds)}] labels [{string.Join(' ', filter.Labels)}] sectors [{string.Join(' ', filter.Sectors)}] areas [{string.Join(' ', filter.Areas)}] "
        + $"originators {Names(filter.Originators.Select(id => new ItemId(id.Value)))} severities [{string.Join(' ', filter.Severities)}] cves [{string.Join(' ', filter.Cves)}] withdrawn {filter.Withdrawn}";

    /// <summary>What a client holds that applies every entry of its narrowed feed.</summary>
    private sealed class Follower
    {
        private ItemCursor? _cursor;

        public int Looks { get; set; }

        public Dictionary<Guid, ItemRow> Held { get; } = [];

        public async Task CatchUpAsync(FeedQueries feed, Viewer viewer, ItemFilter filter, CancellationToken ct)
        {
            FeedSlice slice;
            do
            {
                slice = await feed.NarrowedAsync(viewer, filter, _cursor, PageMax, ct);
                foreach (var row in slice.Rows)
                {
                    if (row is FeedRow.Arrived arrived)
                    {
                        Held[arrived.Row.Id.Value] = arrived.Row;
                    }
                    else
                    {
                        Held.Remove(row.Cursor.Item);
                    }
                }

                _cursor = slice.Last;
            }
            while (slice.More);
        }
    }
}
