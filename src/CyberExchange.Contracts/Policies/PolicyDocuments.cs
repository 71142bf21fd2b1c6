namespace CyberExchange.Contracts.Policies;

/// <summary>The release policy of the exchange.</summary>
/// <param name="Version">The version under which terms are stated now; items keep the one under which theirs were.</param>
/// <param name="Known">The versions that this exchange's program knows.</param>
public sealed record PolicyDocument(int Version, IReadOnlyList<int> Known);

/// <summary>A steward lets a later version take force.</summary>
/// <param name="Version">One of the known versions.</param>
public sealed record AdoptPolicyRequest(int Version);

/// <summary>The answer to an adoption.</summary>
/// <param name="Version">What was asked for.</param>
/// <param name="ConsistencyToken">Given with a later read, that read waits until it shows this write.</param>
public sealed record PolicyReceipt(int Version, string ConsistencyToken);
