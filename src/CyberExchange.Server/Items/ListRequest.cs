using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Items;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Filter">What narrows it.</param>
/// <param name="After">Where it begins; null at its beginning.</param>
/// <param name="Limit">How many entries at most.</param>
public sealed record ListRequest(ItemFilter Filter, ItemCursor? After, int Limit)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    private const int TextCharactersMax = 500;

    /// <summary>The parameters that narrow a list or a count.</summary>
    public static readonly string[] FilterNames =
        ["label", "sector", "originator", "severity", "cve", "vendor", "product", "cvssMin", "changedSince", "withdrawn"];

    private static readonly string[] PageNames = ["after", "limit"];

    /// <summary>Reads the query of a list.</summary>
    public static (ListRequest? Request, Problem? Problem) Read(
        HttpRequest request, ItemKind? kind, TokenPurpose purpose, Viewer viewer, TokenSealer sealer, DirectorySnapshot directory)
    {
        var (filter, problem) = ReadFilter(request, kind, directory, PageNames);
        if (filter is null)
        {
            return (null, problem);
        }

        var (after, badToken) = ReadCursor(request, "after", purpose, viewer, sealer);
        if (badToken is not null)
        {
            return (null, badToken);
        }

        var (limit, badLimit) = ReadLimit(request);
        return badLimit is null ? (new(filter, after, limit), null) : (null, badLimit);
    }

    /// <summary>Reads what narrows a list or a count.</summary>
    /// <param name="request">The request.</param>
    /// <param name="kind">The kind of the route's items; null for both.</param>
    /// <param name="directory">Where an originator's handle is looked up.</param>
    /// <param name="others">Further parameters that the route takes.</param>
    public static (ItemFilter? Filter, Problem? Problem) ReadFilter(
        HttpRequest request, ItemKind? kind, DirectorySnapshot directory, params ReadOnlySpan<string> others)
    {
        var filter = new ItemFilter { Kind = kind };
        foreach (var (name, values) in request.Query)
        {
            if (others.Contains(name))
            {
                continue;
            }

            if (values is not [{ Length: > 0 and <= TextCharactersMax } text] || text.Contains('\0', StringComparison.Ordinal))
            {
                return (null, ProblemAnswers.BadParameter(name, $"Give the parameter once, with 1 to {TextCharactersMax} characters."));
            }

            var (next, expected) = Narrow(filter, name, text, directory);
            if (next is null)
            {
                return (null, ProblemAnswers.BadParameter(name, expected));
            }

            filter = next;
        }

        return (filter, null);
    }

    /// <summary>Reads how many entries are asked for.</summary>
    public static (int Limit, Problem? Problem) ReadLimit(HttpRequest request)
    {
        if (request.Query["limit"] is not { Count: > 0 } given)
        {
            return (LimitDefault, null);
        }

        return given is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LimitMax
            ? (limit, null)
            : (0, ProblemAnswers.BadParameter("limit", $"The limit is a whole number from 1 to {LimitMax}."));
    }

    /// <summary>Reads a cursor; null where none is given.</summary>
    public static (ItemCursor? Cursor, Problem? Problem) ReadCursor(
        HttpRequest request, string name, TokenPurpose purpose, Viewer viewer, TokenSealer sealer)
    {
        if (request.Query[name] is not { Count: > 0 } given)
        {
            return (null, null);
        }

        return given is [{ } token] && sealer.Open(purpose, viewer, token) is { } cursor ? (cursor, null) : (null, ProblemAnswers.BadToken(name));
    }

    /// <summary>The filter, narrowed by one parameter; or what the parameter should be.</summary>
    private static (ItemFilter? Filter, string Expected) Narrow(ItemFilter filter, string name, string text, DirectorySnapshot directory) => name switch
    {
        "label" => (Labels.ParseTlp(text) is { } label ? filter with { Label = label } : null, "The label is one of TLP 2.0, such as TLP:AMBER."),
        "sector" => (filter with { Sector = text }, ""),
        "originator" => (filter with { Originator = Originator(text, directory) }, ""),
        "severity" => (filter with { Severity = text }, ""),
        "cve" => (filter with { Cve = text }, ""),
        "vendor" => (filter with { Vendor = text }, ""),
        "product" => (filter with { Product = text }, ""),
        "cvssMin" => (Score(text) is { } score ? filter with { CvssMin = score } : null, "The score is a number from 0 to 10."),
        "changedSince" => (Instant(text) is { } instant ? filter with { ChangedSince = instant } : null, "The instant is ISO 8601 in UTC, such as 2026-12-01T09:00:00Z."),
        "withdrawn" => (bool.TryParse(text, out var withdrawn) ? filter with { Withdrawn = withdrawn } : null, "It is true or false."),
        _ => (null, $"This route takes no such parameter. Lists narrow by {string.Join(", ", FilterNames)}."),
    };

    // An originator that does not exist and one that shared nothing with the viewer give the same empty list.
    private static PartnerId Originator(string text, DirectorySnapshot directory) =>
        Guid.TryParseExact(text, "D", out var id) ? new(id) : directory.FindHandle(text)?.Id ?? default;

    private static double? Score(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 10 ? score : null;

    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant
            : null;
}
