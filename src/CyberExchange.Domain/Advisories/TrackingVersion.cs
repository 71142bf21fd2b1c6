using System.Globalization;
using System.Numerics;

namespace CyberExchange.Domain.Advisories;

/// <summary>The order of CSAF tracking versions.</summary>
/// <remarks>CSAF 2.0, 3.1.11: whole numbers, or semantic versions ordered by SemVer 2.0.0 precedence. The two kinds do not compare.</remarks>
public static class TrackingVersion
{
    /// <summary>Whether <paramref name="next"/> comes after <paramref name="previous"/>; false where they do not compare.</summary>
    public static bool Follows(string next, string previous) => Compare(next, previous) > 0;

    /// <summary>Whether two versions are of one kind.</summary>
    public static bool DoCompare(string a, string b) => IsInteger(a) == IsInteger(b);

    /// <summary>The order of two versions; 0 where they do not compare.</summary>
    public static int Compare(string a, string b)
    {
        if (BigInteger.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var aNumber)
            && BigInteger.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var bNumber))
        {
            return aNumber.CompareTo(bNumber);
        }

        return Split(a) is { } aParts && Split(b) is { } bParts ? Compare(aParts, bParts) : 0;
    }

    /// <summary>Whether a version is a whole number, and not a semantic version.</summary>
    public static bool IsInteger(string version) => version.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>Whether a version is before the first release: 0, 0.y.z, or with a pre-release part.</summary>
    public static bool IsBeforeRelease(string version) =>
        WithoutBuild(version) is var plain && (plain == "0" || plain.StartsWith("0.", StringComparison.Ordinal) || plain.Contains('-', StringComparison.Ordinal));

    /// <summary>A version without its build metadata, which tells no two versions apart.</summary>
    public static string WithoutBuild(string version) => version.Split('+', 2)[0];

    private sealed record Parts(BigInteger[] Core, string[] PreRelease);

    private static Parts? Split(string version)
    {
        var halves = WithoutBuild(version).Split('-', 2);
        var core = halves[0].Split('.');
        if (core.Length != 3)
        {
            return null;
        }

        var numbers = new BigInteger[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!BigInteger.TryParse(core[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new(numbers, halves.Length == 1 ? [] : halves[1].Split('.'));
    }

    private static int Compare(Parts a, Parts b)
    {
        var core = a.Core.Zip(b.Core).Select(p => p.First.CompareTo(p.Second)).FirstOrDefault(c => c != 0);
        if (core != 0)
        {
            return core;
        }

        // SemVer 2.0.0, 11.3: a pre-release precedes the release.
        if (a.PreRelease.Length == 0 || b.PreRelease.Length == 0)
        {
            return b.PreRelease.Length.CompareTo(a.PreRelease.Length);
        }

        var identifier = a.PreRelease.Zip(b.PreRelease).Select(p => CompareIdentifiers(p.First, p.Second)).FirstOrDefault(c => c != 0);
        return identifier != 0 ? identifier : a.PreRelease.Length.CompareTo(b.PreRelease.Length);
    }

    // SemVer 2.0.0, 11.4: numeric identifiers compare as numbers and precede the others, which compare in ASCII order.
    private static int CompareIdentifiers(string a, string b)
    {
        var aIsNumber = BigInteger.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var aNumber);
        var bIsNumber = BigInteger.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var bNumber);
        return (aIsNumber, bIsNumber) switch
        {
            (true, true) => aNumber.CompareTo(bNumber),
            (true, false) => -1,
            (false, true) => 1,
            (false, false) => string.CompareOrdinal(a, b),
        };
    }
}
