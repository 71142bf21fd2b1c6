namespace CyberExchange.Contracts.Advisories;

/// <summary>A revision of an advisory's document that was stated while the caller saw the advisory, or was there when it came to see it.</summary>
public sealed record RevisionDocument
{
    /// <summary>1 for the first document, one more for every later one.</summary>
    public required int Revision { get; init; }

    public required DateTimeOffset StatedAt { get; init; }

    public required string Title { get; init; }

    public required string TrackingVersion { get; init; }

    public required string TrackingStatus { get; init; }

    /// <summary>SHA-512 of the document's exact bytes, lower-case hexadecimal.</summary>
    public required string Sha512 { get; init; }

    public required int LengthBytes { get; init; }
}

/// <summary>What two documents say differently.</summary>
public sealed record ChangesDocument
{
    public required ComparedDocument Old { get; init; }

    public required ComparedDocument New { get; init; }

    /// <summary>By group: tracking, document, products, vulnerabilities.</summary>
    public required IReadOnlyList<ChangeDocument> Changes { get; init; }

    /// <summary>How many changes there are beyond those.</summary>
    public required int Untold { get; init; }

    /// <summary>What is odd about the new document as a revision of the old one.</summary>
    public required IReadOnlyList<HintDocument> Hints { get; init; }
}

/// <summary>One of the two.</summary>
public sealed record ComparedDocument
{
    /// <summary>The revision of the advisory; null for a file.</summary>
    public int? Revision { get; init; }

    public required string CsafVersion { get; init; }

    public required string Title { get; init; }

    public required string PublisherNamespace { get; init; }

    public required string TrackingId { get; init; }

    public required string TrackingVersion { get; init; }

    public required string TrackingStatus { get; init; }
}

/// <summary>One thing that changed.</summary>
public sealed record ChangeDocument
{
    /// <summary><c>tracking</c>, <c>document</c>, <c>products</c> or <c>vulnerabilities</c>.</summary>
    public required string Group { get; init; }

    /// <summary>A thing and what became of it, such as <c>score-changed</c>: <c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public required string Code { get; init; }

    public string? Vulnerability { get; init; }

    /// <summary>At most 100 of the products of which it is told.</summary>
    public required IReadOnlyList<string> Products { get; init; }

    public required int ProductCount { get; init; }

    public string? Before { get; init; }

    public string? After { get; init; }

    /// <summary>RFC 6901, in the old document; left out for what was not there.</summary>
    public string? OldPointer { get; init; }

    /// <summary>RFC 6901, in the new document; left out for what is not there.</summary>
    public string? NewPointer { get; init; }

    /// <summary>The same in English.</summary>
    public required string Sentence { get; init; }
}

/// <summary>What is odd about a revision.</summary>
/// <param name="Code"><c>other-document</c>, <c>not-a-revision</c> or <c>version-step</c>.</param>
public sealed record HintDocument(string Code, string Sentence);
