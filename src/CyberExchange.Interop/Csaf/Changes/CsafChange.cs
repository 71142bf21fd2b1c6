using System.Collections.Immutable;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>The part of a document in which something changed, in the order in which changes are told.</summary>
public enum CsafChangeGroup
{
    /// <summary>Which revision this is: status, version, dates, revision history.</summary>
    Tracking,

    /// <summary>The document as a whole: title, label, publisher, notes, references.</summary>
    Document,

    /// <summary>The product tree.</summary>
    Products,

    /// <summary>What the document says of vulnerabilities.</summary>
    Vulnerabilities,
}

/// <summary>How groups are written.</summary>
public static class CsafChangeGroups
{
    /// <summary>The word for a group.</summary>
    public static string Text(this CsafChangeGroup group) => group switch
    {
        CsafChangeGroup.Tracking => "tracking",
        CsafChangeGroup.Document => "document",
        CsafChangeGroup.Products => "products",
        CsafChangeGroup.Vulnerabilities => "vulnerabilities",
    };
}

/// <summary>One thing that two documents say differently.</summary>
public sealed record CsafChange
{
    public required CsafChangeGroup Group { get; init; }

    /// <summary>A thing and what became of it, parted by a hyphen, such as <c>score-changed</c>: <c>added</c>, <c>removed</c> or <c>changed</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The vulnerability of which it is told, as the document names it; null outside the vulnerabilities.</summary>
    public string? Vulnerability { get; init; }

    /// <summary>The products of which it is told, at most <see cref="CsafComparer.ProductsNamedMax"/> of them.</summary>
    public ImmutableArray<string> Products { get; init; } = [];

    /// <summary>How many products that are.</summary>
    public int ProductCount { get; init; }

    /// <summary>The value before, where it is one that fits; at most <see cref="CsafComparer.ValueCharactersMax"/> UTF-16 units.</summary>
    public string? Before { get; init; }

    /// <summary>The value after.</summary>
    public string? After { get; init; }

    /// <summary>Where it stood in the old document, as an RFC 6901 JSON pointer; null for what was not there.</summary>
    public string? OldPointer { get; init; }

    /// <summary>Where it stands in the new document; null for what is not there.</summary>
    public string? NewPointer { get; init; }

    /// <summary>The same in English.</summary>
    public required string Sentence { get; init; }
}

/// <summary>What is odd about the new document as a revision of the old one.</summary>
/// <param name="Code">
/// <c>other-document</c>; <c>not-a-revision</c>, for which an exchange refuses it from its publisher; or <c>version-step</c>, for which nobody does.
/// </param>
/// <param name="Sentence">In English.</param>
public sealed record CsafHint(string Code, string Sentence);

/// <summary>Which document was compared.</summary>
/// <param name="CsafVersion"><c>2.0</c> or <c>2.1</c>.</param>
/// <param name="PublisherNamespace">Empty where the document says none, as the others.</param>
public sealed record CsafCompared(string CsafVersion, string Title, string PublisherNamespace, string TrackingId, string TrackingVersion, string TrackingStatus);

/// <summary>The answer to a comparison.</summary>
public abstract record CsafComparison
{
    private CsafComparison() { }

    /// <summary>The documents were compared.</summary>
    /// <param name="Changes">By group, at most <see cref="CsafComparer.ChangesMax"/>.</param>
    /// <param name="Untold">How many changes are beyond those.</param>
    public sealed record Made(CsafCompared Old, CsafCompared New, ImmutableArray<CsafChange> Changes, int Untold, ImmutableArray<CsafHint> Hints) : CsafComparison;

    /// <summary>One of the two is no CSAF document that can be read.</summary>
    /// <param name="IsOld">Which of the two.</param>
    /// <param name="Why">A sentence.</param>
    public sealed record Unreadable(bool IsOld, string Why) : CsafComparison;
}
