using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Policies;

/// <summary>A steward lets a later version of the release policy take force.</summary>
public sealed record AdoptPolicy(int Version)
{
    /// <param name="state">The policy in force; null for the first.</param>
    /// <param name="known">The versions that the program knows: what it does not know, it could not project.</param>
    public Decision<PolicyEvent> Decide(Policy? state, PolicyVersions known)
    {
        var present = state?.Version ?? PolicyVersion.First.Number;
        if (!known.Numbers.Contains(Version))
        {
            return new Refusal(RefusalCode.UnknownTerm, "/version", $"This program knows the versions {string.Join(", ", known.Numbers)}.");
        }

        if (Version < present)
        {
            return new Refusal(RefusalCode.Invalid, "/version", $"Version {present} is in force, and a policy does not go back: what an earlier one said is adopted as a later version.");
        }

        return Version == present ? Decision<PolicyEvent>.Nothing : new PolicyEvent.PolicyAdopted(Version);
    }
}
