using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using Rule = CyberExchange.Domain.Groups.ChangeGroup;

namespace CyberExchange.Server.Groups;

/// <summary><c>PUT /v1/groups/{group}</c>.</summary>
public sealed class ChangeGroup(WriteRequests writes, LiveDirectory directory, ProjectionRunner core, GroupCommands commands)
{
    private static readonly TimeSpan ViewWaitMax = TimeSpan.FromSeconds(2);

    public async Task<IResult> HandleAsync(HttpContext http, Caller caller, string group, CancellationToken ct)
    {
        var (write, problem) = await writes.ReadAsync(http.Request, caller.Viewer, WireJson.Default.ChangeGroupRequest, ct);
        if (write is null)
        {
            return problem!; // One of the two is there.
        }

        var (ifMatch, missing) = OwnItem.ReadIfMatch(http.Request);
        return await commands.ChangeAsync(
            http,
            caller,
            group,
            write.Key,
            state => Decide(write.Document, state),
            loaded => loaded.State is null or { IsDissolved: true } ? ProblemAnswers.NotFound : missing,
            (loaded, token) => CompareAsync(loaded, caller, ifMatch!, token), // The guard found it.
            ct);
    }

    // Compared as the stream has it; the members' names as the directory has them.
    private async Task<Precondition> CompareAsync(LoadedStream<Group> loaded, Caller caller, string ifMatch, CancellationToken ct)
    {
        if (!await core.WaitForAsync(loaded.LastPosition, ViewWaitMax, ct))
        {
            return Precondition.Unknown;
        }

        var tag = GroupRendition.Tag(loaded.State!, caller.Viewer.Profile, directory.Current); // The guard found it.
        return EntityTags.Matches(ifMatch, tag) ? Precondition.Holds : Precondition.Stale;
    }

    private static Decision<GroupEvent> Decide(ChangeGroupRequest request, Group? state)
    {
        var (facts, refusal) = GroupReading.Facts(request.Name, request.Purpose, request.DefaultLabel);
        return facts is null ? refusal! : new Rule(facts).Decide(state); // One of the two is there.
    }
}
