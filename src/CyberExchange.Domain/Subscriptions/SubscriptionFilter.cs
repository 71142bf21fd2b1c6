using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>What an item must meet: every criterion that has values, and of its values any.</summary>
public sealed record SubscriptionFilter
{
    public const double TenthsPerPoint = 10;

    /// <summary><c>incident</c> and <c>advisory</c>.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>Sectors of the taxonomy; each stands for its subsectors too.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Sub-areas of the EU-Japan dialogue.</summary>
    public required IReadOnlyList<string> Areas { get; init; }

    /// <summary>Whole names, in any case.</summary>
    public required IReadOnlyList<string> Vendors { get; init; }

    /// <summary>Parts of a product's name, in any case.</summary>
    public required IReadOnlyList<string> ProductTexts { get; init; }

    public required IReadOnlyList<string> Cves { get; init; }

    /// <summary>Highest CVSS base score of at least this, in tenths: 75 is 7.5; null for any score and none.</summary>
    public required int? CvssMinTenths { get; init; }

    /// <summary>The same in points.</summary>
    [JsonIgnore]
    public double? CvssMin => CvssMinTenths / TenthsPerPoint;

    public required IReadOnlyList<TlpLabel> Labels { get; init; }

    public required IReadOnlyList<PartnerId> Originators { get; init; }
}
