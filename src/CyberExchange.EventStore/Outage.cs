using Npgsql;

namespace CyberExchange.EventStore;

/// <summary>Tells a database that is away, or changing its leader, from a fault of the data or of the program.</summary>
public static class Outage
{
    private const int ClassChars = 2;
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>
    /// Whether the server or the way to it is at fault, so that the same thing may succeed later: no SQLSTATE at all (the
    /// connection broke), a time-out, classes 08 (connection), 40 (rollback), 53 (resources), 57 (operator intervention),
    /// 58 (system), 25006 (read only: a standby, or a former leader) and 25P03 (the session was idle for too long).
    /// </summary>
    /// <remarks>Sorted by SQLSTATE, never by message text.</remarks>
    public static bool Is(Exception e) => e switch
    {
        PostgresException postgres => postgres.SqlState[..ClassChars] is "08" or "40" or "53" or "57" or "58"
            || postgres.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionTimeout,
        NpgsqlException or TimeoutException => true,
        _ => false,
    };
}
