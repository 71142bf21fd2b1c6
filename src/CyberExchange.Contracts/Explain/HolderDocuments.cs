namespace CyberExchange.Contracts.Explain;

/// <summary>Part of those who hold an item: <c>GET /v1/incidents/{id}/holders</c>, and the same of advisories.</summary>
public sealed record HoldersPage
{
    public const string NoteText = "Partners that your directory does not show are neither named nor counted.";

    /// <summary>The instant that the list is about; as good as now where none was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<HolderDocument> Items { get; init; }

    /// <summary>Cursor of the next page, bound to the caller; left out on the last page.</summary>
    public string? Next { get; init; }

    /// <summary>Always the same: what the list leaves out.</summary>
    public string Note { get; init; } = NoteText;
}

/// <summary>Who holds an item: everyone, a partner with its members, a person by name, or clients of a CERT that forwarded it.</summary>
public sealed record HolderDocument
{
    /// <summary>Whether this is everyone, the public included; then no partner is named.</summary>
    public bool? Everyone { get; init; }

    public Guid? Partner { get; init; }

    public string? Handle { get; init; }

    /// <summary>The person, where the item is for persons by name.</summary>
    public Guid? Member { get; init; }

    /// <summary>The CERT that forwarded it to clients of its own, who are neither named nor counted.</summary>
    public string? ForwardedBy { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required int PolicyVersion { get; init; }
}

/// <summary>The same for stewards, who learn nothing of the item: <c>GET /v1/audit/items/{reference}/holders</c>.</summary>
public sealed record AuditHoldersPage
{
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<AuditHolderDocument> Items { get; init; }

    public string? Next { get; init; }
}

/// <summary>A holder under a name that it has for this item alone.</summary>
public sealed record AuditHolderDocument
{
    public bool? Everyone { get; init; }

    /// <summary>Another for each item, so that lists cannot be joined.</summary>
    public string? Partner { get; init; }

    /// <summary>The person, where the item is for persons by name.</summary>
    public string? Member { get; init; }

    /// <summary>The CERT that forwarded it to clients of its own, under the name that it has for this item.</summary>
    public string? ForwardedBy { get; init; }

    public required string Reason { get; init; }

    /// <summary>Since when the item has been released that way; when the holder joined would tell who it is.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }

    public required int PolicyVersion { get; init; }
}
