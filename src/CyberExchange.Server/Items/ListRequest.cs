using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Cpe;
using CyberExchange.Interop.Purl;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Sealing;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using Microsoft.Extensions.Primitives;

namespace CyberExchange.Server.Items;

/// <summary>Which part of a list is asked for.</summary>
/// <param name="Filter">What narrows it.</param>
/// <param name="After">Where it begins; null at its beginning.</param>
/// <param name="Limit">How many entries at most.</param>
public sealed record ListRequest(ItemFilter Filter, ItemCursor? After, int Limit)
{
    public const int LimitDefault = 50;
    public const int LimitMax = 200;

    /// <summary>Values of one criterion: enough for a sector list or a park of products, and a page stays cheap.</summary>
    public const int ValuesMax = 20;

    private const int TextCharactersMax = 500;

    /// <summary>The parameters that narrow a list or a count.</summary>
    public static readonly string[] FilterNames =
    [
        "label", "sector", "area", "originator", "severity", "cve", "cwe", "vendor", "vendorText", "product", "productText", "purl", "cpe",
        "cvssMin", "cvssMax", "cvssVersion", "category", "status", "currentReleaseSince", "currentReleaseBefore", "initialReleaseSince", "initialReleaseBefore",
        "changedSince", "withdrawn", "knownExploited",
    ];

    /// <summary>Those of them that have one value.</summary>
    public static readonly string[] GivenOnce =
        ["cvssMin", "cvssMax", "currentReleaseSince", "currentReleaseBefore", "initialReleaseSince", "initialReleaseBefore", "changedSince", "withdrawn", "knownExploited"];

    private const string ScoreExpected = "The score is a number from 0 to 10.";
    private const string InstantExpected = "The instant is ISO 8601 in UTC, such as 2026-12-01T09:00:00Z.";

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
        var filter = new ItemFilter { Kinds = kind is { } one ? [one] : [] };
        foreach (var (name, values) in request.Query)
        {
            if (others.Contains(name))
            {
                continue;
            }

            var (next, problem) = Narrow(filter, name, values, directory);
            if (next is null)
            {
                return (null, problem);
            }

            filter = next;
        }

