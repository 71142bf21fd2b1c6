using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Partners;

/// <summary>The routes of partners, their members and keys, and of the caller itself.</summary>
public static class PartnerRoutes
{
    private const string One = "/{id:guid}";
    private const string Suspension = One + "/suspension";
    private const string Members = One + "/members";
    private const string Member = Members + "/{member:guid}";
    private const string Keys = Member + "/keys";
    private const string Unbinding = Keys + "/{key}/unbinding";

    public static IServiceCollection AddPartners(this IServiceCollection services) => services
        .AddSingleton<PartnerRendition>()
        .AddSingleton<PartnerCommands>()
        .AddSingleton<ReadPartners>()
        .AddSingleton<ReadSelf>()
        .AddSingleton<DepartFromConstituency>()
        .AddSingleton<EnrolPartner>()
        .AddSingleton<ChangePartner>()
        .AddSingleton<SuspendPartner>()
        .AddSingleton<ReinstatePartner>()
        .AddSingleton<AddMember>()
        .AddSingleton<RemoveMember>()
        .AddSingleton<BindKey>()
        .AddSingleton<UnbindKey>();

    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        var partners = routes.MapGroup(PartnerCommands.Collection).WithTags("Partners").AnswersJson();
        MapReads(routes, partners);
        MapStewards(partners);
        MapMembers(partners);
    }

    private static void MapReads(IEndpointRouteBuilder routes, RouteGroupBuilder partners)
    {
        partners.MapGet("", (HttpContext http, Caller caller, ReadPartners handler, CancellationToken ct) => handler.ListAsync(http, caller, ct))
            .Requires(Capability.ReadPartners).ReadsContent()
            .DescribesRead<Page<PartnerDocument>>("ListPartners", "List the partners of the caller's directory: itself, its groups, and the listed; all for stewards")
            .WithQuery("after", "limit");
        partners.MapGet(One, (Guid id, Caller caller, ReadPartners handler, CancellationToken ct) => handler.FindAsync(id, caller, ct))
            .Requires(Capability.ReadPartners).ReadsContent()
            .DescribesRead<PartnerDocument>("ReadPartner", "Read one partner of the caller's directory");
        routes.MapGet(ReadSelf.Address, (Caller caller, ReadSelf handler, CancellationToken ct) => handler.HandleAsync(caller, ct))
            .Requires(Capability.ReadSelf)
            .WithTags("Partners").AnswersJson()
            .Describes("ReadSelf", "Read who the caller is and what it may do").Produces<MeDocument>().WithProblems(401, 403);
        routes.MapPost(DepartFromConstituency.Address, (Guid cert, HttpContext http, Caller caller, DepartFromConstituency handler, CancellationToken ct) => handler.HandleAsync(http, caller, cert, ct))
            .Requires(Capability.LeaveConstituency)
            .WithTags("Partners").AnswersJson()
            .DescribesOrder<WriteReceipt>("DepartFromConstituency", "Leave the constituency of a CERT: what it forwarded to the caller goes");
    }

    private static void MapStewards(RouteGroupBuilder partners)
    {
        partners.MapPost("", (HttpContext http, Caller caller, EnrolPartner handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ManagePartners)
            .DescribesCreation<PartnerFactsDocument>("EnrolPartner", "Enrol an organisation", PartnerExamples.Enrol);
        partners.MapPut(One, (Guid id, HttpContext http, Caller caller, ChangePartner handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ManagePartners)
            .DescribesChange<PartnerFactsDocument>("ChangePartner", "State the facts of a partner anew, all of them", PartnerExamples.Change);
        partners.MapPost(Suspension, (Guid id, HttpContext http, Caller caller, SuspendPartner handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("SuspendPartner", "Suspend a partner: its next request is refused").WithBody<ReasonRequest>(PartnerExamples.Suspend);
        partners.MapDelete(Suspension, (Guid id, HttpContext http, Caller caller, ReinstatePartner handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("ReinstatePartner", "End a suspension: the partner sees again what it saw");
    }

    private static void MapMembers(RouteGroupBuilder partners)
    {
        partners.MapPost(Members, (Guid id, HttpContext http, Caller caller, AddMember handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.ManagePartners)
            .DescribesCreation<AddMemberRequest>("AddMember", "Let a person or a service act for a partner", PartnerExamples.AddMember)
            .WithProblems(404);
        partners.MapDelete(Member, (Guid id, Guid member, HttpContext http, Caller caller, RemoveMember handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("RemoveMember", "Remove a member: its keys open nothing any more");
        partners.MapPost(Keys, (Guid id, Guid member, HttpContext http, Caller caller, BindKey handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("BindKey", "Let a public key speak for a member").WithBody<BindKeyRequest>(PartnerExamples.BindKey);
        partners.MapPost(Unbinding, (Guid id, Guid member, string key, HttpContext http, Caller caller, UnbindKey handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, key, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("UnbindKey", "Let a public key speak for nobody any more").WithBody<ReasonRequest>(PartnerExamples.UnbindKey);
    }
}
