using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trust;

/// <summary>A second member of the steward lets the proposed list take force.</summary>
/// <param name="By">Who approves.</param>
/// <param name="Jurisdiction">Whose list it is.</param>
/// <param name="Digest">The list that was read.</param>
public sealed record ApproveTrustList(MemberProfile By, Jurisdiction Jurisdiction, string Digest)
{
    public Decision<TrustListEvent> Decide(TrustLists? state)
    {
        var lists = state ?? TrustLists.None;
        var (proposed, refusal) = lists.Awaiting(Jurisdiction, Digest);
        if (proposed is null)
        {
            return refusal!; // One of the two is there.
        }

        if (SecondMember.Check(By, proposed.ProposedBy, "trust list") is { } alone)
        {
            return alone;
        }

        // What was in force when it was proposed may not be in force any more.
        return lists.Against(Jurisdiction, proposed.Number, proposed.AnchorKeys) is { } outdated
            ? outdated with { Pointer = "" }
            : new TrustListEvent.TrustListAdopted(Jurisdiction, Digest, By.Id);
    }
}

/// <summary>A member of the steward turns the proposed list down; whoever proposed it may too.</summary>
/// <param name="By">Who turns it down.</param>
/// <param name="Jurisdiction">Whose list it is.</param>
/// <param name="Digest">The list that was read.</param>
public sealed record RejectTrustList(MemberProfile By, Jurisdiction Jurisdiction, string Digest)
{
    public Decision<TrustListEvent> Decide(TrustLists? state)
    {
        var (proposed, refusal) = (state ?? TrustLists.None).Awaiting(Jurisdiction, Digest);
        return proposed is null
            ? refusal! // One of the two is there.
            : new TrustListEvent.TrustListRejected(Jurisdiction, Digest, By.Id);
    }
}
