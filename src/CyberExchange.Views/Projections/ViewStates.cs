using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Projections;

/// <summary>How a view stands, as the database has it.</summary>
public sealed record ViewState
{
    public required string View { get; init; }

    /// <summary>Of the rows that are read.</summary>
    public required int Version { get; init; }

    public required long Position { get; init; }

    /// <summary>The last position of the log.</summary>
    public required long Head { get; init; }

    public required string? StoppedBecause { get; init; }

    /// <summary>The node that writes it; null while none does.</summary>
    public required string? Holder { get; init; }

    public required RebuildState? Rebuild { get; init; }
}

/// <summary>How a rebuild stands, as the database has it.</summary>
public sealed record RebuildState
{
    public required int Version { get; init; }

    public required long Position { get; init; }

    public required long Target { get; init; }

    /// <summary>Null while no node has begun it.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>Events per second, of its last pages.</summary>
    public required double Rate { get; init; }

    public required int? EventsPerSecondMax { get; init; }

    public required bool Cancelled { get; init; }

    public required string? StoppedBecause { get; init; }

    public required string? Holder { get; init; }

    /// <summary>How long it will take at its rate; null where it has none.</summary>
    public TimeSpan? Remaining => Math.Min(Rate, EventsPerSecondMax ?? double.MaxValue) is var rate && rate > 0
        ? TimeSpan.FromSeconds(Math.Max(0, Target - Position) / rate)
        : null;

    /// <summary>Of the target, 0 to 100.</summary>
    public double Percent => Target == 0 ? 0 : Math.Min(100, 100d * Position / Target);
}

/// <summary>Reads how views stand, and asks for rebuilds.</summary>
/// <param name="service">Connections of role cx_service.</param>
public sealed class ViewStates(NpgsqlDataSource service)
{
    private const string All = """
        select c.view, c.version, c.position, h.position, c.stopped_because, k.holder,
               r.version, r.position, greatest(r.target, r.position), r.started_at, r.rate, r.events_per_second, r.cancelled, r.stopped_because, b.holder
        from core.checkpoint c
        cross join cx.head h
        left join cx.view_lease k on k.view = c.view and k.kind = 'keep' and k.expires_at > clock_timestamp()
        left join cx.view_rebuild r on r.view = c.view
        left join cx.view_lease b on b.view = c.view and b.kind = 'rebuild' and b.expires_at > clock_timestamp()
        order by c.view
        """;

    // One that stands before an event tries it again.
    private const string Ask = """
        insert into cx.view_rebuild as r (view, version, events_per_second) values ($1, $2, $3)
        on conflict (view) do update
        set events_per_second = excluded.events_per_second, cancelled = false, stopped_because = null
        """;

    private const string Cancel = "update cx.view_rebuild set cancelled = true where view = $1";

    /// <summary>Every view that some node has begun.</summary>
    public async Task<IReadOnlyList<ViewState>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(All).ReadAsync(Read, ct);
    }

    /// <summary>Asks for a rebuild, or changes how fast the one that runs may go.</summary>
    /// <param name="view">Name of the view.</param>
    /// <param name="version">The version of this program's rows.</param>
    /// <param name="eventsPerSecondMax">Null for as fast as it can.</param>
    /// <param name="ct">Gives up.</param>
    public async Task AskAsync(string view, int version, int? eventsPerSecondMax, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        await connection.Statement(Ask).With(view).With(version).WithNullable(NpgsqlDbType.Integer, eventsPerSecondMax).RunAsync(ct);
    }

    /// <summary>Lets a rebuild be given up, and what it wrote be removed.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> CancelAsync(string view, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(Cancel).With(view).RunAsync(ct) > 0;
    }

    private static ViewState Read(NpgsqlDataReader r) => new()
    {
        View = r.GetString(0),
        Version = r.GetInt32(1),
        Position = r.GetInt64(2),
        Head = r.GetInt64(3),
        StoppedBecause = r.Nullable<string>(4),
        Holder = r.Nullable<string>(5),
        Rebuild = r.IsDBNull(6)
            ? null
            : new RebuildState
            {
                Version = r.GetInt32(6),
                Position = r.GetInt64(7),
                Target = r.GetInt64(8),
                StartedAt = r.IsDBNull(9) ? null : r.GetFieldValue<DateTimeOffset>(9),
                Rate = r.GetDouble(10),
                EventsPerSecondMax = r.IsDBNull(11) ? null : r.GetInt32(11),
                Cancelled = r.GetBoolean(12),
                StoppedBecause = r.Nullable<string>(13),
                Holder = r.Nullable<string>(14),
            },
    };
}
