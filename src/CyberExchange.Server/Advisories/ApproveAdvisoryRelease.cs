using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.ApproveAdvisoryRelease;

namespace CyberExchange.Server.Advisories;

/// <summary><c>POST /v1/advisories/{id}/release-approval</c>, without a body: what is meant stands in If-Match.</summary>
public sealed class ApproveAdvisoryRelease(WriteRequests writes, AdvisoryCommands commands, TimeProvider clock)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        if (OwnItem.CheckNamesWhatWasRead(http.Request) is { } unread)
        {
            return unread;
        }

        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(http, caller, new AdvisoryId(id), write.Key, (by, state) => new Rule(by.Profile, caller.Member).Decide(state, clock.GetUtcNow()), narrows: true, ct);
    }
}
