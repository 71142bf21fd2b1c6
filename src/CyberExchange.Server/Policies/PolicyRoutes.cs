using CyberExchange.Contracts;
using CyberExchange.Contracts.Policies;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.OpenApi;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Policies;

/// <summary>The routes of the release policy.</summary>
public static class PolicyRoutes
{
    /// <summary>The first version, which is in force from the beginning.</summary>
    public const string AdoptExample = """
        { "version": 1 }
        """;

    private const string Address = "/v1/policy";

    public static IServiceCollection AddPolicies(this IServiceCollection services) => services
        .AddSingleton(PolicyVersions.Known)
        .AddSingleton<AdoptPolicy>();

    public static void MapPolicies(this IEndpointRouteBuilder routes)
    {
        var policy = routes.MapGroup(Address).WithTags("Policy").AnswersJson();

        policy.MapGet("", async (Caller caller, PolicyQueries queries, PolicyVersions known, CancellationToken ct) =>
                new JsonAnswer<PolicyDocument>(new(await queries.InForceAsync(ct), known.Numbers), WireJson.Default.PolicyDocument))
            .Requires(Capability.ManagePolicy).ReadsContent()
            .DescribesRead<PolicyDocument>("ReadPolicy", "Read which version of the release policy is in force");
        policy.MapPost("", (HttpContext http, Caller caller, AdoptPolicy handler, CancellationToken ct) => handler.HandleAsync(http, caller, ct))
            .Requires(Capability.ManagePolicy)
            .DescribesOrder<PolicyReceipt>("AdoptPolicy", "Let a later version of the release policy take force")
            .WithBody<AdoptPolicyRequest>(AdoptExample);
    }
}
