using Npgsql;

namespace CyberExchange.Testing.Faults;

/// <summary>
/// Holds every append in the middle of its transaction, or at its commit, until it is disposed: under the lock on the head,
/// with what it has written so far.
/// </summary>
/// <remarks>A trigger waits for an advisory lock, without the limit that the append functions set on locks.</remarks>
public sealed class HeldAppends : IAsyncDisposable
{
    private const string Install =
        """
        create or replace function public.held_append() returns trigger
        language plpgsql set lock_timeout = 0
        as $held_append$
        begin
            perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint);
            return new;
        end
        $held_append$;

        create or replace trigger held_append before insert on cx.event
        for each row execute function public.held_append('1');

        drop trigger if exists held_commit on cx.append_key;
        create constraint trigger held_commit after insert on cx.append_key
        deferrable initially deferred for each row execute function public.held_append('2');
        """;

    private readonly NpgsqlConnection holder;

    private HeldAppends(NpgsqlConnection holder) => this.holder = holder;

    /// <summary>Where an append is held.</summary>
    public enum Place
    {
        /// <summary>Its stream is written and its events are not.</summary>
        BeforeEvents = 1,

        /// <summary>Everything is written, and what is left to do is the commit itself.</summary>
        AtCommit = 2,
    }

    /// <summary>Makes appends of this database ready to be held. Once, before there is anything to hold.</summary>
    public static async Task InstallAsync(string superuser, CancellationToken ct)
    {
        await using var connection = await OpenAsync(superuser, ct);
        await using var command = new NpgsqlCommand(Install, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>From now on appends stop at the place.</summary>
    public static async Task<HeldAppends> TakeAsync(string superuser, Place place, CancellationToken ct)
    {
        var connection = await OpenAsync(superuser, ct);
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1)", connection)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = (long)place } },
        };
        await command.ExecuteNonQueryAsync(ct);
        return new(connection);
    }

    /// <summary>Returns once an append is held.</summary>
    /// <returns>The process of PostgreSQL that it is held in.</returns>
    public async Task<int> UntilOneIsHeldAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        await using var command = new NpgsqlCommand(
            """
            select min(l.pid)
            from pg_locks l join pg_database d on d.oid = l.database
            where d.datname = current_database() and l.locktype = 'advisory' and not l.granted
            """,
            holder);
        int? pid;
        while ((pid = await command.ExecuteScalarAsync(patience.Token) as int?) is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), patience.Token);
        }

        return pid.Value;
    }

    /// <summary>Lets them go on.</summary>
    public ValueTask DisposeAsync() => holder.DisposeAsync();

    // No pool: the lock goes with the connection.
    private static async Task<NpgsqlConnection> OpenAsync(string superuser, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }
}
