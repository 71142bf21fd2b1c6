using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Marten;

/// <summary>Whoever comes in by the door for Marten reads the log, keeps its own progress, and does nothing else.</summary>
public sealed class MartenRightsTests(MartenDoor door) : IClassFixture<MartenDoor>
{
    private const string Uuid = "'0190a5b2-1c3d-7e4f-8a6b-0123456789ab'";

    // What PostgreSQL says of a view that it cannot write through, before it looks at rights.
    private const string NotUpdatable = PostgresErrorCodes.ObjectNotInPrerequisiteState;

    // The ways in which Marten appends, in its rich and its quick mode, archives, and lays out its schema; and plain SQL.
    public static TheoryData<string, string> Refused => new()
    {
        { "insert into marten.mt_streams (id, type, version, tenant_id) values ('s', null, 1, '*DEFAULT*')", NotUpdatable },
        { $"insert into marten.mt_events (data, type, mt_dotnet_type, seq_id, id, stream_id, version, timestamp, tenant_id) values ('{{}}', 't', null, 1, {Uuid}, 's', 1, now(), '*DEFAULT*')", NotUpdatable },
        { $"insert into marten.mt_events (seq_id, id) values (1, {Uuid})", NotUpdatable },
        { "select nextval('marten.mt_events_sequence')", PostgresErrorCodes.WrongObjectType },
        { $"select marten.mt_quick_append_events('s'::varchar, null::varchar, '*DEFAULT*'::varchar, array[{Uuid}]::uuid[], array['t']::varchar[], array['t']::varchar[], array['{{}}']::jsonb[])", PostgresErrorCodes.UndefinedFunction },
        { "select marten.mt_archive_stream('s'::varchar)", PostgresErrorCodes.UndefinedFunction },
        { "update marten.mt_streams set version = 2", NotUpdatable },
        { "update marten.mt_streams set is_archived = true", NotUpdatable },
        { "update marten.mt_events set seq_id = 9", NotUpdatable },
        { "update marten.mt_events_sequence set last_value = 9", NotUpdatable },
        { "delete from marten.mt_events", NotUpdatable },
        { "delete from marten.mt_streams", NotUpdatable },
        { "truncate marten.mt_event_progression", PostgresErrorCodes.InsufficientPrivilege },
        { "create table marten.mt_doc_deadletterevent (id uuid)", PostgresErrorCodes.InsufficientPrivilege },
        { "create function marten.mt_quick_append_events() returns int language sql as 'select 1'", PostgresErrorCodes.InsufficientPrivilege },
        { "alter table marten.mt_event_progression add column heartbeat timestamptz", PostgresErrorCodes.InsufficientPrivilege },
        { "create or replace view marten.mt_events_sequence as select 1::bigint as last_value, 0::bigint as log_cnt, true as is_called", PostgresErrorCodes.InsufficientPrivilege },
        { "drop view marten.mt_events", PostgresErrorCodes.InsufficientPrivilege },
        { "create schema mine", PostgresErrorCodes.InsufficientPrivilege },
        { "create table public.mine (n integer)", PostgresErrorCodes.InsufficientPrivilege },
        { "select salts from cx.event", PostgresErrorCodes.InsufficientPrivilege },
        { "select position from cx.head", PostgresErrorCodes.InsufficientPrivilege },
        { "select wrapped_key from cx.subject_key", PostgresErrorCodes.InsufficientPrivilege },
        { "select item_id from core.item", PostgresErrorCodes.InsufficientPrivilege },
        { "set role cx_owner", PostgresErrorCodes.InsufficientPrivilege },
        { "set role cx_service", PostgresErrorCodes.InsufficientPrivilege },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_reading_is_refused_and_changes_nothing(string sql, string state)
    {
        await door.AppendAsync(EventStore.Appends.NewStream(), "test.happened", 1);
        var before = await LogAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => door.RunAsync(sql));

        Assert.Equal(state, refused.SqlState);
        Assert.Equal(before, await LogAsync());
    }

    [Fact]
    public async Task The_reader_may_use_nothing_outside_its_schema()
    {
        // The catalogs are everybody's; what a login sees of them is no fact of the exchange.
        Assert.Empty(await door.RowsAsync("""
            select c.oid::regclass::text
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'marten') and n.nspname not like 'pg\_temp%'
              and c.relkind in ('r', 'p', 'v', 'm', 'f')
              and (has_any_column_privilege(c.oid, 'select, insert, update, references') or has_table_privilege(c.oid, 'delete, truncate, trigger'))
            """));
        Assert.Equal(
            ["marten", "public"],
            await door.RowsAsync("select nspname from pg_namespace where nspname not in ('pg_catalog', 'information_schema') and has_schema_privilege(oid, 'usage') order by 1"));
        Assert.Empty(await door.RowsAsync("select nspname from pg_namespace where nspname !~ '^pg_' and has_schema_privilege(oid, 'create')"));
        Assert.Equal(["0"], await door.RowsAsync("select count(*) from pg_class where relnamespace = 'public'::regnamespace"));
    }

    [Fact]
    public async Task The_role_cannot_log_in_and_is_nobodys_member()
    {
        Assert.Equal(
            ["False|False|False|False|False|False"],
            await door.RowsAsync("select rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = 'marten_reader'"));
        Assert.Empty(await door.RowsAsync("select 1 from pg_auth_members where member = 'marten_reader'::regrole"));
    }

    // The views run with their owner's rights: a grant too many must not turn them into a way to write.
    [Theory]
    [InlineData("insert into marten.mt_streams (id, version) values ('s', 1)")]
    [InlineData($"insert into marten.mt_events (seq_id, id) values (1, {Uuid})")]
    [InlineData("update marten.mt_events set seq_id = seq_id + 1")]
    [InlineData("delete from marten.mt_events")]
    [InlineData("delete from marten.mt_streams")]
    [InlineData("delete from marten.mt_events_sequence")]
    public async Task Nobody_writes_through_the_views_not_even_a_superuser(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => door.AsSuperuserAsync(sql));

        Assert.Equal(NotUpdatable, refused.SqlState);
    }

    private async Task<object?> LogAsync() =>
        await door.AsSuperuserAsync("select (select position from cx.head) || ' ' || (select count(*) from cx.event) || ' ' || (select count(*) from cx.stream)");
}
