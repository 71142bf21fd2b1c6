namespace CyberExchange.Contracts.Subscriptions;

/// <summary>What a partner wants to hear of: <c>POST /v1/subscriptions</c>, <c>PUT /v1/subscriptions/{id}</c>.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>A name for people, on one line.</summary>
    public required string Name { get; init; }

    public required SubscriptionFilterDocument Filter { get; init; }
}

/// <summary>What an item must meet: every criterion that is given, and of its values any. At least one criterion is given.</summary>
public sealed record SubscriptionFilterDocument
{
    /// <summary><c>incident</c>, <c>advisory</c> and <c>signal</c>.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Sectors of the taxonomy; each stands for its subsectors too.</summary>
    public IReadOnlyList<string>? Sectors { get; init; }

    /// <summary>Sub-areas of the EU-Japan dialogue, such as <c>area.submarine-cables</c>.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Whole names, in any case.</summary>
    public IReadOnlyList<string>? Vendors { get; init; }

    /// <summary>Parts of a product's name, in any case.</summary>
    public IReadOnlyList<string>? ProductTexts { get; init; }

    public IReadOnlyList<string>? Cves { get; init; }

    /// <summary>Highest CVSS base score of at least this, from 0 to 10 with at most one decimal.</summary>
    public double? CvssMin { get; init; }

    /// <summary>Labels of TLP 2.0.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Ids or handles of partners of the caller's directory.</summary>
    public IReadOnlyList<string>? Originators { get; init; }
}

/// <summary>A subscription as its owner reads it.</summary>
public sealed record SubscriptionDocument
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required SubscriptionFilterDocument Filter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was stated last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
