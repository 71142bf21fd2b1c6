using System.Globalization;
using CyberExchange.Contracts.Subscriptions;

namespace CyberExchange.Cli.Subscriptions;

/// <summary>A subscription as text.</summary>
public static class SubscriptionText
{
    /// <summary>Labelled lines.</summary>
    public static IEnumerable<(string Label, string? Value)> Fields(SubscriptionDocument subscription) =>
    [
        ("id", subscription.Id.ToString()),
        ("name", subscription.Name),
        .. Criteria(subscription.Filter),
        ("created", Query.Instant(subscription.CreatedAt)),
        ("changed", Query.Instant(subscription.ChangedAt)),
    ];

    /// <summary>What is asked for, on one line.</summary>
    public static string Line(SubscriptionFilterDocument filter) =>
        string.Join("; ", Criteria(filter).Where(c => c.Value is not null).Select(c => $"{c.Label}: {c.Value}"));

    private static IEnumerable<(string Label, string? Value)> Criteria(SubscriptionFilterDocument filter) =>
    [
        ("kind", Any(filter.Kinds)),
        ("sector", Any(filter.Sectors)),
        ("area", Any(filter.Areas)),
        ("vendor", Any(filter.Vendors)),
        ("product text", Any(filter.ProductTexts)),
        ("cve", Any(filter.Cves)),
        ("cvss at least", filter.CvssMin?.ToString(CultureInfo.InvariantCulture)),
        ("label", Any(filter.Labels)),
        ("originator", Any(filter.Originators)),
    ];

    private static string? Any(IReadOnlyList<string>? values) => values is null ? null : string.Join(" or ", values);
}
