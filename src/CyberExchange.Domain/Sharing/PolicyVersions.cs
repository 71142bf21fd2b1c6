namespace CyberExchange.Domain.Sharing;

/// <summary>The release policy in one version, as far as items are projected by it.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Paths">Every way in which an item is open, as of its present terms.</param>
/// <param name="ForwardDestinations">Where a CERT that sees an item may open it to its clients.</param>
public sealed record PolicyVersion(
    int Number, Func<SharedItem, IReadOnlyList<ReleasePath>> Paths, Func<SharedItem, IReadOnlyList<Jurisdiction>> ForwardDestinations)
{
    /// <summary>In force until another version is adopted.</summary>
    public static PolicyVersion First { get; } = new(ReleasePolicy.Version, ReleasePolicy.Paths, ReleasePolicy.ForwardDestinations);

    /// <summary>The ways that a CERT's forward opens now.</summary>
    public IEnumerable<ReleasePath> ForwardPaths(SharedItem item, PartnerId cert, ForwardClients clients) =>
        clients.Clauses(cert).SelectMany(
            _ => ForwardDestinations(item), (clause, to) => new ReleasePath(clause, to, ReleaseReason.Forwarded, OpenToNewcomers: false));
}

/// <summary>The versions of the release policy that a program knows.</summary>
/// <remarks>
/// An item keeps the version under which its terms were stated, so a version stays for as long as its items do: a change of
/// the policy is a new version beside the old ones, and takes force by an event.
/// </remarks>
public sealed class PolicyVersions(params IEnumerable<PolicyVersion> versions)
{
    private readonly Dictionary<int, PolicyVersion> _versions = versions.ToDictionary(v => v.Number);

    /// <summary>What this program knows.</summary>
    public static PolicyVersions Known { get; } = new(PolicyVersion.First);

    /// <summary>The numbers, ascending.</summary>
    public IReadOnlyList<int> Numbers => [.. _versions.Keys.Order()];

    /// <summary>A version by its number.</summary>
    /// <exception cref="UnknownPolicyVersionException">A newer program adopted it.</exception>
    public PolicyVersion Of(int number) =>
        _versions.TryGetValue(number, out var version) ? version : throw new UnknownPolicyVersionException(number);
}

/// <summary>The release policy is in a version that this program does not know: it cannot tell who sees what.</summary>
public sealed class UnknownPolicyVersionException(int number)
    : Exception($"Version {number} of the release policy is not known to this program; a newer one adopted it.");
