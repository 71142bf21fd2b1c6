using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Instances;

/// <summary>The mark of the instance key that the database was begun under, table <c>cx.instance_key</c>.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class InstanceKeyTable(NpgsqlDataSource service)
{
    /// <summary>Leaves the mark in a database that has none.</summary>
    /// <param name="mark">32 bytes that follow from the key and do not tell it.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The mark that the database bears: this one, or that of the key it was begun under.</returns>
    public async Task<byte[]> MarkAsync(byte[] mark, CancellationToken ct)
    {
        await using var insert = service.CreateCommand("insert into cx.instance_key (mark) values ($1::bytea) on conflict (only_row) do nothing");
        insert.Parameters.Add(new() { Value = mark, NpgsqlDbType = NpgsqlDbType.Bytea });
        await insert.ExecuteNonQueryAsync(ct);

        // A statement of its own: what another node has just inserted is seen only by the next one.
        await using var read = service.CreateCommand("select mark from cx.instance_key");
        return (byte[])(await read.ExecuteScalarAsync(CancellationToken.None))!; // The row is there now, and never null.
    }
}
