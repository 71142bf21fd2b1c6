using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Interop.Csaf;

/// <summary>Notices a text that stands in one array twice. One set serves all arrays of a document.</summary>
/// <remarks>A product id stands in many arrays of a document, so each distinct text is kept once, with the last array that had it.</remarks>
internal sealed class CsafDistinctTexts
{
    private const int StackCharsMax = 256;

    private readonly Dictionary<string, int> _lastArrayOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byChars;
    private int _array;

    public CsafDistinctTexts() => _byChars = _lastArrayOf.GetAlternateLookup<ReadOnlySpan<char>>();

    public void BeginArray() => _array++;

    /// <summary>False when the array already has the text.</summary>
    public bool Add(ReadOnlySpan<byte> utf8)
    {
        var chars = utf8.Length <= StackCharsMax ? stackalloc char[StackCharsMax] : new char[utf8.Length];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        ref var lastArray = ref CollectionsMarshal.GetValueRefOrAddDefault(_byChars, chars, out _);
        var isNew = lastArray != _array;
        lastArray = _array;
        return isNew;
    }
}

/// <summary>Notices an object that stands in an array twice, in whatever order and spacing its members are written.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsafDistinctObjects
{
    private int _firstStart;
    private int _firstLength;
    private HashSet<string>? _seen;

    /// <summary>Looks at the entry that the reader has just passed and reports it if it is not new.</summary>
    /// <param name="start">Where the entry starts in the document.</param>
    public void Add(ref CsafJson json, int start)
    {
        // An entry with a problem may not be comparable, and the document is refused already.
        if (json.HasProblems || json.IsStopped)
        {
            return;
        }

        var entry = json.Since(start);
        if (_firstLength == 0)
        {
            // Most arrays have one entry, which needs no comparing.
            (_firstStart, _firstLength) = (start, entry.Length);
            return;
        }

        _seen ??= new HashSet<string>(StringComparer.Ordinal) { Canonical(json.Since(_firstStart)[.._firstLength]) };
        if (!_seen.Add(Canonical(entry)))
        {
            json.Report(CsafProblemKind.Unique, "An equal entry stands in this array already; list it once.");
        }
    }

    /// <summary>The same text for equal JSON values: members sorted, no white space, numbers by value.</summary>
    private static string Canonical(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return Canonical(ref reader);
    }

    private static string Canonical(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => CanonicalObject(ref reader),
        JsonTokenType.StartArray => CanonicalArray(ref reader),
        JsonTokenType.String => Quoted(reader.GetString()),
        JsonTokenType.Number => reader.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => reader.TokenType.ToString(),
    };

    private static string CanonicalObject(ref Utf8JsonReader reader)
    {
        var members = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Quoted(reader.GetString());
            reader.Read();
            members.Add(name + ':' + Canonical(ref reader));
        }

        members.Sort(StringComparer.Ordinal);
        return '{' + string.Join(',', members) + '}';
    }

    private static string CanonicalArray(ref Utf8JsonReader reader)
    {
        var items = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Canonical(ref reader));
        }

        return '[' + string.Join(',', items) + ']';
    }

    private static string Quoted(string? text) => '"' + JsonEncodedText.Encode(text ?? "").ToString() + '"';
}
