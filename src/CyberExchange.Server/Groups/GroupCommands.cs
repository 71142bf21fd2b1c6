using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.EventStore;
using CyberExchange.Server.Commands;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Groups;

/// <summary>What the stewards' commands on groups have in common.</summary>
/// <remarks>Each is acknowledged only once the sharing core has passed it: who left a group sees nothing of it any more.</remarks>
public sealed class GroupCommands(CommandRunner runner, Readmission gate, CommandAnswers answers)
{
    public const string Collection = "/v1/groups";

    /// <summary>Forms a group: 201, with its address.</summary>
    public async Task<IResult> CreateAsync(
        HttpContext http, Caller caller, GroupId id, IdempotencyKey key, Func<Group?, Decision<GroupEvent>> decide, CancellationToken ct)
    {
        var result = await RunAsync(http, caller, id, key, decide, guard: null, precondition: null, ct);
        return answers.Of(result, caller.Viewer, token => Receipt(id, token, StatusCodes.Status201Created, $"{Collection}/{id.Value}"));
    }

    /// <summary>Changes a group: 200. A name that no group can have is answered as one that no group has.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="group">The group's short name, as it stands in the address.</param>
    /// <param name="key">The idempotency key.</param>
    /// <param name="decide">The rule.</param>
    /// <param name="guard">Asked first, and at every retry; null asks nothing.</param>
    /// <param name="precondition">Compares If-Match; null where the caller need not know the present state.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> ChangeAsync(
        HttpContext http,
        Caller caller,
        string group,
        IdempotencyKey key,
        Func<Group?, Decision<GroupEvent>> decide,
        Func<LoadedStream<Group>, Problem?>? guard,
        Func<LoadedStream<Group>, CancellationToken, Task<Precondition>>? precondition,
        CancellationToken ct)
    {
        if (!GroupId.IsValid(group))
        {
            return ProblemAnswers.NotFound;
        }

        var id = new GroupId(group);
        var result = await RunAsync(http, caller, id, key, decide, guard, precondition, ct);
        return answers.Of(result, caller.Viewer, token => Receipt(id, token, StatusCodes.Status200OK, location: null));
    }

    private Task<CommandResult> RunAsync(
        HttpContext http,
        Caller caller,
        GroupId id,
        IdempotencyKey key,
        Func<Group?, Decision<GroupEvent>> decide,
        Func<LoadedStream<Group>, Problem?>? guard,
        Func<LoadedStream<Group>, CancellationToken, Task<Precondition>>? precondition,
        CancellationToken ct) => runner.RunAsync(
        gate.Of(http, caller, Capability.ManageGroups),
        now => new Command<Group, GroupEvent>
        {
            Stream = new(GroupEventCatalog.Stream(id), GroupEventCatalog.Catalog, Group.Evolve),
            By = Actor.Of(now, http),
            Key = key,
            Decide = (state, _) => Task.FromResult(decide(state)),
            Guard = guard is null ? null : (loaded, _) => Task.FromResult(guard(loaded)),
            Precondition = precondition,
            Narrows = true,
        },
        ct);

    private static JsonAnswer<GroupReceipt> Receipt(GroupId id, string token, int status, string? location) =>
        new(new(id.Value, token), WireJson.Default.GroupReceipt) { Status = status, Location = location };
}