        return (filter, null);
    }

    private static (ItemFilter? Filter, Problem? Problem) Narrow(ItemFilter filter, string name, StringValues values, DirectorySnapshot directory)
    {
        var timesMax = GivenOnce.Contains(name) ? 1 : ValuesMax;
        if (values.Count > timesMax)
        {
            return (null, ProblemAnswers.BadParameter(name, timesMax == 1 ? "Give the parameter once." : $"Give the parameter at most {timesMax} times."));
        }

        foreach (var value in values)
        {
            if (value is not { Length: > 0 and <= TextCharactersMax } text || text.Contains('\0', StringComparison.Ordinal))
            {
                return (null, ProblemAnswers.BadParameter(name, $"Give the parameter 1 to {TextCharactersMax} characters."));
            }

            // What folds to nothing would be a part of every name.
            if (name is "vendor" or "vendorText" or "product" or "productText" && NameFolding.Of(text).Length == 0)
            {
                return (null, ProblemAnswers.BadParameter(name, "Give the parameter a sign that can be seen."));
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

    /// <summary>Where a page begins and how long it is, of a list that takes no other parameter; or the first problem.</summary>
    public static (ItemCursor? After, int Limit, Problem? Problem) ReadPage(HttpRequest request, TokenPurpose purpose, Viewer.Partner viewer, TokenSealer sealer)
    {
        if (request.Query.Keys.FirstOrDefault(name => name is not ("after" or "limit")) is { } unknown)
        {
            return (null, 0, ProblemAnswers.BadParameter(unknown, "This route takes no such parameter; it takes after and limit."));
        }

        var (after, badToken) = ReadCursor(request, "after", purpose, viewer, sealer);
        var (limit, badLimit) = ReadLimit(request);
        return (after, limit, badToken ?? badLimit);
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

    /// <summary>The filter with one more value; or what the value should be.</summary>
    private static (ItemFilter? Filter, string Expected) Narrow(ItemFilter filter, string name, string text, DirectorySnapshot directory) => name switch
    {
        "label" => (Labels.ParseTlp(text) is { } label ? filter with { Labels = [.. filter.Labels, label] } : null, "The label is one of TLP 2.0, such as TLP:AMBER."),
        "sector" => (filter with { Sectors = [.. filter.Sectors, text] }, ""),
        "area" => (filter with { Areas = [.. filter.Areas, text] }, ""),
        "originator" => (filter with { Originators = [.. filter.Originators, Originator(text, directory)] }, ""),
        "severity" => (filter with { Severities = [.. filter.Severities, text] }, ""),
        "cve" => (filter with { Cves = [.. filter.Cves, text] }, ""),
        "vendor" => (filter with { Vendors = [.. filter.Vendors, text] }, ""),
        "product" => (filter with { Products = [.. filter.Products, text] }, ""),
        "productText" => (filter with { ProductTexts = [.. filter.ProductTexts, text] }, ""),
        "purl" => Purl(filter, text),
        "cpe" => Cpe(filter, text),
        "cwe" => (filter with { Cwes = [.. filter.Cwes, text] }, ""),
        "vendorText" => (filter with { VendorTexts = [.. filter.VendorTexts, text] }, ""),
        "category" => (filter with { Categories = [.. filter.Categories, text] }, ""),
        "status" => (text is "draft" or "interim" or "final" ? filter with { Statuses = [.. filter.Statuses, text] } : null, "The status is draft, interim or final."),
        "cvssMin" => (Score(text) is { } score ? filter with { CvssMin = score } : null, ScoreExpected),
        "cvssMax" => (Score(text) is { } score ? filter with { CvssMax = score } : null, ScoreExpected),
        "cvssVersion" => (text is "2" or "3" or "4" ? filter with { CvssVersions = [.. filter.CvssVersions, text[0] - '0'] } : null, "The version is CVSS's major one: 2, 3 or 4."),
        "currentReleaseSince" => (Instant(text) is { } instant ? filter with { CurrentReleaseSince = instant } : null, InstantExpected),
        "currentReleaseBefore" => (Instant(text) is { } instant ? filter with { CurrentReleaseBefore = instant } : null, InstantExpected),
        "initialReleaseSince" => (Instant(text) is { } instant ? filter with { InitialReleaseSince = instant } : null, InstantExpected),
        "initialReleaseBefore" => (Instant(text) is { } instant ? filter with { InitialReleaseBefore = instant } : null, InstantExpected),
        "changedSince" => (Instant(text) is { } instant ? filter with { ChangedSince = instant } : null, InstantExpected),
        "withdrawn" => (bool.TryParse(text, out var withdrawn) ? filter with { Withdrawn = withdrawn } : null, "It is true or false."),
        "knownExploited" => (bool.TryParse(text, out var exploited) ? filter with { KnownExploited = exploited } : null, "It is true or false."),
        _ => (null, $"This route takes no such parameter. Lists narrow by {string.Join(", ", FilterNames)}."),
    };

    private static (ItemFilter? Filter, string Expected) Purl(ItemFilter filter, string text) => PackageUrl.TryParse(text, out var purl, out var why)
        ? (filter with { Purls = [.. filter.Purls, purl] }, "")
        : (null, $"This is no package URL such as pkg:npm/%40angular/core@16.2.0: {why}.");

    private static (ItemFilter? Filter, string Expected) Cpe(ItemFilter filter, string text) => CpeName.TryParse(text, out var name) switch
    {
        false => (null, "This is no CPE name such as cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*: it has thirteen parts, and * leaves one open."),
        _ when name!.HasWildcards => (null, "An attribute of the CPE name is given whole, or left open as a whole with *."), // Read just before.
        _ when name is { Vendor: CpeName.Any, Product: CpeName.Any } => (null, "The CPE name says the vendor or the product."),
        _ => (filter with { Cpes = [.. filter.Cpes, name] }, ""),
    };

    // An originator that does not exist and one that shared nothing with the viewer give the same empty list.
    private static PartnerId Originator(string text, DirectorySnapshot directory) =>
        Guid.TryParseExact(text, "D", out var id) ? new(id) : directory.FindHandle(text)?.Id ?? default;

    private static double? Score(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 10 ? score : null;

    /// <summary>An instant as queries write it, or null.</summary>
    public static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant)
            ? instant
            : null;
}
