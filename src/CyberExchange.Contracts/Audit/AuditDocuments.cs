namespace CyberExchange.Contracts.Audit;

/// <summary>That a partner was shown an item of the caller's own that had TLP:RED or TLP:AMBER+STRICT.</summary>
public sealed record ItemReadDocument
{
    /// <summary>When; the same member may have been shown the item again by the same door within the minute.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary><c>incident</c> or <c>advisory</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The item.</summary>
    public required Guid Id { get; init; }

    /// <summary>The label that it had.</summary>
    public required string Label { get; init; }

    /// <summary>The partner that read.</summary>
    public required Guid Partner { get; init; }

    public required string Handle { get; init; }

    /// <summary>Its member, of an item with TLP:RED, which is released to persons; null of any other, which is released to the partner.</summary>
    public Guid? Member { get; init; }

    /// <summary>How it was shown, such as <c>list</c>, <c>feed-stream</c> or <c>item-page</c>.</summary>
    public required string Door { get; init; }

    /// <summary>The request's id in the log of the exchange.</summary>
    public required string CorrelationId { get; init; }
}

/// <summary>The same for stewards: names that hold for the one item, and nothing of what is in it.</summary>
public sealed record AuditReadDocument
{
    /// <summary>When, to the minute.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The item, under a name that opens nothing: its audit reference is its originator's to give.</summary>
    public required string Item { get; init; }

    /// <summary>The originator, under the name that it has among the item's holders.</summary>
    public required string Owner { get; init; }

    /// <summary>The partner that read, under such a name.</summary>
    public required string Partner { get; init; }

    /// <summary>Its member, under such a name.</summary>
    public required string Member { get; init; }

    public required string Door { get; init; }
}

/// <summary>Decisions of the gate about a key of the caller's partner that were alike.</summary>
public sealed record DecisionDocument
{
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>About a minute later at most; later still where decisions could not be written down for a while.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many they were.</summary>
    public required long Times { get; init; }

    /// <summary><c>admitted</c>, or the last part of the problem's type, such as <c>not-permitted</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>What was wrong with the certificate or the token, such as <c>expired</c>; null for nothing of the kind.</summary>
    public string? Fault { get; init; }

    /// <summary>The member that holds the key.</summary>
    public required Guid Member { get; init; }

    /// <summary>SHA-256 of the key's SubjectPublicKeyInfo, 64 lower-case hexadecimal digits.</summary>
    public required string SpkiSha256 { get; init; }
}

/// <summary>The same for stewards, of everybody: under names that hold for one day in UTC.</summary>
public sealed record AuditDecisionDocument
{
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>About a minute later at most; later still where decisions could not be written down for a while.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How many they were.</summary>
    public required long Times { get; init; }

    /// <summary><c>admitted</c>, or the last part of the problem's type, such as <c>not-permitted</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>What was wrong with the certificate or the token, such as <c>expired</c>; null for nothing of the kind.</summary>
    public string? Fault { get; init; }

    /// <summary>The partner of an enrolled key; null for none.</summary>
    public string? Partner { get; init; }

    /// <summary>The member that holds it; null for none.</summary>
    public string? Member { get; init; }

    /// <summary>The key, or the address of who showed no certificate; null where too many came at once to be told apart, or the public was let in.</summary>
    public string? Source { get; init; }
}
