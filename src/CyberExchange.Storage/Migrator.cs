using System.Globalization;
using Npgsql;

namespace CyberExchange.Storage;

/// <summary>Brings a database to the schema of this program, one numbered script at a time.</summary>
/// <remarks>
/// Each script runs in a transaction of its own, under a lock on the table that records the applied scripts, so several
/// nodes may start at once. Scripts that make roles run as the login; all others run as cx_owner. A script that needs a table which others
/// use waits for it only briefly, since whoever asks for the table meanwhile waits behind the script: then it lets go and tries again.
/// </remarks>
public static class Migrator
{
    // Races between two first migrations of one cluster: each loser finds the winner's rows when it tries again.
    private const int AttemptsMax = 5;
    private static readonly string[] LostRaces =
    [
        PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.DuplicateSchema, PostgresErrorCodes.DuplicateTable,
        PostgresErrorCodes.DuplicateObject,
        PostgresErrorCodes.InternalError, // "tuple concurrently updated", on a catalog row of the cluster.
    ];

    /// <summary>Applies the scripts of this program that the database lacks.</summary>
    /// <param name="connectionString">A login that may create roles and schemas, or one that an administrator has made
    /// a member of cx_owner, cx_service and cx_projector, where marten_reader is made too.</param>
    /// <param name="ct">Stops between scripts; a script that was begun is rolled back.</param>
    /// <exception cref="SchemaMismatchException">An applied script has changed, or the database is newer.</exception>
    /// <exception cref="SchemaLockedException">Somebody held a table that a script needs, at every try; nothing of the script remains.</exception>
    /// <exception cref="PostgresException">A script failed; nothing of it remains.</exception>
    public static Task MigrateAsync(string connectionString, CancellationToken ct = default) =>
        MigrateAsync(connectionString, SchemaScript.Embedded(), LockPatience.Usual, ct);

    /// <summary>Applies the given scripts; see <see cref="MigrateAsync(string, CancellationToken)"/>.</summary>
    public static Task MigrateAsync(string connectionString, IReadOnlyList<SchemaScript> scripts, CancellationToken ct = default) =>
        MigrateAsync(connectionString, scripts, LockPatience.Usual, ct);

    /// <summary>Applies the given scripts with other patience; see <see cref="MigrateAsync(string, CancellationToken)"/>.</summary>
    public static async Task MigrateAsync(string connectionString, IReadOnlyList<SchemaScript> scripts, LockPatience patience, CancellationToken ct = default)
    {
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, ApplicationName = "cyberexchange migrator" });
        await using var connection = await source.OpenConnectionAsync(ct);

        await RetryLostRacesAsync(() => PrepareRecordAsync(connection, ct));
        RefuseUnknown(await AppliedAsync(connection, ct), scripts);
        foreach (var script in scripts)
        {
            await RetryLockedAsync(script, patience, () => RetryLostRacesAsync(() => ApplyAsync(connection, script, patience, ct)), ct);
        }
    }

    private static async Task RetryLockedAsync(SchemaScript script, LockPatience patience, Func<Task> step, CancellationToken ct)
    {
        var pause = patience.PauseMin;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException locked) when (locked.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                if (attempt == patience.Attempts)
                {
                    throw new SchemaLockedException(script, patience, locked);
                }
            }

            await Task.Delay(pause, ct);
            pause = pause * 2 < patience.PauseMax ? pause * 2 : patience.PauseMax;
        }
    }

    private static async Task RetryLostRacesAsync(Func<Task> step)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await step();
                return;
            }
            catch (PostgresException lost) when (attempt < AttemptsMax && LostRaces.Contains(lost.SqlState, StringComparer.Ordinal))
            {
                // The step was rolled back as a whole; the next attempt reads what the winner left.
            }
        }
    }

    private static async Task PrepareRecordAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await ExistsAsync(connection, ct))
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            create schema if not exists cx;
            create table if not exists cx.schema_script (
                number integer not null primary key,
                name text not null,
                sha256 bytea not null,
                applied_at timestamptz not null default now()
            );
            """, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select to_regclass('cx.schema_script') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!; // One row, never null.
    }

    private static async Task<Dictionary<int, (string Name, byte[] Sha256)>> AppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select number, name, sha256 from cx.schema_script order by number", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<int, (string, byte[])>();
        while (await reader.ReadAsync(ct))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), (byte[])reader.GetValue(2)));
        }

        return applied;
    }

    private static void RefuseUnknown(Dictionary<int, (string Name, byte[] Sha256)> applied, IReadOnlyList<SchemaScript> scripts)
    {
        var known = scripts.Select(script => script.Number).ToHashSet();
        var unknown = applied.Where(row => !known.Contains(row.Key)).Select(row => $"{row.Key:0000}-{row.Value.Name}").ToList();
        if (unknown.Count > 0)
        {
            throw new SchemaMismatchException(
                $"The database is newer than this program: it holds {string.Join(", ", unknown)}. Start a program that knows these scripts.");
        }

        foreach (var script in scripts)
        {
            if (applied.TryGetValue(script.Number, out var row))
            {
                RefuseChanged(script, row.Sha256);
            }
        }
    }

    private static void RefuseChanged(SchemaScript script, byte[] appliedSha256)
    {
        if (!script.Sha256.Span.SequenceEqual(appliedSha256))
        {
            throw new SchemaMismatchException(
                $"Schema script {script.Number:0000}-{script.Name} has changed since it was applied. " +
                "Applied scripts stay as they are: undo the change and write a new script.");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, SchemaScript script, LockPatience patience, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Another node may have applied the script while this one waited for the lock.
        await RunAsync(connection, "lock table cx.schema_script in exclusive mode", ct);
        if ((await AppliedAsync(connection, ct)).TryGetValue(script.Number, out var row))
        {
            RefuseChanged(script, row.Sha256);
            return;
        }

        await RunAsync(connection, string.Create(CultureInfo.InvariantCulture, $"set local lock_timeout = {(int)patience.Wait.TotalMilliseconds}"), ct);
        if (!script.MakesRoles)
        {
            await RunAsync(connection, "set local role cx_owner", ct);
        }

        await RunAsync(connection, script.Text, ct);
        await RunAsync(connection, "reset role", ct);
        await RecordAsync(connection, script, ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task RecordAsync(NpgsqlConnection connection, SchemaScript script, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into cx.schema_script (number, name, sha256) values ($1::integer, $2::text, $3::bytea)", connection)
        {
            Parameters = { new() { Value = script.Number }, new() { Value = script.Name }, new() { Value = script.Sha256 } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        // The text is made of constants of this file or a script embedded in the program, never input. On a large log it takes as long
        // as it takes: one that was broken off would be begun again at every start.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
