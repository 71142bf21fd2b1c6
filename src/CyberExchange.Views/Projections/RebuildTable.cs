using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>The row of a view's rebuild, and the tables that it writes.</summary>
/// <param name="projection">The view.</param>
internal sealed class RebuildTable(Projection projection)
{
    private const string Present = """
        select r.version, r.fence, r.position, r.instant, r.events_per_second, r.cancelled,
               coalesce(r.begun_under = (select count(*) from cx.schema_script), false), r.stopped_because
        from cx.view_rebuild r
        where r.view = $1
        """;

    // Whoever knows a later version rebuilds to that one; what was written for an earlier one is of no use.
    private const string Ask = """
        insert into cx.view_rebuild as r (view, version) values ($1, $2)
        on conflict (view) do update
        set version = excluded.version, begun_under = null, stopped_because = null, cancelled = false
        where r.version < excluded.version
        """;

    private const string Begin = """
        update cx.view_rebuild
        set begun_under = (select count(*) from cx.schema_script), started_at = clock_timestamp(), position = 0, instant = 'epoch', target = $3,
            rate = 0
        where view = $1 and fence = $2
        """;

    private const string Move = """
        update cx.view_rebuild
        set position = $4, instant = $5, target = $6, rate = $7
        where view = $1 and fence = $2 and position = $3 and version = $8 and not cancelled
        """;

    private const string Stop = "update cx.view_rebuild set stopped_because = $4 where view = $1 and fence = $2 and position = $3";

    private const string Remove = "delete from cx.view_rebuild where view = $1 and fence = $2";

    // Never back: what readers have been shown stays shown.
    private const string ChangeOver = """
        update core.checkpoint
        set version = $3, position = $4, instant = $5, stopped_because = null, touched_position = $4, noted_position = $4
        where view = $1 and fence = $2 and position <= $4 and version <= $3
        """;

    private const string Finish = """
        delete from cx.view_rebuild
        where view = $1 and fence = $2 and not cancelled and begun_under = (select count(*) from cx.schema_script)
        """;

    /// <summary>What was asked for; null where nothing was.</summary>
    public async Task<RebuildRow?> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var found = await connection.Statement(Present).With(projection.Name).ReadAsync(
            r => new RebuildRow
            {
                Version = r.GetInt32(0),
                Fence = r.GetInt64(1),
                Position = r.GetInt64(2),
                Instant = r.GetFieldValue<DateTimeOffset>(3),
                EventsPerSecond = r.IsDBNull(4) ? null : r.GetInt32(4),
                Cancelled = r.GetBoolean(5),
                Begun = r.GetBoolean(6),
                StoppedBecause = r.Nullable<string>(7),
            },
            ct);
        return found is [var row] ? row : null;
    }

    /// <summary>Asks for rows of this program's version.</summary>
    public Task<int> AskAsync(NpgsqlConnection connection, CancellationToken ct) =>
        connection.Statement(Ask).With(projection.Name).With(projection.Version).RunAsync(ct);

    /// <summary>Makes empty tables to write to.</summary>
    public async Task BeginAsync(NpgsqlConnection connection, long fence, long target, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Statement("select cx.make_next_tables($1)").With(projection.Name).RunAsync(ct);
        await UnderFenceAsync(connection.Statement(Begin).With(projection.Name).With(fence).With(target), ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Moves the rebuild on, in the transaction of its rows.</summary>
    /// <exception cref="LeaseLostException">Another node rebuilds, or nobody is to any more.</exception>
    public Task MoveAsync(
        NpgsqlConnection connection, RebuildRow from, long fence, long to, DateTimeOffset instant, long target, double rate, CancellationToken ct) =>
        UnderFenceAsync(
            connection.Statement(Move).With(projection.Name).With(fence).With(from.Position).With(to).With(instant.ToUniversalTime()).With(target).With(rate)
                .With(projection.Version),
            ct);

    /// <summary>Says why the rebuild stands where it does.</summary>
    public Task StopAsync(NpgsqlConnection connection, RebuildRow at, long fence, string because, CancellationToken ct) =>
        UnderFenceAsync(connection.Statement(Stop).With(projection.Name).With(fence).With(at.Position).With(because), ct);

    /// <summary>Takes back all that was written.</summary>
    public async Task RemoveAsync(NpgsqlConnection connection, long fence, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.Statement("select cx.drop_next_tables($1)").With(projection.Name).RunAsync(ct);
        await UnderFenceAsync(connection.Statement(Remove).With(projection.Name).With(fence), ct);
        await transaction.CommitAsync(ct);
    }

    public async Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var analyze = connection.Statement("select cx.analyze_next_tables($1)").With(projection.Name);
        analyze.CommandTimeout = 0; // It takes as long as the tables are large.
        await analyze.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Lets the new rows take the place of those that are read, in the transaction of the last of them.</summary>
    /// <param name="connection">In that transaction.</param>
    /// <param name="keepFence">Under which this node may move the checkpoint.</param>
    /// <param name="fence">Under which it rebuilds.</param>
    /// <param name="position">The last event in the new rows.</param>
    /// <param name="instant">The latest time at which any event up to there was recorded.</param>
    /// <param name="patience">How long readers may be waited for.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="LeaseLostException">Another node has taken the view or the rebuild, or the tables have another shape by now.</exception>
    /// <exception cref="PostgresException">55P03: readers took longer.</exception>
    public async Task ChangeOverAsync(
        NpgsqlConnection connection, long keepFence, long fence, long position, DateTimeOffset instant, TimeSpan patience, CancellationToken ct)
    {
        // The tables first: a page of another node has them until it has asked for the checkpoint.
        await connection.Statement("select cx.change_over_tables($1, $2)").With(projection.Name).With(patience).RunAsync(ct);
        await UnderFenceAsync(
            connection.Statement(ChangeOver).With(projection.Name).With(keepFence).With(projection.Version).With(position).With(instant.ToUniversalTime()), ct);
        await UnderFenceAsync(connection.Statement(Finish).With(projection.Name).With(fence), ct);
    }

    private async Task UnderFenceAsync(NpgsqlCommand command, CancellationToken ct)
    {
        if (await command.RunAsync(ct) == 0)
        {
            throw new LeaseLostException(projection.Name);
        }
    }
}
