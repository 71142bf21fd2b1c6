using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Limits;

/// <summary>Between the gate's halves: no caller takes from the others what it may not have, whether it may do what it asks or not.</summary>
internal sealed class LimitsMiddleware(RequestDelegate next, CallerLimits limits)
{
    private const string Policy = "RateLimit-Policy";
    private const string Left = "RateLimit";
    private const string EventStream = "text/event-stream";

    private static readonly Problem TooOften = Answer("RateLimit says what is left, and Retry-After when to ask again. Nothing of this request was done.");

    private static readonly Problem TooManyAtOnce = Answer("As many of your requests wait for an answer as may. Nothing of this one was done.");

    public async Task InvokeAsync(HttpContext context, Admission admission)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NotCounted>() is not null)
        {
            await next(context);
            return;
        }

        var who = CallerLimits.Caller(admission.Viewer, context.Connection.RemoteIpAddress);
        var may = limits.MayAsk(who, Identification.Changes(context.Request));
        (context.Response.Headers[Policy], context.Response.Headers[Left]) = (limits.Policy, limits.LeftOf(who));
        if (!may)
        {
            await TooOften.ExecuteAsync(context);
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
        await (turn.IsAcquired ? next(context) : TooManyAtOnce.ExecuteAsync(context));
    }

    internal static Problem Answer(string detail) => new(ProblemAnswers.Of(ProblemKind.TooManyRequests, detail).Document, TimeSpan.FromSeconds(1));
}
