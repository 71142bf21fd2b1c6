using System.Security.Cryptography;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Gate;

/// <summary>Stands between routing and the endpoints: nothing answers that it has not let through.</summary>
/// <remarks>
/// A certificate that is no good is refused on public routes too: who comes with one wants to be somebody. Authorisation
/// of the framework is not used, since AllowAnonymous on a route would get past it; here only <see cref="Rights"/> counts.
/// </remarks>
internal sealed class GateMiddleware
{
    /// <summary>128 bits.</summary>
    private const int CorrelationDigits = 32;

    private readonly RequestDelegate _next;
    private readonly Identification _identification;
    private readonly CertificatesSeen _seen;

    /// <exception cref="UngatedRoutesException">A route has no rights, or the wrong ones.</exception>
    public GateMiddleware(RequestDelegate next, Identification identification, CertificatesSeen seen, EndpointDataSource routes)
    {
        RouteCheck.Check(routes.Endpoints);
        _next = next;
        _identification = identification;
        _seen = seen;
    }

    public Task InvokeAsync(HttpContext context, Admission admission)
    {
        // The server's own id counts connections and requests, those of others too.
        context.TraceIdentifier = RandomNumberGenerator.GetHexString(CorrelationDigits, lowercase: true);
        switch (context.Connection.ClientCertificate is { } certificate ? _identification.Identify(PresentedCertificate.Of(certificate), Identification.Changes(context.Request)) : null)
        {
            case null:
                admission.AdmitPublic();
                break;
            case Identity.Member member:
                admission.Admit(member.Caller);
                _seen.Note(member.Caller);
                break;
            case Identity.Refused refused:
                return RefuseAsync(context, refused.Reason);
        }

        return RefusalOf(context.GetEndpoint(), admission) is { } refusal ? RefuseAsync(context, refusal) : _next(context);
    }

    private static GateRefusal? RefusalOf(Endpoint? endpoint, Admission admission)
    {
        if (endpoint is null)
        {
            // Answered here, so that whatever comes after the gate can serve nothing that has no route.
            return GateRefusal.NotFound;
        }

        var required = endpoint.Metadata.GetOrderedMetadata<RequiresAttribute>();
        if (required.Count == 0)
        {
            // Routing itself makes bare endpoints that say 405 or 415; whatever else has no rights does not answer.
            return endpoint is RouteEndpoint || endpoint.Metadata.Count > 0 ? GateRefusal.NotPermitted : null;
        }

        if (required.All(requirement => Rights.Has(admission.Viewer, requirement.Capability)))
        {
            return null;
        }

        return admission.IsPublic ? GateRefusal.CertificateMissing : GateRefusal.NotPermitted;
    }

    private static Task RefuseAsync(HttpContext context, GateRefusal refusal) => new Problem(refusal.Problem, refusal.RetryAfter).ExecuteAsync(context);
}
