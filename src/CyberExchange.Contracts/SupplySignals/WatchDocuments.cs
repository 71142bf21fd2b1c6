namespace CyberExchange.Contracts.SupplySignals;

/// <summary>What both sides watch for, and from when on it is a warning.</summary>
public sealed record WatchEntryDocument
{
    /// <summary>Its short name.</summary>
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>A stage of the chain, as in signals.</summary>
    public required string Stage { get; init; }

    /// <summary>A class of product, as in signals; <c>all</c> for whatever a signal is about.</summary>
    public required string ProductClass { get; init; }

    /// <summary>ISO 3166-1 alpha-2, or <c>EU</c>; left out for wherever it is felt.</summary>
    public string? Region { get; init; }

    public required WatchThresholdDocument Threshold { get; init; }
}

/// <summary>Signals enough for a warning.</summary>
/// <param name="Signals">How many, at least.</param>
/// <param name="Partners">From how many partners, at least.</param>
/// <param name="Confidence">Each at least this likely.</param>
/// <param name="Days">Each posted within so many days.</param>
public sealed record WatchThresholdDocument(int Signals, int Partners, string Confidence, int Days);

/// <summary>The joint watch list as it stands, all on one page.</summary>
/// <param name="Cut">Whether more of what the caller sees would count than the latest 10,000 signals, 1,000 of one originator, that were compared; left out for no.</param>
public sealed record WatchListDocument(IReadOnlyList<WatchedDocument> Entries, bool? Cut = null);

/// <summary>An entry of the list, and how it stands for the caller.</summary>
public sealed record WatchedDocument
{
    public required WatchEntryDocument Entry { get; init; }

    /// <summary>1 for the first time that both sides agreed, one more for every later one.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset AgreedAt { get; init; }

    /// <summary>Ids of the signals that count, of those that the caller may see, the earliest first and at most 100; TLP:RED is for persons and never counts.</summary>
    public required IReadOnlyList<Guid> Signals { get; init; }

    /// <summary>How many count.</summary>
    public required int SignalCount { get; init; }

    /// <summary>From how many partners they come.</summary>
    public required int Partners { get; init; }

    /// <summary>Whether they are enough for a warning.</summary>
    public required bool Reached { get; init; }
}

/// <summary>A proposal: <c>POST /v1/supply-watch/proposals</c>. It states an entry whole, or names one to be taken off the list.</summary>
public sealed record ProposeWatchRequest
{
    public required string Reason { get; init; }

    public WatchEntryDocument? Entry { get; init; }

    /// <summary>The short name of an entry that is to end.</summary>
    public string? Ends { get; init; }
}

/// <summary>What a delegate proposed, and how it stands.</summary>
public sealed record WatchProposalDocument
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The side that proposed it; the other one decides.</summary>
    public required string Side { get; init; }

    public required string Reason { get; init; }

    public required WatchEntryDocument Entry { get; init; }

    /// <summary>Whether the entry is to be taken off the list.</summary>
    public required bool Ends { get; init; }

    /// <summary><c>open</c>, <c>agreed</c>, <c>declined</c> or <c>withdrawn</c>.</summary>
    public required string State { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Why it was declined.</summary>
    public string? Answer { get; init; }
}

/// <summary>An early warning, in the feed of the partner that it is for.</summary>
public sealed record SupplyWarningDocument
{
    /// <summary>The entry of the watch list as it stood.</summary>
    public required WatchEntryDocument Entry { get; init; }

    public required int Revision { get; init; }

    /// <summary>Ids of the signals that it tells of, of those that the member may still see, the earliest first and at most 100.</summary>
    public required IReadOnlyList<Guid> Signals { get; init; }

    /// <summary>How many it tells of.</summary>
    public required int SignalCount { get; init; }

    /// <summary>From how many partners they come.</summary>
    public required int Partners { get; init; }

    public required DateTimeOffset RaisedAt { get; init; }
}
