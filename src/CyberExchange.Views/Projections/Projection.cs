using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Projections;

/// <summary>Turns events into rows. The same events give the same rows, always: no clock, no ids, no input but the log.</summary>
public abstract class Projection
{
    /// <summary>Name of the view, and key of its checkpoint.</summary>
    public abstract string Name { get; }

    /// <summary>Raised when the rows of the same events change, so that a node knows to rebuild.</summary>
    public abstract int Version { get; }

    /// <summary>
    /// The schema of its tables. Its own statements name them without it, so that they write either what is read or what is
    /// written beside it; tables of other views are always named with theirs.
    /// </summary>
    public abstract string Schema { get; }

    /// <summary>Another one of the same, which knows nothing of what this one has applied.</summary>
    public abstract Projection Fresh();

    /// <summary>The view whose rows this one reads and behind which it stays; null for none.</summary>
    public virtual string? ReadsFrom => null;

    /// <summary>The version in which it reads them: rows of any other are left alone.</summary>
    public virtual int ReadsVersion => 0;

    /// <summary>
    /// The types of events that it is to be brought: for a view of few among many, which are found without reading the others. What
    /// this program does not know is always among them, or a newer one's event would be passed by.
    /// </summary>
    /// <param name="stored">Every type that the log holds.</param>
    public virtual IReadOnlyCollection<string> TypesOf(IReadOnlyList<string> stored) => stored;

    /// <summary>Whether <see cref="TypesOf"/> is to be asked.</summary>
    public virtual bool TakesSomeTypes => false;

    /// <summary>Whether the event changes what nodes keep in memory of the view.</summary>
    public virtual bool Touches(StoredEvent e) => false;

    /// <summary>Brings the rows after one more event, inside the transaction that moves the checkpoint.</summary>
    /// <param name="connection">In a transaction, under the projector's role, with the names of the view's tables in its search path.</param>
    /// <param name="e">The event.</param>
    /// <param name="instant">The latest time at which any event up to this one was recorded.</param>
    /// <param name="ct">Gives up.</param>
    public abstract Task ApplyAsync(NpgsqlConnection connection, StoredEvent e, DateTimeOffset instant, CancellationToken ct);

    /// <summary>Called after the last event of a page, in its transaction: what is done once for all of them is done here.</summary>
    public virtual Task CompleteAsync(NpgsqlConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>
    /// Reads anew what this node keeps in memory of the view. Called when a page that touched it is committed, here or on another
    /// node, and before its checkpoint is announced; but not while the view fills for the first time: what it holds then was true
    /// once and may be so no more.
    /// </summary>
    public virtual Task RefreshAsync(CancellationToken ct) => Task.CompletedTask;

    /// <summary>Tells the database's planner how the view's tables have grown.</summary>
    public virtual Task RefreshStatisticsAsync(NpgsqlConnection connection, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Empties the view's tables, inside the transaction that puts its checkpoint back to the beginning.</summary>
    public abstract Task ClearAsync(NpgsqlConnection connection, CancellationToken ct);
}
