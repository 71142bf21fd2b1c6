using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Contracts.Search;

/// <summary>One page of what was found, best first.</summary>
public sealed record SearchPage
{
    public required IReadOnlyList<SearchResult> Items { get; init; }

    public required SearchTotal Total { get; init; }

    /// <summary>Cursor of the next page, bound to the caller; null on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>How many items were found.</summary>
/// <param name="Count">Those that are ranked and can be paged through.</param>
/// <param name="More">Whether there are more than that; then the newest were ranked, and a narrower search finds the others.</param>
public sealed record SearchTotal(int Count, bool More);

/// <summary>An item that was found, as lists show it to the caller.</summary>
public sealed record SearchResult
{
    /// <summary><c>incident</c> or <c>advisory</c>.</summary>
    public required string Type { get; init; }

    public required Guid Id { get; init; }

    /// <summary>From 10 to 1000: words in identifiers count most, then those in the title, in names and in the text.</summary>
    public required int Score { get; init; }

    public IncidentDocument? Incident { get; init; }

    public AdvisoryDocument? Advisory { get; init; }

    public SignalDocument? Signal { get; init; }

    /// <summary>Where the words stand; empty where they stand only in the document of an advisory.</summary>
    public required IReadOnlyList<Highlight> Highlights { get; init; }
}

/// <summary>A piece of the item's text that holds what was searched for.</summary>
public sealed record Highlight
{
    /// <summary>JSON pointer (RFC 6901) into the incident, advisory or signal of the result.</summary>
    public required string Pointer { get; init; }

    /// <summary>A piece of the text there.</summary>
    public required string Text { get; init; }

    /// <summary>Where the piece begins in the text, in UTF-16 units.</summary>
    public required int Start { get; init; }

    /// <summary>What to mark in the piece, in order and without overlap.</summary>
    public required IReadOnlyList<HighlightRange> Ranges { get; init; }
}

/// <summary>A part of a piece of text.</summary>
/// <param name="Start">Where it begins in the piece, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units.</param>
public sealed record HighlightRange(int Start, int Length);
