namespace CyberExchange.Interop.Versions;

/// <summary>An order of version texts that fits most kinds: numbers as numbers, letters as letters, a pre-release before its release.</summary>
/// <remarks>The kinds of versions differ in their finer rules, such as epochs; those are not kept here.</remarks>
public static class VersionOrder
{
    /// <summary>Negative when <paramref name="a"/> comes before <paramref name="b"/>, zero for equal versions.</summary>
    public static int Compare(string a, string b)
    {
        var left = a.AsSpan();
        var right = b.AsSpan();
        while (true)
        {
            var x = Next(ref left);
            var y = Next(ref right);
            if (x.IsEmpty && y.IsEmpty)
            {
                return 0;
            }

            var order = CompareParts(x, y);
            if (order != 0)
            {
                return order;
            }
        }
    }

    // A number is more than nothing but zeros, and nothing is more than letters: 1.0 = 1.0.0, 1.0-rc1 before 1.0.
    private static int CompareParts(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        if (x.IsEmpty || y.IsEmpty)
        {
            var other = x.IsEmpty ? y : x;
            var weight = !char.IsAsciiDigit(other[0]) ? -1 : other.TrimStart('0').IsEmpty ? 0 : 1;
            return x.IsEmpty ? -weight : weight;
        }

        if (char.IsAsciiDigit(x[0]) && char.IsAsciiDigit(y[0]))
        {
            x = x.TrimStart('0');
            y = y.TrimStart('0');
            return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
        }

        return char.IsAsciiDigit(x[0]) ? 1 : char.IsAsciiDigit(y[0]) ? -1 : x.CompareTo(y, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Cuts off the next number or word; what stands between them parts them only.</summary>
    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && !char.IsLetterOrDigit(text[start]))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && char.IsLetterOrDigit(text[end]) && char.IsAsciiDigit(text[end]) == char.IsAsciiDigit(text[start]))
        {
            end++;
        }

        var part = text[start..end];
        text = text[end..];
        return part;
    }
}
