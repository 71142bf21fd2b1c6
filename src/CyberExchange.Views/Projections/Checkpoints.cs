using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>The checkpoint of one view, read and moved.</summary>
/// <param name="projection">The view.</param>
internal sealed class Checkpoints(Projection projection)
{
    // A checkpoint that a program moved that knows nothing of touches may have touched anything.
    private const string Present = """
        select c.version, c.position, c.instant, c.fence,
               case when c.noted_position = c.position then c.touched_position else c.position end,
               c.stopped_because,
               case when $2 = '' then 9223372036854775807 when o.version = $3 then o.position else 0 end
        from core.checkpoint c
        left join core.checkpoint o on o.view = $2
        where c.view = $1
        """;

    private const string Begin = """
        insert into core.checkpoint (view, version, position, instant, noted_position) values ($1, $2, 0, 'epoch', 0)
        on conflict (view) do nothing
        """;

    // Nothing was written in the other version.
    private const string Adopt = """
        with adopted as (
            update core.checkpoint set version = $2 where view = $1 and version < $2 and position = 0 returning view
        )
        select cx.raise_wall(a.view) from adopted a
        """;

    private const string Move = "select core.move_checkpoint($1, $2, $3, $4, $3, $5, $6, $7)";

    private const string Stop = """
        update core.checkpoint
        set stopped_because = $5
        where view = $1 and fence = $2 and version = $3 and position = $4
        """;

    /// <summary>How far the view is; one that nobody has begun is begun.</summary>
    public async Task<Checkpoint> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        while (true)
        {
            var found = await connection.Statement(Present).With(projection.Name).With(projection.ReadsFrom ?? "").With(projection.ReadsVersion)
                .ReadAsync(
                    r => new Checkpoint(
                        r.GetInt32(0), r.GetInt64(1), r.GetFieldValue<DateTimeOffset>(2), r.GetInt64(3), r.GetInt64(4), r.Nullable<string>(5), r.GetInt64(6)),
                    ct);
            if (found is [var checkpoint] && (checkpoint.Version >= projection.Version || checkpoint.Position > 0))
            {
                return checkpoint;
            }

            await connection.Statement(found is [] ? Begin : Adopt).With(projection.Name).With(projection.Version).RunAsync(ct);
        }
    }

    /// <summary>Moves the checkpoint and commits, in one message: a node that is paused leaves nothing locked between the two.</summary>
    /// <returns>What <see cref="Checkpoint.Touched"/> is now.</returns>
    /// <exception cref="LeaseLostException">Another node has taken the view; nothing is committed.</exception>
    public async Task<long> CommitAsync(
        NpgsqlConnection connection, Checkpoint from, long fence, long to, DateTimeOffset instant, bool touched, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(Move)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string> { TypedValue = projection.Name },
                        new NpgsqlParameter<long> { TypedValue = fence },
                        new NpgsqlParameter<int> { TypedValue = projection.Version },
                        new NpgsqlParameter<long> { TypedValue = from.Position },
                        new NpgsqlParameter<long> { TypedValue = to },
                        new NpgsqlParameter<DateTimeOffset> { TypedValue = instant.ToUniversalTime() },
                        new NpgsqlParameter<bool> { TypedValue = touched },
                    },
                },
                new("commit"),
            },
        };
        try
        {
            return (long)(await batch.ExecuteScalarAsync(CancellationToken.None))!; // The function answers with a number or raises.
        }
        catch (PostgresException e) when (string.Equals(e.SqlState, LeaseLostException.SqlState, StringComparison.Ordinal))
        {
            throw new LeaseLostException(projection.Name, e);
        }
    }

    /// <summary>Says why the view stands where it does.</summary>
    /// <returns>False where another node has taken the view since: then it does not stand because of this one.</returns>
    public async Task<bool> StopAsync(NpgsqlConnection connection, Checkpoint at, long fence, string because, CancellationToken ct) =>
        await connection.Statement(Stop).With(projection.Name).With(fence).With(at.Version).With(at.Position).With(because).RunAsync(ct) > 0;
}
