using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Revocation;

/// <summary>The last revocation list that was had of each authority, table <c>cx.revocation_list</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class RevocationListTable(NpgsqlDataSource service)
{
    /// <summary>Lists of these authorities that are later than those already had.</summary>
    /// <param name="had">SHA-256 of each authority's public key in hexadecimal digits, with when the list was made that is had; the beginning of time for none.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IReadOnlyList<(string IssuerKey, byte[] List)>> ReadLaterAsync(IReadOnlyList<(string IssuerKey, DateTimeOffset MadeAt)> had, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select r.issuer_key, r.list
            from unnest($1::text[], $2::timestamptz[]) as h (issuer_key, made_at)
            join cx.revocation_list r on r.issuer_key = h.issuer_key and r.made_at > h.made_at
            """);
        command.Parameters.Add(new() { Value = had.Select(h => h.IssuerKey).ToArray() });
        command.Parameters.Add(new() { Value = had.Select(h => h.MadeAt.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = new List<(string, byte[])>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add((reader.GetString(0), await reader.GetFieldValueAsync<byte[]>(1, ct)));
        }

        return rows;
    }

    /// <summary>Keeps a list in place of an earlier one; one that is not later than the one kept changes nothing.</summary>
    /// <param name="issuerKey">SHA-256 of the authority's public key, in hexadecimal digits.</param>
    /// <param name="list">The list as it was fetched.</param>
    /// <param name="thisUpdate">When its authority made it.</param>
    /// <param name="fetchedAt">When it was fetched.</param>
    /// <param name="ct">Gives up.</param>
    public async Task KeepAsync(string issuerKey, byte[] list, DateTimeOffset thisUpdate, DateTimeOffset fetchedAt, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            insert into cx.revocation_list as r (issuer_key, list, made_at, fetched_at)
            values ($1::text, $2::bytea, $3::timestamptz, $4::timestamptz)
            on conflict (issuer_key) do update
            set list = excluded.list, made_at = excluded.made_at, fetched_at = excluded.fetched_at
            where excluded.made_at > r.made_at
            """);
        command.Parameters.Add(new() { Value = issuerKey });
        command.Parameters.Add(new() { Value = list, NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = thisUpdate.UtcDateTime });
        command.Parameters.Add(new() { Value = fetchedAt.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }
}
