namespace CyberExchange.Contracts.Views;

/// <summary>How one view of the log stands, as the node that answers knows it.</summary>
public sealed record ViewDocument
{
    public required string Name { get; init; }

    /// <summary><c>running</c>, <c>stopped</c> before an event, or <c>outdated</c>: its rows are of an earlier version than the answering node's program knows.</summary>
    public required string State { get; init; }

    /// <summary>Why it is stopped; absent where it is not.</summary>
    public string? Because { get; init; }

    /// <summary>Version of the rows that are read.</summary>
    public required int Version { get; init; }

    /// <summary>The last event of the log in it.</summary>
    public required long Position { get; init; }

    /// <summary>How many events of the log are not in it.</summary>
    public required long LagEvents { get; init; }

    /// <summary>For how long the log has held more than it; absent where that is not known.</summary>
    public double? LagSeconds { get; init; }

    /// <summary>Events that it took in lately, per second.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>The node that writes it, under a name that says nothing else; absent while none does.</summary>
    public string? Holder { get; init; }

    /// <summary>How often something kept the answering node from advancing it.</summary>
    public required long Errors { get; init; }

    /// <summary>A rebuild that was asked for; absent for none.</summary>
    public RebuildDocument? Rebuild { get; init; }
}

/// <summary>How a rebuild beside a view stands.</summary>
public sealed record RebuildDocument
{
    /// <summary><c>waiting</c>, <c>running</c>, <c>stopped</c> before an event, or <c>cancelled</c> and about to be removed.</summary>
    public required string State { get; init; }

    public string? Because { get; init; }

    /// <summary>Version of the rows that it writes.</summary>
    public required int Version { get; init; }

    public required long Position { get; init; }

    /// <summary>Where the log ended when that was looked up last.</summary>
    public required long Target { get; init; }

    /// <summary>Of the target, 0 to 100.</summary>
    public required double Percent { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public required double EventsPerSecond { get; init; }

    /// <summary>How fast it may go at most; absent for as fast as it can.</summary>
    public int? EventsPerSecondMax { get; init; }

    /// <summary>How long it will take at this rate; absent where there is none.</summary>
    public double? RemainingSeconds { get; init; }

    public string? Holder { get; init; }
}

/// <summary>Asks for the rows of a view to be made anew beside those that are read, or changes how fast that may go.</summary>
public sealed record RebuildRequest
{
    /// <summary>Absent for as fast as it can.</summary>
    public int? EventsPerSecond { get; init; }
}
