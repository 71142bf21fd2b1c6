namespace CyberExchange.Server.Gate;

/// <summary>The gate's second half: what whoever came may do. Nothing answers that it has not let through.</summary>
/// <remarks>
/// Authorisation of the framework is not used, since AllowAnonymous on a route would get past it; here only <see cref="Rights"/> counts.
/// </remarks>
internal sealed class RightsMiddleware
{
    private readonly RequestDelegate _next;
    private readonly GateDecisions _decisions;

    /// <exception cref="UngatedRoutesException">A route has no rights, or the wrong ones.</exception>
    public RightsMiddleware(RequestDelegate next, GateDecisions decisions, EndpointDataSource routes)
    {
        RouteCheck.Check(routes.Endpoints);
        _next = next;
        _decisions = decisions;
    }

    public Task InvokeAsync(HttpContext context, Admission admission)
    {
        if (RefusalOf(context.GetEndpoint(), admission) is { } refusal)
        {
            return _decisions.RefuseAsync(context, refusal);
        }

        _decisions.Admit(admission);
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
}
