using System.Data.Common;
using System.Diagnostics;

namespace CyberExchange.EventStore.Appending;

/// <summary>Reads what the append functions answer.</summary>
internal static class AppendOutcome
{
    // The numbers of the append functions.
    private const int Stored = 0;
    private const int Repeated = 1;
    private const int Conflict = 2;
    private const int KeyReused = 3;

    /// <summary>Reads a row of outcome, at_stream, first, last, at_version.</summary>
    public static AppendResult Read(DbDataReader row) =>
        Of(row.GetInt32(0), row.GetString(1), row.GetFieldValue<long?>(2), row.GetFieldValue<long?>(3), row.GetInt32(4));

    /// <summary>Waits for the end of the answer, which alone says that what came before it is committed.</summary>
    /// <remarks>
    /// The row of a large batch leaves the server before its commit. Disposing the reader waits for the end too, but takes a
    /// time-out for one.
    /// </remarks>
    public static Task EndAsync(DbDataReader reader) => reader.NextResultAsync(CancellationToken.None);

    /// <summary>Reads the row of cx.append_events: base, befores, outcomes, at_streams, firsts, lasts, versions.</summary>
    public static AppendResult[] ReadBatch(DbDataReader row, ReadOnlySpan<PendingAppend> batch) =>
        row.IsDBNull(2) ? AllStored(row, batch) : Each(row);

    private static AppendResult[] AllStored(DbDataReader row, ReadOnlySpan<PendingAppend> batch)
    {
        var last = row.GetInt64(0);
        var befores = row.GetFieldValue<int[]>(1);
        var results = new AppendResult[batch.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var append = batch[i].Append;
            var first = last + 1;
            last += append.Events.Count;
            results[i] = new AppendResult.Appended(first, last, befores[i] + append.Events.Count, append.Stream, Repeated: false);
        }

        return results;
    }

    private static AppendResult[] Each(DbDataReader row)
    {
        var outcomes = row.GetFieldValue<int[]>(2);
        var streams = row.GetFieldValue<string[]>(3);
        var firsts = row.GetFieldValue<long?[]>(4); // Null where nothing is stored.
        var lasts = row.GetFieldValue<long?[]>(5);
        var versions = row.GetFieldValue<int[]>(6);
        var results = new AppendResult[outcomes.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Of(outcomes[i], streams[i], firsts[i], lasts[i], versions[i]);
        }

        return results;
    }

    // Positions are there where something is stored. A key of another request says nothing of what it stored.
    private static AppendResult Of(int outcome, string stream, long? first, long? last, int version) => outcome switch
    {
        Stored => new AppendResult.Appended(first!.Value, last!.Value, version, stream, Repeated: false),
        Repeated => new AppendResult.Appended(first!.Value, last!.Value, version, stream, Repeated: true),
        Conflict => new AppendResult.Conflict(version),
        KeyReused => new AppendResult.KeyReused(),
        var unknown => throw new UnreachableException($"The append functions know no outcome {unknown}."),
    };
}
