using CyberExchange.Testing.Databases;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Storage;

/// <summary>Who may do what to which table of schema cx, written down once. The tables come from the catalog, so none is forgotten.</summary>
/// <remarks>A right is shown by the catalog; what is not granted is also tried, and refused.</remarks>
public sealed class RoleMatrixTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const string Nobody = "nobody";
    private const string EventWithoutProof =
        "select (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing)";

    // Table, then what cx_service and cx_projector may. marten_reader and a login without a role may nothing at all. A
    // partition is read and written through its parent: by itself it is nobody's.
    private static readonly (string Table, string Service, string Projector)[] Matrix =
    [
        ("append_key", "select, insert", ""),
        ("audit_decision", "select, insert", ""),
        ("audit_read", "select, insert", ""),
        ("certificate_seen", "select, insert", ""),
        ("csaf_file", "select, insert", ""),
        ("csaf_file_failed", "select, insert", ""),
        ("csaf_source", "select, insert, update (due_at, asked_at, asked_by_request, holder, held_until, fence, started_at, last_run, removed, asks, asks_at_start, ended_at)", ""),
        ("csaf_source_file", "select, insert, update (record)", ""),
        ("document", "select, insert", "select"),
        ("event", "select, insert", EventWithoutProof),
        ("event_range", "select", ""),
        ("head", "select, update (position)", "select"),
        ("instant_mark", "select, insert", ""),
        ("instance_key", "select, insert", ""),
        ("log_partitioning", "select", ""),
        ("revocation_list", "select, insert, update (list, made_at, fetched_at)", ""),
        ("schema_script", "select", "select"),
        ("stream", "select, insert, update (version, last_position)", "select"),
        ("subject_key", "select, insert", ""),
        ("view_lease", "select", "select, insert, update, delete"),
        ("view_node", "select", "select, insert, update, delete"),
        ("view_rebuild", "select, insert (view, version, events_per_second), update (events_per_second, cancelled, stopped_because)", "select, insert, update, delete"),
        ("view_table", "select", "select"),
    ];

    private static readonly string[] Rights = ["select", "insert", "update", "delete", "truncate", "references", "trigger"];

    // Logins belong to the cluster, which other classes use at the same time.
    private readonly string login = $"nobody_{Guid.NewGuid():N}";

    public static TheoryData<string> Roles => ["cx_service", "cx_projector", "marten_reader", Nobody];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await RowsAsync($"create role {login} login");

    public async ValueTask DisposeAsync() => await RowsAsync($"drop role {login}");

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task A_role_may_do_what_is_written_down(string role)
    {
        var tables = await TablesAsync();
        Assert.NotEmpty(tables);

        var written = tables.Select(table => $"{table.Name}: {Allowed(role, table)}");

        Assert.Equal(written, await GrantedAsync(RoleName(role)));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task What_is_not_written_down_is_refused(string role)
    {
        var tries = 0;
        await using var connection = await database.OpenAsync(Ct);
        await RunAsync(connection, $"set role {RoleName(role)}");
        foreach (var table in await TablesAsync())
        {
            var allowed = Allowed(role, table);
            foreach (var sql in Tries(table, allowed))
            {
                var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connection, sql));
                Assert.True(refused.SqlState == PostgresErrorCodes.InsufficientPrivilege, $"{role}: {sql}: {refused.MessageText}");
                tries++;
            }
        }

        Assert.True(tries > 50, "Every table is tried in every way that is not granted.");
    }

    [Fact]
    public void The_service_adds_facts_and_takes_none_back()
    {
        var mayChange = Matrix.Where(row => row.Service.Contains("update", StringComparison.Ordinal)).Select(row => row.Table);

        // A copy of what an authority signed is no fact, and neither is a schedule, what a provider last said, or a rebuild that a steward asks for.
        Assert.Equal(["csaf_source", "csaf_source_file", "head", "revocation_list", "stream", "view_rebuild"], mayChange);
        Assert.DoesNotContain(Matrix, row => row.Service.Contains("delete", StringComparison.Ordinal) || row.Service.Contains("truncate", StringComparison.Ordinal));
        Assert.DoesNotContain(Matrix, row => row.Service.Contains("update,", StringComparison.Ordinal) || row.Service.EndsWith("update", StringComparison.Ordinal));
    }

    // A new function may be called by everyone until that is taken back.
    [Fact]
    public async Task Everyone_may_use_nothing_of_ours()
    {
        Assert.Empty(await RowsAsync("""
            select p.oid::regprocedure::text
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where n.nspowner = 'cx_owner'::regrole
              and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0)
            """));
        Assert.Empty(await RowsAsync("""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspowner = 'cx_owner'::regrole and exists (select from aclexplode(c.relacl) g where g.grantee = 0)
            """));
        Assert.Empty(await RowsAsync("""
            select n.nspname::text
            from pg_namespace n
            where n.nspowner = 'cx_owner'::regrole and exists (select from aclexplode(n.nspacl) g where g.grantee = 0)
            """));
    }

    [Fact]
    public async Task No_role_of_ours_logs_in_or_stands_above_the_others() =>
        Assert.Equal(
            ["cx_owner: f", "cx_projector: f", "cx_service: f", "marten_reader: f"],
            await RowsAsync("""
                select format('%s: %s', r.rolname, rolcanlogin or rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
                       or exists (select from pg_auth_members m where m.member = r.oid))
                from pg_roles r
                where r.rolname in ('cx_owner', 'cx_service', 'cx_projector', 'marten_reader')
                order by 1
                """));

    [Fact]
    public async Task Everything_of_ours_belongs_to_the_owner() =>
        Assert.Empty(await RowsAsync("""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('cx', 'core', 'search', 'marten') and c.relowner <> 'cx_owner'::regrole
            """));

    private string RoleName(string role) => role == Nobody ? login : role;

    private static string Allowed(string role, Table table)
    {
        if (table.IsPartition || role is Nobody or "marten_reader")
        {
            return "";
        }

        var row = Matrix.SingleOrDefault(r => r.Table == table.Name);
        Assert.True(row.Table is not null, $"cx.{table.Name} is new: write down in the matrix who may do what to it.");
        return role == "cx_service" ? row.Service : row.Projector;
    }

    // An update names one column alone and reads none: whether it is refused depends on nothing but the right to it.
    private static IEnumerable<string> Tries(Table table, string allowed)
    {
        var name = $"cx.{table.Name}";
        var columns = (string right) => table.Columns.Where(c => !Grants(allowed, right, c));
        return
        [
            .. columns("select").Select(c => $"select {c} from {name}"),
            .. columns("insert").Select(c => $"insert into {name} ({c}) values (default)"),
            .. columns("update").Select(c => $"update {name} set {c} = default"),
            .. Grants(allowed, "delete", "") ? [] : new[] { $"delete from {name}" },
            .. Grants(allowed, "truncate", "") ? [] : new[] { $"truncate {name}" },
        ];
    }

    // "select, update (a, b)" grants select on every column, and update on two.
    private static bool Grants(string allowed, string right, string column)
    {
        var at = allowed.IndexOf(right, StringComparison.Ordinal);
        if (at < 0)
        {
            return false;
        }

        var rest = allowed[(at + right.Length)..];
        return !rest.StartsWith(" (", StringComparison.Ordinal)
            || rest[2..rest.IndexOf(')', StringComparison.Ordinal)].Split(", ").Contains(column);
    }

    private async Task<List<Table>> TablesAsync() =>
    [
        .. (await RowsAsync("""
            select concat_ws('|', c.relname, c.relispartition, string_agg(a.attname, ',' order by a.attnum))
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where c.relnamespace = 'cx'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
            group by c.relname, c.relispartition
            order by c.relname collate "C"
            """)).Select(row => row.Split('|')).Select(row => new Table(row[0], row[1] == "t", row[2].Split(','))),
    ];

    // Columns are named only where the right to the whole table is missing.
    private async Task<List<string>> GrantedAsync(string role) =>
        await RowsAsync($"""
            select format('%s: %s', t.relname, string_agg(t.right_name || t.columns, ', ' order by t.number))
            from (
                select c.relname, r.number, r.right_name,
                       case when has_table_privilege('{role}', c.oid, r.right_name) then ''
                            when r.right_name in ('delete', 'truncate', 'trigger') then null
                            else (select ' (' || string_agg(a.attname, ', ' order by a.attnum) || ')'
                                  from pg_attribute a
                                  where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                                      and has_column_privilege('{role}', c.oid, a.attnum, r.right_name)) end as columns
                from pg_class c
                cross join unnest(array['{string.Join("', '", Rights)}']) with ordinality as r (right_name, number)
                where c.relnamespace = 'cx'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
            ) t
            group by t.relname
            order by t.relname collate "C"
            """);

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var rows = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private sealed record Table(string Name, bool IsPartition, string[] Columns);
}
