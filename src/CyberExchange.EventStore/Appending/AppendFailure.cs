using Npgsql;

namespace CyberExchange.EventStore.Appending;

/// <summary>Sorts failures by SQLSTATE, never by message text.</summary>
internal static class AppendFailure
{
    private const int ClassChars = 2;

    /// <summary>The data itself is at fault, and other appends of the batch may be sound: classes 22 (data exception),
    /// 23 (integrity constraint) and 54 (program limit).</summary>
    /// <remarks>
    /// A unique violation is never the data's: streams and keys are looked up under the lock on the head, so it says that
    /// the head gave a position out twice. Then the log is damaged, and nobody's request can be blamed for it.
    /// </remarks>
    public static bool IsOfTheData(PostgresException e) =>
        e.SqlState is not PostgresErrorCodes.UniqueViolation && e.SqlState[..ClassChars] is "22" or "23" or "54";
}
