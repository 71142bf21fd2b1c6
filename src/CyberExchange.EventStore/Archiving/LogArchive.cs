using Npgsql;

namespace CyberExchange.EventStore.Archiving;

/// <summary>Moves old positions of the log to cheaper storage, where they stay readable for everyone who could read them.</summary>
/// <remarks>
/// A partition that is full never changes again. It is copied, packed tightly, to a table that may lie in a tablespace of
/// cheaper disks; the copy is compared with it row by row, and takes its place in one transaction. Reading and appending go
/// on meanwhile, but for the moment of that exchange. Broken off, it leaves the log as it was and begins the range anew.
/// </remarks>
/// <param name="owner">Connections of role cx_owner: nothing that serves may archive.</param>
public sealed class LogArchive(NpgsqlDataSource owner)
{
    /// <summary>Positions copied in one statement: some seconds of work, so that progress shows.</summary>
    private const long CopyPositionsMax = 50_000;

    /// <summary>Rows are packed from this size on. PostgreSQL's own bound, 2 kB, would leave nearly all of them as they are.</summary>
    private const int PackFromBytes = 256;

    private static readonly TimeSpan ExchangeWait = TimeSpan.FromSeconds(2);
    private const int ExchangeAttempts = 10;

    /// <summary>Archives every full range that ends before a position.</summary>
    /// <param name="beforePosition">The first position that has to stay where it is.</param>
    /// <param name="tablespace">Where the archive lies; null for the database's own place.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="ct">Breaks off.</param>
    /// <returns>The ranges that were archived, oldest first; none when there was nothing to do.</returns>
    /// <exception cref="InvalidDataException">A range has holes, or a copy differs: the log is damaged, and stays as it was. Or another
    /// archive is at work.</exception>
    /// <exception cref="PostgresException">The tablespace is not there, or the role may not create in it.</exception>
    public async Task<IReadOnlyList<ArchivedRange>> ArchiveAsync(
        long beforePosition, string? tablespace = null, IProgress<ArchiveProgress>? progress = null, CancellationToken ct = default)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        if (!await TakeTurnAsync(connection, ct))
        {
            throw new InvalidDataException("Another archive command is at work: nothing was archived.");
        }

        try
        {
            return await ArchiveAsync(connection, beforePosition, tablespace, progress, ct);
        }
        finally
        {
            await EndTurnAsync(connection);
        }
    }

    private static async Task<IReadOnlyList<ArchivedRange>> ArchiveAsync(
        NpgsqlConnection connection, long beforePosition, string? tablespace, IProgress<ArchiveProgress>? progress, CancellationToken ct)
    {
        var archived = new List<ArchivedRange>();
        foreach (var range in await DueAsync(connection, beforePosition, ct))
        {
            var copy = new RangeCopy(connection, range, tablespace, PackFromBytes);
            await copy.BeginAsync(ct);
            for (var from = range.FirstPosition; from <= range.LastPosition; from += CopyPositionsMax)
            {
                var to = Math.Min(from + CopyPositionsMax - 1, range.LastPosition);
                await copy.CopyAsync(from, to, ct);
                progress?.Report(new(range.FirstPosition, range.LastPosition, to));
            }

            await copy.CompleteAsync(ct);
            await ExchangeAsync(copy, ct);
            archived.Add(await copy.ResultAsync(ct));
        }

        return archived;
    }

    // A lock of the session and not of a row: a transaction as long as the copy would keep the database from cleaning up.
    private static async Task<bool> TakeTurnAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtext('cyberexchange archive'))", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!; // It always answers.
    }

    // The pool does not reset sessions. One that broke has let go by itself.
    private static async Task EndTurnAsync(NpgsqlConnection connection)
    {
        if (connection.State is System.Data.ConnectionState.Open)
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtext('cyberexchange archive'))", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<EventRange>> DueAsync(NpgsqlConnection connection, long beforePosition, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select r.first_position, r.last_position, r.table_name
            from cx.event_range r
            where r.archived_at is null and r.last_position < $1::bigint and r.last_position <= (select h.position from cx.head h)
            order by r.first_position
            """,
            connection);
        command.Parameters.Add(new() { Value = beforePosition });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ranges = new List<EventRange>();
        while (await reader.ReadAsync(ct))
        {
            ranges.Add(new(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2)));
        }

        return ranges;
    }

    // Whoever waits for the lock on the log makes all others wait behind it, so it waits briefly and often.
    private static async Task ExchangeAsync(RangeCopy copy, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await copy.ExchangeAsync(ExchangeWait, ct);
                return;
            }
            catch (PostgresException busy) when (attempt < ExchangeAttempts && busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                await Task.Delay(ExchangeWait, ct);
            }
        }
    }
}

/// <summary>A range of positions that was archived.</summary>
/// <param name="FirstPosition">Its first position.</param>
/// <param name="LastPosition">Its last position.</param>
/// <param name="BytesBefore">What table and indexes took.</param>
/// <param name="BytesAfter">What they take now.</param>
public sealed record ArchivedRange(long FirstPosition, long LastPosition, long BytesBefore, long BytesAfter);

/// <summary>How far the copy of a range has come.</summary>
/// <param name="FirstPosition">The range's first position.</param>
/// <param name="LastPosition">The range's last position.</param>
/// <param name="CopiedPosition">The last position that is copied.</param>
public sealed record ArchiveProgress(long FirstPosition, long LastPosition, long CopiedPosition);

/// <summary>The positions of one partition, both ends included.</summary>
internal sealed record EventRange(long FirstPosition, long LastPosition, string Table);
