using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Csaf;

/// <summary>A revision of an advisory as a file of its publisher's CSAF site.</summary>
public sealed record CsafFileRow
{
    /// <summary>The advisory.</summary>
    public required Guid ItemId { get; init; }

    /// <summary>SHA-512 of the document's bytes, 128 lower-case hexadecimal digits.</summary>
    public required string Sha512 { get; init; }

    /// <summary>Of the event that brought the revision. It never leaves.</summary>
    public required long Position { get; init; }

    /// <summary>Whose site it is a file of.</summary>
    public required Guid HolderId { get; init; }

    /// <summary>The year of the initial release date in UTC (CSAF 2.0, requirement 11).</summary>
    public required int FolderYear { get; init; }

    /// <summary>Name by CSAF 2.0, section 5.1.</summary>
    public required string FileName { get; init; }

    /// <summary><c>2.0</c> or <c>2.1</c>.</summary>
    public required string CsafVersion { get; init; }

    /// <summary>The word for the issuing party, as the document says it: <c>vendor</c>, <c>coordinator</c>, ...</summary>
    public required string PublisherCategory { get; init; }

    public required DateTimeOffset InitialReleaseAt { get; init; }

    public required DateTimeOffset CurrentReleaseAt { get; init; }

    /// <summary>SHA-256 of the same bytes, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A revision of an advisory of which a file is to be made.</summary>
/// <param name="ItemId">The advisory.</param>
/// <param name="Sha512">SHA-512 of the document's bytes, 128 lower-case hexadecimal digits.</param>
/// <param name="Position">Of the event that brought the revision.</param>
/// <param name="HolderId">Whose site it belongs on.</param>
/// <param name="TrackingId">The document's own id.</param>
public sealed record CsafRevision(Guid ItemId, string Sha512, long Position, Guid HolderId, string TrackingId);

/// <summary>The files of CSAF sites, tables <c>cx.csaf_file</c> and <c>cx.csaf_file_failed</c>.</summary>
/// <remarks>A row says nothing of who may have the file.</remarks>
/// <param name="service">Connections of role cx_service.</param>
public sealed class CsafFileTable(NpgsqlDataSource service)
{
    private const string Columns = """
        f.item_id, f.sha512, f.position, f.holder_id, f.folder_year, f.file_name, f.csaf_version, f.publisher_category,
        f.initial_release_at, f.current_release_at, f.sha256
        """;

