using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views;

/// <summary>Commands with positional, typed parameters.</summary>
internal static class Statements
{
    public static NpgsqlCommand Statement(this NpgsqlConnection connection, string sql) => new(sql, connection);

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
        where T : notnull
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Adds a value that may be null, under the type it would have.</summary>
    public static NpgsqlCommand WithNullable(this NpgsqlCommand command, NpgsqlDbType type, object? value)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        return command;
    }

    /// <summary>Adds an array, or null for an empty one.</summary>
    public static NpgsqlCommand WithSome<T>(this NpgsqlCommand command, NpgsqlDbType element, IEnumerable<T> values) =>
        command.WithNullable(NpgsqlDbType.Array | element, values.ToArray() is { Length: > 0 } some ? some : null);

    public static async Task<int> RunAsync(this NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(ct);
        }
    }

    public static async Task<List<T>> ReadAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            return await RowsAsync(reader, row, ct);
        }
    }

    /// <summary>Reads on somebody's behalf, in a transaction of its own.</summary>
    /// <remarks>Both statements go in one message, which is one transaction: naming the caller costs no journey.</remarks>
    public static async Task<List<T>> ReadAsync<T>(this NpgsqlCommand command, RowCaller caller, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        await using (command)
        {
            await using var batch = new NpgsqlBatch(command.Connection) { BatchCommands = { caller.Named(), command.Moved() } };
            await using var reader = await batch.ExecuteReaderAsync(CancellationToken.None);
            await reader.NextResultAsync(CancellationToken.None);
            return await RowsAsync(reader, row, ct);
        }
    }

    // A parameter belongs to one command at a time.
    private static NpgsqlBatchCommand Moved(this NpgsqlCommand command)
    {
        var moved = new NpgsqlBatchCommand(command.CommandText);
        var parameters = command.Parameters.ToArray();
        command.Parameters.Clear();
        foreach (var parameter in parameters)
        {
            moved.Parameters.Add(parameter);
        }

        return moved;
    }

    private static async Task<List<T>> RowsAsync<T>(NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public static T? Nullable<T>(this NpgsqlDataReader reader, int column)
        where T : class =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);
}
