using System.Globalization;
using System.Text.Json;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>Gathers changes.</summary>
internal sealed class ChangeList
{
    private const int ProductsInSentenceMax = 5;

    private readonly List<CsafChange> _changes = [];

    /// <summary>How many changes found no room.</summary>
    public int Untold { get; private set; }

    public IEnumerable<CsafChange> InOrder => _changes.OrderBy(change => change.Group);

    /// <summary>How a value reads in a sentence; empty for objects and arrays.</summary>
    public static string Shown(CsafNode value) => value.IsText ? value.Quoted : Whole(value) ?? "";

    /// <summary>Some products in a sentence.</summary>
    public static string Shown(IReadOnlyCollection<string> products)
    {
        var named = string.Join(", ", products.Take(ProductsInSentenceMax));
        return products.Count <= ProductsInSentenceMax ? named : $"{named} and {products.Count - ProductsInSentenceMax} more products";
    }

    /// <summary>Adds a change, unless there are too many.</summary>
    public void Add(CsafNode before, CsafNode after, Func<CsafChange> change)
    {
        if (_changes.Count >= CsafComparer.ChangesMax)
        {
            Untold++;
            return;
        }

        _changes.Add(change() with
        {
            OldPointer = before.Exists ? before.Pointer : null,
            NewPointer = after.Exists ? after.Pointer : null,
        });
    }

    /// <summary>Compares a value that a place has once.</summary>
    /// <param name="place">The group, and the vulnerability.</param>
    /// <param name="thing">The start of the code.</param>
    /// <param name="noun">How the value is called at the start of a sentence.</param>
    public void Value(Place place, string thing, string noun, CsafNode before, CsafNode after)
    {
        if (before.Exists == after.Exists && (!before.Exists || Unordered.Equal(before, after)))
        {
            return;
        }

        var (old, now) = (Shown(before), Shown(after));
        var (fate, sentence) = (before.Exists, after.Exists) switch
        {
            (false, _) => ("added", now.Length == 0 ? $"{noun} is new." : $"{noun} is new: {now}."),
            (_, false) => ("removed", old.Length == 0 ? $"{noun} is gone." : $"{noun} is gone; it was {old}."),
            _ => ("changed", old.Length == 0 || now.Length == 0 ? $"{noun} is changed." : $"{noun} is changed from {old} to {now}."),
        };
        Add(before, after, () => place.Change($"{thing}-{fate}", sentence) with { Before = Whole(before), After = Whole(after) });
    }

    /// <summary>The whole of a value that is no object and no array, within limits.</summary>
    public static string? Whole(CsafNode value) => value.Kind switch
    {
        JsonTokenType.String => CsafText.Cut(value.Text, CsafComparer.ValueCharactersMax),
        JsonTokenType.Number when value.TryNumber(out var number) => number.ToString(CultureInfo.InvariantCulture),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    /// <summary>What is told of a place.</summary>
    /// <param name="Group">The part of the document.</param>
    /// <param name="Vulnerability">The vulnerability's name, where it is of one.</param>
    public readonly record struct Place(CsafChangeGroup Group, string? Vulnerability = null)
    {
        /// <summary>How the end of a sentence names it.</summary>
        public string Of => Vulnerability is null ? "" : $" of {Vulnerability}";

        public CsafChange Change(string code, string sentence) => new() { Group = Group, Vulnerability = Vulnerability, Code = code, Sentence = sentence };

        public CsafChange Change(string code, string sentence, IReadOnlyCollection<string> products) => Change(code, sentence, products, products.Count);

        /// <summary>The same of many products, of which only the first are asked for.</summary>
        public CsafChange Change(string code, string sentence, IEnumerable<string> products, int count) => Change(code, sentence) with
        {
            Products = [.. products.Take(CsafComparer.ProductsNamedMax)],
            ProductCount = count,
        };
    }
}
