using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Audit;

/// <summary>That a member of another partner was shown an item.</summary>
public sealed record AuditRead
{
    /// <summary>The item's originator.</summary>
    public required Guid OwnerId { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The row's own id.</summary>
    public required Guid ReadId { get; init; }

    public required Guid ItemId { get; init; }

    /// <summary>Kind of the item, as the API writes it.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of the TLP label that the item had.</summary>
    public required short Label { get; init; }

    /// <summary>The partner that read.</summary>
    public required Guid ReaderId { get; init; }

    /// <summary>Its member.</summary>
    public required Guid MemberId { get; init; }

    /// <summary>The way that the exchange showed it by.</summary>
    public required string Door { get; init; }

    /// <summary>The request's id in the server's log.</summary>
    public required string CorrelationId { get; init; }
}

/// <summary>Who was shown what, table <c>cx.audit_read</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class AuditReadTable(NpgsqlDataSource service)
{
    private const string Columns = "r.owner_id, r.read_at, r.read_id, r.item_id, r.kind, r.label, r.reader_id, r.member_id, r.door, r.correlation_id";

    /// <summary>Adds rows, all of them or none.</summary>
    public async Task AddAsync(IReadOnlyList<AuditRead> rows, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.audit_read (owner_id, read_at, read_id, item_id, kind, label, reader_id, member_id, door, correlation_id)
            select r.owner_id, r.read_at, r.read_id, r.item_id, r.kind, r.label, r.reader_id, r.member_id, r.door, r.correlation_id
            from unnest($1::uuid[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::smallint[], $7::uuid[], $8::uuid[], $9::text[], $10::text[])
                as r (owner_id, read_at, read_id, item_id, kind, label, reader_id, member_id, door, correlation_id)
            """);
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, r => r.OwnerId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.TimestampTz, r => r.ReadAt.ToUniversalTime()));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, r => r.ReadId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, r => r.ItemId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, r => r.Kind));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Smallint, r => r.Label));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, r => r.ReaderId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, r => r.MemberId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, r => r.Door));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, r => r.CorrelationId));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Who was shown an owner's items, newest first.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="item">One of its items; null for all.</param>
    /// <param name="shown">The partners that the owner may know of: what others read is left out.</param>
    /// <param name="before">The last row that was read.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="ct">Gives up.</param>
    public Task<IReadOnlyList<AuditRead>> OfOwnerAsync(
        Guid owner, Guid? item, IReadOnlyCollection<Guid> shown, AuditPlace before, int max, CancellationToken ct) =>
        AuditRows.ReadAsync(
            service,
            owner,
            $"""
            select {Columns}
            from cx.audit_read r
            where r.owner_id = $1::uuid
              and ($2::uuid is null or r.item_id = $2)
              and r.reader_id = any ($3::uuid[])
              and (r.read_at, r.read_id) < ($4::timestamptz, $5::uuid)
            order by r.read_at desc, r.read_id desc
            limit $6::integer
            """,
            [
                new() { Value = owner }, AuditRows.Nullable(NpgsqlDbType.Uuid, item), new() { Value = shown.ToArray() },
                AuditRows.Instant(before.At), new() { Value = before.Id }, new() { Value = max },
            ],
            Read,
            ct);

    /// <summary>Who was shown what, whosever it is, newest first: for stewards, to whom nobody is named.</summary>
    /// <param name="item">One item; null for all.</param>
    /// <param name="before">The last row that was read.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="ct">Gives up.</param>
    public Task<IReadOnlyList<AuditRead>> OfAllAsync(Guid? item, AuditPlace before, int max, CancellationToken ct) =>
        AuditRows.ReadAsync(
            service,
            partner: null,
            $"""
            select {Columns}
            from cx.audit_read r
            where ($1::uuid is null or r.item_id = $1)
              and (r.read_at, r.read_id) < ($2::timestamptz, $3::uuid)
            order by r.read_at desc, r.read_id desc
            limit $4::integer
            """,
            [AuditRows.Nullable(NpgsqlDbType.Uuid, item), AuditRows.Instant(before.At), new() { Value = before.Id }, new() { Value = max }],
            Read,
            ct);

    private static AuditRead Read(NpgsqlDataReader r) => new()
    {
        OwnerId = r.GetGuid(0),
        ReadAt = r.GetFieldValue<DateTimeOffset>(1),
        ReadId = r.GetGuid(2),
        ItemId = r.GetGuid(3),
        Kind = r.GetString(4),
        Label = r.GetInt16(5),
        ReaderId = r.GetGuid(6),
        MemberId = r.GetGuid(7),
        Door = r.GetString(8),
        CorrelationId = r.GetString(9),
    };
}
