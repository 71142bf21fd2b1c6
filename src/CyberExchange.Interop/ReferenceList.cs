namespace CyberExchange.Interop;

/// <summary>The lists that come with this assembly: lines of fields parted by tabs, and comments.</summary>
internal static class ReferenceList
{
    /// <summary>The lines of a list, each cut into its fields.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using var stream = typeof(ReferenceList).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The list {name} is missing from this build.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                yield return line.Split('\t');
            }
        }
    }
}
