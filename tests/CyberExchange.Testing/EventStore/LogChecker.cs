using Npgsql;

namespace CyberExchange.Testing.EventStore;

/// <summary>Checks a log from outside: it reads SQL only, and shares no line with the program that wrote the log.</summary>
/// <remarks>
/// Positions dense and the head at the last; versions dense, in the order of positions, and as the stream's row says;
/// every event stored by one key, whose range is of its stream and ends at its version; leaves derived again from what is
/// stored; documents under their digests. The rules are <c>ops/postgres/check-log.sql</c>, which an operator runs as it is.
/// </remarks>
public static class LogChecker
{
    private const string Rules = "check-log.sql";

    // A log of a million events is read in well under this; a fault test may run it beside others.
    private const int TimeoutSeconds = 300;

    /// <summary>What is wrong with the log, one sentence each, beginning with the rule; empty when it is sound.</summary>
    /// <param name="connectionString">A login that may read schema cx whole, such as the superuser of the tests.</param>
    /// <param name="acknowledged">Events that a caller was told are stored, and at which position; each must be there once.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="PostgresException">The log cannot be read: a table or a column is missing.</exception>
    public static async Task<IReadOnlyList<string>> CheckAsync(
        string connectionString, IReadOnlyDictionary<Guid, long>? acknowledged = null, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        await using var log = new NpgsqlCommand(await RulesAsync(ct), connection) { CommandTimeout = TimeoutSeconds };
        var violations = await ReadAsync(log, ct);
        if (acknowledged is { Count: > 0 })
        {
            await using var promises = Promises(connection, acknowledged);
            violations.AddRange(await ReadAsync(promises, ct));
        }

        return violations;
    }

    private static NpgsqlCommand Promises(NpgsqlConnection connection, IReadOnlyDictionary<Guid, long> acknowledged)
    {
        const string sql = """
            select format('acknowledged: %s at position %s is stored at %s', a.event_id, a.position,
                coalesce(string_agg(e.position::text, ', ' order by e.position), 'none'))
            from unnest($1::uuid[], $2::bigint[]) as a (event_id, position)
            left join cx.event e on e.event_id = a.event_id
            group by a.event_id, a.position
            having count(e.position) <> 1 or min(e.position) <> a.position
            order by a.position limit 20
            """;
        return new(sql, connection)
        {
            CommandTimeout = TimeoutSeconds,
            Parameters = { new() { Value = acknowledged.Keys.ToArray() }, new() { Value = acknowledged.Values.ToArray() } },
        };
    }

    private static async Task<List<string>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var violations = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            violations.Add(reader.GetString(0));
        }

        return violations;
    }

    private static async Task<string> RulesAsync(CancellationToken ct)
    {
        await using var stream = typeof(LogChecker).Assembly.GetManifestResourceStream(Rules)
            ?? throw new InvalidOperationException($"{Rules} is not embedded: the tests were built wrongly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(ct);
    }
}
