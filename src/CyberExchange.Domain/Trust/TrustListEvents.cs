using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trust;

/// <summary>What happened to the trust lists of the two jurisdictions.</summary>
/// <remarks>They share a stream: what one of them may hold depends on what the other holds.</remarks>
public abstract record TrustListEvent
{
    private TrustListEvent() { }

    /// <summary>A member of the steward would let a list take force. It vouches for nobody until another member approves it.</summary>
    /// <param name="Jurisdiction">Whose partners it vouches for.</param>
    /// <param name="Number">Its number, which grows from list to list.</param>
    /// <param name="Digest">SHA-256 of the signed text, in hexadecimal digits.</param>
    /// <param name="Signed">The list as its operator signed it: a JWS in compact serialisation (RFC 7515, section 7.1).</param>
    /// <param name="AnchorKeys">SHA-256 of the public key of each anchor, in hexadecimal digits.</param>
    /// <param name="By">The member who proposed it.</param>
    public sealed record TrustListProposed(
        Jurisdiction Jurisdiction, int Number, string Digest, string Signed, IReadOnlyList<string> AnchorKeys, MemberId By) : TrustListEvent;

    /// <summary>Another member approved the proposed list: from now on it alone vouches for the partners of its jurisdiction.</summary>
    /// <param name="Jurisdiction">Whose partners it vouches for.</param>
    /// <param name="Digest">Which list.</param>
    /// <param name="By">The member who approved it.</param>
    public sealed record TrustListAdopted(Jurisdiction Jurisdiction, string Digest, MemberId By) : TrustListEvent;

    /// <summary>A member of the steward turned the proposed list down.</summary>
    /// <param name="Jurisdiction">Whose list was proposed.</param>
    /// <param name="Digest">Which list.</param>
    /// <param name="By">The member who turned it down.</param>
    public sealed record TrustListRejected(Jurisdiction Jurisdiction, string Digest, MemberId By) : TrustListEvent;
}
