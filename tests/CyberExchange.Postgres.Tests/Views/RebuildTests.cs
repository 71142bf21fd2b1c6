using CyberExchange.Domain.Sharing;
using CyberExchange.EventStore;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Search;
using CyberExchange.Views.Subscriptions;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>New rows are written beside those that are read, and change over with them in one step.</summary>
public sealed class RebuildTests : InViewWorld
{
    private const string Ask = "insert into cx.view_rebuild (view, version) select c.view, c.version from core.checkpoint c where c.view = 'sharing-core'";

    private const string Rebuilding = "select count(*) from cx.view_rebuild where view = 'sharing-core'";

    [Fact]
    public async Task Rows_that_were_damaged_come_out_as_a_replay_has_them_and_tables_keep_their_indexes_rights_and_policies()
    {
        await World.FillAsync(steps: 60);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        var rows = await World.DumpAsync();
        var shape = await ShapeAsync();
        await World.ExecuteAsync("update core.item set severity = 'damaged'; delete from core.released where born");
        Assert.NotEqual(rows, await World.DumpAsync());

        await RebuildAsync();

        Assert.Equal(rows, await World.DumpAsync());
        Assert.Equal(shape, await ShapeAsync());
        Assert.Equal(0, await World.NumberAsync("select count(*) from pg_tables where schemaname like 'next%'"));
    }

    [Fact]
    public async Task Reads_go_on_and_never_meet_an_empty_or_partial_view()
    {
        var world = await World.FillAsync(steps: 40);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        var viewers = world.Partners.SelectMany(p => p.Members.Values.Select(m => (Viewer)new Viewer.Partner(world.ProfileOf(p), m.Id))).Take(4).ToList();
        var (items, feed) = (new ItemQueries(World.Exchange.Service), new FeedQueries(World.Exchange.Service));
        var expected = await Task.WhenAll(viewers.Select(ReadAsync));
        Assert.Contains(expected, read => read.Count > 0);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var reading = viewers.SelectMany(v => new[] { v, v }).Select((viewer, i) => Task.Run(() => ReadOnAsync(viewer, expected[i / 2], stop.Token), Ct)).ToList();
        for (var round = 0; round < 4; round++)
        {
            await RebuildAsync();
        }

        await stop.CancelAsync();
        var reads = await Task.WhenAll(reading);
        Assert.All(reads, count => Assert.True(count > 0));

        async Task ReadOnAsyncOnce(Viewer viewer, Read read) => Assert.Equal(read, await ReadAsync(viewer));

        async Task<int> ReadOnAsync(Viewer viewer, Read read, CancellationToken ct)
        {
            var count = 0;
            for (; !ct.IsCancellationRequested; count++)
            {
                await ReadOnAsyncOnce(viewer, read);
                await node.Directory.ReloadAsync(Ct);
                Assert.Equal(world.Partners.Count, node.Directory.Current.Entries.Count);
            }

            return count;
        }

        async Task<Read> ReadAsync(Viewer viewer)
        {
            var list = await items.ListAsync(viewer, ItemFilter.None, after: null, max: 500, Ct);
            var page = await feed.FeedAsync(viewer, kind: null, after: null, max: 500, Ct);
            return new(
                await items.CountAsync(viewer, ItemFilter.None, Ct),
                string.Join(' ', list.Rows.Select(r => r.Id.Value)),
                string.Join(' ', page.Rows.Select(r => r.Cursor)));
        }
    }

