using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CyberExchange.Interop.Purl;

/// <summary>A package URL: where a package comes from, its name and its version.</summary>
/// <remarks>Source: ECMA-427, and the definitions of package types that belong to it. The parts are as the type normalises them.</remarks>
/// <param name="Type">The kind of package, in lower case, such as `nuget`.</param>
/// <param name="Namespace">Segments parted by slashes; null for none.</param>
/// <param name="Qualifiers">Keys in lower case with their values, sorted by key.</param>
/// <param name="Subpath">Segments parted by slashes; null for none.</param>
public sealed record PackageUrl(
    string Type, string? Namespace, string Name, string? Version, ImmutableSortedDictionary<string, string> Qualifiers, string? Subpath)
{
    private const string Scheme = "pkg:";

    private static readonly ImmutableSortedDictionary<string, string> NoQualifiers = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Reads a package URL, canonical or not.</summary>
    /// <param name="why">Why it is none, as a clause.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PackageUrl? purl, [NotNullWhen(false)] out string? why)
    {
        purl = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            why = "it does not start with pkg:";
            return false;
        }

        var rest = text[Scheme.Length..].TrimStart('/');
        var subpath = CutLast(ref rest, '#');
        var qualifiers = CutLast(ref rest, '?');
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            why = "a type and a name, parted by a slash, are needed";
            return false;
        }

        var (type, path) = (rest[..slash], rest[(slash + 1)..]);
        var at = path.LastIndexOf('@');
        var version = at > path.LastIndexOf('/') ? path[(at + 1)..] : null;
        path = version is null ? path : path[..at];
        path = path.Trim('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        var space = path.Length > name.Length ? path[..^(name.Length + 1)] : null;
        if (version is not null && at > 0 && path.Length < at)
        {
            name = ""; // a slash right before the version: there is no name
        }

        return TryDecode(space, isPath: true, out var decodedSpace, out why)
            && TryDecode(name, isPath: false, out var decodedName, out why)
            && TryDecode(version, isPath: false, out var decodedVersion, out why)
            && TryDecode(subpath, isPath: true, out var decodedSubpath, out why)
            && TryReadQualifiers(qualifiers, out var decodedQualifiers, out why)
            && TryBuild(type, decodedSpace, decodedName, decodedVersion, decodedQualifiers, decodedSubpath, out purl, out why);
    }

    /// <summary>Makes a package URL of parts that are not encoded.</summary>
    /// <inheritdoc cref="TryParse"/>
    public static bool TryBuild(
        string? type,
        string? space,
        string? name,
        string? version,
        IEnumerable<KeyValuePair<string, string>>? qualifiers,
        string? subpath,
        [NotNullWhen(true)] out PackageUrl? purl,
        [NotNullWhen(false)] out string? why)
    {
        purl = null;
        var kind = type?.ToLowerInvariant() ?? "";
        if (kind.Length == 0 || !char.IsAsciiLetter(kind[0]) || !kind.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-'))
        {
            why = "the type is letters, digits, dots and hyphens, and starts with a letter";
            return false;
        }

        if (string.IsNullOrEmpty(name))
        {
            why = "a name is needed";
            return false;
        }

        var kept = NoQualifiers;
        foreach (var (key, value) in qualifiers ?? [])
        {
            var lower = key.ToLowerInvariant();
            if (lower.Length == 0 || !char.IsAsciiLetter(lower[0]) || !lower.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_'))
            {
                why = $"the qualifier \"{key}\" is not letters, digits, dots, hyphens and underscores that start with a letter";
                return false;
            }

            if (kept.ContainsKey(lower))
            {
                why = $"the qualifier \"{key}\" stands twice";
                return false;
            }

            // An empty value is the same as none.
            kept = value.Length == 0 ? kept : kept.Add(lower, value);
        }

        var read = PackageType.Normalise(new(kind, Segments(space, isSubpath: false), name, NullIfEmpty(version), kept, Segments(subpath, isSubpath: true)));
        why = PackageType.WhyNot(read);
        purl = why is null ? read : null;
        return why is null;
    }

    /// <summary>The canonical form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Scheme).Append(Type);
        foreach (var segment in Namespace?.Split('/') ?? [])
        {
            text.Append('/').Append(Encode(segment));
        }

        text.Append('/').Append(Encode(Name));
        if (Version is not null)
        {
            text.Append('@').Append(Encode(Version));
        }

        var separator = '?';
        foreach (var (key, value) in Qualifiers)
        {
            text.Append(separator).Append(key).Append('=').Append(Encode(value));
            separator = '&';
        }

        return Subpath is null ? text.ToString() : text.Append('#').AppendJoin('/', Subpath.Split('/').Select(Encode)).ToString();
    }

    private static string? CutLast(ref string rest, char separator)
    {
        var at = rest.LastIndexOf(separator);
        var part = at < 0 ? null : rest[(at + 1)..];
        rest = at < 0 ? rest : rest[..at];
        return part;
    }

    private static bool TryReadQualifiers(string? text, out List<KeyValuePair<string, string>> qualifiers, [NotNullWhen(false)] out string? why)
    {
        (qualifiers, why) = ([], null);
        foreach (var pair in text?.Split('&', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2)
            {
                why = $"the qualifier \"{pair}\" has no value";
                return false;
            }

            if (!TryDecode(parts[1], isPath: false, out var value, out why))
            {
                return false;
            }

            qualifiers.Add(new(parts[0], value ?? ""));
        }

        return true;
    }

    /// <summary>Takes the percent encoding away; a slash that was encoded may not part segments anew.</summary>
    private static bool TryDecode(string? text, bool isPath, out string? decoded, [NotNullWhen(false)] out string? why)
    {
        (decoded, why) = (text is null ? null : Uri.UnescapeDataString(text), null);
        if (isPath && text is not null && text.Contains("%2f", StringComparison.OrdinalIgnoreCase))
        {
            why = "a segment holds an encoded slash";
            return false;
        }

        return true;
    }

    private static string? Segments(string? path, bool isSubpath) =>
        NullIfEmpty(string.Join('/', path?.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => !isSubpath || segment is not ("." or "..")) ?? []));

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%3A", ":", StringComparison.Ordinal);
}
