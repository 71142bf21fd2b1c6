using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Subscriptions;

/// <summary>A subscription as its owner stated it last.</summary>
public sealed record SubscriptionRow
{
    public required SubscriptionId Id { get; init; }

    public required string Name { get; init; }

    public required SubscriptionFilter Filter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was stated last, or cancelled.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    public required bool Cancelled { get; init; }

    /// <summary>Version of the subscription's stream that this shows.</summary>
    public required int StreamVersion { get; init; }

    /// <summary>The same filter as lists have it.</summary>
    public ItemFilter ItemFilter => new()
    {
        Kinds = [.. Filter.Kinds.Select(text => ItemKinds.Parse(text) ?? throw new InvalidDataException("A subscription names a kind that is not known."))],
        Sectors = Filter.Sectors,
        Areas = Filter.Areas,
        Vendors = Filter.Vendors,
        ProductTexts = Filter.ProductTexts,
        Cves = Filter.Cves,
        CvssMin = Filter.CvssMin,
        Labels = Filter.Labels,
        Originators = Filter.Originators,
    };

    internal static byte[] Written(string name) => Encoding.UTF8.GetBytes(name);

    internal static byte[] Written(SubscriptionFilter filter) => CanonicalJson.Write(filter, SubscriptionJson.Default.SubscriptionFilter);
}
