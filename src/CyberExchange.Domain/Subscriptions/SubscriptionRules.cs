using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>Whether what a partner wants to hear of can be looked for.</summary>
public static class SubscriptionRules
{
    public const int NameCharactersMax = 100;

    /// <summary>Product names of real documents run to a few hundred characters.</summary>
    public const int TextCharactersMax = 300;

    /// <summary>Values of one criterion: every one is compared with every item that passes by.</summary>
    public const int ValuesMax = 50;

    /// <summary>Tenths of the highest CVSS base score.</summary>
    public const int CvssTenthsMax = 100;

    /// <summary>Subscriptions of one partner at once: a few for each team that reads.</summary>
    public const int PerPartnerMax = 50;

    /// <summary>Changes of one subscription; reading it costs what all of them cost.</summary>
    public const int ChangesMax = 1_000;

    /// <summary>The kinds of item that can be asked for.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["incident", "advisory", "signal"];

    /// <summary>The first reason against name or filter; null for none.</summary>
    public static Refusal? Check(string name, SubscriptionFilter filter)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > NameCharactersMax || name.Any(char.IsControl))
        {
            return new(RefusalCode.Invalid, "/name", $"A name has 1 to {NameCharactersMax} characters on one line.");
        }

        return Check(filter)?.Under("/filter");
    }

    private static Refusal? Check(SubscriptionFilter filter)
    {
        if (IsEmpty(filter))
        {
            return new(RefusalCode.Invalid, "", "Name at least one criterion: the feed itself has everything.");
        }

        if (filter.CvssMinTenths is < 0 or > CvssTenthsMax)
        {
            return new(RefusalCode.Invalid, "/cvssMin", "A CVSS score lies between 0 and 10.");
        }

        return Each(filter.Kinds, "/kinds", Kind)
            ?? Each(filter.Sectors, "/sectors", Sector)
            ?? Each(filter.Areas, "/areas", Area)
            ?? Each(filter.Vendors, "/vendors", Text)
            ?? Each(filter.ProductTexts, "/productTexts", Text)
            ?? Each(filter.Cves, "/cves", Cve)
            ?? Each(filter.Labels, "/labels", (_, _) => null)
            ?? Each(filter.Originators, "/originators", (_, _) => null);
    }

    private static bool IsEmpty(SubscriptionFilter filter) => filter is
    {
        Kinds: [], Sectors: [], Areas: [], Vendors: [], ProductTexts: [], Cves: [], CvssMinTenths: null, Labels: [], Originators: [],
    };

    private static Refusal? Each<T>(IReadOnlyList<T> values, string pointer, Func<T, string, Refusal?> check) => values.Count > ValuesMax
        ? new(RefusalCode.Invalid, pointer, $"A criterion has at most {ValuesMax} values.")
        : values.Select((value, i) => check(value, $"{pointer}/{i}")).FirstOrDefault(refusal => refusal is not null);

    private static Refusal? Kind(string text, string pointer) =>
        Kinds.Contains(text, StringComparer.Ordinal) ? null : new(RefusalCode.UnknownTerm, pointer, "A kind is incident, advisory or signal.");

    private static Refusal? Sector(string text, string pointer) => Sectors.IsKnown(text) && !Sectors.IsArea(text)
        ? null
        : new(RefusalCode.UnknownTerm, pointer, Sectors.IsArea(text) ? "This is a sub-area: name it among the areas." : "This is not a sector of the taxonomy.");

    private static Refusal? Area(string text, string pointer) => Sectors.IsKnown(text) && Sectors.IsArea(text)
        ? null
        : new(RefusalCode.UnknownTerm, pointer, "This is not a sub-area of the taxonomy, such as area.submarine-cables.");

    private static Refusal? Text(string text, string pointer) =>
        string.IsNullOrWhiteSpace(text) || text.Length > TextCharactersMax || text.Any(char.IsControl)
            ? new(RefusalCode.Invalid, pointer, $"A name has 1 to {TextCharactersMax} characters on one line.")
            : null;

    private static Refusal? Cve(string text, string pointer) =>
        CveIds.IsCveId(text) ? null : new(RefusalCode.Invalid, pointer, "This is not a CVE id such as CVE-2026-12345.");
}
