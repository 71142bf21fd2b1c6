using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trust;

/// <summary>A member of the steward proposes a list whose signature and content have been checked.</summary>
/// <param name="By">Who proposes.</param>
/// <param name="Jurisdiction">Whose list it is.</param>
/// <param name="Number">Its number.</param>
/// <param name="Digest">SHA-256 of the signed text, in hexadecimal digits.</param>
/// <param name="Signed">The signed text.</param>
/// <param name="AnchorKeys">The digests of its anchors' keys.</param>
public sealed record ProposeTrustList(
    MemberProfile By, Jurisdiction Jurisdiction, int Number, string Digest, string Signed, IReadOnlyList<string> AnchorKeys)
{
    /// <summary>A later proposal takes the place of one that still waits: an approval names the list that was read.</summary>
    public Decision<TrustListEvent> Decide(TrustLists? state)
    {
        var lists = state ?? TrustLists.None;
        if (lists.Proposed.GetValueOrDefault(Jurisdiction)?.Digest == Digest)
        {
            return Decision<TrustListEvent>.Nothing;
        }

        return lists.Against(Jurisdiction, Number, AnchorKeys) is { } refusal
            ? refusal
            : new TrustListEvent.TrustListProposed(Jurisdiction, Number, Digest, Signed, AnchorKeys, By.Id);
    }
}
