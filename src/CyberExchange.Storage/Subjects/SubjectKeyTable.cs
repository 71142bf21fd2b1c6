using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Subjects;

/// <summary>A key as the table holds it.</summary>
/// <param name="SubjectId">Whose key it is.</param>
/// <param name="PartnerId">The partner that told us of the person.</param>
/// <param name="LookupHmac">32 bytes that find the person again without naming it.</param>
/// <param name="WrappedKey">The key, encrypted under a key that the database does not hold.</param>
public sealed record SubjectKeyRow(Guid SubjectId, Guid PartnerId, byte[] LookupHmac, byte[] WrappedKey);

/// <summary>The keys of natural persons, table <c>cx.subject_key</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class SubjectKeyTable(NpgsqlDataSource service)
{
    /// <summary>The keys that a partner's persons have already, among those that are looked up.</summary>
    public async Task<IReadOnlyList<SubjectKeyRow>> FindAsync(Guid partner, IReadOnlyList<byte[]> lookups, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select k.subject_id, k.partner_id, k.lookup_hmac, k.wrapped_key
            from cx.subject_key k
            where k.partner_id = $1::uuid and k.lookup_hmac = any ($2::bytea[])
            """);
        command.Parameters.Add(new() { Value = partner });
        command.Parameters.Add(new() { Value = lookups.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        return await ReadAsync(command, ct);
    }

    /// <summary>The keys of these subjects; an erased subject has none.</summary>
    public async Task<IReadOnlyList<SubjectKeyRow>> ReadAsync(IReadOnlyList<Guid> subjects, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select k.subject_id, k.partner_id, k.lookup_hmac, k.wrapped_key
            from cx.subject_key k
            where k.subject_id = any ($1::uuid[])
            """);
        command.Parameters.Add(new() { Value = subjects.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        return await ReadAsync(command, ct);
    }

    /// <summary>Keeps new keys, all of them or none.</summary>
    /// <remarks>In one order for all: two requests that tell of the same persons wait for each other, and never both.</remarks>
    /// <returns>False when one of these persons was given a key meanwhile: look it up and seal again.</returns>
    public async Task<bool> TryAddAsync(IReadOnlyList<SubjectKeyRow> rows, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.subject_key (subject_id, partner_id, lookup_hmac, wrapped_key)
            select r.subject_id, r.partner_id, r.lookup_hmac, r.wrapped_key
            from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as r (subject_id, partner_id, lookup_hmac, wrapped_key)
            order by r.partner_id, r.lookup_hmac
            """);
        command.Parameters.Add(new() { Value = rows.Select(r => r.SubjectId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = rows.Select(r => r.PartnerId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = rows.Select(r => r.LookupHmac).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = rows.Select(r => r.WrappedKey).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        try
        {
            await command.ExecuteNonQueryAsync(ct);
            return true;
        }
        catch (PostgresException race) when (race.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            return false;
        }
    }

    private static async Task<IReadOnlyList<SubjectKeyRow>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = new List<SubjectKeyRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetGuid(0), reader.GetGuid(1), (byte[])reader.GetValue(2), (byte[])reader.GetValue(3)));
        }

        return rows;
    }
}
