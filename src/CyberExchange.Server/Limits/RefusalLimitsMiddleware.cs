using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Limits;

/// <summary>Before the gate: whoever it has turned away too often is not even looked at, since a refusal costs as much as an answer.</summary>
/// <remarks>Only who did not become a member, nor the public, was turned away here: what a member may not do is a request like any other.</remarks>
internal sealed class RefusalLimitsMiddleware(RequestDelegate next, CallerLimits limits, FindKey findKey)
{
    // It names no one: an address has as many callers as come from there.
    private static readonly Problem WornOut = LimitsMiddleware.Answer(
        "The gate has turned away too many requests like this one, and Retry-After says when it looks at one again. Nothing of this request was done.");

    public async Task InvokeAsync(HttpContext context, Admission admission)
    {
        var certificate = context.Connection.ClientCertificate;
        if (certificate is null && context.GetEndpoint()?.Metadata.GetMetadata<NotCounted>() is not null)
        {
            await next(context);
            return;
        }

        var holder = certificate is null ? null : findKey(PresentedCertificate.Of(certificate).Key);
        var who = limits.Refusable(holder, context.Connection.RemoteIpAddress);
        if (who is not null && limits.IsWornOut(who))
        {
            await WornOut.ExecuteAsync(context);
            return;
        }

        await next(context);

        // A failure of the exchange, such as a revocation list that it does not have, is not the caller's.
        if (who is not null && !admission.IsKnown && context.Response.StatusCode < StatusCodes.Status500InternalServerError)
        {
            limits.Refused(who);
        }
    }
}
