using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>The right of one node to write a view, for as long as it renews it.</summary>
/// <remarks>
/// The lease only says who should write. What protects the rows is the fence: it rises with every taking, and is written into
/// the row that the writer moves last, so that a writer who lost the lease without noticing commits nothing.
/// </remarks>
/// <param name="projector">Connections of role cx_projector.</param>
/// <param name="view">Name of the view.</param>
/// <param name="kind">What is done with it.</param>
/// <param name="node">Who asks.</param>
internal sealed class ViewLease(NpgsqlDataSource projector, string view, LeaseKind kind, ViewNode node)
{
    /// <summary>How long a lease lasts that is not renewed. Longer than most pauses of a busy machine; losing one harms nothing.</summary>
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(5);

    /// <summary>How often it is renewed or asked for: three may fail before it ends.</summary>
    public static readonly TimeSpan KeepEvery = Term / 4;

    // A node that lives is counted; one that has not said so for a term is not.
    private const string Beat = """
        with gone as (
            delete from cx.view_node n where n.seen_at < clock_timestamp() - 100 * $2
        )
        insert into cx.view_node (node, seen_at) values ($1, clock_timestamp())
        on conflict (node) do update set seen_at = excluded.seen_at
        """;

    private const string Renew = """
        update cx.view_lease
        set expires_at = clock_timestamp() + $5
        where view = $1 and kind = $2 and holder = $3 and fence = $4
        """;

    // A fair share each: nobody takes more while another node lives that has less, unless nobody wanted it for a whole term. A lease
    // that ends later than any lease can is of before the database's clock was set back.
    private const string Take = """
        insert into cx.view_lease as l (view, kind, holder, fence, expires_at)
        values ($1, $2, $3, 1, clock_timestamp() + $4)
        on conflict (view, kind) do update
        set holder = excluded.holder, fence = l.fence + 1, expires_at = excluded.expires_at
        where l.holder = excluded.holder
           or l.expires_at <= clock_timestamp() - $4
           or l.expires_at > clock_timestamp() + $4
           or (l.expires_at <= clock_timestamp() and l.kind = 'rebuild')
           or (l.expires_at <= clock_timestamp()
               and (select count(*) from cx.view_lease h where h.kind = 'keep' and h.holder = $3 and h.expires_at > clock_timestamp())
                   < (select ceil(count(*)::numeric / (select greatest(count(*), 1) from cx.view_node n where n.seen_at between clock_timestamp() - $4 and clock_timestamp() + $4))
                      from cx.view_lease a
                      where a.kind = 'keep'))
        returning l.fence
        """;

    // The last of its views, where a node holds more than its share and another came after it had taken the view. Among those that
    // were there then, nobody wanted it.
    private const string GiveSurplus = """
        update cx.view_lease l
        set holder = null, expires_at = clock_timestamp()
        where l.view = $1 and l.kind = $2 and l.holder = $3 and l.kind = 'keep'
          and l.view = (select max(h.view) from cx.view_lease h where h.kind = 'keep' and h.holder = $3)
          and (select count(*) from cx.view_lease h where h.kind = 'keep' and h.holder = $3)
              > (select ceil(count(*)::numeric / (select greatest(count(*), 1) from cx.view_node n where n.seen_at between clock_timestamp() - $4 and clock_timestamp() + $4))
                 from cx.view_lease a
                 where a.kind = 'keep')
          and (select count(*) from cx.view_node n where n.seen_at between clock_timestamp() - $4 and clock_timestamp() + $4) > $5
        """;

    private const string Nodes = "select count(*) from cx.view_node n where n.seen_at between clock_timestamp() - $1 and clock_timestamp() + $1";

    private const string Force = """
        insert into cx.view_lease as l (view, kind, holder, fence, expires_at)
        values ($1, $2, $3, 1, clock_timestamp() + $4)
        on conflict (view, kind) do update
        set holder = excluded.holder, fence = l.fence + 1, expires_at = excluded.expires_at
        returning l.fence
        """;

    private const string FenceOfView = "update core.checkpoint set fence = $2 where view = $1";

    private const string FenceOfRebuild = "update cx.view_rebuild set fence = $2 where view = $1";

    private const string Release = """
        update cx.view_lease
        set holder = null, expires_at = clock_timestamp()
        where view = $1 and kind = $2 and holder = $3 and fence = $4
        """;

