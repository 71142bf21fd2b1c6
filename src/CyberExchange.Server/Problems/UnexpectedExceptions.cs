using CyberExchange.EventStore;
using CyberExchange.Server.Audit;
using Microsoft.AspNetCore.Diagnostics;

namespace CyberExchange.Server.Problems;

/// <summary>Answers for exceptions: an outage is 503, anything else is a bug and 500. The text of an exception never leaves.</summary>
public sealed class UnexpectedExceptions(ILogger<UnexpectedExceptions> logger) : IExceptionHandler
{
    private static readonly TimeSpan OutageRetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Answers what no handler answered.</summary>
    public static Task LastResortAsync(HttpContext context) => ProblemAnswers.Internal(context.TraceIdentifier).ExecuteAsync(context);

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            return true; // Nobody is left to read an answer.
        }

        if (httpContext.Response.HasStarted)
        {
            return false;
        }

        var problem = exception switch
        {
            BadHttpRequestException bad => ProblemAnswers.ForStatus(bad.StatusCode),
            NotWrittenDownException => ProblemAnswers.Busy(OutageRetryAfter),
            _ when Outage.Is(exception) => ProblemAnswers.Busy(OutageRetryAfter),
            _ => ProblemAnswers.Internal(httpContext.TraceIdentifier),
        };
        ProblemsLog.Answered(logger, exception, problem.Document.Status, httpContext.TraceIdentifier);
        await problem.ExecuteAsync(httpContext);
        return true;
    }
}

/// <summary>What is logged of requests that fail.</summary>
internal static partial class ProblemsLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Answered {Status} to request {CorrelationId}")]
    public static partial void Answered(ILogger logger, Exception exception, int status, string correlationId);
}
