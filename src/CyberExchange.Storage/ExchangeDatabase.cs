using Npgsql;

namespace CyberExchange.Storage;

/// <summary>The connections of one node, each under the role that its work needs.</summary>
/// <remarks>
/// One connection string serves every role: a connection takes its role in the start-up packet
/// (<c>Options=-c role=...</c>), and the pool does not reset sessions, so the role stays. A session-level pooler between
/// the two must pass start-up options on. Owner exists for migrations, archiving and tests; nothing that serves uses it.
/// </remarks>
public sealed class ExchangeDatabase : IAsyncDisposable
{
    // A page of events or a batch of appends is some hundred kilobytes: with buffers of 8 kB, the default, dozens of calls of the
    // system.
    private const int BufferBytes = 64 * 1024;

    // Statements here take milliseconds, and compiling one takes hundreds, at every execution.
    private const string NoCompiler = "-c jit=off";

    // Statements that a connection has run twice are prepared from then on, the oldest making room. Npgsql takes one for prepared, and for
    // one without rows, that was given up while PostgreSQL planned its first prepared use, and whoever has the connection next fails
    // (npgsql issue 6391). So no statement is begun with a token: it goes on to its first row, whoever goes away, and the time of a
    // command ends it. A caller who comes and goes thereby holds one place of its own, and cancels nothing over connections of ours.
    private const int PreparedStatementsMax = 100;
    private const int UsesBeforePrepare = 2;

    // A node that is paused in the middle of a page holds the rows that it wrote: another goes on after this, which is about when
    // the lease ends that the paused one cannot renew.
    private static readonly TimeSpan ProjectorIdleMax = TimeSpan.FromSeconds(5);

    private readonly string connectionString;
    private readonly Lazy<NpgsqlDataSource> owner;

    /// <summary>Names the database; connects to nothing yet.</summary>
    /// <param name="connectionString">A login that is a member of cx_owner, cx_service and cx_projector.</param>
    /// <exception cref="ArgumentException">The text is not a connection string.</exception>
    public ExchangeDatabase(string connectionString)
    {
        this.connectionString = connectionString;
        Service = Open("cx_service");
        Projector = Open("cx_projector", $"-c idle_in_transaction_session_timeout={ProjectorIdleMax.TotalMilliseconds:0} -c synchronous_commit=off");
        owner = new(() => Open("cx_owner"));
    }

    /// <summary>Role cx_service: appends to the log and reads; cannot change or remove a fact.</summary>
    public NpgsqlDataSource Service { get; }

    /// <summary>Role cx_projector: reads the log; writes views and checkpoints.</summary>
    /// <remarks>
    /// Its commits do not wait for the disk: a crash may take back the last of them, rows and checkpoint together, and the
    /// same events bring them again. The log's commits always wait.
    /// </remarks>
    public NpgsqlDataSource Projector { get; }

    /// <summary>Role cx_owner: owns every table.</summary>
    public NpgsqlDataSource Owner => owner.Value;

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Projector.DisposeAsync();
        if (owner.IsValueCreated)
        {
            await owner.Value.DisposeAsync();
        }
    }

    private NpgsqlDataSource Open(string role, string more = "")
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true };
        settings.Options = $"{settings.Options} -c role={role} {NoCompiler} {more}".Trim();
        settings.ApplicationName = $"{settings.ApplicationName ?? "cyberexchange"} {role}";
        settings.ReadBufferSize = BufferBytes;
        settings.WriteBufferSize = BufferBytes;
        settings.MaxAutoPrepare = PreparedStatementsMax;
        settings.AutoPrepareMinUsages = UsesBeforePrepare;
        return NpgsqlDataSource.Create(settings);
    }
}
