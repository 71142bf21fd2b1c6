using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Audit;

/// <summary>Decisions of the gate that were alike, of a minute at most.</summary>
public sealed record AuditDecision
{
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>The row's own id.</summary>
    public required Guid DecisionId { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many they were.</summary>
    public required long Times { get; init; }

    /// <summary><c>admitted</c>, or the name of the problem that the caller was answered.</summary>
    public required string Decision { get; init; }

    /// <summary>What was wrong with the certificate or the token; null for nothing of the kind.</summary>
    public required string? Fault { get; init; }

    /// <summary>Whose enrolled key it was; null for none.</summary>
    public required Guid? PartnerId { get; init; }

    public required Guid? MemberId { get; init; }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits; null where no certificate was shown.</summary>
    public required string? KeySha256 { get; init; }

    /// <summary>Whence who showed no certificate came (of IPv6, the network); null where one was shown.</summary>
    public required string? Address { get; init; }
}

/// <summary>What the gate decided, table <c>cx.audit_decision</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class AuditDecisionTable(NpgsqlDataSource service)
{
    private const string Columns = "d.first_at, d.decision_id, d.last_at, d.times, d.decision, d.fault, d.partner_id, d.member_id, d.key_sha256, d.address";

    /// <summary>Adds rows, all of them or none.</summary>
    public async Task AddAsync(IReadOnlyList<AuditDecision> rows, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.audit_decision (first_at, decision_id, last_at, times, decision, fault, partner_id, member_id, key_sha256, address)
            select d.first_at, d.decision_id, d.last_at, d.times, d.decision, d.fault, d.partner_id, d.member_id, d.key_sha256, d.address
            from unnest($1::timestamptz[], $2::uuid[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::text[], $10::text[])
                as d (first_at, decision_id, last_at, times, decision, fault, partner_id, member_id, key_sha256, address)
            """);
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.TimestampTz, d => d.FirstAt.ToUniversalTime()));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, d => d.DecisionId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.TimestampTz, d => d.LastAt.ToUniversalTime()));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Bigint, d => d.Times));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, d => d.Decision));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, d => d.Fault));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, d => d.PartnerId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Uuid, d => d.MemberId));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, d => d.KeySha256));
        command.Parameters.Add(AuditRows.Each(rows, NpgsqlDbType.Text, d => d.Address));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>What was decided about a partner's keys, newest first.</summary>
    /// <param name="partner">The partner.</param>
    /// <param name="before">The last row that was read.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="ct">Gives up.</param>
    public Task<IReadOnlyList<AuditDecision>> OfPartnerAsync(Guid partner, AuditPlace before, int max, CancellationToken ct) =>
        AuditRows.ReadAsync(
            service,
            partner,
            $"""
            select {Columns}
            from cx.audit_decision d
            where d.partner_id = $1::uuid and (d.first_at, d.decision_id) < ($2::timestamptz, $3::uuid)
            order by d.first_at desc, d.decision_id desc
            limit $4::integer
            """,
            [new() { Value = partner }, AuditRows.Instant(before.At), new() { Value = before.Id }, new() { Value = max }],
            Read,
            ct);

    /// <summary>What was decided about anybody, newest first: for stewards, to whom nobody is named.</summary>
    public Task<IReadOnlyList<AuditDecision>> OfAllAsync(AuditPlace before, int max, CancellationToken ct) =>
        AuditRows.ReadAsync(
            service,
            partner: null,
            $"""
            select {Columns}
            from cx.audit_decision d
            where (d.first_at, d.decision_id) < ($1::timestamptz, $2::uuid)
            order by d.first_at desc, d.decision_id desc
            limit $3::integer
            """,
            [AuditRows.Instant(before.At), new() { Value = before.Id }, new() { Value = max }],
            Read,
            ct);

    private static AuditDecision Read(NpgsqlDataReader r) => new()
    {
        FirstAt = r.GetFieldValue<DateTimeOffset>(0),
        DecisionId = r.GetGuid(1),
        LastAt = r.GetFieldValue<DateTimeOffset>(2),
        Times = r.GetInt64(3),
        Decision = r.GetString(4),
        Fault = r.IsDBNull(5) ? null : r.GetString(5),
        PartnerId = r.IsDBNull(6) ? null : r.GetGuid(6),
        MemberId = r.IsDBNull(7) ? null : r.GetGuid(7),
        KeySha256 = r.IsDBNull(8) ? null : r.GetString(8),
        Address = r.IsDBNull(9) ? null : r.GetString(9),
    };
}
