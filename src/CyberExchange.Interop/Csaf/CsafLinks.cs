using System.Collections.Immutable;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Csaf.Validation.Checks;

namespace CyberExchange.Interop.Csaf;

/// <summary>By which addresses a document is known, and which other documents it names: CSAF 2.0 and 2.1, <c>/document/references</c>.</summary>
/// <param name="Canonical">Its canonical URLs: references to itself that begin with https:// and end in its file name (6.2.11).</param>
/// <param name="Original">The document of which it is a translation: its first reference, where it has a source language; null for none.</param>
/// <param name="Successors">The documents that supersede it: external references whose summary begins with the set title in the document's language.</param>
public sealed record CsafLinks(ImmutableArray<string> Canonical, string? Original, ImmutableArray<string> Successors)
{
    /// <summary>Addresses of one kind that are read: a document has one or two, and any number could be written.</summary>
    public const int AddressesMax = 10;

    public static CsafLinks None { get; } = new([], null, []);

    /// <summary>What a document says.</summary>
    internal static CsafLinks Of(CsafNode document)
    {
        var canonical = DocumentChecks.CanonicalUrls(document).Take(AddressesMax).ToImmutableArray();
        var original = document["source_lang"u8].Text.Length == 0 ? null : CsafSubject.Each(document["references"u8]).Take(1).Where(IsOther).Select(UrlOf).FirstOrDefault();
        var title = CsafTitles.For(document["lang"u8].Text).SupersedingDocument;
        var successors = title is null || CsafEnds.EndingOf(document) is not Domain.Advisories.AdvisoryEnding.Superseded
            ? []
            : CsafSubject.Each(document["references"u8]).Where(reference => IsOther(reference) && reference["summary"u8].Text.StartsWith(title, StringComparison.Ordinal))
                .Select(UrlOf).OfType<string>().Distinct(StringComparer.Ordinal).Take(AddressesMax).ToImmutableArray();
        return new(canonical, original is not null && canonical.Contains(original, StringComparer.Ordinal) ? null : original, successors);
    }

    // What does not say of which category it is, is external (CSAF 2.0, 3.1.10).
    private static bool IsOther(CsafNode reference) => !reference["category"u8].Is("self"u8);

    private static string? UrlOf(CsafNode reference) => reference["url"u8] is { IsText: true } url && url.Utf8.Length > 0 ? url.Text : null;
}
