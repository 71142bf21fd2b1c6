using CyberExchange.Contracts;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using Rule = CyberExchange.Domain.Groups.DissolveGroup;

namespace CyberExchange.Server.Groups;

/// <summary><c>POST /v1/groups/{group}/dissolution</c>.</summary>
public sealed class DissolveGroup(WriteRequests writes, GroupCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, string group, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ReasonRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(http, caller, group, write.Key, new Rule(write.Document.Reason).Decide, guard: null, precondition: null, ct);
    }
}
