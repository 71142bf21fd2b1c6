namespace CyberExchange.Contracts.Sharing;

/// <summary>A CERT opens an item that it sees to its own clients.</summary>
public sealed record ForwardRequest
{
    /// <summary>Ids or handles of clients; left out, the whole constituency.</summary>
    public IReadOnlyList<string>? Clients { get; init; }

    public required ForwardBasisDocument LegalBasis { get; init; }
}

/// <summary>Why the item may be passed on, on the clients' side.</summary>
public sealed record ForwardBasisDocument
{
    /// <summary>A short code of the instrument, such as <c>nis2-art-11-3</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Citation, agreement number or file reference.</summary>
    public required string Reference { get; init; }
}
