using CyberExchange.Contracts;

namespace CyberExchange.Server.Gate;

/// <summary>Why the gate turned a request away, as the caller reads it.</summary>
/// <remarks>401 where another certificate would help, 403 where it would not (RFC 9110, sections 15.5.2 and 15.5.4).</remarks>
public sealed record GateRefusal
{
    private const string TypePrefix = "urn:cyberexchange:problem:";

    private static readonly TimeSpan RevocationRetry = TimeSpan.FromSeconds(30);

    private GateRefusal(string type, int status, string title, string detail, CertificateFault? fault = null, TimeSpan? retryAfter = null)
    {
        RetryAfter = retryAfter;
        Problem = new ProblemDocument
        {
            Type = TypePrefix + type,
            Title = title,
            Status = status,
            Detail = detail,
            Errors = fault is { } culprit ? [new ProblemCulprit("certificate", culprit.Word(), culprit.Sentence())] : null,
        };
    }

    /// <summary>The route is not for the public, and no certificate was shown.</summary>
    public static GateRefusal CertificateMissing { get; } = new(
        "certificate-missing", StatusCodes.Status401Unauthorized, "A client certificate is needed.",
        "This is for partners of the exchange: connect with the certificate of an enrolled key.");

    /// <summary>The key speaks for nobody.</summary>
    public static GateRefusal KeyNotEnrolled { get; } = new(
        "key-not-enrolled", StatusCodes.Status401Unauthorized, "The key is not enrolled.",
        "The certificate's public key is not bound to a member of a partner; a steward invites the member, which enrols its key then.");

    /// <summary>The partner of the member may neither act nor see.</summary>
    public static GateRefusal PartnerSuspended { get; } = new(
        "partner-suspended", StatusCodes.Status403Forbidden, "The partner is suspended.",
        "The organisation may neither act nor see until a steward reinstates it.");

    /// <summary>The roles of the caller's partner do not have the capability.</summary>
    public static GateRefusal NotPermitted { get; } = new(
        "not-permitted", StatusCodes.Status403Forbidden, "The caller may not do this.",
        "None of the roles of your organisation has the right to do this.");

    /// <summary>Whether the certificate was revoked cannot be known: the list of its issuer is missing or too old.</summary>
    public static GateRefusal RevocationUnknown { get; } = new(
        "revocation-unknown", StatusCodes.Status503ServiceUnavailable, "Whether the certificate is revoked is not known.",
        "The revocation list of the certificate's issuer is not there or is overdue; it is being fetched. Try again later.", retryAfter: RevocationRetry);

    /// <summary>There is no such address; in the words that an endpoint uses for an item that is absent or hidden.</summary>
    public static GateRefusal NotFound { get; } = new(
        "not-found", StatusCodes.Status404NotFound, "There is no such thing for this caller.", "Nothing is here that the caller may see.");

    public ProblemDocument Problem { get; }

    /// <summary>When to try again; null where trying again does not help.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The key is enrolled, and the certificate around it cannot be trusted.</summary>
    public static GateRefusal CertificateRefused(CertificateFault fault) => new(
        "certificate-refused", StatusCodes.Status401Unauthorized, "The certificate is refused.", fault.Sentence(), fault);
}
