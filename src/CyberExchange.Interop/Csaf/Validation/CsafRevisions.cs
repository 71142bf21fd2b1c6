using System.Globalization;
using CyberExchange.Domain.Advisories;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>A version of a document: a whole number, or a semantic version.</summary>
/// <param name="Text">As the document writes it.</param>
internal sealed record CsafVersionNumber(string Text)
{
    public bool IsInteger => TrackingVersion.IsInteger(Text);

    public string WithoutBuild => TrackingVersion.WithoutBuild(Text);

    public bool HasBuild => Text.Contains('+', StringComparison.Ordinal);

    public bool HasPreRelease => WithoutBuild.Contains('-', StringComparison.Ordinal);

    public string WithoutPreRelease => WithoutBuild.Split('-', 2)[0];

    /// <summary>0 or 0.y.z: before the first release.</summary>
    public bool IsBeforeFirst => Major == 0;

    /// <summary>The number, or the first of the three. One too long to be meant stands for the greatest.</summary>
    public long Major => long.TryParse(Text.Split('.', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) ? major : long.MaxValue;

    /// <summary>The text as a version; null when it is none, or longer than any that is meant.</summary>
    public static CsafVersionNumber? Of(CsafNode node) =>
        node.IsText && node.Utf8.Length <= CsafLimits.VersionBytesMax && CsafFormats.IsVersion(node.Text) ? new(node.Text) : null;

    /// <summary>The order of two versions. Of two kinds, which 6.1.30 reports, the first numbers are compared.</summary>
    public static int Compare(CsafVersionNumber a, CsafVersionNumber b) =>
        a.IsInteger != b.IsInteger ? a.Major.CompareTo(b.Major) : TrackingVersion.Compare(a.Text, b.Text);
}

/// <summary>An entry of the revision history that has a date and a number.</summary>
internal sealed record CsafRevision(CsafNode Node, DateTimeOffset At, CsafVersionNumber Number);

/// <summary>The revision history.</summary>
/// <param name="InDocument">The entries that can be read, in the order of the document.</param>
/// <param name="Sorted">The same by date, and by number where dates are equal.</param>
internal sealed record CsafRevisions(IReadOnlyList<CsafRevision> InDocument, IReadOnlyList<CsafRevision> Sorted)
{
    public static CsafRevisions Of(CsafNode tracking)
    {
        var revisions = new List<CsafRevision>();
        foreach (var item in tracking["revision_history"u8].Items())
        {
            if (item["date"u8].TryInstant(out var at) && CsafVersionNumber.Of(item["number"u8]) is { } number)
            {
                revisions.Add(new(item, at, number));
            }
        }

        return new(revisions, [.. revisions.OrderBy(revision => revision.At).ThenBy(revision => revision.Number, Comparer<CsafVersionNumber>.Create(CsafVersionNumber.Compare))]);
    }
}
