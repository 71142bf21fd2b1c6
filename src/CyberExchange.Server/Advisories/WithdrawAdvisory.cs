using CyberExchange.Contracts;
using CyberExchange.Domain;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Advisories.WithdrawAdvisory;

namespace CyberExchange.Server.Advisories;

/// <summary><c>POST /v1/advisories/{id}/withdrawal</c>.</summary>
public sealed class WithdrawAdvisory(WriteRequests writes, AdvisoryCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, Guid id, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.WithdrawRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(
                http,
                caller,
                new AdvisoryId(id),
                write.Key,
                (by, state) => new Rule(by.Profile.Id, write.Document.Reason).Decide(state),
                narrows: true,
                ct);
    }
}
