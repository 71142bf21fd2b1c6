using System.Runtime.InteropServices;
using System.Text;

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
