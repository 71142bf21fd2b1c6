using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Row-level policies: what the service reads of the views' rows, whatever it asks for. The tables come from the catalog.</summary>
public sealed class WallTests : InViewWorld
{
    // Tables that hold rows which partners see or are told of: those of the views, and the copies that a rebuild fills.
    private const string Tables = """
        select format('%I.%I', n.nspname, c.relname)
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspowner = 'cx_owner'::regrole and n.nspname not in ('cx', 'marten')
          and (n.nspname, c.relname) <> ('core', 'checkpoint')
        order by 1
        """;

    // What the program writes of items has columns and a table that came later than the wall.
    private const int ColumnsOfItems = 194;
    private const int ColumnsOfRelations = 203;
    private const int IdentifiersOfItems = 207;
    private const int FiguresOfItems = 216;
    private const int SignalsOfItems = 231;

    private static readonly string[] Errands = ["directory", "embargo", "explain", "policy", "remind"];

    [Fact]
    public async Task Every_table_of_a_view_stands_behind_the_wall_for_its_owner_too()
    {
        var tables = await RowsAsync(Tables);
        Assert.True(tables.Count >= 26, "The tables of the four views.");

        Assert.Empty(await OpenTablesAsync());
        await World.ExecuteAsync("select cx.make_next_tables(v.view) from (select distinct view from cx.view_table) v");
        Assert.Equal(2 * tables.Count, (await RowsAsync(Tables)).Count);
        Assert.Empty(await OpenTablesAsync());
    }

    [Fact]
    public async Task A_table_without_a_wall_is_found()
    {
        await World.ExecuteAsync("set role cx_owner; create table core.forgotten (n integer); alter table core.item no force row level security; reset role");

        Assert.Equal(["core.forgotten", "core.item"], await OpenTablesAsync());
    }

    [Fact]
    public async Task Policies_of_views_let_the_service_read_and_write_nothing() =>
        Assert.Empty(await RowsAsync("""
            select format('%s on %s', p.polname, p.polrelid::regclass)
            from pg_policy p
            join pg_class c on c.oid = p.polrelid
            where c.relnamespace <> 'cx'::regnamespace and ('cx_service'::regrole = any (p.polroles) or 0::oid = any (p.polroles)) and p.polcmd <> 'r'
            """));

    [Fact]
    public async Task A_caller_that_is_not_set_or_no_longer_or_nobody_known_reads_no_row()
    {
        var world = await FillAsync();
        var known = world.Partners[0];
        string[] unset =
        [
            "",
            "set_config('cx.partner', '', true), set_config('cx.errand', '', true)",
            "set_config('cx.errand', 'administration', true)",
        ];
        string[] foreign =
        [
            Caller(Guid.CreateVersion7(), Guid.CreateVersion7()),
            Caller(known.Id.Value, First(world.Partners[1])), // Another partner's member.
        ];
        var read = new List<string>();
        await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);
        foreach (var table in await RowsAsync(Tables))
        {
            Assert.True(await World.NumberAsync($"select count(*) from {table}") > 0, $"{table} is empty: the test shows nothing of it.");
            await RowsAsync(connection, Caller(known.Id.Value, First(known)), $"select count(*)::text from {table}"); // Over when the transaction is.
            foreach (var setting in unset)
            {
                if (await CountAsync(connection, setting, table) is > 0 and var rows)
                {
                    read.Add($"{rows} rows of {table} under '{setting}'");
                }
            }

            foreach (var setting in foreign)
            {
                // That there is an audience of everyone is no secret; what a partner states of itself is its own, whichever member asks.
                var others = OfPartner(table, known.Id.Value).Replace("where", "where not", StringComparison.Ordinal);
                if (await CountAsync(connection, setting, $"{table} t {others}") is > 0 and var rows)
                {
                    read.Add($"{rows} rows of {table} under '{setting}'");
                }
            }
        }

