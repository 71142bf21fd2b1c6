using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.SupplySignals;

/// <summary>A new supply signal: <c>POST /v1/signals</c>.</summary>
public sealed record PostSignalRequest
{
    public required SupplySignalDocument Signal { get; init; }

    public required SharingDocument Sharing { get; init; }
}

/// <summary>A signal stated anew: <c>PUT /v1/signals/{id}/statement</c>.</summary>
public sealed record ReviseSignalRequest
{
    public required SupplySignalDocument Signal { get; init; }
}

/// <summary>What became of a signal: <c>PUT /v1/signals/{id}/outcome</c>.</summary>
public sealed record RecordSignalOutcomeRequest
{
    public required SignalOutcomeDocument Outcome { get; init; }
}

/// <summary>What a partner foresees of the supply of semiconductors.</summary>
public sealed record SupplySignalDocument
{
    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary><c>raw-materials</c>, <c>gases-and-chemicals</c>, <c>wafers</c>, <c>equipment-and-parts</c>, <c>design-and-ip</c>, <c>fabrication</c>,
    /// <c>assembly-test-and-packaging</c>, <c>logistics</c> or <c>end-use</c>.</summary>
    public required string Stage { get; init; }

    /// <summary><c>discretes</c>, <c>power</c>, <c>optoelectronics</c>, <c>sensors</c>, <c>analog</c>, <c>micro</c>, <c>logic</c>, <c>memory</c> or <c>all</c>.</summary>
    public required string ProductClass { get; init; }

    /// <summary>What it is about more closely, such as a gas, a material or a part.</summary>
    public string? Product { get; init; }

    /// <summary>Where it would be felt: ISO 3166-1 alpha-2, or <c>EU</c>. Left out: everywhere.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary><c>shortage</c>, <c>price</c>, <c>lead-time</c>, <c>export-control</c>, <c>disaster</c>, <c>cyber-incident</c> or <c>quality</c>, one or more.</summary>
    public required IReadOnlyList<string> Observed { get; init; }

    /// <summary>When it may come true.</summary>
    public required HorizonDocument Horizon { get; init; }

    /// <summary>How likely that is: <c>almost-no-chance</c>, <c>very-unlikely</c>, <c>unlikely</c>, <c>roughly-even</c>, <c>likely</c>, <c>very-likely</c> or <c>almost-certain</c>.</summary>
    public required string Confidence { get; init; }

    public IReadOnlyList<SignalReferenceDocument>? References { get; init; }

    /// <summary>Ids of items of the originator's own that bear it out; only in its own rendition.</summary>
    public IReadOnlyList<Guid>? Items { get; init; }
}

/// <summary>Days in UTC, the first and the last.</summary>
public sealed record HorizonDocument(DateOnly From, DateOnly To);

/// <summary>What somebody said or measured.</summary>
/// <param name="Text">What it is, and what it says.</param>
/// <param name="Url">Where it is read.</param>
public sealed record SignalReferenceDocument(string Text, string? Url = null);

/// <summary>What became of what was foreseen.</summary>
public sealed record SignalOutcomeDocument
{
    /// <summary><c>came-true</c>, <c>partly</c>, <c>did-not</c> or <c>cannot-tell</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>The day on which it came true, whole or in part; left out otherwise.</summary>
    public DateOnly? CameTrueOn { get; init; }

    /// <summary>How that is known.</summary>
    public required string Explanation { get; init; }

    public IReadOnlyList<SignalReferenceDocument>? References { get; init; }

    /// <summary>When it was said; answers only.</summary>
    public DateTimeOffset? RecordedAt { get; init; }
}

/// <summary>A supply signal as the caller may see it.</summary>
public sealed record SignalDocument
{
    public required Guid Id { get; init; }

    /// <summary>1 for the first statement, one more for every later one and for every outcome.</summary>
    public required int Revision { get; init; }

    public required OriginatorDocument Originator { get; init; }

    public required DateTimeOffset PostedAt { get; init; }

    /// <summary>When signal or outcome was last stated.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    public required SupplySignalDocument Signal { get; init; }

    /// <summary>The probability that its confidence is taken for, in percent: from, to.</summary>
    public required PercentRange Probability { get; init; }

    /// <summary>Left out while the originator has recorded none.</summary>
    public SignalOutcomeDocument? Outcome { get; init; }

    public required ReceivedSharing Received { get; init; }

    /// <summary>Only in the originator's own rendition.</summary>
    public OwnSharing? Sharing { get; init; }

    /// <summary>Why the originator withdrew it; null while it stands.</summary>
    public string? WithdrawnBecause { get; init; }
}

/// <summary>A range of probability in percent.</summary>
public sealed record PercentRange(int From, int To);

/// <summary>How well confidence and what came true go together, over the signals that the caller may see, the latest 10,000 of them, and of one originator the latest 1,000.</summary>
public sealed record CalibrationDocument
{
    /// <summary>How many signals have an outcome that can be told.</summary>
    public required int Scored { get; init; }

    /// <summary>Fewer than so many say nothing.</summary>
    public required int ScoredMin { get; init; }

    public required int CannotTell { get; init; }

    /// <summary>How many have a horizon that is over and no outcome.</summary>
    public required int Overdue { get; init; }

    /// <summary>How many were withdrawn before an outcome was recorded.</summary>
    public required int Withdrawn { get; init; }

    /// <summary>Whether the caller sees more signals than the latest that enter the figure; left out for no.</summary>
    public bool? Cut { get; init; }

    /// <summary>The Brier score: the mean of the squared difference between the probability that was stated and what came, from 0 (best) to 1. Left out where there are too few.</summary>
    public double? Brier { get; init; }

    public required string InWords { get; init; }

    /// <summary>The same of each word of confidence, least likely first.</summary>
    public required IReadOnlyList<CalibrationClassDocument> Classes { get; init; }
}

/// <summary>What came of the signals that were stated with one word.</summary>
public sealed record CalibrationClassDocument
{
    public required string Confidence { get; init; }

    public required PercentRange Probability { get; init; }

    public required int Scored { get; init; }

    /// <summary>From 0 to 1, what came true in part counted as one half; left out where there are too few.</summary>
    public double? ShareCameTrue { get; init; }

    public double? Brier { get; init; }

    public required string InWords { get; init; }
}
