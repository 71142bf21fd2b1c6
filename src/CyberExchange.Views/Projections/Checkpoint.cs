namespace CyberExchange.Views.Projections;

/// <summary>How far a view is, as the database has it.</summary>
/// <param name="Version">Of the rows.</param>
/// <param name="Position">The last event in them.</param>
/// <param name="Instant">The latest time at which any event up to there was recorded.</param>
/// <param name="Fence">Of the holder that may move it.</param>
/// <param name="Touched">A number that is another whenever what nodes keep in memory of the view may have changed.</param>
/// <param name="StoppedBecause">What the view stands before; null while it goes on.</param>
/// <param name="Limit">How far the view whose rows this one reads is: this one may go no further.</param>
internal sealed record Checkpoint(
    int Version, long Position, DateTimeOffset Instant, long Fence, long Touched, string? StoppedBecause, long Limit);
