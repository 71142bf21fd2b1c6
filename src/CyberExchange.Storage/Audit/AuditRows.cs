using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Storage.Audit;

/// <summary>A place in a list of audit rows, newest first.</summary>
/// <param name="At">When the row's first event was, in UTC and whole microseconds.</param>
/// <param name="Id">The row's id.</param>
public readonly record struct AuditPlace(DateTimeOffset At, Guid Id)
{
    /// <summary>Before every row of the list, and after every instant.</summary>
    public static AuditPlace Newest { get; } = new(new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), Guid.AllBitsSet);
}

/// <summary>How long audit rows stand, and statements on them on somebody's behalf.</summary>
public static class AuditRows
{
    /// <summary>At least so long. The database refuses to delete what is younger than 28 days: two are for clocks that differ.</summary>
    public const int DaysMin = 30;

    // Row-level policies show a transaction what its caller may read; see scripts 0140 and 0150.
    private const string Enter = "select set_config('cx.partner', $1, true), set_config('cx.errand', $2, true)";

    /// <summary>Deletes rows of both tables that are older than an instant.</summary>
    /// <param name="service">Connections of role cx_service.</param>
    /// <param name="before">The instant, at least 28 days ago.</param>
    /// <param name="rowsMax">At most so many of each table.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>How many went.</returns>
    public static async Task<long> ForgetAsync(NpgsqlDataSource service, DateTimeOffset before, int rowsMax, CancellationToken ct)
    {
        await using var command = service.CreateCommand("select cx.forget_audit($1::timestamptz, $2::integer)");
        command.Parameters.Add(Instant(before));
        command.Parameters.Add(new() { Value = rowsMax });
        return (long)(await command.ExecuteScalarAsync(CancellationToken.None))!; // The function answers one number.
    }

    /// <summary>Reads on behalf of a partner, or of the exchange for its stewards where that is null: one transaction, one journey.</summary>
    internal static async Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlDataSource service, Guid? partner, string constantSql, IEnumerable<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var asked = new NpgsqlBatchCommand(constantSql);
        foreach (var parameter in parameters)
        {
            asked.Parameters.Add(parameter);
        }

        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Enter)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = partner?.ToString("D") ?? "" },
                        new NpgsqlParameter<string> { TypedValue = partner is null ? "audit" : "" },
                    },
                },
                asked,
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
        await reader.NextResultAsync(CancellationToken.None);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    internal static NpgsqlParameter Instant(DateTimeOffset value) => new() { Value = value.ToUniversalTime(), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    internal static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    internal static NpgsqlParameter Each<TRow, TValue>(IEnumerable<TRow> rows, NpgsqlDbType type, Func<TRow, TValue> value) =>
        new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
