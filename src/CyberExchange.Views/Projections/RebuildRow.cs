namespace CyberExchange.Views.Projections;

/// <summary>A rebuild that was asked for, as the database has it.</summary>
internal sealed record RebuildRow
{
    /// <summary>Of the rows that are to be written.</summary>
    public required int Version { get; init; }

    public required long Fence { get; init; }

    /// <summary>The last event in the new rows.</summary>
    public required long Position { get; init; }

    public required DateTimeOffset Instant { get; init; }

    /// <summary>How fast it may go at most; null for as fast as it can.</summary>
    public required int? EventsPerSecond { get; init; }

    public required bool Cancelled { get; init; }

    /// <summary>Whether there are tables to write to, of the same shape as those that are read.</summary>
    public required bool Begun { get; init; }

    public required string? StoppedBecause { get; init; }
}
