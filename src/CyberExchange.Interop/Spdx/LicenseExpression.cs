using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace CyberExchange.Interop.Spdx;

/// <summary>An SPDX license expression.</summary>
/// <remarks>Source: SPDX 3.0.1, annex B. A reference to a license of another document is no part of what CSAF allows.</remarks>
/// <param name="Licenses">The license ids and references, without the plus sign.</param>
/// <param name="Exceptions">The ids after WITH.</param>
public sealed record LicenseExpression(IReadOnlyList<string> Licenses, IReadOnlyList<string> Exceptions)
{
    /// <summary>How a license starts that the SPDX list does not have.</summary>
    public const string ReferencePrefix = "LicenseRef-";

    /// <summary>How a license starts that AboutCode's LicenseDB has.</summary>
    public const string LicenseDbPrefix = "LicenseRef-scancode-";

    private const int DepthMax = 64;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Lists = ReferenceList.Read("licenses.tsv")
        .ToFrozenDictionary(fields => fields[0], fields => fields[1].Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal);

    public static bool IsListed(string license) => Lists["license"].Contains(license) || IsDeprecated(license);

    public static bool IsDeprecated(string license) => Lists["deprecated-license"].Contains(license);

    public static bool IsListedException(string exception) => Lists["exception"].Contains(exception) || IsDeprecatedException(exception);

    public static bool IsDeprecatedException(string exception) => Lists["deprecated-exception"].Contains(exception);

    public static bool TryParse(string text, [NotNullWhen(true)] out LicenseExpression? expression)
    {
        var tokens = text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var read = new LicenseExpression(new List<string>(), new List<string>());
        var at = 0;
        expression = read.ReadCompound(tokens, ref at, 0) && at == tokens.Length ? read : null;
        return expression is not null;
    }

    private bool ReadCompound(string[] tokens, ref int at, int depth)
    {
        if (depth > DepthMax || !ReadSimple(tokens, ref at, depth))
        {
            return false;
        }

        while (at < tokens.Length && tokens[at] is "AND" or "OR" or "and" or "or")
        {
            at++;
            if (!ReadSimple(tokens, ref at, depth))
            {
                return false;
            }
        }

        return true;
    }

    private bool ReadSimple(string[] tokens, ref int at, int depth)
    {
        if (at >= tokens.Length)
        {
            return false;
        }

        if (tokens[at] is "(")
        {
            at++;
            return ReadCompound(tokens, ref at, depth + 1) && at < tokens.Length && tokens[at++] is ")";
        }

        if (!IsLicense(tokens[at]))
        {
            return false;
        }

        ((List<string>)Licenses).Add(tokens[at++].TrimEnd('+'));
        if (at >= tokens.Length || tokens[at] is not ("WITH" or "with"))
        {
            return true;
        }

        at++;
        if (at >= tokens.Length || !IsId(tokens[at]))
        {
            return false;
        }

        ((List<string>)Exceptions).Add(tokens[at++]);
        return true;
    }

    private static bool IsLicense(string token)
    {
        if (token is "AND" or "OR" or "WITH" or "and" or "or" or "with")
        {
            return false;
        }

        // The prefix of a reference is written one way only, and a reference takes no plus sign.
        return token.StartsWith(ReferencePrefix, StringComparison.OrdinalIgnoreCase)
            ? token.StartsWith(ReferencePrefix, StringComparison.Ordinal) && IsId(token[ReferencePrefix.Length..])
            : IsId(token.EndsWith('+') ? token[..^1] : token);
    }

    private static bool IsId(string text) => text.Length > 0 && text.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '-' or '.');
}
