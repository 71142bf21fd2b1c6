using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>Sorts failures by SQLSTATE, never by message text.</summary>
static class AppendFailure
{
    const int ClassChars = 2;

    /// <summary>The data itself is at fault, and other appends of the batch may be sound: classes 22 (data exception),
    /// 23 (integrity constraint) and 54 (program limit).</summary>
    public static bool IsOfTheData(PostgresException e) => Class(e) is "22" or "23" or "54";

    static string Class(PostgresException e) => e.SqlState[..ClassChars];
}
