using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>Sorts failures by SQLSTATE, never by message text.</summary>
static class AppendFailure
{
    const int ClassChars = 2;

    /// <summary>The data itself is at fault, and other appends of the batch may be sound: classes 22 (data exception),
    /// 23 (integrity constraint) and 54 (program limit).</summary>
    public static bool IsOfTheData(PostgresException e) => Class(e) is "22" or "23" or "54";

    /// <summary>
    /// The server or the way to it is at fault, and the same batch may succeed later: no SQLSTATE at all (the
    /// connection broke), classes 08 (connection), 40 (rollback), 53 (resources), 57 (operator intervention), 58
    /// (system), and 25006 (read only: a standby, or a former leader).
    /// </summary>
    public static bool IsOutage(NpgsqlException e) =>
        e is not PostgresException postgres
        || Class(postgres) is "08" or "40" or "53" or "57" or "58"
        || postgres.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction;

    static string Class(PostgresException e) => e.SqlState[..ClassChars];
}
