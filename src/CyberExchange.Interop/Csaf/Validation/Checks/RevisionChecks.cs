namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Versions, status, and the revision history.</summary>
internal static class RevisionChecks
{
    public static void Mandatory(CsafSubject s)
    {
        var status = s.Tracking["status"u8];
        var isDraft = status.Is("draft"u8);
        var isReleased = status.Is("final"u8) || status.Is("interim"u8);
        if (CsafVersionNumber.Of(s.Tracking["version"u8]) is { } version)
        {
            Version(s, version, isDraft, isReleased);
        }

        Order(s);
        Numbers(s, isReleased);
        Kinds(s);
    }

    public static void Further(CsafSubject s)
    {
        foreach (var revision in s.Revisions.InDocument.Where(revision => revision.Number.HasBuild))
        {
            s.Fail("6.2.4", revision.Node["number"u8], $"The version {revision.Node["number"u8].Quoted} carries build metadata, which has no place in a revision history.");
        }

        if (s.Revisions.Sorted is not [var oldest, ..])
        {
            return;
        }

        var newest = s.Revisions.Sorted[^1];
        if (s.Tracking["initial_release_date"u8].TryInstant(out var initial) && initial < oldest.At)
        {
            s.Fail("6.2.5", s.Tracking["initial_release_date"u8], $"The initial release is older than the oldest entry of the revision history, {oldest.Node["date"u8].Quoted}.");
        }

        if (s.Tracking["current_release_date"u8].TryInstant(out var current) && current < newest.At)
        {
            s.Fail("6.2.6", s.Tracking["current_release_date"u8], $"The current release is older than the newest entry of the revision history, {newest.Node["date"u8].Quoted}.");
        }
    }

    /// <summary>6.2.21 and 6.2.22, which CSAF 2.1 has added.</summary>
    public static void FurtherOf21(CsafSubject s)
    {
        var dates = new HashSet<DateTimeOffset>();
        foreach (var revision in s.Revisions.InDocument.Where(revision => !dates.Add(revision.At)))
        {
            s.Fail("6.2.21", revision.Node["date"u8], $"Another entry of the revision history has the same date; {revision.Node["date"u8].Quoted} leaves open which came first.");
        }

        if (s.Tracking["id"u8].Text is { Length: > 0 } id && s.Document["title"u8].Text.Contains(id, StringComparison.Ordinal))
        {
            s.Fail("6.2.22", s.Document["title"u8], "The title repeats the tracking id, which readers see beside it.");
        }
    }

    private static void Version(CsafSubject s, CsafVersionNumber version, bool isDraft, bool isReleased)
    {
        var at = s.Tracking["version"u8];
        if (s.Revisions.Sorted is [.., var latest] && !AreSame(version, latest.Number, isDraft))
        {
            s.Fail("6.1.16", at, $"The newest entry of the revision history has the version {latest.Node["number"u8].Quoted}, and the document {at.Quoted}.");
        }

        if (!isDraft && s.Tracking["status"u8].IsText && (version.IsBeforeFirst || version.HasPreRelease))
        {
            s.Fail("6.1.17", s.Tracking["status"u8], $"A document of version {at.Quoted} is a draft.");
        }

        if (isReleased && version.HasPreRelease)
        {
            s.Fail("6.1.20", at, $"The version {at.Quoted} is a pre-release, and the status says {s.Tracking["status"u8].Quoted}.");
        }
    }

    // Build metadata is never compared, and a draft may be on its way to the version of the entry (CSAF 6.1.16).
    private static bool AreSame(CsafVersionNumber version, CsafVersionNumber latest, bool isDraft) => isDraft
        ? string.Equals(version.WithoutPreRelease, latest.WithoutPreRelease, StringComparison.Ordinal)
        : string.Equals(version.WithoutBuild, latest.WithoutBuild, StringComparison.Ordinal);

    private static void Order(CsafSubject s)
    {
        CsafRevision? before = null;
        foreach (var revision in s.Revisions.Sorted)
        {
            if (before is not null && CsafVersionNumber.Compare(before.Number, revision.Number) > 0)
            {
                s.Fail("6.1.14", revision.Node, $"By date this entry follows that of version {before.Node["number"u8].Quoted}, and its version {revision.Node["number"u8].Quoted} is lower.");
            }

            before = revision;
        }
    }

    private static void Numbers(CsafSubject s, bool isReleased)
    {
        foreach (var revision in s.Revisions.InDocument)
        {
            if (isReleased && revision.Number.IsBeforeFirst)
            {
                s.Fail("6.1.18", revision.Node["number"u8], $"A document that is {s.Tracking["status"u8].Text} has no entry of version 0 or 0.y.z; leave it out.");
            }

            if (revision.Number.HasPreRelease)
            {
                s.Fail("6.1.19", revision.Node["number"u8], $"The version {revision.Node["number"u8].Quoted} is a pre-release, which has no place in a revision history.");
            }
        }

        var numbers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var revision in s.Revisions.InDocument.Where(revision => !numbers.Add(revision.Number.Text)))
        {
            s.Fail("6.1.22", revision.Node["number"u8], $"The version {revision.Node["number"u8].Quoted} stands in the revision history already.");
        }

        CsafRevision? before = null;
        foreach (var revision in s.Revisions.Sorted)
        {
            if (before is null ? revision.Number.Major > 1 : revision.Number.Major > before.Number.Major && revision.Number.Major - before.Number.Major > 1)
            {
                s.Fail("6.1.21", revision.Node["number"u8], before is null
                    ? $"The revision history begins with version {revision.Node["number"u8].Quoted}; the entries before it are missing."
                    : $"Between the versions {before.Node["number"u8].Quoted} and {revision.Node["number"u8].Quoted} an entry is missing.");
            }

            before = revision;
        }
    }

    private static void Kinds(CsafSubject s)
    {
        IEnumerable<CsafNode> versions = [s.Tracking["version"u8], .. CsafSubject.Each(s.Tracking["revision_history"u8]).Select(revision => revision["number"u8])];
        CsafVersionNumber? first = null;
        foreach (var node in versions)
        {
            if (CsafVersionNumber.Of(node) is not { } version)
            {
                continue;
            }

            first ??= version;
            if (first.IsInteger != version.IsInteger)
            {
                s.Fail("6.1.30", node, $"\"{CsafText.Shorten(first.Text)}\" and {node.Quoted} are versions of two kinds; use whole numbers or semantic versions throughout.");
            }
        }
    }
}
