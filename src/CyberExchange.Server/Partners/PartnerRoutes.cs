using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Partners;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Server.Sealing;

namespace CyberExchange.Server.Partners;

/// <summary>The routes of partners, their members and keys, and of the caller itself.</summary>
public static class PartnerRoutes
{
    private const string One = "/{id:guid}";
    private const string Suspension = One + "/suspension";
    private const string Members = One + "/members";
    private const string Member = Members + "/{member:guid}";
    private const string Invitations = Member + "/invitations";
    private const string Keys = Member + "/keys";
    private const string Unbinding = Keys + "/{key}/unbinding";
    private const string OwnUnbinding = EnrolNextKey.Address + "/{key}/unbinding";

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
        .AddSingleton<PartnerHistory>()
        .AddSingleton<InvitationSecrets>()
        .AddSingleton<InviteMember>()
        .AddSingleton<KeyAdmission>()
        .AddSingleton<RedeemInvitation>()
        .AddSingleton<EnrolNextKey>()
        .AddSingleton<BindKey>()
        .AddSingleton<UnbindKey>()
        .AddSingleton<DueCertificates>()
        .AddSingleton<Recertification>()
        .AddSingleton<ReadRecertification>()
        .AddSingleton<ConfirmAccess>();

    public static void MapPartners(this IEndpointRouteBuilder routes)
    {
        var partners = routes.MapGroup(PartnerCommands.Collection).WithTags("Partners").AnswersJson();
        MapReads(routes, partners);
        MapStewards(partners);
        MapMembers(partners);
        MapKeys(partners);
        MapOwnKeys(routes);
        MapRecertification(routes);
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
    }

    private static void MapKeys(RouteGroupBuilder partners)
    {
        partners.MapPost(Invitations, (Guid id, Guid member, HttpContext http, Caller caller, InviteMember handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<InvitationReceipt>("InviteMember", "Invite a member to enrol a key of its own, by a secret that works once and for seven days");
        partners.MapPost(Keys, (Guid id, Guid member, HttpContext http, Caller caller, BindKey handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("BindKey", "Let a public key speak for a member").WithBody<BindKeyRequest>(PartnerExamples.BindKey);
        partners.MapPost(Unbinding, (Guid id, Guid member, string key, HttpContext http, Caller caller, UnbindKey handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, member, key, ct))
            .Requires(Capability.ManagePartners)
            .DescribesOrder<WriteReceipt>("UnbindKey", "Let a public key speak for nobody any more").WithBody<ReasonRequest>(PartnerExamples.UnbindKey);
    }

    private static void MapOwnKeys(IEndpointRouteBuilder routes)
    {
        routes.MapPost(RedeemInvitation.Address, (HttpContext http, RedeemInvitation handler, CancellationToken ct) => handler.HandleAsync(http, ct))
            .Requires(Capability.Enrol)
            .WithTags("Partners").AnswersJson()
            .Describes("RedeemInvitation", "Enrol a key with the secret of an invitation, without a client certificate")
            .Accepts<EnrolmentRequest>("application/json").Produces<EnrolmentReceipt>()
            .WithProblems(400, 403, 409, 413, 415, 422, 503)
            .WithExample(PartnerExamples.Redeem);
        routes.MapPost(EnrolNextKey.Address, (HttpContext http, Caller caller, EnrolNextKey handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.RenewKeys)
            .WithTags("Partners").AnswersJson()
            .DescribesOrder<WriteReceipt>("EnrolNextKey", "Enrol the caller's next key, for which the present one has signed").WithBody<NextKeyRequest>(PartnerExamples.NextKey);
        routes.MapPost(OwnUnbinding, (string key, HttpContext http, Caller caller, UnbindKey handler, CancellationToken ct) => handler.HandleOwnAsync(http, caller, key, ct))
            .Requires(Capability.RenewKeys)
            .WithTags("Partners").AnswersJson()
            .DescribesOrder<WriteReceipt>("UnbindOwnKey", "Give up a key of the caller's own: its next request is refused, and its streams end").WithBody<ReasonRequest>(PartnerExamples.UnbindKey);
    }

    private static void MapRecertification(IEndpointRouteBuilder routes)
    {
        var recertification = routes.MapGroup(ReadRecertification.Address).WithTags("Partners").AnswersJson();
        recertification.MapGet("", (HttpContext http, Caller caller, ReadRecertification handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.RecertifyAccess).ReadsContent()
            .DescribesRead<Page<RecertificationDocument>>("ReadRecertification", "List who holds what access and when that was last confirmed: never first, then longest ago")
            .WithQuery("after", "limit");
        recertification.MapPost(One + "/confirmation", (Guid id, HttpContext http, Caller caller, ConfirmAccess handler, CancellationToken ct) => handler.HandleAsync(http, caller, id, ct))
            .Requires(Capability.RecertifyAccess)
            .DescribesDecision("ConfirmAccess", "Confirm, as a person, what was read of a partner: its facts, groups, members and keys");
    }
}
