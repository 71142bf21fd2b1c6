using CyberExchange.Domain;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>A mandate as the operator that gave it and the CERT that holds it read it.</summary>
public sealed record MandateRow
{
    public required MandateId Id { get; init; }

    public required Mandate Text { get; init; }

    /// <summary>The JWS that the operator's member signed.</summary>
    public required string Signed { get; init; }

    /// <summary>The key that signed, as SubjectPublicKeyInfo in base64.</summary>
    public required string PublicKey { get; init; }

    public required MemberId GivenBy { get; init; }

    public required DateTimeOffset GivenAt { get; init; }

    /// <summary>When it was revoked; null while it was not.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    public required string? RevokedBecause { get; init; }

    /// <summary>The mandate as rules read it.</summary>
    public GivenMandate Given => new(Id, Text, RevokedAt is not null);
}

/// <summary>A partner's own mandates: those that it gave, and those that it holds. Any other is never found.</summary>
public sealed class MandateQueries(NpgsqlDataSource service)
{
    private const string Columns =
        "m.mandate_id, m.content, m.signed, m.public_key, m.given_by, m.given_at, m.revoked_at, m.revoked_because";

    /// <summary>Those that were neither revoked nor have ended, newest first.</summary>
    public async Task<IReadOnlyList<MandateRow>> ListAsync(PartnerId partner, DateTimeOffset now, CancellationToken ct)
    {
        const string sql = $"""
            select {Columns}
            from core.mandate m
            where (m.operator_id = $1 or m.cert_id = $1) and m.revoked_at is null and m.until_at > $2
            order by m.given_position desc
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(partner.Value).With(now.ToUniversalTime()).ReadAsync(RowCaller.Of(partner), Read, ct);
    }

    /// <summary>How many of an operator's a CERT may file under now or later.</summary>
    public async Task<int> CountAsync(PartnerId giver, PartnerId cert, DateTimeOffset now, CancellationToken ct)
    {
        const string sql = """
            select count(*)::integer
            from core.mandate m
            where m.operator_id = $1 and m.cert_id = $2 and m.revoked_at is null and m.until_at > $3
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return (await connection.Statement(sql).With(giver.Value).With(cert.Value).With(now.ToUniversalTime()).ReadAsync(RowCaller.Of(giver), r => r.GetInt32(0), ct)).Single();
    }

    /// <summary>One, whatever became of it; null where it is not the partner's.</summary>
    public async Task<MandateRow?> FindAsync(PartnerId partner, MandateId id, CancellationToken ct)
    {
        const string sql = $"select {Columns} from core.mandate m where m.mandate_id = $1 and (m.operator_id = $2 or m.cert_id = $2)";
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement(sql).With(id.Value).With(partner.Value).ReadAsync(RowCaller.Of(partner), Read, ct);
        return rows is [var row] ? row : null;
    }

    private static MandateRow Read(NpgsqlDataReader r) => new()
    {
        Id = new(r.GetGuid(0)),
        Text = CanonicalJson.Read(r.GetFieldValue<byte[]>(1), MandateJson.Default.Mandate),
        Signed = r.GetString(2),
        PublicKey = r.GetString(3),
        GivenBy = new(r.GetGuid(4)),
        GivenAt = r.GetFieldValue<DateTimeOffset>(5),
        RevokedAt = r.IsDBNull(6) ? null : r.GetFieldValue<DateTimeOffset>(6),
        RevokedBecause = r.Nullable<string>(7),
    };
}
