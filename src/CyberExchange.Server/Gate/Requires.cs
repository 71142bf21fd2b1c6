namespace CyberExchange.Server.Gate;

/// <summary>What the caller of a route must be allowed to do; on pages as an attribute.</summary>
/// <remarks>Where several stand on one route, as from its group and from itself, all of them are required.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequiresAttribute(Capability capability) : Attribute
{
    public Capability Capability { get; } = capability;
}

/// <summary>Rights for routes and groups of routes.</summary>
public static class Requirements
{
    /// <summary>The route, or every route of the group, answers only those who have this capability.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder routes, Capability capability)
        where TBuilder : IEndpointConventionBuilder
    {
        routes.Add(endpoint => endpoint.Metadata.Add(new RequiresAttribute(capability)));
        return routes;
    }
}
