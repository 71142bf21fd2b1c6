using System.Text.Json;
using CyberExchange.Server.Items;
using CyberExchange.Server.Search;
using Microsoft.Extensions.Primitives;

namespace CyberExchange.Server.Console;

/// <summary>What pages narrow by: the kind, and each parameter by which lists of the API narrow.</summary>
public enum Criterion
{
    Kind,
    Label,
    Originator,
    Cve,
    Vendor,
    VendorText,
    Product,
    ProductText,
    Purl,
    Cpe,
    Cwe,
    CvssMin,
    CvssMax,
    CvssVersion,
    Severity,
    Sector,
    Area,
    Category,
    Status,
    CurrentReleaseSince,
    CurrentReleaseBefore,
    InitialReleaseSince,
    InitialReleaseBefore,
    ChangedSince,
    KnownExploited,
    Withdrawn,
}

/// <summary>What forms and addresses of pages make of criteria.</summary>
public static class Criteria
{
    private const string Midnight = "T00:00:00Z";
    private const int DateCharacters = 10;

    /// <summary>The parameter of the address, the same as that of the API.</summary>
    public static string Name(this Criterion criterion) => JsonNamingPolicy.CamelCase.ConvertName(criterion.ToString());

    /// <summary>Whether it has one value, and not any of several.</summary>
    public static bool IsGivenOnce(this Criterion criterion) => ListRequest.GivenOnce.Contains(criterion.Name());

    /// <summary>Whether it is an instant, of which a form asks the date.</summary>
    public static bool IsDate(this Criterion criterion) => criterion is
        Criterion.CurrentReleaseSince or Criterion.CurrentReleaseBefore or Criterion.InitialReleaseSince or Criterion.InitialReleaseBefore or Criterion.ChangedSince;

    /// <summary>The date of an instant at which a day begins, as fields write it; else null.</summary>
    public static string? DateOf(string instant) => instant.Length == DateCharacters + Midnight.Length && instant.EndsWith(Midnight, StringComparison.Ordinal) ? instant[..DateCharacters] : null;

    /// <summary>
    /// Makes of what a form sent what the API takes, before anything reads it: a form sends its fields also when they are empty, a
    /// field of a date sends no time, and of what is given once the field that was filled in last counts.
    /// </summary>
    public static void Tidy(HttpRequest request)
    {
        var tidied = new Dictionary<string, StringValues>(StringComparer.Ordinal);
        foreach (var (name, values) in request.Query)
        {
            var given = values.Where(value => !string.IsNullOrWhiteSpace(value)).ToArray();
            if (Enum.GetValues<Criterion>().Where(one => one.Name() == name).Select(one => (Criterion?)one).FirstOrDefault() is { } criterion)
            {
                given = [.. given.Select(value => Spelled(criterion, value!)).Distinct(StringComparer.Ordinal)]; // None is blank.
                given = criterion.IsGivenOnce() ? given[^Math.Min(1, given.Length)..] : given;
            }

            if (given.Length > 0)
            {
                tidied.Add(name, given);
            }
        }

        request.Query = new QueryCollection(tidied);
    }

    // As fields write it: a value that no option of a field equals would be lost when the form is sent again.
    private static string Spelled(Criterion criterion, string value) => criterion switch
    {
        Criterion.KnownExploited or Criterion.Withdrawn when bool.TryParse(value, out var given) => given ? "true" : "false",
        _ => criterion.IsDate() && value.Length == DateCharacters ? value + Midnight : value,
    };
}

/// <summary>What a page is narrowed by, as it stands in its address.</summary>
public sealed record PageFilter(IReadOnlyList<(Criterion Criterion, string Value)> Given)
{
    /// <summary>The filter of a request that was tidied.</summary>
    public static PageFilter Of(HttpRequest request) =>
        new([.. Enum.GetValues<Criterion>().SelectMany(criterion => request.Query[criterion.Name()].Select(value => (criterion, value ?? "")))]);

    /// <summary>What the field of a criterion shows; empty for nothing.</summary>
    public string Shown(Criterion criterion)
    {
        var first = Values(criterion).FirstOrDefault() ?? "";
        return criterion.IsDate() ? Criteria.DateOf(first) ?? "" : first;
    }

    /// <summary>What its field has no room for and the form keeps nevertheless.</summary>
    public IEnumerable<string> Kept(Criterion criterion) => Values(criterion).Skip(Shown(criterion).Length > 0 ? 1 : 0);

    private IEnumerable<string> Values(Criterion criterion) => Given.Where(one => one.Criterion == criterion).Select(one => one.Value);
}
