namespace CyberExchange.Domain.Trends;

/// <summary>Some incidents, by who reported them.</summary>
/// <remarks>
/// In a correction it holds what came, counted up, and what went, counted down: the <see cref="Size"/> is then how much changed and
/// the <see cref="Net"/> by how much the number changes.
/// </remarks>
internal sealed class Group
{
    private readonly int[] _reporters;
    private readonly int[] _counts;

    private Group(int[] reporters, int[] counts)
    {
        (_reporters, _counts) = (reporters, counts);
        foreach (var count in counts)
        {
            long size = Math.Abs(count);
            Net += count;
            Size += size;
            (Largest, Second) = size > Largest ? (size, Largest) : (Largest, Math.Max(Second, size));
        }
    }

    public static Group None { get; } = new([], []);

    public long Size { get; }

    public long Net { get; }

    public int Reporters => _reporters.Length;

    public long Largest { get; }

    public long Second { get; }

    /// <summary>One group of reporters that are all different; nobody has a count of zero.</summary>
    public static Group Of(ReadOnlySpan<int> reporters, ReadOnlySpan<int> counts) =>
        reporters.Length == 0 ? None : new(reporters.ToArray(), counts.ToArray());

    /// <summary>Groups without a common incident, as one.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="sums">Room for the sum of each reporter: all zero before and after.</param>
    public static Group Union(IReadOnlyList<Group> groups, int[] sums)
    {
        var some = groups.Where(g => g.Reporters > 0).ToList();
        if (some.Count <= 1)
        {
            return some.Count == 0 ? None : some[0];
        }

        foreach (var group in some)
        {
            for (var i = 0; i < group._reporters.Length; i++)
            {
                sums[group._reporters[i]] += group._counts[i];
            }
        }

        var (reporters, counts) = (new List<int>(), new List<int>());
        foreach (var reporter in some.SelectMany(g => g._reporters))
        {
            if (sums[reporter] != 0)
            {
                reporters.Add(reporter);
                counts.Add(sums[reporter]);
                sums[reporter] = 0;
            }
        }

        return reporters.Count == 0 ? None : new([.. reporters], [.. counts]);
    }
}
