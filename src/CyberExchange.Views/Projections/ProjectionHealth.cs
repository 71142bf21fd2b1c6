namespace CyberExchange.Views.Projections;

/// <summary>How a view stands.</summary>
public abstract record ProjectionHealth
{
    private ProjectionHealth() { }

    /// <summary>It follows the log.</summary>
    /// <param name="Position">The last event in it.</param>
    /// <param name="CaughtUpAt">When it last held every event of the log; null until it has once.</param>
    public sealed record Running(long Position, DateTimeOffset? CaughtUpAt) : ProjectionHealth;

    /// <summary>It met an event that it cannot apply, and stays before it until a newer program starts.</summary>
    /// <param name="Position">The last event in it.</param>
    /// <param name="Because">What stands in the way, without content of the event.</param>
    public sealed record Stopped(long Position, string Because) : ProjectionHealth;
}
