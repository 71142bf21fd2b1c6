namespace CyberExchange.Views.Projections;

/// <summary>How a view stands.</summary>
public abstract record ProjectionHealth
{
    private ProjectionHealth() { }

    /// <summary>It follows the log.</summary>
    /// <param name="Position">The last event in it.</param>
    public sealed record Running(long Position) : ProjectionHealth;

    /// <summary>Its rows are of an earlier version than this program knows; those of this version are written beside them.</summary>
    /// <param name="Version">Of the rows that there are.</param>
    public sealed record Outdated(int Version) : ProjectionHealth;

    /// <summary>It met an event that this program cannot apply, and stays before it until a newer program or a rebuild takes it past.</summary>
    /// <param name="Position">The last event in it.</param>
    /// <param name="Because">What stands in the way, without content of the event.</param>
    public sealed record Stopped(long Position, string Because) : ProjectionHealth;
}
