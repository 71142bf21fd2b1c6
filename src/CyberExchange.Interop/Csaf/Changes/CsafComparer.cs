using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>Tells in words what two documents say differently: two revisions of one advisory, as a rule.</summary>
/// <remarks>
/// CSAF 2.0 and 2.1, also one against the other: what only has another name in the other version is the same. The order of entries and
/// product ids mean nothing and are passed by. Whatever else differs is told of, if only by its place.
/// </remarks>
public static class CsafComparer
{
    /// <summary>Nobody reads more of them.</summary>
    public const int ChangesMax = 2_000;

    /// <summary>Products that one change names.</summary>
    public const int ProductsNamedMax = 100;

    /// <summary>UTF-16 units of a value before and after.</summary>
    public const int ValueCharactersMax = 1_000;

    /// <summary>Compares the exact bytes of two documents. No input makes this throw.</summary>
    public static CsafComparison Compare(ReadOnlyMemory<byte> old, ReadOnlyMemory<byte> @new)
    {
        if (Read(old, out var whyNotOld) is not { } before)
        {
            return new CsafComparison.Unreadable(IsOld: true, whyNotOld);
        }

        if (Read(@new, out var whyNotNew) is not { } after)
        {
            return new CsafComparison.Unreadable(IsOld: false, whyNotNew);
        }

        var changes = new ChangeList();
        var products = new ProductMatch(before, after);
        var lists = new ListChanges(changes, products);
        new DocumentChanges(changes, lists).Compare(before, after);
        new ProductChanges(changes, lists, products).Compare(before, after);
        new VulnerabilityChanges(changes, lists, products).Compare(before, after);
        if (WhyBeyondLimits(before) is { } oldBeyond)
        {
            return new CsafComparison.Unreadable(IsOld: true, oldBeyond);
        }

        return WhyBeyondLimits(after) is { } newBeyond
            ? new CsafComparison.Unreadable(IsOld: false, newBeyond)
            : new CsafComparison.Made(Compared(before), Compared(after), [.. changes.InOrder], changes.Untold, [.. RevisionHints.Of(before, after, changes)]);
    }

    /// <summary>A document as the checks walk over it; null where it cannot be read.</summary>
    internal static CsafSubject? Read(ReadOnlyMemory<byte> bytes, out string why)
    {
        var findings = new CsafFindings();
        if (CsafDocument.WhyUnreadable(bytes.Span) is { } unreadable)
        {
            why = unreadable;
            return null;
        }

        if (CsafTree.Read(bytes, findings) is not { } tree || !findings.IsReadable)
        {
            why = Told(findings);
            return null;
        }

        var said = tree.Root["document"u8]["csaf_version"u8];
        if (!said.Is("2.0"u8) && !said.Is("2.1"u8))
        {
            why = "This is no CSAF document of version 2.0 or 2.1: /document/csaf_version says neither.";
            return null;
        }

        var subject = new CsafSubject(tree.Root, said.Is("2.1"u8), findings, CsafValidationOptions.Default);
        why = findings.IsReadable ? "" : Told(findings);
        return findings.IsReadable ? subject : null;
    }

    private static string? WhyBeyondLimits(CsafSubject subject) => subject.Findings.IsReadable ? null : Told(subject.Findings);

    private static string Told(CsafFindings findings) =>
        findings.ToValidation(null).Results.Select(result => result.Message).FirstOrDefault() ?? "The document cannot be read.";

    private static CsafCompared Compared(CsafSubject subject) => new(
        subject.Is21 ? "2.1" : "2.0",
        Cut(subject.Document["title"u8]),
        Cut(subject.Document["publisher"u8]["namespace"u8]),
        Cut(subject.Tracking["id"u8]),
        Cut(subject.Tracking["version"u8]),
        Cut(subject.Tracking["status"u8]));

    private static string Cut(CsafNode text) => CsafText.Cut(text.Text, ValueCharactersMax);
}
