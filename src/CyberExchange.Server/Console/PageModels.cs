using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Advisories;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Console;

/// <summary>What the list page shows.</summary>
public sealed record ItemsModel
{
    /// <summary>Who looks; null for the public.</summary>
    public required Caller? Caller { get; init; }

    /// <summary>When the page was made.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The items; null for a viewer that reads no content.</summary>
    public required IReadOnlyList<ItemLine>? Lines { get; init; }

    public required PageFilter Filter { get; init; }

    /// <summary>Sealed cursor of this part of the list; null at its beginning.</summary>
    public required string? After { get; init; }

    /// <summary>Sealed cursor of the next part; null at the end.</summary>
    public required string? Next { get; init; }

    /// <summary>The stream that tells of changes; null where there is none.</summary>
    public required string? Stream { get; init; }
}

/// <summary>What the page of one item shows.</summary>
public sealed record ItemModel
{
    public required Caller? Caller { get; init; }

    public required ShownItem Shown { get; init; }

    public ItemRow Row => Shown.Row;

    public required OriginatorDocument Originator { get; init; }

    /// <summary>The incident as the API would answer it; null for other items.</summary>
    public required IncidentDocument? Incident { get; init; }

    /// <summary>The advisory as the API would answer it; null for other items.</summary>
    public required AdvisoryDocument? Advisory { get; init; }

    /// <summary>The supply signal as the API would answer it; null for other items.</summary>
    public required SignalDocument? Signal { get; init; }

    /// <summary>What other advisories are to an advisory.</summary>
    public (IReadOnlyList<RelatedAdvisory> Found, bool More) Related { get; init; } = ([], false);

    /// <summary>Who holds it, and why; null for all but its originator.</summary>
    public required OwnItemModel? Own { get; init; }

    public required string? Stream { get; init; }
}
