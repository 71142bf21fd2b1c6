using CyberExchange.Contracts;
using CyberExchange.Contracts.Views;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Projections;

namespace CyberExchange.Server.Projections;

/// <summary><c>PUT</c> and <c>DELETE /v1/views/{view}/rebuild</c>.</summary>
public sealed class RebuildView(ViewStates states, ViewRunners runners, ReadViews read, Readmission gate, ILogger<RebuildView> logger)
{
    /// <summary>Asks for a rebuild, or changes how fast the one that runs may go.</summary>
    public async Task<IResult> AskAsync(HttpContext http, Caller caller, string view, CancellationToken ct)
    {
        var (request, problem) = await WriteRequests.ReadUnkeptAsync(http.Request, WireJson.Default.RebuildRequest, ct);
        if (request is null)
        {
            return problem!; // One of the two is there.
        }

        if (request.EventsPerSecond is <= 0)
        {
            return ProblemAnswers.Of(ProblemKind.Invalid, "A rebuild goes at one event per second at least.", "/eventsPerSecond");
        }

        // The body may have come in slowly.
        var (now, turnedAway) = gate.Of(http, caller, Capability.ManageViews).Ask();
        if (now is null)
        {
            return turnedAway!; // One of the two is there.
        }

        if (await read.FindAsync(view, ct) is null)
        {
            return ProblemAnswers.NotFound;
        }

        await states.AskAsync(view, runners.Of(view).Version, request.EventsPerSecond, ct);
        ViewsLog.RebuildAsked(logger, view, request.EventsPerSecond, now.Viewer.Member.Value, http.TraceIdentifier);
        return await AnswerAsync(view, ct);
    }

    /// <summary>Gives a rebuild up. One that this program cannot do without would only begin anew.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, Caller caller, string view, CancellationToken ct)
    {
        if (await read.FindAsync(view, ct) is not { Rebuild: { } rebuild } found)
        {
            return ProblemAnswers.NotFound;
        }

        if (found.Version < rebuild.Version)
        {
            return ProblemAnswers.Of(ProblemKind.RebuildNeeded, "The rows that are read are of an earlier version than the exchange's program shows.");
        }

        if (!await states.CancelAsync(view, ct))
        {
            return ProblemAnswers.NotFound;
        }

        ViewsLog.RebuildCancelled(logger, view, caller.Viewer.Member.Value, http.TraceIdentifier);
        return await AnswerAsync(view, ct);
    }

    private async Task<IResult> AnswerAsync(string view, CancellationToken ct) => await read.FindAsync(view, ct) is { } document
        ? new JsonAnswer<ViewDocument>(document, WireJson.Default.ViewDocument) { Status = StatusCodes.Status202Accepted }
        : ProblemAnswers.NotFound;
}

/// <summary>What is logged of what stewards do with views.</summary>
internal static partial class ViewsLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Rebuild of view {View} at {EventsPerSecond} events per second at most, asked by member {MemberId}, request {CorrelationId}")]
    public static partial void RebuildAsked(ILogger logger, string view, int? eventsPerSecond, Guid memberId, string correlationId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rebuild of view {View} cancelled by member {MemberId}, request {CorrelationId}")]
    public static partial void RebuildCancelled(ILogger logger, string view, Guid memberId, string correlationId);
}
