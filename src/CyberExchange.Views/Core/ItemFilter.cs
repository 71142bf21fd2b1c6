using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Views.Core;

/// <summary>
/// What lists, counts, feeds and subscriptions narrow by. An item passes when it meets every criterion; of the values of one
/// criterion any will do. A criterion without values narrows nothing.
/// </summary>
public sealed record ItemFilter
{
    /// <summary>Narrows nothing.</summary>
    public static ItemFilter None { get; } = new();

    public IReadOnlyList<ItemKind> Kinds { get; init; } = [];

    public IReadOnlyList<TlpLabel> Labels { get; init; } = [];

    /// <summary>A sector stands for its subsectors too.</summary>
    public IReadOnlyList<string> Sectors { get; init; } = [];

    /// <summary>Sub-areas of the dialogue, which an item names among its sectors.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    public IReadOnlyList<PartnerId> Originators { get; init; } = [];

    public IReadOnlyList<string> Severities { get; init; } = [];

    public IReadOnlyList<string> Cves { get; init; } = [];

    /// <summary>Whole names, in any case.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    /// <summary>Whole names, in any case.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Parts of a product's name, in any case.</summary>
    public IReadOnlyList<string> ProductTexts { get; init; } = [];

    public double? CvssMin { get; init; }

    /// <summary>Content stated at or after this instant.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    public bool? Withdrawn { get; init; }

    /// <summary>Whether every item passes.</summary>
    public bool NarrowsNothing => this is
    {
        Kinds: [], Labels: [], Sectors: [], Areas: [], Originators: [], Severities: [], Cves: [], Vendors: [], Products: [], ProductTexts: [],
        CvssMin: null, ChangedSince: null, Withdrawn: null,
    };
}
