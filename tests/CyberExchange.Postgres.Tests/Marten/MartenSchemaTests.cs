using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Suites;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Marten;

/// <summary>The schema that Marten finds is the one that is written down, column by column and grant by grant.</summary>
public sealed class MartenSchemaTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string Expectation = "tests/CyberExchange.Postgres.Tests/Marten/marten-schema.txt";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_schema_is_the_one_that_is_written_down()
    {
        var expected = (await File.ReadAllTextAsync(Path.Combine(SharedSuites.RepositoryRoot, Expectation), Ct)).TrimEnd('\n').Split('\n');

        Assert.Equal(expected, await DescribeAsync());
    }

    // The database says more of a table from version to version; what is asked for here all of them say alike.
    private async Task<List<string>> DescribeAsync()
    {
        const string sql = """
            with relation as (
                select c.oid, c.relname::text as name, case c.relkind when 'v' then 'view' when 'r' then 'table' else c.relkind::text end as kind,
                       c.relowner, c.relacl, c.reloptions
                from pg_class c
                where c.relnamespace = 'marten'::regnamespace and c.relkind not in ('i', 't')
            )
            select line from (
                select 1 as part, r.name, 0 as place, format('%s %s of %s', r.kind, r.name, r.relowner::regrole)
                       || coalesce(' with ' || r.reloptions::text, '') as line
                from relation r
                union all
                select 1, r.name, a.attnum, format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
                       case when a.attnotnull then ' not null' else '' end, coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
                from relation r
                join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
                left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
                union all
                select 1, r.name, 1000, format('  %s %s', k.conname, pg_get_constraintdef(k.oid))
                from relation r
                join pg_constraint k on k.conrelid = r.oid and k.contype in ('p', 'u', 'f', 'c')
                union all
                select 1, r.name, 1001, format('  %s may %s', g.grantee::regrole, string_agg(lower(g.privilege_type), ', ' order by g.privilege_type))
                from relation r
                cross join aclexplode(r.relacl) g
                where g.grantee <> r.relowner
                group by r.name, g.grantee
                union all
                select 2, p.proname::text, 0, format('function %s(%s) returns %s of %s%s', p.proname, pg_get_function_identity_arguments(p.oid),
                       pg_get_function_result(p.oid), p.proowner::regrole, case when p.prosecdef then ' security definer' else '' end)
                from pg_proc p
                where p.pronamespace = 'marten'::regnamespace
                union all
                select 2, p.proname::text, 1, format('  %s may %s', case g.grantee when 0 then 'public' else g.grantee::regrole::text end, lower(g.privilege_type))
                from pg_proc p
                cross join aclexplode(p.proacl) g
                where p.pronamespace = 'marten'::regnamespace and g.grantee <> p.proowner
                union all
                select 3, n.nspname::text, 0, format('schema: %s may %s', g.grantee::regrole, lower(g.privilege_type))
                from pg_namespace n
                cross join aclexplode(n.nspacl) g
                where n.nspname = 'marten' and g.grantee <> n.nspowner
            ) described
            order by part, name collate "C", place, line collate "C"
            """;
        await using var connection = await database.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
