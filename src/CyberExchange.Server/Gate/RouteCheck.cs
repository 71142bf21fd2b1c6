using System.Reflection;
using CyberExchange.Domain.Sharing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace CyberExchange.Server.Gate;

/// <summary>Looks at every route before the server answers the first request.</summary>
internal static class RouteCheck
{
    /// <exception cref="UngatedRoutesException">One route or more has no rights, or takes a caller and lets the public in.</exception>
    public static void Check(IEnumerable<Endpoint> endpoints)
    {
        List<string> faults = [.. endpoints.Select(FaultOf).OfType<string>()];
        if (faults.Count > 0)
        {
            throw new UngatedRoutesException(faults);
        }
    }

    private static string? FaultOf(Endpoint endpoint)
    {
        var required = endpoint.Metadata.GetOrderedMetadata<RequiresAttribute>();
        if (required.Count == 0)
        {
            return $"{endpoint.DisplayName} says nothing of rights: add Requires(Capability)";
        }

        return TakesCaller(endpoint) && required.All(requirement => Rights.HasPublic(requirement.Capability))
            ? $"{endpoint.DisplayName} is open to the public and takes a {nameof(Caller)}: take a {nameof(Viewer)}"
            : null;
    }

    private static bool TakesCaller(Endpoint endpoint)
        => endpoint.Metadata.GetMetadata<TakesCaller>() is not null
            || (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page } && IsInjectedInto(page));

    private static bool IsInjectedInto(Type page)
        => page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Any(property => property.PropertyType == typeof(Caller) && property.IsDefined(typeof(InjectAttribute)));
}

/// <summary>The server does not start, because these routes would answer whom they should not.</summary>
public sealed class UngatedRoutesException(IReadOnlyList<string> faults)
    : Exception($"Routes without the rights they need:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}")
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
