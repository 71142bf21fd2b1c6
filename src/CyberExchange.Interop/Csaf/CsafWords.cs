using System.Text;

namespace CyberExchange.Interop.Csaf;

/// <summary>A closed list of words that is searched by their UTF-8 form, so that a known word costs no allocation.</summary>
internal sealed class CsafWords(params string[] words)
{
    private readonly byte[][] _utf8 = [.. words.Select(Encoding.UTF8.GetBytes)];

    public int Count => words.Length;

    public string this[int index] => words[index];

    /// <summary>The place of a word in the list, or -1.</summary>
    // The lists have at most some thirty words and nearly all differ in length, so a scan beats a hash.
    public int IndexOf(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i < _utf8.Length; i++)
        {
            if (utf8.SequenceEqual(_utf8[i]))
            {
                return i;
            }
        }

        return -1;
    }

    public override string ToString() => string.Join(", ", words);
}