    /// <summary>Up to which event every revision has had its turn under this key; 0 for none.</summary>
    /// <param name="key">Fingerprint of the key; empty for none.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<long> LastPositionAsync(string key, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select greatest(
                (select coalesce(max(f.position), 0) from cx.csaf_file f where f.key_fingerprint = $1::text),
                (select coalesce(max(f.position), 0) from cx.csaf_file_failed f where f.key_fingerprint = $1::text))
            """);
        command.Parameters.Add(new() { Value = key });
        return (long)(await command.ExecuteScalarAsync(CancellationToken.None))!; // One row, never null.
    }

    /// <summary>Whose these advisories are, of those that have a file under this key or failed to get one.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> HoldersAsync(IReadOnlyCollection<Guid> items, string key, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select f.item_id, f.holder_id
            from cx.csaf_file f
            where f.key_fingerprint = $1::text and f.item_id = any ($2::uuid[])
            union
            select f.item_id, f.holder_id
            from cx.csaf_file_failed f
            where f.key_fingerprint = $1::text and f.item_id = any ($2::uuid[])
            """);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = items.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var holders = new Dictionary<Guid, Guid>();
        while (await reader.ReadAsync(ct))
        {
            holders[reader.GetGuid(0)] = reader.GetGuid(1);
        }

        return holders;
    }

    /// <summary>Every file of these advisories under this key: one for each revision.</summary>
    public Task<List<CsafFileRow>> OfItemsAsync(IReadOnlyCollection<Guid> items, string key, CancellationToken ct) => ReadAsync(
        $"select {Columns} from cx.csaf_file f where f.key_fingerprint = $1::text and f.item_id = any ($2::uuid[]) order by f.item_id, f.position",
        [new() { Value = key }, new() { Value = items.ToArray() }],
        ct);

    /// <summary>The files that have or had this place on a site, the latest first: revisions of one advisory, or of several with one name.</summary>
    public Task<List<CsafFileRow>> AtAsync(Guid holder, int year, string fileName, string key, CancellationToken ct) => ReadAsync(
        $"""
        select {Columns}
        from cx.csaf_file f
        where f.holder_id = $1::uuid and f.file_name = $2::text and f.folder_year = $3::smallint and f.key_fingerprint = $4::text
        order by f.position desc
        """,
        [new() { Value = holder }, new() { Value = fileName }, new() { Value = (short)year }, new() { Value = key }],
        ct);

    /// <summary>The detached signature of a file, ASCII armoured (RFC 4880, 6.2); null where there is none.</summary>
    public async Task<string?> SignatureAsync(Guid item, string sha512, string key, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            "select f.signature from cx.csaf_file f where f.key_fingerprint = $1::text and f.item_id = $2::uuid and f.sha512 = $3::text");
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = item });
        command.Parameters.Add(new() { Value = sha512 });
        return await command.ExecuteScalarAsync(CancellationToken.None) as string;
    }

    /// <summary>Adds files, and writes down of which revisions none could be made, all or nothing. Another node may have added the same before.</summary>
    /// <param name="key">Fingerprint of the key; empty for none.</param>
    /// <param name="files">Each with its signature, which is null without a key.</param>
    /// <param name="failures">The revisions that failed.</param>
    /// <param name="now">When they were made.</param>
    /// <param name="ct">Gives up.</param>
    public async Task AddAsync(
        string key, IReadOnlyList<(CsafFileRow Row, string? Signature)> files, IReadOnlyList<CsafRevision> failures, DateTimeOffset now, CancellationToken ct)
    {
        if (files.Count + failures.Count == 0)
        {
            return;
        }

        await using var batch = service.CreateBatch(); // One transaction: the last position of either tells where to go on.
        batch.BatchCommands.Add(AddFiles(key, files, now));
        batch.BatchCommands.Add(AddFailures(key, failures, now));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The revisions that failed under this key and are wanted still: neither they nor later ones of their advisories have a file. Oldest first.</summary>
    /// <param name="key">Fingerprint of the key; empty for none.</param>
    /// <param name="after">Only what events after this position brought.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<CsafRevision>> FailedAsync(string key, long after, int max, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select f.item_id, f.sha512, f.position, f.holder_id, f.tracking_id
            from cx.csaf_file_failed f
            where f.key_fingerprint = $1::text
              and f.position > $2::bigint
              and not exists (
                  select
                  from cx.csaf_file m
                  where m.key_fingerprint = f.key_fingerprint and m.item_id = f.item_id and (m.sha512 = f.sha512 or m.position > f.position))
            order by f.position
            limit $3::integer
            """);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var failures = new List<CsafRevision>();
        while (await reader.ReadAsync(ct))
        {
            failures.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetGuid(3), reader.GetString(4)));
        }

        return failures;
    }

    private static NpgsqlBatchCommand AddFiles(string key, IReadOnlyList<(CsafFileRow Row, string? Signature)> files, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into cx.csaf_file (
                key_fingerprint, item_id, sha512, position, holder_id, folder_year, file_name, csaf_version, publisher_category,
                initial_release_at, current_release_at, sha256, signature, made_at)
            select $1::text, f.item_id, f.sha512, f.position, f.holder_id, f.folder_year, f.file_name, f.csaf_version, f.publisher_category,
                   f.initial_release_at, f.current_release_at, f.sha256, f.signature, $2::timestamptz
            from unnest(
                $3::uuid[], $4::text[], $5::bigint[], $6::uuid[], $7::smallint[], $8::text[], $9::text[], $10::text[], $11::timestamptz[],
                $12::timestamptz[], $13::text[], $14::text[]) as f (
                item_id, sha512, position, holder_id, folder_year, file_name, csaf_version, publisher_category, initial_release_at,
                current_release_at, sha256, signature)
            order by f.item_id, f.sha512
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.ItemId).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.Sha512).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.Position).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.HolderId).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => (short)f.Row.FolderYear).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.FileName).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.CsafVersion).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.PublisherCategory).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.InitialReleaseAt.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.CurrentReleaseAt.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = files.Select(f => f.Row.Sha256).ToArray() });
        command.Parameters.Add(new() { Value = files.Select(f => f.Signature).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return command;
    }

    private static NpgsqlBatchCommand AddFailures(string key, IReadOnlyList<CsafRevision> failures, DateTimeOffset now)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into cx.csaf_file_failed (key_fingerprint, item_id, sha512, position, holder_id, tracking_id, failed_at)
            select $1::text, f.item_id, f.sha512, f.position, f.holder_id, f.tracking_id, $2::timestamptz
            from unnest($3::uuid[], $4::text[], $5::bigint[], $6::uuid[], $7::text[]) as f (item_id, sha512, position, holder_id, tracking_id)
            order by f.item_id, f.sha512
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = key });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = failures.Select(f => f.ItemId).ToArray() });
        command.Parameters.Add(new() { Value = failures.Select(f => f.Sha512).ToArray() });
        command.Parameters.Add(new() { Value = failures.Select(f => f.Position).ToArray() });
        command.Parameters.Add(new() { Value = failures.Select(f => f.HolderId).ToArray() });
        command.Parameters.Add(new() { Value = failures.Select(f => f.TrackingId).ToArray() });
        return command;
    }

    private async Task<List<CsafFileRow>> ReadAsync(string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = service.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = new List<CsafFileRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new()
            {
                ItemId = reader.GetGuid(0),
                Sha512 = reader.GetString(1),
                Position = reader.GetInt64(2),
                HolderId = reader.GetGuid(3),
                FolderYear = reader.GetInt16(4),
                FileName = reader.GetString(5),
                CsafVersion = reader.GetString(6),
                PublisherCategory = reader.GetString(7),
                InitialReleaseAt = new(reader.GetDateTime(8)),
                CurrentReleaseAt = new(reader.GetDateTime(9)),
                Sha256 = reader.GetString(10),
            });
        }

        return rows;
    }
}
