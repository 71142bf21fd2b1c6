using CyberExchange.Contracts.Trust;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Gate.Revocation;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Trust;

/// <summary>The routes of trust lists.</summary>
public static class TrustRoutes
{
    public const string ProposeExample = """
        { "signed": "eyJhbGciOiJFUzI1NiIsInR5cCI6InRydXN0LWxpc3QrandzIn0.e30.AA" }
        """;

    public const string DecideExample = """
        { "digest": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef" }
        """;

    private const string Collection = "/v1/trust-lists";
    private const string One = "/{jurisdiction}";

    public static IServiceCollection AddTrust(this IServiceCollection services) => services
        .AddSingleton<RevocationFetching>()
        .AddSingleton<TrustCommands>()
        .AddSingleton<ReadTrust>();

    public static void MapTrust(this IEndpointRouteBuilder routes)
    {
        var lists = routes.MapGroup(Collection).WithTags("Trust").AnswersJson();

        lists.MapGet(One, (string jurisdiction, Caller caller, ReadTrust handler, CancellationToken ct) => handler.FindAsync(jurisdiction, ct))
            .Requires(Capability.ManageTrust).ReadsContent()
            .DescribesRead<TrustDocument>("ReadTrustList", "Read which anchors vouch for a jurisdiction's partners, what is proposed, and the history");
        lists.MapPost(One + "/proposal", (string jurisdiction, HttpContext http, Caller caller, TrustCommands handler, CancellationToken ct) =>
                handler.ProposeAsync(http, caller, jurisdiction, ct))
            .Requires(Capability.ManageTrust)
            .DescribesOrder<TrustListReceipt>("ProposeTrustList", "Propose a signed trust list to another member of the steward")
            .WithBody<ProposeTrustListRequest>(ProposeExample);
        lists.MapPost(One + "/approval", (string jurisdiction, HttpContext http, Caller caller, TrustCommands handler, CancellationToken ct) =>
                handler.ApproveAsync(http, caller, jurisdiction, ct))
            .Requires(Capability.ManageTrust)
            .DescribesOrder<TrustListReceipt>("ApproveTrustList", "Let the proposed trust list take force, as another member than proposed it")
            .WithBody<DecideTrustListRequest>(DecideExample);
        lists.MapPost(One + "/rejection", (string jurisdiction, HttpContext http, Caller caller, TrustCommands handler, CancellationToken ct) =>
                handler.RejectAsync(http, caller, jurisdiction, ct))
            .Requires(Capability.ManageTrust)
            .DescribesOrder<TrustListReceipt>("RejectTrustList", "Turn the proposed trust list down")
            .WithBody<DecideTrustListRequest>(DecideExample);
    }
}
