using System.Diagnostics;

namespace CyberExchange.Domain.Policies;

/// <summary>The release policy in force: its events, folded.</summary>
public sealed record Policy(int Version)
{
    /// <summary>The state after one more event; null stands for an exchange that has adopted none and uses the first.</summary>
    public static Policy Evolve(Policy? state, PolicyEvent e) => e switch
    {
        PolicyEvent.PolicyAdopted adopted => new(adopted.Version),
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to the policy."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Policy? Fold(IEnumerable<PolicyEvent> events) => events.Aggregate((Policy?)null, Evolve);
}
