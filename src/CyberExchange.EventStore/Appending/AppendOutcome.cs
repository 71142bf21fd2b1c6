using System.Data.Common;
using System.Diagnostics;

namespace CyberExchange.EventStore.Appending;

/// <summary>Reads the columns outcome, at_stream, first, last, at_version, which both append functions give.</summary>
internal static class AppendOutcome
{
    // The numbers of cx.append_one and cx.append_batch.
    private const int Appended = 0;
    private const int Repeated = 1;
    private const int Conflict = 2;
    private const int KeyReused = 3;

    public static AppendResult Read(DbDataReader row) => row.GetInt32(0) switch
    {
        Appended => ReadAppended(row, repeated: false),
        Repeated => ReadAppended(row, repeated: true),
        Conflict => new AppendResult.Conflict(row.GetInt32(4)),
        KeyReused => new AppendResult.KeyReused(),
        var unknown => throw new UnreachableException($"The append functions know no outcome {unknown}."),
    };

    /// <summary>Waits for the end of the answer, which alone says that the rows before it are committed.</summary>
    /// <remarks>
    /// The rows of a large batch leave the server before its commit. Disposing the reader waits for the end too, but takes a
    /// time-out for one.
    /// </remarks>
    public static Task EndAsync(DbDataReader reader, CancellationToken ct = default) => reader.NextResultAsync(ct);

    private static AppendResult.Appended ReadAppended(DbDataReader row, bool repeated) =>
        new(row.GetInt64(2), row.GetInt64(3), row.GetInt32(4), row.GetString(1), repeated);
}