    private const string Leave = """
        delete from cx.view_node n
        where n.node = $1 and not exists (select 1 from cx.view_lease l where l.holder = n.node)
        """;

    private readonly SemaphoreSlim _one = new(1); // Taken twice at once by this node, the later taking would end the earlier.
    private readonly string _kind = kind switch { LeaseKind.Keep => "keep", LeaseKind.Rebuild => "rebuild" };
    private long _fence;
    private long _nodesWhenTaken;

    /// <summary>What to write under; null where another node holds the lease, or nobody.</summary>
    public long? Held => Interlocked.Read(ref _fence) is var fence && fence > 0 ? fence : null;

    /// <summary>Renews the lease, or takes it where it is free.</summary>
    /// <returns>Whether it was taken just now.</returns>
    public Task<bool> KeepAsync(CancellationToken ct) => AloneAsync(KeepAsync, ct);

    /// <summary>Renews the lease while long work goes on, and takes none.</summary>
    public Task<bool> RenewAsync(CancellationToken ct) => Held is null ? Task.FromResult(false) : AloneAsync(RenewAsync, ct);

    /// <summary>Takes the lease whoever holds it; what the holder was about to commit is rolled back.</summary>
    public Task<bool> TakeByForceAsync(CancellationToken ct) => AloneAsync((connection, token) => TakeAsync(connection, Force, token), ct);

    /// <summary>Lets the lease go, so that another node takes it at once.</summary>
    public Task<bool> ReleaseAsync(CancellationToken ct) => AloneAsync(ReleaseAsync, ct);

    /// <summary>Takes note that somebody else holds it.</summary>
    /// <param name="fence">Under which this node wrote in vain.</param>
    public void Lost(long fence) => Interlocked.CompareExchange(ref _fence, 0, fence);

    private async Task<bool> AloneAsync(Func<NpgsqlConnection, CancellationToken, Task<bool>> work, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await using var connection = await projector.OpenConnectionAsync(ct);
            return await work(connection, ct);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<bool> KeepAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.Statement(Beat).With(node.Name).With(Term).RunAsync(ct);
        if (Held is { } held && await RenewAsync(connection, ct))
        {
            var gave = await connection.Statement(GiveSurplus)
                .With(view).With(_kind).With(node.Name).With(Term).With(_nodesWhenTaken).RunAsync(ct);
            Interlocked.CompareExchange(ref _fence, gave > 0 ? 0 : held, held);
            return false;
        }

        return await TakeAsync(connection, Take, ct);
    }

    private async Task<bool> RenewAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (Held is not { } held)
        {
            return false;
        }

        if (await connection.Statement(Renew).With(view).With(_kind).With(node.Name).With(held).With(Term).RunAsync(ct) > 0)
        {
            return true;
        }

        Interlocked.CompareExchange(ref _fence, 0, held);
        return false;
    }

    private async Task<bool> ReleaseAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _fence, 0) is not (> 0 and var held))
        {
            return false;
        }

        var released = await connection.Statement(Release).With(view).With(_kind).With(node.Name).With(held).RunAsync(ct) > 0;
        await connection.Statement(Leave).With(node.Name).RunAsync(ct);
        return released;
    }

    // The fence stands in the checkpoint before the position is read: what the former holder had not committed by then it never will.
    private async Task<bool> TakeAsync(NpgsqlConnection connection, string how, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // Views are written without waiting for the disk. A fence that a crash took back could be handed out twice.
        await connection.Statement("set local synchronous_commit = on").RunAsync(ct);
        var taken = await connection.Statement(how).With(view).With(_kind).With(node.Name).With(Term).ReadAsync(r => r.GetInt64(0), ct);
        if (taken is not [var fence])
        {
            return false;
        }

        _nodesWhenTaken = (await connection.Statement(Nodes).With(Term).ReadAsync(r => r.GetInt64(0), ct)).Single();
        await connection.Statement(kind switch { LeaseKind.Keep => FenceOfView, LeaseKind.Rebuild => FenceOfRebuild }).With(view).With(fence).RunAsync(ct);
        await transaction.CommitAsync(ct);
        Interlocked.Exchange(ref _fence, fence);
        return true;
    }
}

/// <summary>What a node does with a view.</summary>
internal enum LeaseKind
{
    /// <summary>It writes the rows that are read.</summary>
    Keep,

    /// <summary>It writes new rows beside them.</summary>
    Rebuild,
}
