using System.Globalization;
using Npgsql;

namespace CyberExchange.EventStore.Archiving;

/// <summary>The archived copy of one range of positions, until it takes the place of what it was copied from.</summary>
internal sealed class RangeCopy(NpgsqlConnection connection, EventRange range, string? tablespace, int packFromBytes)
{
    private readonly string table = NameOf(range);
    private long bytesBefore;

    private string Copy => Quote(table);

    private static string NameOf(EventRange range)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"archive_from_{range.FirstPosition}");
        return string.Equals(name, range.Table, StringComparison.Ordinal) ? name + "_again" : name; // It was archived before.
    }

    private string Original => Quote(range.Table);

    private string Place => tablespace is null ? "" : $"tablespace {Quote(tablespace)}";

    /// <summary>Makes the empty table. What an earlier attempt left is dropped.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        bytesBefore = await BytesAsync(ct);
        if (await NumberAsync($"select count(*) from pg_class c where c.oid = to_regclass('cx.{Copy}') and c.relispartition", ct) > 0)
        {
            throw new InvalidDataException($"cx.{table} is a part of the log: nothing was archived.");
        }

        await RunAsync(
            $"""
            drop table if exists cx.{Copy};
            create table cx.{Copy} (like cx.event including defaults) with (toast_tuple_target = {packFromBytes}) {Place};
            alter table cx.{Copy} alter column body set storage main, alter column addressing set storage main;
            alter table cx.{Copy} add check (position between {range.FirstPosition} and {range.LastPosition});
            """,
            ct);
    }

    public Task CopyAsync(long fromPosition, long toPosition, CancellationToken ct) => RunAsync(
        $"""
        insert into cx.{Copy} (position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing, salts, leaf)
        select e.position, e.stream_id, e.version, e.event_id, e.type, e.type_version, e.recorded_at, e.metadata, e.body, e.addressing, e.salts, e.leaf
        from cx.{Original} e
        where e.position between {fromPosition} and {toPosition}
        order by e.position
        """,
        ct);

    /// <summary>Indexes the copy, and compares it with the original.</summary>
    /// <exception cref="InvalidDataException">Positions are missing, or the two differ.</exception>
    public async Task CompleteAsync(CancellationToken ct)
    {
        await RunAsync(
            $"""
            alter table cx.{Copy} add primary key (position) with (fillfactor = 100) {(tablespace is null ? "" : $"using index {Place}")};
            create index on cx.{Copy} (stream_id, version) with (fillfactor = 100) {Place};
            create index on cx.{Copy} (type, position) with (fillfactor = 100) {Place};
            """,
            ct);
        await RunAsync($"vacuum (freeze, analyze) cx.{Copy}", ct);

        var differing = await NumberAsync(
            $"""
            select count(*)
            from generate_series({range.FirstPosition}, {range.LastPosition}) as p (position)
            left join cx.{Original} o on o.position = p.position
            left join cx.{Copy} c on c.position = p.position
            where o.position is null or c.position is null or o is distinct from c
            """,
            ct);
        if (differing > 0)
        {
            await RunAsync($"drop table cx.{Copy}", ct);
            throw new InvalidDataException(
                $"{differing} positions from {range.FirstPosition} to {range.LastPosition} are missing or differ from their copy: nothing was archived.");
        }
    }

    /// <summary>Puts the copy in the place of the original, in one transaction.</summary>
    public async Task ExchangeAsync(TimeSpan wait, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(
            $"""
            set local lock_timeout = '{wait.TotalMilliseconds:0}ms';
            alter table cx.event detach partition cx.{Original};
            alter table cx.event attach partition cx.{Copy} for values from ({range.FirstPosition}) to ({range.LastPosition + 1});
            drop table cx.{Original};
            update cx.event_range set table_name = '{table}', archived_at = now() where first_position = {range.FirstPosition};
            """,
            ct);
        await transaction.CommitAsync(ct);
    }

    public async Task<ArchivedRange> ResultAsync(CancellationToken ct) =>
        new(range.FirstPosition, range.LastPosition, bytesBefore, await NumberAsync($"select pg_total_relation_size('cx.{Copy}')", ct));

    private Task<long> BytesAsync(CancellationToken ct) => NumberAsync($"select pg_total_relation_size('cx.{Original}')", ct);

    // Names come from the catalog of ranges or are quoted; everything else is a number of this program.
    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> NumberAsync(string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(ct))!; // A count or a size is never null.
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
