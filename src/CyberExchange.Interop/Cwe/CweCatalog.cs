using System.Collections.Frozen;
using System.Globalization;

namespace CyberExchange.Interop.Cwe;

/// <summary>What CWE says of using a weakness to name the root cause of a vulnerability.</summary>
public enum CweUsage
{
    /// <summary>Versions before 4.12 say nothing.</summary>
    Unknown,
    Allowed,
    AllowedWithReview,
    Discouraged,
    Prohibited,
}

/// <summary>A weakness as one version of CWE lists it.</summary>
public sealed record CweEntry(string Name, bool IsDeprecated, CweUsage Usage);

/// <summary>The weaknesses of every version of CWE from 1.0 on. Categories and views are not weaknesses.</summary>
public static class CweCatalog
{
    private static readonly List<string> AllVersions = [];
    private static readonly List<DateOnly> Dates = [];
    private static readonly FrozenDictionary<string, List<(int First, int Last, CweEntry Entry)>> Entries = Read();

    /// <summary>The versions, oldest first.</summary>
    public static IReadOnlyList<string> Versions => AllVersions;

    /// <summary>The newest version on a day; null before the first.</summary>
    public static string? LatestVersionOn(DateOnly day)
    {
        var at = Dates.FindLastIndex(date => date <= day);
        return at < 0 ? null : AllVersions[at];
    }

    /// <summary>The weakness in one version; null when that version does not list it.</summary>
    /// <param name="id">Such as `CWE-79`.</param>
    public static CweEntry? Find(string id, string version)
    {
        var at = AllVersions.IndexOf(version);
        return at < 0 ? null : Entries.GetValueOrDefault(id)?.Find(run => run.First <= at && at <= run.Last).Entry;
    }

    /// <summary>The weakness in the last version that lists it.</summary>
    public static CweEntry? FindLast(string id) => Entries.GetValueOrDefault(id)?[^1].Entry;

    /// <summary>Whether any version gives the weakness this name.</summary>
    public static bool HasName(string id, string name) =>
        Entries.GetValueOrDefault(id)?.Exists(run => string.Equals(run.Entry.Name, name, StringComparison.Ordinal)) is true;

    private static FrozenDictionary<string, List<(int First, int Last, CweEntry Entry)>> Read()
    {
        var entries = new Dictionary<string, List<(int, int, CweEntry)>>(StringComparer.Ordinal);
        foreach (var fields in ReferenceList.Read("weaknesses.tsv"))
        {
            if (fields[0] is "versions")
            {
                var versions = fields[1].Split(' ').Select(version => version.Split(':')).ToList();
                AllVersions.AddRange(versions.Select(version => version[0]));
                Dates.AddRange(versions.Select(version => DateOnly.Parse(version[1], CultureInfo.InvariantCulture)));
                continue;
            }

            var id = "CWE-" + fields[0];
            if (!entries.TryGetValue(id, out var runs))
            {
                entries.Add(id, runs = []);
            }

            runs.Add((Number(fields[1]), Number(fields[2]), new CweEntry(fields[5], fields[3] is "D", Usage(fields[4]))));
        }

        return entries.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    private static CweUsage Usage(string letter) => letter switch
    {
        "A" => CweUsage.Allowed,
        "R" => CweUsage.AllowedWithReview,
        "D" => CweUsage.Discouraged,
        "P" => CweUsage.Prohibited,
        _ => CweUsage.Unknown,
    };
}
