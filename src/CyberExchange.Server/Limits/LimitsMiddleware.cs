using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Limits;

/// <summary>Between the gate and the endpoints: no caller takes from the others what it may not have.</summary>
internal sealed class LimitsMiddleware(RequestDelegate next, CallerLimits limits)
{
    private const string Policy = "RateLimit-Policy";
    private const string Left = "RateLimit";
    private const string EventStream = "text/event-stream"; // Streams are open for hours: FeedStreams counts those.

    public async Task InvokeAsync(HttpContext context, Admission admission)
    {
        var who = CallerLimits.Caller(admission.Viewer, context.Connection.RemoteIpAddress);
        var may = limits.MayAsk(who, Identification.Changes(context.Request), out var retryAfter);
        (context.Response.Headers[Policy], context.Response.Headers[Left]) = limits.Headers(who);
        if (!may)
        {
            await Refused(retryAfter).ExecuteAsync(context);
            return;
        }

        if (context.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        using var turn = await limits.EnterAsync(who, context.RequestAborted);
        await (turn.IsAcquired ? next(context) : Refused(retryAfter).ExecuteAsync(context));
    }

    private static Problem Refused(TimeSpan retryAfter) => new(
        ProblemAnswers.Of(ProblemKind.TooManyRequests, "RateLimit says what is left, and Retry-After when to ask again. Nothing of this request was done.").Document, retryAfter);
}
