using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Mandates;

/// <summary>What happened to a mandate.</summary>
public abstract record MandateEvent
{
    private MandateEvent() { }

    /// <summary>An operator let a CERT file on its behalf. That it did can be told from this and from the events of the member and its key.</summary>
    /// <param name="Mandate">Which mandate.</param>
    /// <param name="Text">What was signed, as the exchange understood it.</param>
    /// <param name="Signed">What was signed, as it was signed: a JWS in compact serialisation (RFC 7515, section 7.1).</param>
    /// <param name="PublicKey">The key that signed, as SubjectPublicKeyInfo in base64. Its SHA-256 is the name under which it was bound.</param>
    /// <param name="By">The member whose key it was.</param>
    public sealed record MandateGiven(MandateId Mandate, Mandate Text, string Signed, string PublicKey, MemberId By) : MandateEvent;

    /// <summary>The operator took it back: nothing more is filed under it. What was filed stays.</summary>
    /// <param name="By">The member who did.</param>
    /// <param name="Reason">The CERT reads it too.</param>
    public sealed record MandateRevoked(MemberId By, string Reason) : MandateEvent;
}
