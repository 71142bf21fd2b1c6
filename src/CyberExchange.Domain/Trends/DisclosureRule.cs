namespace CyberExchange.Domain.Trends;

/// <summary>How large and how mixed a group of incidents has to be before its number may be stated.</summary>
/// <remarks>
/// The minimum frequency, dominance and p% rules of statistical disclosure control (Hundepool et al., Statistical Disclosure
/// Control, 2012, ch. 4), with the reporter as the contributor. A group with no incident is too small like one with a single
/// incident: a stated zero would tell that each withheld number beside it is at least one.
/// Two groups without a common incident that both pass the rule pass it together, so that sums of stated numbers may be stated.
/// </remarks>
public sealed record DisclosureRule
{
    /// <summary>The rule of the exchange.</summary>
    public static DisclosureRule Standard { get; } = new() { MinimumIncidents = 5, MinimumReporters = 3, LargestSharePercent = 50, RemainderPercent = 20 };

    /// <summary>The fewest incidents of a stated number. A withheld one cannot be known more closely than to an interval this wide.</summary>
    public required int MinimumIncidents { get; init; }

    /// <summary>The fewest distinct reporters.</summary>
    public required int MinimumReporters { get; init; }

    /// <summary>The largest reporter's share of the incidents, at most.</summary>
    public required int LargestSharePercent { get; init; }

    /// <summary>
    /// What remains without the two largest reporters, as a share of the largest, at least: the second cannot work out the first by
    /// taking its own incidents away.
    /// </summary>
    public required int RemainderPercent { get; init; }

    /// <summary>Whether the group's number may be stated.</summary>
    internal bool Permits(Group group) =>
        group.Size >= MinimumIncidents
        && group.Reporters >= MinimumReporters
        && group.Largest * 100 <= group.Size * LargestSharePercent
        && (group.Size - group.Largest - group.Second) * 100 >= group.Largest * RemainderPercent;

    /// <summary>Whether a number that must not be stated is uncertain enough to whoever works it out from all that is.</summary>
    internal bool Protects(Bounds bounds) => bounds.Upper - bounds.Lower >= MinimumIncidents && bounds.Lower <= bounds.Upper / 2;
}

/// <summary>Between what whole numbers a withheld number lies, for whoever has read every edition.</summary>
/// <param name="Lower">The least it can be.</param>
/// <param name="Upper">The most.</param>
public readonly record struct Bounds(long Lower, long Upper)
{
    /// <summary>Nothing above it is known.</summary>
    public static Bounds Open { get; } = new(0, long.MaxValue);
}
