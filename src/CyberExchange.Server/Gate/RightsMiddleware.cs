using System.Security.Cryptography;

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
    private readonly BearerTokens _tokens;
    private readonly CertificatesSeen _seen;
    private readonly GateDecisions _decisions;

    /// <exception cref="UngatedRoutesException">A route has no rights, or the wrong ones.</exception>
    public GateMiddleware(
        RequestDelegate next, Identification identification, BearerTokens tokens, CertificatesSeen seen, GateDecisions decisions, EndpointDataSource routes)
    {
        RouteCheck.Check(routes.Endpoints);
        _next = next;
        _identification = identification;
        _tokens = tokens;
        _seen = seen;
        _decisions = decisions;
    }

    public Task InvokeAsync(HttpContext context, Admission admission)
    {
        // The server's own id counts connections and requests, those of others too.
        context.TraceIdentifier = RandomNumberGenerator.GetHexString(CorrelationDigits, lowercase: true);
        var identity = context.Connection.ClientCertificate is { } certificate ? _identification.Identify(PresentedCertificate.Of(certificate), Identification.Changes(context.Request)) : null;
        return context.Request.Headers.Authorization.Count == 0
            ? AdmitAsync(context, admission, identity)
            : AdmitByTokenAsync(context, admission, identity);
    }

    // A token never stands for a certificate: whatever is wrong with that is said first.
    private async Task AdmitByTokenAsync(HttpContext context, Admission admission, Identity? identity)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            await RefuseAsync(context, GateRefusal.TokenRefused(TokenFault.CertificateMissing));
            return;
        }

        if (identity is Identity.Member)
        {
            var (grant, refusal) = await _tokens.ReadAsync(context);
            identity = refusal is null ? _identification.Identify(PresentedCertificate.Of(certificate), Identification.Changes(context.Request), grant) : new Identity.Refused(refusal);
        }

        await AdmitAsync(context, admission, identity);
    }

    private Task AdmitAsync(HttpContext context, Admission admission, Identity? identity)
    {
        switch (identity)
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

        if (RefusalOf(context.GetEndpoint(), admission) is { } refusal)
        {
            return RefuseAsync(context, refusal);
        }

        if (identity is Identity.Member { Caller: var caller })
        {
            _decisions.Admit(caller);
        }
        else
        {
            _decisions.AdmitPublic();
        }

        return _next(context);
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

        if (required.All(requirement => admission.May(requirement.Capability)))
        {
            return null;
        }

        if (admission.IsPublic)
        {
            return GateRefusal.CertificateMissing;
        }

        return required.All(requirement => Rights.Has(admission.Viewer, requirement.Capability))
            ? GateRefusal.ScopeMissing(required.First(requirement => !admission.May(requirement.Capability)).Capability)
            : GateRefusal.NotPermitted;
    }

    private Task RefuseAsync(HttpContext context, GateRefusal refusal)
    {
        _decisions.Refuse(context, refusal);
        var answer = context.GetEndpoint()?.Metadata.GetMetadata<IRefusalForm>()?.Of(refusal) ?? refusal.ToAnswer();
        return answer.ExecuteAsync(context);
    }
}
