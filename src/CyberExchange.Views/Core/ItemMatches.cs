using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>What a subscription can ask of an item.</summary>
public enum ItemCriterion
{
    Kinds,
    Sectors,
    Areas,
    Vendors,
    ProductTexts,
    Cves,
    CvssMin,
    Labels,
    Originators,
}

/// <summary>One thing that was asked, and what in the item meets it.</summary>
/// <param name="Criterion">What was asked of.</param>
/// <param name="Asked">The value that was asked for; an originator by its id.</param>
/// <param name="Matched">What the item has, at most <see cref="ItemMatches.MatchedMax"/> of it, as the item writes it.</param>
public sealed record CriterionMatch(ItemCriterion Criterion, string Asked, IReadOnlyList<string> Matched);

/// <summary>Why an item passes a filter.</summary>
internal static class ItemMatches
{
    /// <summary>What is shown of what meets one asked value: a short text stands in the names of thousands of products.</summary>
    public const int MatchedMax = 5; // The statement below says the same number.

    /// <summary>
    /// The columns that <see cref="Read"/> takes, under the parameters of <see cref="ViewerPages.Filter"/>: whether the item
    /// passes, and what of it meets the filter. The columns of the item hold what its content has no room to show.
    /// </summary>
    public const string Columns = $"""
        (true
        {ViewerPages.Filter}) is true,
               array(select s from unnest(i.sectors) s where s = any ($5::text[])),
               array(select s from unnest(i.sectors) s where s = any ($16::text[])),
               array(select c from unnest(i.cves) c where c = any ($8::text[])),
               array(select v from unnest(i.vendors) v where v = any ($9::text[])),
               array(select m.p
                     from unnest($15::text[]) t
                     cross join lateral (select p from unnest(i.products) p where strpos(p, t) > 0 limit 5) m),
               i.cvss_max
        """;

    /// <summary>Why the item of a row passes; null where it does not.</summary>
    /// <param name="r">At a row with the columns.</param>
    /// <param name="first">Where the columns begin.</param>
    /// <param name="item">The item of the row.</param>
    /// <param name="filter">What was asked.</param>
    public static IReadOnlyList<CriterionMatch>? Read(NpgsqlDataReader r, int first, ItemRow item, ItemFilter filter)
    {
        if (!r.GetBoolean(first))
        {
            return null;
        }

        string[] sectors = Texts(1), areas = Texts(2), cves = Texts(3), vendors = Texts(4), products = Texts(5);
        double? cvss = r.IsDBNull(first + 6) ? null : r.GetDouble(first + 6);
        return
        [
            .. Each(ItemCriterion.Kinds, filter.Kinds.Select(kind => kind.Text()), asked => item.Kind.Text() == asked ? [asked] : []),
            .. Each(ItemCriterion.Sectors, filter.Sectors, asked => sectors.Where(held => Sectors.Covers(asked, held))),
            .. Each(ItemCriterion.Areas, filter.Areas, asked => areas.Where(held => held == asked)),
            .. Each(ItemCriterion.Vendors, filter.Vendors, asked => Spelled(item.Advisory?.Vendors, vendors.Where(held => held == Searchable.Folded(asked)))),
            .. Each(ItemCriterion.ProductTexts, filter.ProductTexts, asked => Spelled(item.Advisory?.Products, Holding(products, Searchable.Folded(asked)))),
            .. Each(ItemCriterion.Cves, filter.Cves, asked => cves.Where(held => held == asked)),
            .. Each(ItemCriterion.CvssMin, filter.CvssMin is { } min ? [Number(min)] : [], _ => cvss is { } score ? [Number(score)] : []),
            .. Each(ItemCriterion.Labels, filter.Labels.Select(label => label.Text()), asked => item.Label.Text() == asked ? [asked] : []),
            .. Each(ItemCriterion.Originators, filter.Originators.Select(Id), asked => Id(item.Originator) == asked ? [asked] : []),
        ];

        string[] Texts(int column) => r.GetFieldValue<string[]>(first + column);
    }

    private static IEnumerable<CriterionMatch> Each(ItemCriterion criterion, IEnumerable<string> asked, Func<string, IEnumerable<string>> matched) => asked
        .Distinct(StringComparer.Ordinal)
        .Select(one => new CriterionMatch(criterion, one, [.. matched(one).Distinct(StringComparer.Ordinal).Take(MatchedMax)]))
        .Where(match => match.Matched.Count > 0);

    private static IEnumerable<string> Holding(string[] products, string text) => products.Where(name => name.Contains(text, StringComparison.Ordinal));

    // A name that the content has no room for is shown as it is compared.
    private static IEnumerable<string> Spelled(IReadOnlyList<string>? names, IEnumerable<string> folded) =>
        folded.Select(held => names?.FirstOrDefault(name => Searchable.Folded(name) == held) ?? held);

    private static string Id(PartnerId id) => id.Value.ToString("D");

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);
}
