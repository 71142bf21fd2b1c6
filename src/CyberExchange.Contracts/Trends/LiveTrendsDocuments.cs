namespace CyberExchange.Contracts.Trends;

/// <param name="Period">A month, a quarter or a year: <c>2026-03</c>, <c>2026-Q1</c>, <c>2026</c>; in UTC.</param>
/// <param name="Over">Whether it was over when this was counted.</param>
public sealed record LivePeriodDocument(string Period, bool Over);

/// <summary>Counts over what the caller may see: <c>GET /v1/trends/live</c>.</summary>
public sealed record LiveTrendsDocument
{
    /// <summary>When it was counted. What the caller was shown up to two seconds before may be missing.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The strictest TLP label of what is counted, such as <c>TLP:AMBER</c>; left out where nothing is.</summary>
    public string? Label { get; init; }

    /// <summary>The strictest PAP label of what is counted; left out where nothing is.</summary>
    public string? Pap { get; init; }

    /// <summary>Only what names one of these or a subsector is counted; empty for all. Advisories name no sectors.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>What is counted, and what is not.</summary>
    public required TrendWordsDocument WhatIsCounted { get; init; }

    /// <summary>The columns of each table, in order.</summary>
    public required IReadOnlyList<LivePeriodDocument> Periods { get; init; }

    /// <summary>Of each side: sectors, sub-areas of the dialogue, classes, severities, and regimes with timeliness.</summary>
    public required IReadOnlyList<LiveTableDocument> Incidents { get; init; }

    /// <summary>Of each side: CVSS severity, known exploitation, vendors and weaknesses. Nothing where sectors are asked for.</summary>
    public required IReadOnlyList<LiveTableDocument> Advisories { get; init; }
}

/// <summary>One dimension of one side.</summary>
public sealed record LiveTableDocument
{
    /// <summary>Such as <c>sectors.eu</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>EU</c> or <c>JP</c>: of the originators.</summary>
    public required string Side { get; init; }

    public required TrendWordsDocument Title { get; init; }

    /// <summary>Whether one item may be counted in several rows, so that rows do not add up.</summary>
    public required bool RowsOverlap { get; init; }

    /// <summary>The total first, and each row before those below it.</summary>
    public required IReadOnlyList<LiveRowDocument> Rows { get; init; }
}

/// <param name="Id">The id of the term that it counts, or <c>total</c>, or <c>/rest</c> after the row of which it is the rest.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Numbers">Items, by period.</param>
public sealed record LiveRowDocument(string Id, TrendWordsDocument Name, IReadOnlyList<long> Numbers)
{
    /// <summary>The row that it is part of; left out for the total.</summary>
    public string? Parent { get; init; }
}

/// <summary>The sectors of both sides through the sector bridge: <c>GET /v1/trends/live/side-by-side</c>.</summary>
/// <param name="AsOf">When it was counted.</param>
/// <param name="WhatIsCounted">What is counted, and what is not.</param>
/// <param name="Periods">The numbers of each line are in this order.</param>
/// <param name="Lines">All incidents of each side, then each line of the bridge. A sector with several counterparts stands on several lines.</param>
public sealed record LiveSideBySideDocument(
    DateTimeOffset AsOf, TrendWordsDocument WhatIsCounted, IReadOnlyList<LivePeriodDocument> Periods, IReadOnlyList<LiveLineDocument> Lines)
{
    /// <summary>The strictest TLP label of what is counted, such as <c>TLP:AMBER</c>; left out where nothing is.</summary>
    public string? Label { get; init; }

    /// <summary>The strictest PAP label of what is counted; left out where nothing is.</summary>
    public string? Pap { get; init; }

    /// <summary>Only what names one of these or a subsector is counted; empty for all. Advisories name no sectors.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Whose bridge it is.</summary>
    public required TrendWordsDocument Bridge { get; init; }
}

/// <param name="Relation">How the EU's sector compares with Japan's, or that one has no counterpart.</param>
public sealed record LiveLineDocument(TrendWordsDocument Relation)
{
    /// <summary>What to know of the two, in English; left out for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Left out for no counterpart in the EU.</summary>
    public LiveRowDocument? Eu { get; init; }

    /// <summary>Left out for no counterpart in Japan.</summary>
    public LiveRowDocument? Jp { get; init; }
}

/// <summary>Two numbers, compared: <c>GET /v1/trends/live/comparison</c>.</summary>
public sealed record LiveComparisonDocument
{
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>The strictest TLP label of what is counted, such as <c>TLP:AMBER</c>; left out where nothing is.</summary>
    public string? Label { get; init; }

    /// <summary>The strictest PAP label of what is counted; left out where nothing is.</summary>
    public string? Pap { get; init; }

    /// <summary>Only what names one of these or a subsector is counted; empty for all. Advisories name no sectors.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Table, row and period; the name of a vendor as it is compared.</summary>
    public required string First { get; init; }

    public required string Second { get; init; }

    /// <summary><c>more_than_chance</c>, <c>could_be_chance</c>, <c>too_few</c> or <c>not_comparable</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The first number and the second; left out where the two are not comparable.</summary>
    public IReadOnlyList<long>? Numbers { get; init; }

    /// <summary>How many times as many a month the first has; left out without a second number to compare with, and where nothing was computed.</summary>
    public double? Ratio { get; init; }

    /// <summary>The lower end of its interval.</summary>
    public double? RatioLow { get; init; }

    /// <summary>The upper end; left out where there is none.</summary>
    public double? RatioHigh { get; init; }

    /// <summary>How sure the interval is, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>How often chance alone would make a difference as large as this or larger; left out where nothing was computed.</summary>
    public double? P { get; init; }

    /// <summary>To quote.</summary>
    public required TrendWordsDocument Sentence { get; init; }

    /// <summary>What whoever quotes it should know.</summary>
    public required IReadOnlyList<TrendWordsDocument> Cautions { get; init; }
}
