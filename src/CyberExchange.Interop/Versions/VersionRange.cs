using System.Diagnostics.CodeAnalysis;

namespace CyberExchange.Interop.Versions;

/// <summary>How a constraint of a version range compares.</summary>
public enum VersionComparator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>One constraint of a version range.</summary>
public sealed record VersionConstraint(VersionComparator Comparator, string Version)
{
    public bool IsLower => Comparator is VersionComparator.Greater or VersionComparator.GreaterOrEqual;

    public bool IsUpper => Comparator is VersionComparator.Less or VersionComparator.LessOrEqual;
}

/// <summary>A range of versions: a version range specifier (vers), or its constraints alone (vls, CSAF 2.1).</summary>
/// <param name="Type">The kind of versions, such as `semver`; null for the constraints alone.</param>
/// <param name="Constraints">In the order of the text; empty for all versions.</param>
public sealed record VersionRange(string? Type, IReadOnlyList<VersionConstraint> Constraints)
{
    /// <summary>Constraints of one range; each is compared with those of its neighbours.</summary>
    public const int ConstraintsMax = 1_000;

    private const string Scheme = "vers:";

    // The version types of the vers specification.
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "all", "alpm", "apk", "bitnami", "cargo", "cocoapods", "composer", "conan", "conda", "cpan", "cran", "datetime", "deb", "ebuild", "gem", "generic",
        "github", "golang", "hackage", "hex", "intdot", "lexicographic", "luarocks", "maven", "mattermost", "mozilla", "nginx", "none", "npm", "nuget",
        "opam", "openssl", "pub", "pypi", "raku", "rpm", "semver", "swift", "tomee",
    };

    public bool IsVers => Type is not null;

    /// <summary>Whether the type is one of the specification; of others only the form is known.</summary>
    public bool HasKnownType => Type is null || Types.Contains(Type);

    /// <summary>Whether the range is one version and no more.</summary>
    public bool IsSingleVersion => Constraints is [{ Comparator: VersionComparator.Equal }];

    /// <summary>Whether every later version is in the range.</summary>
    public bool IsOpenAbove => Constraints.LastOrDefault(constraint => constraint.IsLower || constraint.IsUpper) is { IsLower: true };

    /// <summary>Reads a range in its canonical form: no blanks, versions in order and each once, no constraint that another makes void.</summary>
    /// <param name="why">Why it is none, as a clause.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? why)
    {
        range = null;
        string? type = null;
        var rest = text;
        if (text.StartsWith(Scheme, StringComparison.Ordinal))
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            type = slash < 0 ? "" : text[Scheme.Length..slash];
            rest = text[(slash + 1)..];
            if (type.Length == 0 || !char.IsAsciiLetterLower(type[0]) || !type.All(unit => char.IsAsciiLetterLower(unit) || char.IsAsciiDigit(unit) || unit is '.' or '-'))
            {
                why = "vers: is followed by a type in lower case and a slash";
                return false;
            }
        }

        if (type is "all" or "none" || rest is "*")
        {
            why = type is "all" or "none" && rest is "*" ? null : type is null ? "a range without vers has no *; all versions are vers:all/*" : "all versions are vers:all/*";
            range = why is null ? new(type, []) : null;
            return why is null;
        }

        var constraints = new List<VersionConstraint>();
        foreach (var part in rest.Split('|'))
        {
            if (Read(part) is not { } constraint)
            {
                why = $"\"{part}\" is no constraint: a comparator (=, !=, <, <=, >, >=) and a version without blanks";
                return false;
            }

            constraints.Add(constraint);
            if (constraints.Count > ConstraintsMax)
            {
                why = $"it has more than {ConstraintsMax} constraints";
                return false;
            }
        }

        var read = new VersionRange(type, constraints);
        why = read.WhyNotCanonical();
        range = why is null ? read : null;
        return why is null;
    }

    /// <summary>Whether a version is in the range.</summary>
    public bool Contains(string version)
    {
        if (Constraints.Count == 0)
        {
            return Type is "all";
        }

        if (Constraints.Any(constraint => constraint.Comparator is VersionComparator.NotEqual && VersionOrder.Compare(constraint.Version, version) == 0))
        {
            return false;
        }

        return Spans().Any(span => span.Contains(version));
    }

    /// <summary>Whether some version is in both ranges.</summary>
    public bool Overlaps(VersionRange other)
    {
        if (Constraints.Count == 0 || other.Constraints.Count == 0)
        {
            return Type is not "none" && other.Type is not "none";
        }

        foreach (var mine in Spans())
        {
            foreach (var theirs in other.Spans())
            {
                if (mine.Meets(theirs, out var only) && (only is null || (Contains(only) && other.Contains(only))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static VersionConstraint? Read(string text)
    {
        var (comparator, length) = text switch
        {
            ['>', '=', ..] => (VersionComparator.GreaterOrEqual, 2),
            ['<', '=', ..] => (VersionComparator.LessOrEqual, 2),
            ['!', '=', ..] => (VersionComparator.NotEqual, 2),
            ['>', ..] => (VersionComparator.Greater, 1),
            ['<', ..] => (VersionComparator.Less, 1),
            ['=', ..] => (VersionComparator.Equal, 1),
            _ => (VersionComparator.Equal, 0),
        };
        var version = text[length..];
        return version.Length == 0 || version.Any(unit => char.IsWhiteSpace(unit) || unit is '<' or '>' or '=' or '!' or '*')
            ? null
            : new(comparator, Uri.UnescapeDataString(version));
    }

    private string? WhyNotCanonical()
    {
        if (!HasKnownType || Type is null)
        {
            return null; // how such versions are ordered is not known
        }

        VersionConstraint? bound = null;
        for (var i = 0; i < Constraints.Count; i++)
        {
            var constraint = Constraints[i];
            if (i > 0 && VersionOrder.Compare(Constraints[i - 1].Version, constraint.Version) >= 0)
            {
                return $"the versions do not stand in their order, each once: \"{Constraints[i - 1].Version}\" before \"{constraint.Version}\"";
            }

            if (constraint.IsLower || constraint.IsUpper)
            {
                if (bound is not null && bound.IsLower == constraint.IsLower)
                {
                    return $"the bounds \"{bound.Version}\" and \"{constraint.Version}\" go the same way, so one of them is void";
                }

                bound = constraint;
            }
        }

        return null;
    }

    /// <summary>The intervals of the range, without what is excluded one by one.</summary>
    private IEnumerable<Span> Spans()
    {
        VersionConstraint? lower = null;
        var isFirst = true;
        foreach (var constraint in Constraints)
        {
            if (constraint.Comparator is VersionComparator.Equal)
            {
                yield return new(constraint.Version, true, constraint.Version, true);
            }
            else if (constraint.IsLower)
            {
                lower = constraint;
                isFirst = false;
            }
            else if (constraint.IsUpper && (isFirst || lower is not null))
            {
                yield return new(lower?.Version, lower?.Comparator is VersionComparator.GreaterOrEqual, constraint.Version, constraint.Comparator is VersionComparator.LessOrEqual);
                lower = null;
                isFirst = false;
            }
        }

        if (lower is not null)
        {
            yield return new(lower.Version, lower.Comparator is VersionComparator.GreaterOrEqual, null, false);
        }
    }

    /// <summary>What lies between two versions; null for no bound.</summary>
    private readonly record struct Span(string? Low, bool WithLow, string? High, bool WithHigh)
    {
        public bool Contains(string version)
        {
            var low = Low is null ? 1 : VersionOrder.Compare(version, Low);
            var high = High is null ? -1 : VersionOrder.Compare(version, High);
            return (low > 0 || (low == 0 && WithLow)) && (high < 0 || (high == 0 && WithHigh));
        }

        /// <param name="only">The only version that both have; null when there may be more.</param>
        public bool Meets(Span other, out string? only)
        {
            var low = Low is null || (other.Low is not null && VersionOrder.Compare(other.Low, Low) > 0) ? other.Low : Low;
            var high = High is null || (other.High is not null && VersionOrder.Compare(other.High, High) < 0) ? other.High : High;
            only = null;
            if (low is null || high is null)
            {
                return true;
            }

            var order = VersionOrder.Compare(low, high);
            only = order == 0 ? low : null;
            return order < 0 || (order == 0 && Contains(low) && other.Contains(low));
        }
    }
}
