using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Gate;

/// <summary>Who holds a key now; null when it was never bound, is unbound, or its member was removed.</summary>
public delegate KeyHolder? FindKey(SpkiDigest key);

/// <summary>Says who a certificate stands for: the holder of its enrolled key, if it also chains to the right anchor.</summary>
/// <remarks>
/// The key decides who it is and the partner's jurisdiction decides whose anchors must vouch; a subject's name decides
/// nothing. Asked at every request, since a connection outlives an unbinding, a suspension and an expiry.
/// </remarks>
internal sealed class Identification(FindKey findKey, VerdictCache verdicts, TrustSource trust, RevocationLists revocations, TimeProvider clock)
{
    /// <summary>Whether a request may change something: then an overdue revocation list is not good enough.</summary>
    public static bool Changes(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    /// <param name="certificate">What was shown in the handshake.</param>
    /// <param name="changes">See <see cref="Changes"/>.</param>
    /// <param name="token">What the access token of the request grants; null for a request without one.</param>
    public Identity Identify(PresentedCertificate certificate, bool changes, TokenGrant? token = null)
    {
        // An unknown key costs one lookup: only the holder of an enrolled key can make the server build chains.
        if (findKey(certificate.Key) is not { } holder)
        {
            return new Identity.Refused(GateRefusal.KeyNotEnrolled);
        }

        var now = clock.GetUtcNow();
        return verdicts.Judge(certificate, holder.Partner.Jurisdiction, now) switch
        {
            CertificateVerdict.Refused refused => new Identity.Refused(GateRefusal.CertificateRefused(refused.Fault)),
            CertificateVerdict.Trusted trusted when RefusalOf(revocations.Ask(trusted.Links, holder.Partner.Jurisdiction, trust.Current, now), changes) is { } refusal => new Identity.Refused(refusal),
            CertificateVerdict.Trusted when holder.Partner.Suspended => new Identity.Refused(GateRefusal.PartnerSuspended),
            CertificateVerdict.Trusted when token is not null && FaultOf(token, certificate, holder, now) is { } fault
                => new Identity.Refused(GateRefusal.TokenRefused(fault)),
            CertificateVerdict.Trusted trusted => new Identity.Member(new Caller(
                new Viewer.Partner(holder.Partner, holder.Member.Id), holder.Member, certificate, trusted.Until, token)),
            var verdict => throw new System.Diagnostics.UnreachableException($"{verdict.GetType().Name} has no arm."),
        };
    }

    // The certificate says who it is, and the token has to be that member's own (RFC 8705, section 3).
    private static TokenFault? FaultOf(TokenGrant token, PresentedCertificate certificate, KeyHolder holder, DateTimeOffset now) =>
        !string.Equals(token.Thumbprint, certificate.Thumbprint, StringComparison.Ordinal) ? TokenFault.BoundElsewhere
        : !string.Equals(token.Subject, holder.Member.Id.Value.ToString("D"), StringComparison.Ordinal) ? TokenFault.SubjectElsewhere
        : now >= token.UsableUntil ? TokenFault.Expired
        : null;

    private static GateRefusal? RefusalOf(RevocationStatus status, bool changes) => status switch
    {
        RevocationStatus.Good => null,
        RevocationStatus.Overdue => changes ? GateRefusal.RevocationUnknown : null,
        RevocationStatus.Unknown => GateRefusal.RevocationUnknown,
        RevocationStatus.Revoked => GateRefusal.CertificateRefused(CertificateFault.Revoked),
    };
}

/// <summary>Who a certificate stands for.</summary>
internal abstract record Identity
{
    private Identity() { }

    public sealed record Member(Caller Caller) : Identity;

    public sealed record Refused(GateRefusal Reason) : Identity;
}
