using CyberExchange.Domain.Sharing;

namespace CyberExchange.Server.Gate;

/// <summary>A certificate of a chain, as its issuer's revocation list would name it.</summary>
/// <param name="IssuerKey">SHA-256 of the issuer's public key, in hexadecimal digits.</param>
/// <param name="Serial">The certificate's serial number, as <see cref="Revocation.RevocationList.SerialOf"/> writes it.</param>
public sealed record CertificateLink(string IssuerKey, string Serial);

/// <summary>What the judge found.</summary>
public abstract record CertificateVerdict
{
    private CertificateVerdict() { }

    /// <summary>Nothing is wrong, and nothing will be between the two instants, both included.</summary>
    /// <param name="From">The latest beginning of all certificates from the client's own to the anchor.</param>
    /// <param name="Until">The earliest end of them.</param>
    /// <param name="Anchor">SHA-256 of the anchor's certificate, in hexadecimal digits.</param>
    /// <param name="Links">Every certificate below the anchor: nothing is revoked for ever in a verdict, so each request looks them up.</param>
    /// <param name="Organizations">What the client's own certificate says it is.</param>
    public sealed record Trusted(
        DateTimeOffset From, DateTimeOffset Until, string Anchor, IReadOnlyList<CertificateLink> Links, IReadOnlyList<OrganizationIdentifier> Organizations)
        : CertificateVerdict
    {
        public bool Holds(DateTimeOffset now) => From <= now && now <= Until;
    }

    /// <summary>The first fault found.</summary>
    public sealed record Refused(CertificateFault Fault) : CertificateVerdict
    {
        /// <summary>Whether the same certificate may be found otherwise at another time.</summary>
        public bool DependsOnTime => Fault is CertificateFault.NotYetValid or CertificateFault.Expired or CertificateFault.IssuerNotValidNow or CertificateFault.AnchorNotInForce;
    }
}
