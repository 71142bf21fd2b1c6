using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using Rule = CyberExchange.Domain.Groups.FormGroup;

namespace CyberExchange.Server.Groups;

/// <summary><c>POST /v1/groups</c>.</summary>
public sealed class FormGroup(WriteRequests writes, LiveDirectory directory, GroupCommands commands)
{
    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.FormGroupRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        // A stream is called after the group, so the name is asked before it is read.
        return GroupId.IsValid(write.Document.Group)
            ? await commands.CreateAsync(http, caller, new(write.Document.Group), write.Key, state => Decide(write.Document, state), ct)
            : new Refusal(RefusalCode.Invalid, "/group", "A group is named by 2 to 64 lower-case letters, digits and inner hyphens.").ToProblem();
    }

    private Decision<GroupEvent> Decide(FormGroupRequest request, Group? state)
    {
        var now = directory.Current;
        var (facts, badFacts) = GroupReading.Facts(request.Name, request.Purpose, request.DefaultLabel);
        var (members, badMember) = new GroupReading(now).Partners(request.Members, "/members");
        return facts is null || badMember is not null
            ? badFacts ?? badMember! // One of the two is there.
            : new Rule(new(request.Group), facts, members).Decide(state, now.Partners);
    }
}
