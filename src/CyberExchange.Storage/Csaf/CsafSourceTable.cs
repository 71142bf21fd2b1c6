using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Csaf;

/// <summary>How a source stands.</summary>
/// <param name="DueAt">When it is run next.</param>
/// <param name="RunningSince">When the run began that goes on now; null for none.</param>
/// <param name="LastRun">How the last run ended, as whoever ran it wrote it; null for none yet.</param>
public sealed record CsafSourceRow(Guid SourceId, DateTimeOffset DueAt, DateTimeOffset? RunningSince, string? LastRun);

/// <summary>The right of one node to run one source.</summary>
/// <param name="Fence">Under which it writes.</param>
public sealed record CsafSourceLease(Guid SourceId, long Fence);

/// <summary>Schedule, leases and what is known of providers: tables <c>cx.csaf_source</c> and <c>cx.csaf_source_file</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class CsafSourceTable(NpgsqlDataSource service)
{
    /// <summary>How long a lease lasts that is not renewed. Longer than most pauses of a busy machine; losing one harms nothing.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(15);

    /// <summary>How often it is renewed: three may fail before it ends.</summary>
    public static readonly TimeSpan RenewEvery = Term / 4;

    /// <summary>From the end of a run to the next that is asked for: whoever asks in a loop is served no oftener.</summary>
    public required TimeSpan AskedRunsApart { get; init; }

    /// <summary>Schedules sources that have no row yet, to be run at once.</summary>
    public async Task ScheduleAsync(IReadOnlyCollection<Guid> sources, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.csaf_source (source_id, due_at)
            select s.id, $2::timestamptz
            from unnest($1::uuid[]) as s (id)
            order by s.id
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = sources.ToArray() });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes the source that is due longest and that no node has.</summary>
    /// <param name="sources">Those that stand.</param>
    /// <param name="node">Who asks.</param>
    /// <param name="now">The exchange's time.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>Null where none is due.</returns>
    public async Task<CsafSourceLease?> TakeAsync(IReadOnlyCollection<Guid> sources, string node, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            update cx.csaf_source s
            set holder = $2::text, held_until = clock_timestamp() + $4::interval, fence = s.fence + 1, started_at = $3::timestamptz, asks_at_start = s.asks
            where s.source_id = (
                select d.source_id
                from cx.csaf_source d
                where d.source_id = any ($1::uuid[]) and not d.removed and d.due_at <= $3::timestamptz
                    and (d.holder is null or d.held_until <= clock_timestamp())
                order by d.due_at, d.source_id
                limit 1
                for update skip locked)
            returning s.source_id, s.fence
            """);
        command.Parameters.Add(new() { Value = sources.ToArray() });
        command.Parameters.Add(new() { Value = node });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = Term });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        return await reader.ReadAsync(ct) ? new(reader.GetGuid(0), reader.GetInt64(1)) : null;
    }

    /// <summary>Renews a lease.</summary>
    /// <returns>Whether it is still held.</returns>
    public async Task<bool> RenewAsync(CsafSourceLease lease, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            "update cx.csaf_source s set held_until = clock_timestamp() + $3::interval where s.source_id = $1::uuid and s.fence = $2::bigint and s.holder is not null");
        command.Parameters.Add(new() { Value = lease.SourceId });
        command.Parameters.Add(new() { Value = lease.Fence });
        command.Parameters.Add(new() { Value = Term });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Lets a source go that was not run to an end, so that another node takes it at once.</summary>
    public async Task ReleaseAsync(CsafSourceLease lease, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            "update cx.csaf_source s set holder = null, held_until = null where s.source_id = $1::uuid and s.fence = $2::bigint");
        command.Parameters.Add(new() { Value = lease.SourceId });
        command.Parameters.Add(new() { Value = lease.Fence });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Ends a run. Where a run was asked for meanwhile, the next one is due <see cref="AskedRunsApart"/> later.</summary>
    /// <returns>Whether the lease was still held; else nothing is written.</returns>
    public async Task<bool> EndAsync(CsafSourceLease lease, string run, DateTimeOffset endedAt, DateTimeOffset nextAt, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            update cx.csaf_source s
            set holder = null, held_until = null, last_run = $3::text, ended_at = $5::timestamptz,
                due_at = case when s.asks > s.asks_at_start then least($4::timestamptz, $5::timestamptz + $6::interval) else $4::timestamptz end
            where s.source_id = $1::uuid and s.fence = $2::bigint and s.holder is not null
            """);
        command.Parameters.Add(new() { Value = lease.SourceId });
        command.Parameters.Add(new() { Value = lease.Fence });
        command.Parameters.Add(new() { Value = run });
        command.Parameters.Add(new() { Value = nextAt.UtcDateTime });
        command.Parameters.Add(new() { Value = endedAt.UtcDateTime });
        command.Parameters.Add(new() { Value = AskedRunsApart });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Makes a source due now, or <see cref="AskedRunsApart"/> after its last run where that is later.</summary>
    /// <param name="source">The source.</param>
    /// <param name="request">Which request asks: the same one asks once, however often it is sent.</param>
    /// <param name="now">The exchange's time.</param>
    /// <param name="ct">Gives up.</param>
    public Task AskAsync(Guid source, Guid request, DateTimeOffset now, CancellationToken ct) => AskAsync(source, request, now, breaks: false, ct);

    /// <summary>The same for a source that was stated anew: whoever runs it as it was writes nothing more.</summary>
    public Task RestateAsync(Guid source, Guid request, DateTimeOffset now, CancellationToken ct) => AskAsync(source, request, now, breaks: true, ct);

    private async Task AskAsync(Guid source, Guid request, DateTimeOffset now, bool breaks, CancellationToken ct)
    {
        // A run that is broken off has ended as well: else each new statement would begin another.
        await using var command = service.CreateCommand(
            """
            insert into cx.csaf_source as s (source_id, due_at, asked_at, asked_by_request)
            values ($1::uuid, $3::timestamptz, $3::timestamptz, $2::uuid)
            on conflict (source_id) do update
            set asked_at = excluded.asked_at, asked_by_request = excluded.asked_by_request, asks = s.asks + 1,
                due_at = case when $5::boolean and s.holder is not null then excluded.due_at + $4::interval
                    else least(s.due_at, greatest(excluded.due_at, s.ended_at + $4::interval)) end,
                ended_at = case when $5::boolean and s.holder is not null then excluded.due_at else s.ended_at end,
                holder = case when $5::boolean then null else s.holder end,
                held_until = case when $5::boolean then null else s.held_until end,
                fence = case when $5::boolean then s.fence + 1 else s.fence end
            where s.asked_by_request is distinct from excluded.asked_by_request
            """);
        command.Parameters.Add(new() { Value = source });
        command.Parameters.Add(new() { Value = request });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = AskedRunsApart });
        command.Parameters.Add(new() { Value = breaks });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes a source off the schedule for ever; who runs it now writes nothing more.</summary>
    public async Task RemoveAsync(Guid source, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            "update cx.csaf_source s set removed = true, holder = null, held_until = null, fence = s.fence + 1 where s.source_id = $1::uuid and not s.removed");
        command.Parameters.Add(new() { Value = source });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How sources stand.</summary>
    public async Task<IReadOnlyDictionary<Guid, CsafSourceRow>> ReadAsync(IReadOnlyCollection<Guid> sources, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select s.source_id, s.due_at, case when s.holder is not null and s.held_until > clock_timestamp() then s.started_at end, s.last_run
            from cx.csaf_source s
            where s.source_id = any ($1::uuid[])
            """);
        command.Parameters.Add(new() { Value = sources.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = new Dictionary<Guid, CsafSourceRow>();
        while (await reader.ReadAsync(ct))
        {
            rows[reader.GetGuid(0)] = new(
                reader.GetGuid(0),
                await reader.GetFieldValueAsync<DateTimeOffset>(1, ct),
                await reader.IsDBNullAsync(2, ct) ? null : await reader.GetFieldValueAsync<DateTimeOffset>(2, ct),
                await reader.IsDBNullAsync(3, ct) ? null : reader.GetString(3));
        }

        return rows;
    }

    /// <summary>What is known of the files of a source's provider.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync(Guid source, CancellationToken ct)
    {
        await using var command = service.CreateCommand("select f.record from cx.csaf_source_file f where f.source_id = $1::uuid and f.record <> ''");
        command.Parameters.Add(new() { Value = source });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var records = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            records.Add(reader.GetString(0));
        }

        return records;
    }

    /// <summary>Forgets files that the provider names no more, only while the lease is held. Their rows stay empty: the service deletes none.</summary>
    public async Task ForgetFilesAsync(CsafSourceLease lease, IReadOnlyCollection<string> urls, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            update cx.csaf_source_file f
            set record = ''
            from cx.csaf_source s
            where s.source_id = $1::uuid and s.fence = $2::bigint and s.holder is not null
                and f.source_id = s.source_id and f.url_sha256 = any ($3::bytea[])
            """);
        command.Parameters.Add(new() { Value = lease.SourceId });
        command.Parameters.Add(new() { Value = lease.Fence });
        command.Parameters.Add(new() { Value = urls.Select(DigestOf).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Keeps what is known of files, in one statement and only while the lease is held.</summary>
    /// <param name="lease">Of the run that learnt it.</param>
    /// <param name="files">Each URL once.</param>
    /// <param name="ct">Gives up.</param>
    public async Task KeepFilesAsync(CsafSourceLease lease, IReadOnlyCollection<(string Url, string Record)> files, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.csaf_source_file (source_id, url_sha256, record)
            select s.source_id, f.url_sha256, f.record
            from cx.csaf_source s
            cross join unnest($3::bytea[], $4::text[]) as f (url_sha256, record)
            where s.source_id = $1::uuid and s.fence = $2::bigint and s.holder is not null
            order by f.url_sha256
            on conflict (source_id, url_sha256) do update set record = excluded.record
            """);
        command.Parameters.Add(new() { Value = lease.SourceId });
        command.Parameters.Add(new() { Value = lease.Fence });
        command.Parameters.Add(new() { Value = files.Select(f => DigestOf(f.Url)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = files.Select(f => f.Record).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static byte[] DigestOf(string url) => SHA256.HashData(Encoding.UTF8.GetBytes(url));
}
