using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.Sources;

/// <summary>Has the exchange follow a CSAF provider: <c>POST /v1/csaf-sources</c>.</summary>
public sealed record AddSourceRequest
{
    /// <summary>A domain, or the https URL of a provider-metadata.json.</summary>
    public required string Provider { get; init; }

    /// <summary>Minutes from the end of a run to the next, 15 to 43,200; a day when left out.</summary>
    public int? IntervalMinutes { get; init; }

    /// <summary>
    /// Whether documents of other publishers than the provider are imported as well; else they are refused. They too revise and end nothing that
    /// did not come from this provider.
    /// </summary>
    public bool? AnyPublisher { get; init; }

    /// <summary>
    /// How documents are shared. Without a label each has its own, and one that has none is refused. An audience is left aside where
    /// the label is TLP:CLEAR. There is no embargo.
    /// </summary>
    public SharingDocument? Sharing { get; init; }
}

/// <summary>States interval and terms anew, whole: <c>PUT /v1/csaf-sources/{id}</c>. Whoever states them is whom the source is run for.</summary>
public sealed record ChangeSourceRequest
{
    /// <summary>Minutes from the end of a run to the next, 15 to 43,200; a day when left out.</summary>
    public int? IntervalMinutes { get; init; }

    /// <summary>See <see cref="AddSourceRequest.AnyPublisher"/>.</summary>
    public bool? AnyPublisher { get; init; }

    /// <summary>For documents that come from now on; see <see cref="AddSourceRequest.Sharing"/>.</summary>
    public SharingDocument? Sharing { get; init; }
}

/// <summary>A provider that the reader's organisation follows.</summary>
public sealed record SourceDocument
{
    public required Guid Id { get; init; }

    /// <summary>A domain, or the https URL of a provider-metadata.json.</summary>
    public required string Provider { get; init; }

    public required int IntervalMinutes { get; init; }

    /// <summary>Whether documents of other publishers are imported as well; left out where they are not.</summary>
    public bool? AnyPublisher { get; init; }

    /// <summary>How documents are shared; without a label each has its own.</summary>
    public required SharingDocument Sharing { get; init; }

    /// <summary>The member for whom it is run.</summary>
    public required Guid StatedBy { get; init; }

    /// <summary>When that member stated it.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    /// <summary>When it is run next, or as soon after as a server comes to it; left out until the schedule has it.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When the run began that goes on now; left out for none.</summary>
    public DateTimeOffset? RunningSince { get; init; }

    /// <summary>Left out before the first.</summary>
    public SourceRunDocument? LastRun { get; init; }
}

/// <summary>How one run ended.</summary>
public sealed record SourceRunDocument
{
    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>
    /// <c>done</c>; <c>stopped</c>, and a later run goes on with the rest; <c>failed</c>, where the provider or its metadata cannot be
    /// had; <c>not-permitted</c>, where the member may not do this any longer.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>Why it is not <c>done</c>, in a sentence.</summary>
    public string? Because { get; init; }

    public required int New { get; init; }

    public required int Changed { get; init; }

    public required int Unchanged { get; init; }

    public required int Refused { get; init; }

    /// <summary>Documents that are withdrawn here, the partner's own word, or older than what is here; left out for none.</summary>
    public int? LeftAlone { get; init; }

    /// <summary>Documents that the run did not come to.</summary>
    public required int NotDone { get; init; }

    /// <summary>Documents and lists that were not taken.</summary>
    public required IReadOnlyList<SourceRefusalDocument> Refusals { get; init; }

    /// <summary>How many more were refused than are told here.</summary>
    public int? MoreRefusals { get; init; }

    /// <summary>What is odd about the provider and its documents, and no reason to refuse anything.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>Documents that were taken and that the provider lists no longer, found by this run or an earlier one; what was imported of them stays.</summary>
    public IReadOnlyList<SourceUnlistedDocument>? Unlisted { get; init; }

    /// <summary>How many more this run found than are told here.</summary>
    public int? MoreUnlisted { get; init; }
}

/// <summary>A document, or a list, that was not taken.</summary>
/// <param name="Reason">A word for scripts, such as <c>hash-differs</c>.</param>
/// <param name="Detail">The same in a sentence.</param>
public sealed record SourceRefusalDocument(string Url, string Reason, string Detail);

/// <summary>A document that its provider lists no longer.</summary>
/// <param name="FoundAt">When the run began that found it.</param>
public sealed record SourceUnlistedDocument(string Url, DateTimeOffset FoundAt);