        Assert.Empty(read);
    }

    [Fact]
    public async Task A_viewer_reads_the_items_that_it_sees_and_of_others_nothing()
    {
        var world = await FillAsync();
        var items = new ItemQueries(World.Exchange.Service);
        await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);
        var (all, seen) = (await World.NumberAsync("select count(*) from core.item"), new HashSet<string>());
        foreach (var partner in world.Partners)
        {
            var id = partner.Id.Value;
            foreach (var member in partner.Members.Values)
            {
                var caller = Caller(id, member.Id.Value);
                var sees = await RowsAsync($"select distinct p.item_id::text from core.open_paths('{id}', '{member.Id.Value}') p order by 1");

                Assert.Equal(sees, await RowsAsync(connection, caller, "select i.item_id::text from core.item i order by 1"));
                Assert.Equal(sees, await RowsAsync(connection, caller, "select s.item_id::text from search.item s order by 1"));
                Assert.Equal(
                    await RowsAsync($"select f.item_id::text from core.figure f where f.item_id::text = any (array['{string.Join("', '", sees)}']) order by 1"),
                    await RowsAsync(connection, caller, "select f.item_id::text from core.figure f order by 1"));
                Assert.Equal(sees.Count, await items.CountAsync(new Viewer.Partner(world.ProfileOf(partner), member.Id), ItemFilter.None, Ct));
                seen.UnionWith(sees);
            }

            var own = Caller(id, First(partner));
            foreach (var table in new[] { "core.partner", "core.member", "core.suspension", "core.subscription", "core.audience_member", "core.duty_profile", "core.duty_file", "core.duty", "core.duty_reminder", "core.duty_content", "core.reminder", "core.supply_warning" })
            {
                Assert.Equal(0, await CountAsync(connection, own, $"{table} t {OfPartner(table, id).Replace("where", "where not", StringComparison.Ordinal)}"));
                Assert.Equal(
                    await World.NumberAsync($"select count(*) from {table} t {OfPartner(table, id)}"), await CountAsync(connection, own, $"{table} t {OfPartner(table, id)}"));
            }

            foreach (var table in new[] { "core.released", "core.audience", "search.scope" })
            {
                Assert.Equal(
                    partner.Suspended ? 0 : await World.NumberAsync($"select count(*) from {table} t where t.audience_id in (select a.audience_id from core.audiences_of('{id}', '{First(partner)}') a)"),
                    await CountAsync(connection, own, table));
            }

            foreach (var table in new[] { "core.item_revision", "core.past_terms", "core.forward", "core.member_key", "core.group", "core.group_member", "core.constituent", "core.policy", "search.way" })
            {
                Assert.Equal(0, await CountAsync(connection, own, table));
            }
        }

        Assert.InRange(seen.Count, all / 2, all); // Somebody sees most of it, and none of them all: else nothing was shown.
    }

    [Fact]
    public async Task An_errand_reads_what_its_work_needs()
    {
        await FillAsync();
        var item = (await RowsAsync("select i.item_id::text from core.item i join core.item_revision v on v.item_id = i.item_id join core.past_terms t on t.item_id = i.item_id limit 1")).Single();
        await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);
        var read = new List<string>();
        foreach (var errand in Errands)
        {
            foreach (var table in await RowsAsync(Tables))
            {
                var caller = $"set_config('cx.errand', '{errand}', true), set_config('cx.item', '{item}', true)";
                var whole = await CountAsync(connection, caller, table) is var rows && rows == await World.NumberAsync($"select count(*) from {table}");
                if (rows > 0)
                {
                    read.Add($"{errand}: {table}{(whole ? "" : " in part")}");
                }
            }
        }

        Assert.Equal(
            [
                "directory: core.\"group\"", "directory: core.group_member", "directory: core.member", "directory: core.member_key", "directory: core.partner",
                "embargo: core.item in part",
                "explain: core.audience", "explain: core.audience_member", "explain: core.item in part", "explain: core.item_revision in part", "explain: core.partner",
                "explain: core.past_terms in part", "explain: core.released in part", "explain: core.suspension",
                "policy: core.policy",
                "remind: core.duty in part",
            ],
            read);
    }

    [Fact]
    public async Task A_viewer_that_is_not_the_caller_is_told_nothing()
    {
        var world = await FillAsync();
        await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);
        var sees = (await RowsAsync("select a.partner_id::text from core.partner a where (select core.count_of(a.partner_id, m.member_id) from core.member m where m.partner_id = a.partner_id order by m.member_id limit 1) > 0")).Select(Guid.Parse).ToHashSet();
        var asked = world.Partners.First(p => sees.Contains(p.Id.Value));
        var other = world.Partners.First(p => p != asked);
        var viewer = $"'{asked.Id.Value}', '{First(asked)}'";
        var keys = (await RowsAsync($"""
            select w.keys::text || ';' || cardinality(w.keys)
            from search.way w
            join core.open_paths({viewer}) p on p.item_id = w.item_id and p.audience_id = w.audience_id and p.destination = w.destination
            where not exists (select from core.open_paths('{other.Id.Value}', '{First(other)}') o where o.audience_id = w.audience_id)
            limit 1
            """)).Single().Split(';');
        var (own, foreign) = (Caller(asked.Id.Value, First(asked)), Caller(other.Id.Value, First(other)));
        foreach (var sql in new[]
        {
            $"select count(*)::text from search.matches('{keys[0]}', array[{keys[1]}], 9223372036854775807, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000)",
            $"select count(*)::text from core.filterable({viewer})",
            $"select count(*)::text from core.filterable_before({viewer}, 9223372036854775807, 9223372036854775807, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000)",
            $"select core.count_of({viewer})::text",
            $"select count(*)::text from core.figures_of({viewer}, 0, 200000, null, array['']::text[], array[]::text[], array[]::text[], 20, null)",
            $"select count(*)::text from core.ways_before({viewer}, 9223372036854775807, 9223372036854775807, 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1000)",
            $"select count(*)::text from core.ways_after({viewer}, 0, 0, '00000000-0000-0000-0000-000000000000', 1000)",
        })
        {
            Assert.NotEqual(["0"], await RowsAsync(connection, own, sql));
            Assert.Equal(["0"], await RowsAsync(connection, foreign, sql));
            Assert.Equal(["0"], await RowsAsync(connection, "", sql));
        }
    }

    [Fact]
    public async Task Of_a_partner_of_whom_nothing_is_known_it_is_taken_that_it_is_an_operator()
    {
        await FillAsync();
        var ids = await RowsAsync("select p.partner_id::text from core.partner p");
        await using var connection = await World.Exchange.Service.OpenConnectionAsync(Ct);

        Assert.Equal(["true"], await RowsAsync(connection, "", $"select core.by_operator('{Guid.CreateVersion7()}')::text"));
        Assert.Equal(
            await RowsAsync("select distinct p.is_operator::text from core.partner p order by 1"),
            await RowsAsync(connection, "", "select distinct core.by_operator(p)::text from unnest(array['" + string.Join("', '", ids) + "']::uuid[]) p order by 1"));
    }

    [Fact]
    public async Task During_an_upgrade_the_program_before_reads_on_and_the_wall_comes_up_with_the_rows_of_the_new_one()
    {
        var former = new EmptyTestDatabase();
        await former.InitializeAsync();
        await using var dropped = former;
        var scripts = SchemaScript.Embedded();
        await Migrator.MigrateAsync(former.ConnectionString, [.. scripts.Where(script => script.Number is < 150 or ColumnsOfItems or ColumnsOfRelations or IdentifiersOfItems or FiguresOfItems or SignalsOfItems)], Ct); // Rows are written by the program of today.
        await using var world = new ViewWorld(former);
        await world.FillAsync(steps: 40);
        await using (var before = world.Start("before"))
        {
            await ViewWorld.HoldsAsync(before.Runner, await world.HeadAsync());
        }

        var items = await world.NumberAsync("select count(*) from core.item");
        await world.ExecuteAsync("update core.checkpoint set version = version - 1"); // As the program before left it.

        await Migrator.MigrateAsync(former.ConnectionString, scripts, Ct);

        Assert.Equal(items, await UnnamedAsync());
        await using (var after = world.Start("after"))
        {
            await ViewWorld.HoldsAsync(after.Runner, await world.HeadAsync());
            Assert.Equal(SharingCore.RowsVersion, await world.NumberAsync("select version from core.checkpoint"));
            Assert.NotEmpty(after.Directory.Current.Entries);
        }

        Assert.Equal(items, await world.NumberAsync("select count(*) from core.item"));
        Assert.Equal(0, await UnnamedAsync());
        Assert.Equal(0, await world.NumberAsync("select count(*) from pg_class where relnamespace in ('core'::regnamespace, 'search'::regnamespace) and relkind = 'r' and relname <> 'checkpoint' and not relforcerowsecurity"));

        async Task<long> UnnamedAsync()
        {
            await using var command = world.Exchange.Service.CreateCommand("select count(*) from core.item");
            return (long)(await command.ExecuteScalarAsync(Ct))!; // A count is never null.
        }
    }

    [Fact]
    public async Task A_view_that_the_program_before_had_begun_and_not_filled_gets_its_wall_when_it_is_adopted()
    {
        await World.ExecuteAsync("""
            insert into core.checkpoint (view, version, position, instant) values ('sharing-core', 1, 0, 'epoch');
            alter table core.item disable row level security
            """);

        await World.FillAsync(steps: 5);
        await using var node = World.Start("one");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        Assert.Empty(await OpenTablesAsync());
    }

    // Every table of the views has rows, so that a wall with a hole shows.
    private async Task<SharingWorld> FillAsync()
    {
        var world = await World.FillAsync(steps: 0);
        var random = new Random(20261126);
        for (var step = 0; step < 160; step++)
        {
            await world.StepAsync(random.Next(SharingWorld.StepMax));
        }

        var views = new ViewRunners(World.Log, World.Exchange.Projector, ViewCatalog.All(new LiveDirectory(World.Exchange.Service)), TimeProvider.System);
        await using (new RunningViews(views))
        {
            foreach (var view in views.All)
            {
                await ViewWorld.HoldsAsync(view, await World.HeadAsync());
            }
        }

        await World.ExecuteAsync($"""
            insert into core.policy (from_position, from_at, version) values (1, 'epoch', 1);
            insert into core.member_key (spki_sha256, partner_id, member_id, bound)
            select encode(sha256(m.member_id::text::bytea), 'hex'), m.partner_id, m.member_id, true from core.member m;
            insert into core.subscription (subscription_id, owner_id, stream_version, created_position, created_at, changed_at, name, filter, cancelled)
            select p.partner_id, p.partner_id, 1, 1, 'epoch', 'epoch', '', '', false from core.partner p;
            insert into core.mandate (mandate_id, operator_id, cert_id, until_at, content, signed, public_key, given_by, given_at, given_position)
            select gen_random_uuid(), o.partner_id, c.partner_id, 'infinity', '', '', '', o.partner_id, 'epoch', 1 from core.partner o join core.partner c on c.partner_id <> o.partner_id;
            insert into core.duty_profile (partner_id, version, profile, stated_at) select p.partner_id, 1, '', 'epoch' from core.partner p;
            insert into core.duty_file (incident_id, owner_id, closed, file, recorded_at) select p.partner_id, p.partner_id, false, '', array[]::timestamptz[] from core.partner p;
            insert into core.duty (reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, line, remind_at)
            select p.partner_id, p.partner_id, true, p.partner_id, p.partner_id, 'gdpr-authority', 'computed', 0, '', 'epoch' from core.partner p;
            insert into core.duty (reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, line)
            select p.partner_id, '{Guid.Empty}', false, p.partner_id, p.partner_id, 'gdpr-authority', 'computed', 0, '' from core.partner p;
            insert into core.link (link_id, incident_id, advisory_id, by_id, kind, reason, stated_at, stated_position)
            select i.item_id, i.item_id, i.item_id, i.originator_id, 'related', '', 'epoch', 1 from core.item i;
            insert into core.known_exploited (cve, vendor, product, name, added_on, ransomware, catalogue_version) values ('CVE-2026-0001', '', '', '', 'epoch', false, '');
            insert into core.known_exploited_catalogue (version, released_at, vulnerabilities, sha256, loaded_at) values ('', 'epoch', 1, '', 'epoch');
            insert into core.rulebook (digest, document, in_force) values ('', '', false);
            insert into core.duty_content (incident_id, owner_id, contents) select p.partner_id, p.partner_id, '' from core.partner p;
            insert into core.reminder (owner_id, position, incident_id, obligation_id, due_text, percent, reminded_at)
            select p.partner_id, 1, p.partner_id, 'gdpr-authority', '', 50, 'epoch' from core.partner p;
            insert into core.supply_warning (receiver_id, position, warning_id, content, raised_at, signals, signals_min, partners_min)
            select p.partner_id, 1, p.partner_id, '', 'epoch', array[]::uuid[], 1, 1 from core.partner p;
            insert into core.duty_reminder (owner_id, position, incident_id, obligation_id, due_text, percent, reminded_at)
            select p.partner_id, 1, p.partner_id, 'gdpr-authority', '', 50, 'epoch' from core.partner p;
            """);
        return world;
    }

    private static string Caller(Guid partner, Guid member) => $"set_config('cx.partner', '{partner}', true), set_config('cx.member', '{member}', true)";

    private static Guid First(Domain.Partners.Partner partner) => partner.Members.Keys.Select(m => m.Value).Order().First();

    private static string OfPartner(string table, Guid partner) => table switch
    {
        "core.partner" or "core.member" or "core.suspension" => $"where t.partner_id = '{partner}'",
        "core.audience_member" => $"where t.partner_id in ('{partner}', '{Guid.Empty}')",
        "core.mandate" => $"where '{partner}' in (t.operator_id, t.cert_id)",
        "core.subscription" or "core.duty_file" or "core.duty_reminder" or "core.duty_content" or "core.reminder" => $"where t.owner_id = '{partner}'",
        "core.supply_warning" => $"where t.receiver_id = '{partner}'",
        "core.duty_profile" => $"where t.partner_id = '{partner}'",
        "core.duty" => $"where t.reader_id = '{partner}'",
        "core.known_exploited" or "core.known_exploited_catalogue" => "where true", // Public, to whoever asks.
        _ => "where false",
    };

    private Task<List<string>> OpenTablesAsync() => RowsAsync($"""
        select t.name
        from ({Tables}) t (name)
        join pg_class c on c.oid = t.name::regclass
        where not (c.relrowsecurity and c.relforcerowsecurity)
           or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'owner')
           or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'projector')
        order by 1
        """);

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Ct);
        return await RowsAsync(connection, "", sql);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string caller, string from) =>
        long.Parse((await RowsAsync(connection, caller, $"select count(*)::text from {from}")).Single(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string caller, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        if (caller.Length > 0)
        {
            await ViewWorld.ExecuteAsync(connection, $"select {caller}");
        }

        var rows = new List<string>();
        await using (var command = new NpgsqlCommand(sql, connection))
        await using (var reader = await command.ExecuteReaderAsync(Ct))
        {
            while (await reader.ReadAsync(Ct))
            {
                rows.Add(reader.GetString(0));
            }
        }

        await transaction.CommitAsync(Ct);
        return rows;
    }
}
