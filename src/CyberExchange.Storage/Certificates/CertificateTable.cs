using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Certificates;

/// <summary>A certificate with which somebody came.</summary>
/// <param name="SpkiSha256">Its key, 64 lower-case hexadecimal digits.</param>
/// <param name="EndsAt">When it ends, or one above it does.</param>
public sealed record CertificateRow(string SpkiSha256, DateTimeOffset EndsAt);

/// <summary>Which certificates came, table <c>cx.certificate_seen</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class CertificateTable(NpgsqlDataSource service)
{
    /// <summary>Keeps the rows that are new.</summary>
    public async Task AddAsync(IReadOnlyList<CertificateRow> rows, DateTimeOffset now, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = service.CreateCommand(
            """
            insert into cx.certificate_seen (spki_sha256, ends_at, seen_at)
            select r.spki_sha256, r.ends_at, $3::timestamptz
            from unnest($1::text[], $2::timestamptz[]) as r (spki_sha256, ends_at)
            order by r.spki_sha256, r.ends_at
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = rows.Select(r => r.SpkiSha256).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = rows.Select(r => r.EndsAt.ToUniversalTime()).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = now.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For each of these keys with which somebody came, its certificate that ends last.</summary>
    public async Task<IReadOnlyList<CertificateRow>> LastEndsAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        await using var command = service.CreateCommand(
            """
            select c.spki_sha256, max(c.ends_at)
            from cx.certificate_seen c
            where c.spki_sha256 = any ($1::text[])
            group by c.spki_sha256
            """);
        command.Parameters.Add(new() { Value = keys.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var rows = new List<CertificateRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new(reader.GetString(0), new(reader.GetDateTime(1))));
        }

        return rows;
    }
}
