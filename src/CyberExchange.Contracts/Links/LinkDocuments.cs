namespace CyberExchange.Contracts.Links;

/// <summary>States that an incident concerns an advisory; both must be open to the caller.</summary>
public sealed record LinkRequest
{
    public required Guid Advisory { get; init; }

    /// <summary><c>exploited-in</c>, <c>mitigated-by</c> or <c>related</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>1 to 1,000 characters, for whoever sees both items.</summary>
    public required string Reason { get; init; }
}

/// <summary>That an incident concerns an advisory, as a partner stated it. It is shown to whoever sees both, and says not who stated it.</summary>
public sealed record LinkDocument
{
    public required Guid Incident { get; init; }

    public required Guid Advisory { get; init; }

    public required string Kind { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset StatedAt { get; init; }

    /// <summary>Whether the caller's organisation stated it.</summary>
    public required bool Own { get; init; }
}

/// <summary>The links of an item whose other end the caller sees too.</summary>
/// <param name="Links">The newest first, at most 200.</param>
/// <param name="More">Whether there are more than stand here, older than these; absent where there are none.</param>
public sealed record LinksDocument(IReadOnlyList<LinkDocument> Links, bool? More = null);
