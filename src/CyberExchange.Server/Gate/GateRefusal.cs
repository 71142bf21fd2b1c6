using CyberExchange.Contracts;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Gate;

/// <summary>Why the gate turned a request away, as the caller reads it.</summary>
/// <remarks>401 where another certificate or token would help, 403 where it would not (RFC 9110, sections 15.5.2 and 15.5.4).</remarks>
public sealed record GateRefusal
{
    private const string TypePrefix = "urn:cyberexchange:problem:";

    private static readonly TimeSpan RevocationRetry = TimeSpan.FromSeconds(30);

    private GateRefusal(string type, int status, string title, string detail, ProblemCulprit? culprit = null, TimeSpan? retryAfter = null)
    {
        RetryAfter = retryAfter;
        Problem = new ProblemDocument
        {
            Type = TypePrefix + type,
            Title = title,
            Status = status,
            Detail = detail,
            Errors = culprit is null ? null : [culprit],
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

    /// <summary>What a member ordered is not done for it any longer: it was removed, or has no key.</summary>
    public static GateRefusal MemberInactive { get; } = new(
        "member-inactive", StatusCodes.Status403Forbidden, "The member acts no more.",
        "The member who ordered this was removed or has no enrolled key: let another member of your organisation state it anew.");

    /// <summary>The roles of the caller's partner do not have the capability.</summary>
    public static GateRefusal NotPermitted { get; } = new(
        "not-permitted", StatusCodes.Status403Forbidden, "The caller may not do this.",
        "None of the roles of your organisation has the right to do this.");

    /// <summary>Whether the certificate was revoked cannot be known: the list of its issuer is missing or too old.</summary>
    public static GateRefusal RevocationUnknown { get; } = new(
        "revocation-unknown", StatusCodes.Status503ServiceUnavailable, "Whether the certificate is revoked is not known.",
        "The revocation list of the certificate's issuer is not there or is overdue; it is being fetched. Try again later.", retryAfter: RevocationRetry);

    /// <summary>A certificate in a header, where the certificate of the connection alone counts.</summary>
    public static GateRefusal ForwardedHere { get; } = new(
        "client-cert-refused", StatusCodes.Status400BadRequest, "A certificate in a header is not taken here.",
        "Client-Cert and Client-Cert-Chain are for known proxies, on a listener of their own: connect with the certificate itself.");

    /// <summary>Whoever connects to the listener of proxies is not one of them.</summary>
    public static GateRefusal ProxyUnknown { get; } = new(
        "proxy-unknown", StatusCodes.Status403Forbidden, "This listener is for known proxies.",
        "The key of the connection's certificate is not that of a proxy that may forward certificates.");

    /// <summary>What the proxy forwards is not in the form of RFC 9440.</summary>
    public static GateRefusal ForwardedUnreadable { get; } = new(
        "client-cert-unreadable", StatusCodes.Status400BadRequest, "The forwarded certificate cannot be read.",
        "Client-Cert is one byte sequence of a certificate's DER, and Client-Cert-Chain a list of them (RFC 9440, section 2).");

    /// <summary>There is no such address; in the words that an endpoint uses for an item that is absent or hidden.</summary>
    public static GateRefusal NotFound { get; } = new(
        "not-found", StatusCodes.Status404NotFound, "There is no such thing for this caller.", "Nothing is here that the caller may see.");

    /// <summary>The header of a request says in no way, or in two, which token is meant.</summary>
    public static GateRefusal AuthorizationMalformed { get; } = new(
        "authorization-malformed", StatusCodes.Status400BadRequest, "The header Authorization cannot be read.",
        "Send one header Authorization with the scheme Bearer and an access token, or none.")
    {
        Challenge = BearerChallenge("invalid_request"),
    };

    public ProblemDocument Problem { get; }

    /// <summary>The last part of the problem's type.</summary>
    public string Name => Problem.Type[TypePrefix.Length..];

    /// <summary>What is wrong with the certificate or the token, in one word; null for nothing of the kind.</summary>
    public string? Fault => Problem.Errors?[0].Code;

    /// <summary>When to try again; null where trying again does not help.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>What <c>WWW-Authenticate</c> says of a token (RFC 6750, section 3); null where it is not about one.</summary>
    private string? Challenge { get; init; }

    /// <summary>As the answer to the request.</summary>
    public Problem ToAnswer() => new(Problem, RetryAfter) { Challenge = Challenge };

    /// <summary>The certificate is good, and the access token that came with it is not.</summary>
    public static GateRefusal TokenRefused(TokenFault fault) => new(
        "token-refused", StatusCodes.Status401Unauthorized, "The access token is refused.", fault.Sentence(),
        new ProblemCulprit("Authorization", fault.Word(), fault.Sentence()))
    {
        Challenge = BearerChallenge("invalid_token", $", error_description=\"{fault.Sentence()}\""),
    };

    /// <summary>The roles of the caller's partner have the capability, and the access token does not name it.</summary>
    public static GateRefusal ScopeMissing(Capability needed) => new(
        "scope-missing", StatusCodes.Status403Forbidden, "The access token does not reach so far.",
        $"The scope of the token does not name {needed}. Get one that does, or come without a token.")
    {
        Challenge = BearerChallenge("insufficient_scope", $", scope=\"{needed}\""),
    };

    /// <summary>The key is enrolled, and the certificate around it cannot be trusted.</summary>
    public static GateRefusal CertificateRefused(CertificateFault fault) => new(
        "certificate-refused", StatusCodes.Status401Unauthorized, "The certificate is refused.", fault.Sentence(),
        new ProblemCulprit("certificate", fault.Word(), fault.Sentence()));

    private static string BearerChallenge(string error, string more = "") => $"Bearer realm=\"CyberExchange\", error=\"{error}\"{more}";
}
