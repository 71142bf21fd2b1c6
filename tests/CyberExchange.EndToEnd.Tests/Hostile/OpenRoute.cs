using CyberExchange.Domain.Sharing;
using CyberExchange.EndToEnd.Tests.Hosting;
using CyberExchange.Server.Gate;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace CyberExchange.EndToEnd.Tests.Hostile;

/// <summary>A route of the exchange as the server has it.</summary>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Pattern">The pattern; its places are to be filled.</param>
/// <param name="Required">What its caller must be allowed to do.</param>
/// <param name="Accepts">The media type of its body; null for none.</param>
internal sealed record OpenRoute(string Method, RoutePattern Pattern, IReadOnlyList<Capability> Required, string? Accepts)
{
    /// <summary>An id that is nobody's.</summary>
    public const string Nobody = "00000000-0000-7000-8000-00000000dead";

    /// <summary>A member of each role, of a partner that has this role and no other.</summary>
    public static IReadOnlyList<(string Member, Role Role)> OneOfEachRole { get; } =
    [
        ("cert-eu", Role.Cert), ("grid-jp", Role.Operator), ("maker-eu", Role.Maker),
        ("authority-jp", Role.Authority), ("delegate-eu", Role.Delegate), ("steward", Role.Steward),
    ];

    /// <summary>A demo member whom the route lets in; null where the public may come.</summary>
    public string? Caller => Required.All(Rights.HasPublic) ? null : OneOfEachRole.First(m => Required.All(capability => Rights.Has(m.Role, capability))).Member;

    /// <summary>Every route there is.</summary>
    public static IReadOnlyList<OpenRoute> All(RunningExchange exchange) =>
    [
        .. from endpoint in exchange.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let required = endpoint.Metadata.GetOrderedMetadata<RequiresAttribute>().Select(r => r.Capability).ToList()
           where required.Count > 0 && endpoint.Metadata.GetMetadata<IHostMetadata>() is null // Under another host its path is another route's.
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           where method is not "HEAD" // It is answered as GET, and has no body to look at.
           select new OpenRoute(method, endpoint.RoutePattern, required, endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.FirstOrDefault()),
    ];

    /// <summary>The path with every place filled.</summary>
    public string Path(Func<string, string>? fill = null) => "/" + string.Join('/', Pattern.PathSegments.Select(segment =>
        string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => fill?.Invoke(parameter.Name) ?? (TakesNumber(parameter) ? "1" : Nobody),
            _ => Nobody,
        }))));

    public override string ToString() => $"{Method} {Pattern.RawText}";

    private static bool TakesNumber(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(policy => policy.Content == "int");
}
