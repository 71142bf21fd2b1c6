using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Limits;

/// <summary>Between the gate and the endpoints: no caller takes from the others what it may not have.</summary>
internal sealed class LimitsMiddleware(RequestDelegate next, CallerLimits limits)
{
    private const string Policy = "RateLimit-Policy";
    private const string Left = "RateLimit";
    private const string EventStream = "text/event-stream";

    public async Task InvokeAsync(HttpContext context, Admission admission)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NotCounted>() is not null || (admission.IsPublic && limits.IsExempt(context.Connection.RemoteIpAddress)))
        {
            await next(context);
            return;
        }

        var who = CallerLimits.Caller(admission.Viewer, context.Connection.RemoteIpAddress);
        var may = limits.MayAsk(who, Identification.Changes(context.Request));
        (context.Response.Headers[Policy], context.Response.Headers[Left]) = (limits.Policy, limits.LeftOf(who));
        if (!may)
        {
            await Refused.ExecuteAsync(context);
            return;
        }

        // A stream is open for hours, and counted by those who serve it.
        if (context.GetEndpoint()?.Metadata.GetMetadata<GoesOn>() is not null
            && context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        using var turn = await limits.EnterAsync(who, context.RequestAborted);
        await (turn.IsAcquired ? next(context) : Refused.ExecuteAsync(context));
    }

    internal static Problem Refused { get; } = new(
        ProblemAnswers.Of(ProblemKind.TooManyRequests, "RateLimit says what is left, and Retry-After when to ask again. Nothing of this request was done.").Document,
        TimeSpan.FromSeconds(1));
}

/// <summary>Before the gate: an address that it has refused too often is not even looked at, since a refusal costs as much as an answer.</summary>
internal sealed class RefusalLimitsMiddleware(RequestDelegate next, CallerLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (limits.IsWornOut(address))
        {
            await LimitsMiddleware.Refused.ExecuteAsync(context);
            return;
        }

        await next(context);
        if (context.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
        {
            limits.Refused(address);
        }
    }
}
