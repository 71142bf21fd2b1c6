using System.Globalization;

namespace CyberExchange.Storage;

/// <summary>How long a script waits for what others hold, and how often it tries.</summary>
/// <param name="Wait">
/// For one lock. Whoever asks for the same table meanwhile waits behind the script. An autovacuum gives way to whoever has waited for
/// deadlock_timeout (1 s unless set otherwise), so the wait has to be longer.
/// </param>
/// <param name="Attempts">How often the script is begun.</param>
/// <param name="PauseMin">After the first attempt; twice as long after each.</param>
/// <param name="PauseMax">At most so long.</param>
public sealed record LockPatience(TimeSpan Wait, int Attempts, TimeSpan PauseMin, TimeSpan PauseMax)
{
    /// <summary>Two to three minutes in all: longer than anything that the exchange itself does to a table.</summary>
    public static LockPatience Usual { get; } = new(TimeSpan.FromSeconds(1.2), Attempts: 20, TimeSpan.FromSeconds(0.25), TimeSpan.FromSeconds(8));
}

/// <summary>The schema is not brought up to date, because somebody holds a table that a script needs.</summary>
public sealed class SchemaLockedException(SchemaScript script, LockPatience patience, Exception inner) : Exception(
    string.Create(
        CultureInfo.InvariantCulture,
        $"Schema script {script.Number:0000}-{script.Name} needs a table that somebody holds: it waited {patience.Attempts} times for {patience.Wait.TotalSeconds:0.###} s each and let go, so that others are not held up. ") +
    "Nothing of it was applied. A transaction that is open for long holds the table, such as a dump, a forgotten psql, or an autovacuum that is to prevent wraparound or whose server has a longer deadlock_timeout: " +
    "select pid, backend_type, application_name, state, xact_start from pg_stat_activity where xact_start is not null order by xact_start. End it, or let a vacuum finish, and start the server again.",
    inner);