    [Fact]
    public async Task Appends_go_on_and_nothing_of_them_is_lost_or_told_twice()
    {
        await World.FillAsync(steps: 30);
        await using var one = World.Start("one");
        await using var two = World.Start("two");
        await ViewWorld.HoldsAsync(one.Runner, await World.HeadAsync());
        var highest = 0L;
        var back = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var watching = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    var at = await World.NumberAsync("select position from core.checkpoint where view = 'sharing-core'");
                    back += at < highest ? 1 : 0;
                    highest = at;
                }
            },
            Ct);

        await World.ExecuteAsync(Ask);
        for (var seed = 1; seed <= 4; seed++)
        {
            await World.FillAsync(steps: 15, seed);
        }

        await World.UntilAsync(Rebuilding, 0);
        var head = await World.HeadAsync();
        await ViewWorld.HoldsAsync(one.Runner, head);
        await ViewWorld.HoldsAsync(two.Runner, head);
        await stop.CancelAsync();
        await watching;
        Assert.Equal(0, back);
        await one.DisposeAsync();
        await two.DisposeAsync();
        await World.EqualsAReplayAsync();
    }

    [Fact]
    public async Task A_rebuild_goes_on_after_its_node_has_stopped_and_keeps_to_its_pace()
    {
        await World.FillAsync(steps: 60);
        await using (var first = World.Start("one"))
        {
            await ViewWorld.HoldsAsync(first.Runner, await World.HeadAsync());
            await World.ExecuteAsync(Ask.Replace("(view, version) select c.view, c.version", "(view, version, events_per_second) select c.view, c.version, 5", StringComparison.Ordinal));
            await World.UntilAsync("select count(*) from cx.view_rebuild where position > 0", 1);
        }

        var left = await World.NumberAsync("select position from cx.view_rebuild");
        Assert.InRange(left, 5, 45); // Of some hundred, and not in one go: a page has a second's worth.
        Assert.Equal(0, left % 5);
        var rows = await World.DumpAsync();
        await World.ExecuteAsync("update core.item set severity = 'damaged'");

        var began = await World.NumberAsync("select extract(epoch from started_at) * 1000 from cx.view_rebuild");
        await using var second = World.Start("two");
        await World.UntilAsync($"select count(*) from cx.view_rebuild where position > {left}", 1);
        Assert.Equal(began, await World.NumberAsync("select extract(epoch from started_at) * 1000 from cx.view_rebuild"));
        await World.ExecuteAsync("update cx.view_rebuild set events_per_second = null");

        await World.UntilAsync(Rebuilding, 0);
        Assert.Equal(rows, await World.DumpAsync());
    }

    [Fact]
    public async Task A_cancelled_rebuild_leaves_nothing_behind()
    {
        await World.FillAsync(steps: 60);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        var rows = await World.DumpAsync();
        var tables = await World.NumberAsync("select sum(c.oid::bigint) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'core'");
        await World.ExecuteAsync(Ask.Replace("(view, version) select c.view, c.version", "(view, version, events_per_second) select c.view, c.version, 5", StringComparison.Ordinal));
        await World.UntilAsync("select count(*) from cx.view_rebuild where position > 0", 1);

        await World.ExecuteAsync("update cx.view_rebuild set cancelled = true");

        await World.UntilAsync(Rebuilding, 0);
        Assert.Equal(0, await World.NumberAsync("select count(*) from pg_tables where schemaname like 'next%'"));
        Assert.Equal(tables, await World.NumberAsync("select sum(c.oid::bigint) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'core'"));
        Assert.Equal(rows, await World.DumpAsync());
    }

    [Fact]
    public async Task An_event_that_cannot_be_applied_stops_the_rebuild_and_not_the_view()
    {
        await World.FillAsync(steps: 20);
        var poison = await World.HeadAsync() / 2;
        await using var node = World.Start("one", new RefusingInRebuild(new SharingCore(new LiveDirectory(World.Exchange.Service)), poison));
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        var rows = await World.DumpAsync();

        await World.ExecuteAsync(Ask);
        await World.UntilAsync("select count(*) from cx.view_rebuild where stopped_because is not null", 1);

        Assert.Equal(poison - 1, await World.NumberAsync("select position from cx.view_rebuild"));
        Assert.Equal(1, await World.NumberAsync($"select count(*) from cx.view_rebuild where stopped_because like 'the event at position {poison} %'"));
        Assert.Equal(rows, await World.DumpAsync());
        await World.FillAsync(steps: 5, seed: 1);
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.IsType<ProjectionHealth.Running>(node.Runner.Health);
    }

    [Fact]
    public async Task A_view_that_stands_before_an_event_is_taken_past_it_by_a_rebuild_of_a_program_that_knows_it()
    {
        await World.FillAsync(steps: 5);
        var before = await World.HeadAsync();
        await using var older = World.Start("older", new RefusingLive(new SharingCore(new LiveDirectory(World.Exchange.Service)), before + 1));
        await World.FillAsync(steps: 5, seed: 1);
        Assert.False(await older.Runner.WaitForAsync(before + 1, ViewWorld.Patience, Ct));
        Assert.Equal(1, await World.NumberAsync("select count(*) from core.checkpoint where stopped_because is not null"));

        await RebuildAsync(); // In the new tables this one refuses nothing.

        await World.UntilAsync(() => Task.FromResult(older.Runner.Health is ProjectionHealth.Running)); // A wait of a stopped view ends at once.
        await ViewWorld.HoldsAsync(older.Runner, await World.HeadAsync());
        Assert.IsType<ProjectionHealth.Running>(older.Runner.Health);
        Assert.Equal(0, await World.NumberAsync("select count(*) from core.checkpoint where stopped_because is not null"));
    }

    [Fact]
    public async Task Whoever_keeps_a_view_is_told_of_no_event_twice()
    {
        await World.FillAsync(steps: 30);
        var directory = new LiveDirectory(World.Exchange.Service);
        var told = new CountingView(new SharingCore(directory));
        await using var node = World.Start("one", told);
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        var (applied, moved) = (told.Applied, node.Runner.Moved.Next);

        await RebuildAsync();

        Assert.Equal(applied, told.Applied);
        Assert.Equal(await World.HeadAsync(), told.AppliedBeside);
        Assert.False(moved.IsCompleted);
    }

    [Fact]
    public async Task A_newer_program_writes_its_rows_beside_those_that_an_older_one_keeps_serving()
    {
        await World.FillAsync(steps: 40);
        await using var older = World.Start("older");
        await ViewWorld.HoldsAsync(older.Runner, await World.HeadAsync());
        await World.ExecuteAsync("insert into cx.view_rebuild (view, version, events_per_second) values ('sharing-core', 1, 1)");

        await using var newer = World.Start("newer", new LaterVersion(new SharingCore(new LiveDirectory(World.Exchange.Service))));
        await World.UntilAsync($"select count(*) from cx.view_rebuild where position > 0 and version = {SharingCore.RowsVersion + 1}", 1);

        // While it does, the older one goes on, and the newer one shows nothing.
        await World.FillAsync(steps: 3, seed: 1);
        await ViewWorld.HoldsAsync(older.Runner, await World.HeadAsync());
        Assert.True(older.Runner.IsFresh(TimeSpan.FromMinutes(10)));
        await World.UntilAsync(() => Task.FromResult(newer.Runner.Health is ProjectionHealth.Outdated));
        Assert.False(newer.Runner.IsFresh(TimeSpan.FromMinutes(10)));
        await World.ExecuteAsync("update cx.view_rebuild set events_per_second = null");

        await ViewWorld.HoldsAsync(newer.Runner, await World.HeadAsync());
        Assert.Equal(SharingCore.RowsVersion + 1, await World.NumberAsync("select version from core.checkpoint"));
        await World.UntilAsync(() => Task.FromResult(older.Runner.Health is ProjectionHealth.Stopped));
        await World.FillAsync(steps: 3, seed: 2);
        await ViewWorld.HoldsAsync(newer.Runner, await World.HeadAsync());
    }

    [Fact]
    public async Task The_search_view_is_made_anew_from_a_core_that_has_changed_over_and_from_no_other()
    {
        await World.FillAsync(steps: 40);
        var now = Views("now", new SharingCore(new LiveDirectory(World.Exchange.Service)), new SearchView());
        await using (new RunningViews(now))
        {
            await HoldAllAsync(now);
        }

        var rows = await SearchRowsAsync();
        await World.ExecuteAsync("update search.item set flow = 'damaged'");
        await World.ExecuteAsync($"insert into cx.view_rebuild (view, version, events_per_second) values ('sharing-core', {SharingCore.RowsVersion}, 10)");
        var later = Views(
            "later", new LaterVersion(new SharingCore(new LiveDirectory(World.Exchange.Service))), new LaterVersion(new SearchView(), reads: SharingCore.RowsVersion + 1));
        await using (new RunningViews(later))
        {
            await World.UntilAsync("select count(*) from cx.view_rebuild where view = 'sharing-core' and position > 0", 1);
            await World.UntilAsync("select count(*) from cx.view_rebuild where view = 'search' and begun_under is not null", 1);
            Assert.Equal(0, await World.NumberAsync("select position from cx.view_rebuild where view = 'search'"));
            await World.ExecuteAsync("update cx.view_rebuild set events_per_second = null");
            await HoldAllAsync(later);
        }

        Assert.Equal(rows, await SearchRowsAsync());

        ViewRunners Views(string name, params Projection[] views) => new(World.Log, World.Exchange.Projector, views, TimeProvider.System, new ViewNode(name));
    }

    [Fact]
    public async Task What_was_copied_before_a_script_changed_the_tables_is_copied_again()
    {
        await World.FillAsync(steps: 60);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        await World.ExecuteAsync(Ask.Replace("(view, version) select c.view, c.version", "(view, version, events_per_second) select c.view, c.version, 20", StringComparison.Ordinal));
        await World.UntilAsync("select count(*) from cx.view_rebuild where position > 0", 1);

        await World.ExecuteAsync(
            """
            begin;
            alter table core.item add column extra integer;
            create index item_by_extra on core.item (extra);
            insert into cx.schema_script (number, name, sha256) values (9000, 'extra', '');
            commit;
            update cx.view_rebuild set events_per_second = null
            """);

        await World.UntilAsync(Rebuilding, 0);
        Assert.Equal(1, await World.NumberAsync("select count(*) from pg_indexes where schemaname = 'core' and tablename = 'item' and indexname = 'item_by_extra'"));
    }

    [Fact]
    public async Task Every_table_of_a_view_is_known_to_be_one()
    {
        Assert.Equal(
            "",
            await TextAsync(
                """
                select coalesce(string_agg(n.nspname || '.' || c.relname, ' '), '')
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                left join cx.view_table t on t.schema_name = n.nspname and t.table_name = c.relname
                where c.relkind in ('r', 'p') and n.nspname in ('core', 'search') and c.relname <> 'checkpoint' and t.view is null
                """));
        foreach (var view in CyberExchange.Views.ViewCatalog.All(new LiveDirectory(World.Exchange.Service)))
        {
            Assert.Equal(view.Schema, await TextAsync($"select string_agg(distinct t.schema_name, ' ') from cx.view_table t where t.view = '{view.Name}'"));
        }
    }

    [Theory]
    [InlineData("select cx.change_over_tables('no-such-view', '1s')")]
    [InlineData("select cx.drop_next_tables('no-such-view')")]
    [InlineData("select cx.dress_next_table('core.item', 'core.item')")]
    public async Task The_projector_changes_no_table_that_is_not_a_views(string sql)
    {
        await using var command = World.Exchange.Projector.CreateCommand(sql);
        await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
    }

    [Theory]
    [InlineData("select cx.make_next_tables('search')")]
    [InlineData("select cx.change_over_tables('search', '1s')")]
    [InlineData("select cx.drop_next_tables('search')")]
    [InlineData("update cx.view_rebuild set position = 1")]
    [InlineData("delete from cx.view_lease")]
    public async Task The_service_asks_for_a_rebuild_and_does_none(string sql)
    {
        await using var command = World.Exchange.Service.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private async Task RebuildAsync()
    {
        await World.ExecuteAsync(Ask);
        await World.UntilAsync(Rebuilding, 0);
    }

    private async Task HoldAllAsync(ViewRunners views)
    {
        foreach (var view in views.All)
        {
            await ViewWorld.HoldsAsync(view, await World.HeadAsync());
        }
    }

    private Task<string> SearchRowsAsync() => TextAsync(
        """
        select (select string_agg(i::text, '; ' order by i.item_id) from search.item i)
               || (select string_agg(w::text, '; ' order by w::text) from search.way w)
               || (select string_agg(s::text, '; ' order by s::text) from search.scope s)
        """);

    // What scripts, plans and readers rely on, of every table of the views.
    private Task<string> ShapeAsync() => TextAsync(
        """
        select string_agg(line, E'\n' order by line)
        from (
            select format('column %s %s %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
                          pg_get_expr(d.adbin, d.adrelid), case when a.attstattarget >= 0 then a.attstattarget end)
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
            where c.relnamespace in ('core'::regnamespace, 'search'::regnamespace) and c.relkind = 'r'
            union all
            select format('index %s', pg_get_indexdef(i.indexrelid))
            from pg_index i
            join pg_class c on c.oid = i.indrelid
            where c.relnamespace in ('core'::regnamespace, 'search'::regnamespace)
            union all
            select format('constraint %s %s %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
            from pg_constraint k
            where k.connamespace in ('core'::regnamespace, 'search'::regnamespace)
            union all
            select format('policy %s %s', p.polrelid::regclass,
                          (p.polname, p.polpermissive, p.polcmd, p.polroles::regrole[], pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
            from pg_policy p
            join pg_class c on c.oid = p.polrelid
            where c.relnamespace in ('core'::regnamespace, 'search'::regnamespace)
            union all
            select format('table %s %s %s %s %s %s', c.oid::regclass, c.relowner::regrole, c.reloptions, g, c.relrowsecurity, c.relforcerowsecurity)
            from pg_class c
            left join lateral (select string_agg(x::text, ' ' order by x::text) as g from aclexplode(c.relacl) x) g on true
            where c.relnamespace in ('core'::regnamespace, 'search'::regnamespace) and c.relkind = 'r'
        ) as lines (line)
        """);

    private async Task<string> TextAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (string)(await command.ExecuteScalarAsync(Ct))!; // Each of them aggregates to one text.
    }

    private sealed record Read(long Count, string List, string Feed);
}
