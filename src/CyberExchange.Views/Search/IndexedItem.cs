using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Search;

/// <summary>An item as it is indexed. Contacts and personal notes are sealed, and no word of them comes here.</summary>
internal sealed record IndexedItem
{
    /// <summary>
    /// Distinct words of one item; what comes after them is not found. Title, identifiers and names come first. A summary of
    /// 20,000 letters has about 1,500 words, and about as many pairs stand in 4,000 letters of Japanese.
    /// </summary>
    public const int WordsMax = 4_000;

    /// <summary>Of these, how many names may take: a list of 100,000 products leaves room for the text.</summary>
    public const int NameWordsMax = 2_000;

    /// <summary>UTF-16 units of an item's text that are read.</summary>
    public const int TextCharactersMax = 100_000;

    public required Guid Id { get; init; }

    public required Guid Originator { get; init; }

    /// <summary>The statement of the content that is indexed.</summary>
    public required int Revision { get; init; }

    /// <summary>Numbers of all words, and of what lists narrow by.</summary>
    public required IReadOnlyCollection<long> Words { get; init; }

    /// <summary>Numbers of whole identifiers; they rank first.</summary>
    public required IReadOnlyCollection<long> Identifiers { get; init; }

    public required IReadOnlyCollection<long> Title { get; init; }

    public required IReadOnlyCollection<long> Names { get; init; }

    /// <summary>The text as phrases are looked for in it; see <see cref="Search.Flow"/>.</summary>
    public required string Flow { get; init; }

    /// <summary>The same for a reference that tells whom the incident befell.</summary>
    public required string VictimFlow { get; init; }

    /// <summary>Whether there is a reference that every viewer of the item may read.</summary>
    public required bool ReferenceShown { get; init; }

    public static IndexedItem Of(ItemContent row, IncidentReport report)
    {
        var words = new ItemWords();
        words.AddTitle(report.Title);
        foreach (var cve in report.Vulnerabilities)
        {
            words.AddIdentifier(cve);
        }

        var shown = row.Label is TlpLabel.Clear || !row.ByOperator; // As in VictimNames, for those to whom not all are shown.
        if (report.Reference is { } reference)
        {
            words.AddReference(reference, shown);
        }

        foreach (var term in Terms(IncidentClasses.All, [report.Classification]).Concat(Terms(Sectors.All, report.Sectors)))
        {
            words.AddNames(term.Id.Split('.').Append(term.Name).Concat(term.NameJa is { } name ? [name] : []));
        }

        words.AddText(report.Summary);
        return words.Close(row, shown && report.Reference is not null);
    }

    public static IndexedItem Of(ItemContent row, AdvisoryContent content, IReadOnlyList<string> texts)
    {
        var words = new ItemWords();
        words.AddTitle(content.Document.Title);
        words.AddIdentifier(content.Document.TrackingId);
        foreach (var cve in row.Cves.Take(WordsMax))
        {
            words.AddIdentifier(cve);
        }

        words.AddNames([content.PublisherName]);
        words.AddNames(row.Vendors);
        words.AddNames(row.Products);
        foreach (var text in texts)
        {
            words.AddText(text);
        }

        return words.Close(row, referenceShown: false);
    }

    /// <summary>Words of the vocabularies are found in their parts too; which items bear it out is the originator's alone, and no word.</summary>
    public static IndexedItem Of(ItemContent row, SignalContent content)
    {
        var words = new ItemWords();
        var signal = content.Signal;
        words.AddTitle(signal.Title);
        words.AddNames([signal.Stage, signal.ProductClass, .. signal.Observed, .. signal.Regions, .. signal.Product is { } product ? [product] : Array.Empty<string>()]);
        words.AddText(signal.Summary);
        foreach (var reference in signal.References.Concat(content.Outcome?.References ?? []))
        {
            words.AddText(reference.Text);
        }

        if (content.Outcome is { } outcome)
        {
            words.AddText(outcome.Explanation);
        }

        return words.Close(row, referenceShown: false);
    }

    // A sector that an older vocabulary had is found by nothing but its filter.
    private static IEnumerable<Term> Terms(IReadOnlyList<Term> vocabulary, IEnumerable<string> ids) =>
        ids.Select(id => vocabulary.FirstOrDefault(term => term.Id == id)).OfType<Term>();
}
