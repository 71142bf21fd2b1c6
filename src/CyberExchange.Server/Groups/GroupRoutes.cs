using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Groups;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Groups;

/// <summary>The routes of sharing groups.</summary>
public static class GroupRoutes
{
    private const string One = "/{group}";
    private const string Members = One + "/members";
    private const string Dissolution = One + "/dissolution";

    public static IServiceCollection AddGroups(this IServiceCollection services) => services
        .AddSingleton<GroupCommands>()
        .AddSingleton<ReadGroups>()
        .AddSingleton<FormGroup>()
        .AddSingleton<ChangeGroup>()
        .AddSingleton<ChangeGroupMembers>()
        .AddSingleton<DissolveGroup>();

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup(GroupCommands.Collection).WithTags("Groups").AnswersJson();

        groups.MapGet("", (HttpContext http, Caller caller, ReadGroups handler) => handler.List(http, caller))
            .Requires(Capability.ReadGroups).ReadsContent()
            .DescribesRead<Page<GroupDocument>>("ListGroups", "List the groups that the caller is in; all for stewards");
        groups.MapGet(One, (string group, Caller caller, ReadGroups handler) => handler.Find(group, caller))
            .Requires(Capability.ReadGroups).ReadsContent()
            .DescribesRead<GroupDocument>("ReadGroup", "Read one group with its members");
        groups.MapPost("", (HttpContext http, Caller caller, FormGroup handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ManageGroups)
            .DescribesCreation<FormGroupRequest, GroupReceipt>("FormGroup", "Form a sharing group", GroupExamples.Form);
        groups.MapPut(One, (string group, HttpContext http, Caller caller, ChangeGroup handler, CancellationToken ct) => handler.HandleAsync(http, caller, group, ct))
            .Requires(Capability.ManageGroups)
            .DescribesChange<ChangeGroupRequest, GroupReceipt>("ChangeGroup", "State anew what a group is for", GroupExamples.Change);
        groups.MapPost(Members, (string group, HttpContext http, Caller caller, ChangeGroupMembers handler, CancellationToken ct) => handler.HandleAsync(http, caller, group, ct))
            .Requires(Capability.ManageGroups)
            .DescribesOrder<GroupReceipt>("ChangeGroupMembers", "Let partners join and leave a group, all at one moment")
            .WithBody<ChangeGroupMembersRequest>(GroupExamples.ChangeMembers);
        groups.MapPost(Dissolution, (string group, HttpContext http, Caller caller, DissolveGroup handler, CancellationToken ct) => handler.HandleAsync(http, caller, group, ct))
            .Requires(Capability.ManageGroups)
            .DescribesOrder<GroupReceipt>("DissolveGroup", "Dissolve a group: nobody is in it any more")
            .WithBody<ReasonRequest>(GroupExamples.Dissolve);
    }
}
