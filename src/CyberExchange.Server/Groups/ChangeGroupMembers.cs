using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Groups.ChangeGroupMembers;

namespace CyberExchange.Server.Groups;

/// <summary><c>POST /v1/groups/{group}/members</c>.</summary>
/// <remarks>It names no state that the caller must know: to join twice is to be in.</remarks>
public sealed class ChangeGroupMembers(WriteRequests writes, LiveDirectory directory, GroupCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, string group, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ChangeGroupMembersRequest, ct);
        return write is null
            ? problem! // One of the two is there.
            : await commands.ChangeAsync(http, caller, group, write.Key, state => Decide(write.Document, state), guard: null, precondition: null, ct);
    }

    private Decision<GroupEvent> Decide(ChangeGroupMembersRequest request, Group? state)
    {
        var now = directory.Current;
        var reading = new GroupReading(now);
        var (joining, badJoin) = reading.Partners(request.Join, "/join");
        var (leaving, badLeave) = reading.Partners(request.Leave, "/leave");
        return (badJoin ?? badLeave) is { } refusal ? refusal : new Rule(joining, leaving).Decide(state, now.Partners);
    }
}
