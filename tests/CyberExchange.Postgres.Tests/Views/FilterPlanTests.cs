using System.Diagnostics;
using System.Globalization;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Purl;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>What each filter reads of the tables, by PostgreSQL's own count: plans show one statement, and the functions below it are what costs.</summary>
public sealed class FilterPlanTests : InViewWorld
{
    // Nobody's copy in particular, and of the many its CVE, package and the like are its own.
    private const int Wanted = 7;

    /// <summary>Rows of a table that are read for somebody who sees one item: its ways, the item for each statement, and what holds it.</summary>
    private const int RowsForOneMax = 60;

    private static readonly string[] Tables = ["core.item", "core.released", "search.item", "search.way"];

    private static int Copies => Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 100_000, "full" => 20_000, _ => 3_000 };

    private static IReadOnlyList<(string Name, ItemFilter Filter)> Filters { get; } =
    [
        ("cve", new() { Cves = [$"CVE-2026-{10_000 + Wanted}"] }),
        ("purl", new() { Purls = [Purl($"pkg:npm/p{Wanted}@1")] }),
        ("cpe", new() { Cpes = [Cpe($"cpe:2.3:a:v:p{Wanted}:1:*:*:*:*:*:*:*")] }),
        ("cpe of a product", new() { Cpes = [Cpe($"cpe:2.3:*:*:p{Wanted}:*:*:*:*:*:*:*:*")] }),
        ("cwe", new() { Cwes = [$"CWE-{Wanted}"] }),
        ("vendor", new() { Vendors = [$"Vendor {Wanted}"] }),
        ("vendor's text", new() { VendorTexts = [$"dor {Wanted}"] }),
        ("product", new() { Products = [$"Product {Wanted}"] }),
        ("product's text", new() { ProductTexts = [$"duct {Wanted}"] }),
        ("score", new() { CvssMin = 9.9 }),
        ("score by a version", new() { CvssMin = 9.9, CvssVersions = [3] }),
        ("revision's date", new() { CurrentReleaseSince = At(Wanted), CurrentReleaseBefore = At(Wanted + 2) }),
        ("first date", new() { InitialReleaseBefore = At(Wanted) }),
        ("category", new() { Categories = ["csaf_vex"] }),
        ("status", new() { Statuses = ["draft"] }),
        ("known exploited", new() { KnownExploited = true }),
        ("label", new() { Labels = [TlpLabel.Red] }),
        ("sector", new() { Sectors = ["eu.energy"] }),
        ("severity", new() { Severities = ["nis-cg-impact.red"] }),
        ("changed", new() { ChangedSince = DateTimeOffset.UnixEpoch.AddYears(200) }),
        ("withdrawn", new() { Withdrawn = true }),
    ];

    [Fact]
    public async Task Who_sees_little_reads_little_and_few_are_found_among_many_by_the_index()
    {
        var world = await World.FillAsync(steps: 0);
        var (many, little) = await FillAsync(world);
        await using var exchange = new ExchangeDatabase(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        var (items, search) = (new ItemQueries(exchange.Service), new SearchQueries(exchange.Service));
        List<string> told = [];
        List<string> faults = [];
        foreach (var (name, filter) in Filters)
        {
            foreach (var (what, ask) in new (string, Func<Task>)[]
                {
                    ("list", () => items.ListAsync(little, filter, after: null, max: 50, Ct)),
                    ("count", () => items.CountAsync(little, filter, Ct)),
                    ("search", () => search.SearchAsync(little, query: null, filter, after: null, max: 50, Ct)),
                })
            {
                var least = await ReadAsync(exchange, ask);
                faults.AddRange(Tables.Where(table => least[table].Whole > 0 || least[table].Rows > RowsForOneMax)
                    .Select(table => $"a {what} by {name} reads {table} whole {least[table].Whole} times, and {least[table].Rows} rows of it"));
            }

            var watch = Stopwatch.StartNew();
            var listed = await items.ListAsync(many, filter, after: null, max: 50, Ct);
            var list = watch.Elapsed;
            watch.Restart();
            var count = await items.CountAsync(many, filter, Ct);
            var counted = watch.Elapsed;
            watch.Restart();
            var found = await search.SearchAsync(many, query: null, filter, after: null, max: 50, Ct);
            var searched = watch.Elapsed;
            var read = await ReadAsync(exchange, () => search.SearchAsync(many, query: null, filter, after: null, max: 50, Ct));
            Assert.Equal((count, false), (found.Total, found.More));
            Assert.Equal(listed.Rows.Select(row => row.Id), found.Hits.Select(hit => hit.Row.Id));
            if (filter.NamesFew)
            {
                Assert.InRange(count, 1, Copies / 10);
                faults.AddRange(Tables.Where(table => read[table].Whole > 0 || read[table].Rows > RowsForOneMax * count)
                    .Select(table => $"by {name} {count} are found, and {table} is read whole {read[table].Whole} times, and {read[table].Rows} rows of it"));
            }

            told.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {count}, list {list.TotalMilliseconds:0} ms, count {counted.TotalMilliseconds:0} ms, search {searched.TotalMilliseconds:0} ms, rows of items {read["core.item"].Rows}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Copies} advisories{Environment.NewLine}{string.Join(Environment.NewLine, told)}");
        Assert.Empty(faults);
    }

    private static DateTimeOffset At(int number) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(number);

    private static PackageUrl Purl(string text) => PackageUrl.TryParse(text, out var purl, out _) ? purl : throw new InvalidOperationException(text);

    private static CpeName Cpe(string text) => CpeName.TryParse(text, out var name) ? name : throw new InvalidOperationException(text);

    // One reader of everything, and one of an item of its own.
    private async Task<(Viewer.Partner Many, Viewer.Partner Little)> FillAsync(SharingWorld world)
    {
        var first = await MadeDocument.PublishedAsync(Database, 0, "CVE-2026-99999", world.Partners[0], world.Partners[1].Id, Ct);
        var other = await MadeDocument.PublishedAsync(Database, 500_000, "CVE-2026-99998", world.Partners[0], world.Partners[2].Id, Ct);
        await World.AppendAsync(first.Event);
        await World.AppendAsync(other.Event);
        await using (var node = World.Start("one"))
        {
            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        }

        var view = new SearchView();
        await using (var connection = await World.Exchange.Projector.OpenForAsync(view.Schema, Ct))
        {
            await view.ApplyAsync(connection, first.Event, first.Event.RecordedAt, Ct);
            await view.ApplyAsync(connection, other.Event, other.Event.RecordedAt, Ct);
            await view.CompleteAsync(connection, Ct);
        }

        foreach (var sql in new[] { Copied(first.Id), "vacuum (analyze) core.item, core.released, search.item, search.way, search.scope" })
        {
            await using var connection = await Database.OpenAsync(Ct);
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(Ct);
        }

        return (ViewerOf(world, world.Partners[1]), ViewerOf(world, world.Partners[2]));
    }

    // One advisory and its ways again and again, under ids, names and numbers of their own, and no words but those of its filters.
    private static string Copied(Guid item) => $"""
        create temp table copy_of_item as select i.*, g from core.item i cross join generate_series(1, {Copies}) g where i.item_id = '{item}';
        update copy_of_item
        set item_id = (lpad(to_hex(g), 8, '0') || substr(item_id::text, 9))::uuid, cves = array['CVE-2026-' || (10000 + g)], cwes = array['CWE-' || g % 500],
            vendors = array['vendor ' || g % 2000], products = array['product ' || g], purl_keys = array['pkg:npm/p' || g, 'pkg:npm/p' || g || '@1'],
            cpe_keys = array['v:p' || g, 'v:', ':p' || g], cpes = array['cpe:2.3:a:v:p' || g || ':1:*:*:*:*:*:*:*'], cvss_max = g % 100 / 10.0, cvss3_max = g % 100 / 10.0,
            current_release_at = '2026-01-01T00:00:00Z'::timestamptz + g * interval '1 minute', initial_release_at = '2026-01-01T00:00:00Z'::timestamptz + g * interval '1 minute';
        create temp table copy_of_words as
        select (lpad(to_hex(c.g), 8, '0') || substr(s.item_id::text, 9))::uuid as item_id, s.originator_id,
               array(select search.word(w) from unnest(array['cve:' || c.cves[1], 'cwe:' || c.cwes[1], 'vendor:' || c.vendors[1], 'purl:' || c.purl_keys[1],
                   'purl:' || c.purl_keys[2], 'cpe:' || c.cpe_keys[1], 'cpe:' || c.cpe_keys[2], 'cpe:' || c.cpe_keys[3]]) w) as words,
               s.identifiers, s.title, s.names, s.flow, s.victim_flow, s.reference_shown, s.revision
        from search.item s
        cross join copy_of_item c
        where s.item_id = '{item}';
        create temp table copy_of_way as select r.*, g from core.released r cross join generate_series(1, {Copies}) g where r.item_id = '{item}';
        update copy_of_way set item_id = (lpad(to_hex(g), 8, '0') || substr(item_id::text, 9))::uuid;
        alter table copy_of_item drop column g;
        alter table copy_of_way drop column g;
        insert into core.item select * from copy_of_item;
        insert into core.released select * from copy_of_way;
        insert into search.item (item_id, originator_id, words, identifiers, title, names, flow, victim_flow, reference_shown, revision) select * from copy_of_words;
        drop index search.way_by_key;
        insert into search.way (item_id, audience_id, destination, from_position, newcomers, keys)
        select r.item_id, r.audience_id, r.destination, r.from_position, r.newcomers,
               search.keys(s.words, search.scope_number(r.audience_id, r.destination, r.newcomers, search.block(r.from_position)))
        from copy_of_way r
        join search.item s on s.item_id = r.item_id;
        create index way_by_key on search.way using gin (keys) with (fastupdate = off);
        """;

    private static Viewer.Partner ViewerOf(SharingWorld world, Partner partner) => new(world.ProfileOf(partner), partner.Members.Keys.First());

    // How often each table is read whole meanwhile, and how many of its rows are read at all.
    private async Task<Dictionary<string, (long Whole, long Rows)>> ReadAsync(ExchangeDatabase exchange, Func<Task> act)
    {
        await act(); // What is planned once is planned by now.
        var before = await CountsAsync(exchange);
        await act();
        var after = await CountsAsync(exchange);
        return Tables.ToDictionary(table => table, table => (after[table].Whole - before[table].Whole, after[table].Rows - before[table].Rows));
    }

    private async Task<Dictionary<string, (long Whole, long Rows)>> CountsAsync(ExchangeDatabase exchange)
    {
        // A connection tells what it read when it is idle, and at most once a second unless it is told to.
        await using (var flush = exchange.Service.CreateCommand("select pg_stat_force_next_flush()"))
        {
            await flush.ExecuteNonQueryAsync(Ct);
        }

        await using var connection = await Database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(
            "select t.schemaname || '.' || t.relname, t.seq_scan, t.seq_tup_read + coalesce(t.idx_tup_fetch, 0) from pg_stat_all_tables t where t.schemaname in ('core', 'search')", connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var counts = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(Ct))
        {
            counts.Add(reader.GetString(0), (reader.GetInt64(1), reader.GetInt64(2)));
        }

        return counts;
    }
}
