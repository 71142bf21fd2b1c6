using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.RejectAdvisoryRelease;

namespace CyberExchange.Server.Advisories;

/// <summary><c>POST /v1/advisories/{id}/release-rejection</c>, without a body: what is meant stands in If-Match.</summary>
public sealed class RejectAdvisoryRelease(WriteRequests writes, AdvisoryCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = writes.ReadNothing(http.Request, caller.Viewer);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(http, caller, new AdvisoryId(id), write.Key, (by, state) => new Rule(by.Profile).Decide(state), narrows: false, ct);
    }
}
