using System.Text;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Search;

/// <summary>Gathers the words of one item, within its limits.</summary>
internal sealed class ItemWords
{
    private readonly HashSet<long> _words = [];
    private readonly HashSet<long> _identifiers = [];
    private readonly HashSet<long> _title = [];
    private readonly HashSet<long> _names = [];
    private readonly StringBuilder _flow = new();
    private string _victimFlow = "";

    public void AddTitle(string text) => Add(text, _title, IndexedItem.WordsMax);

    /// <summary>Adds a text that is an identifier as a whole.</summary>
    public void AddIdentifier(string text)
    {
        Add(text, into: null, IndexedItem.WordsMax);
        _identifiers.UnionWith(Words.Whole(text).Select(Words.Number));
    }

    /// <summary>Adds the reporter's own case number, under words of its own where it would tell some viewers whom it befell.</summary>
    public void AddReference(string text, bool shown)
    {
        if (shown)
        {
            AddIdentifier(text);
            return;
        }

        _words.UnionWith(Words.Of(text).Select(word => Words.Number(IndexedWords.OfVictim(word))));
        _identifiers.UnionWith(Words.Whole(text).Select(word => Words.Number(IndexedWords.OfVictim(word))));
        _victimFlow = Flow.Of(text);
    }

    public void AddNames(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!Add(name, _names, IndexedItem.NameWordsMax))
            {
                return;
            }
        }
    }

    public void AddText(string text) => Add(text, into: null, IndexedItem.WordsMax);

    public IndexedItem Close(ItemContent row, bool referenceShown)
    {
        _words.UnionWith(IndexedWords.OfFilters(row).Select(Words.Number));
        return new()
        {
            Id = row.Id,
            Originator = row.Originator,
            Revision = row.Revision,
            Words = [.. _words],
            Identifiers = [.. _identifiers],
            Title = [.. _title],
            Names = [.. _names],
            Flow = _flow.ToString(),
            VictimFlow = _victimFlow,
            ReferenceShown = referenceShown,
        };
    }

    // False where a limit cut the text: then nothing of its kind is added any more.
    private bool Add(string text, HashSet<long>? into, int wordsMax)
    {
        var left = IndexedItem.TextCharactersMax - _flow.Length;
        if (left <= 0 || _words.Count >= wordsMax)
        {
            return false;
        }

        var runs = Runs.Of(text.Length <= left ? text : text[..left]).ToList();
        Flow.Append(_flow, runs); // Also of what is cut below, whose first words are found.
        foreach (var number in Words.Of(runs).Select(Words.Number))
        {
            if (_words.Count >= wordsMax)
            {
                return false;
            }

            _words.Add(number);
            into?.Add(number);
        }

        return true;
    }
}

/// <summary>Words of the index that nobody types: they hold a sign that no word of a text has.</summary>
internal static class IndexedWords
{
    public static string OfVictim(string word) => $"ref:{word}";

    public static string OfKind(ItemKind kind) => $"kind:{kind.Text()}";

    public static string OfLabel(Domain.Sharing.TlpLabel label) => $"label:{(int)label}";

    public static string OfSector(string sector) => $"sector:{sector}";

    public static string OfSeverity(string severity) => $"severity:{severity}";

    public static string OfCategory(string category) => $"category:{category}";

    public static string OfStatus(string status) => $"status:{status}";

    /// <summary>What lists narrow by most, so that a common word under a narrow filter is not looked for in vain.</summary>
    public static IEnumerable<string> OfFilters(ItemContent row) =>
    [
        OfKind(row.Kind),
        OfLabel(row.Label),
        .. row.Sectors.Select(OfSector),
        .. row.Severity is { } severity ? [OfSeverity(severity)] : Array.Empty<string>(),
        .. row.Category is { } category ? [OfCategory(category)] : Array.Empty<string>(),
        .. row.TrackingStatus is { } status ? [OfStatus(status)] : Array.Empty<string>(),
        .. LongList.Cves.Of(row.Cves),
        .. LongList.Cwes.Of(row.Cwes),
        .. LongList.Vendors.Of(row.Vendors),
        .. LongList.Purls.Of(row.PurlKeys),
        .. LongList.Cpes.Of(row.CpeKeys),
    ];
}

/// <summary>Words of a list that may be longer than the index takes: an item whose list was cut is found by one more word, whatever is asked for.</summary>
internal sealed record LongList(string Name)
{
    /// <summary>Words of one list. Documents rarely name more, and each word is a key in every way to the item.</summary>
    public const int WordsMax = 500;

    public static LongList Cves { get; } = new("cve");

    public static LongList Cwes { get; } = new("cwe");

    public static LongList Vendors { get; } = new("vendor");

    public static LongList Purls { get; } = new("purl");

    public static LongList Cpes { get; } = new("cpe");

    // No value of a list is empty.
    private string Cut => $"{Name}:";

    /// <summary>The words of an item's list.</summary>
    public IEnumerable<string> Of(IReadOnlyList<string> values) =>
        values.Take(WordsMax).Select(Word).Concat(values.Count > WordsMax ? [Cut] : []);

    /// <summary>Any of which an item has that passes a filter by these values; what the index found is asked itself afterwards.</summary>
    public IEnumerable<string> Asked(IReadOnlyList<string> values) => values.Count == 0 ? [] : values.Select(Word).Append(Cut);

    private string Word(string value) => $"{Name}:{value}";
}
