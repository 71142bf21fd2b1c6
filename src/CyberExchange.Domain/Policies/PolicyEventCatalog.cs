using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Policies;

/// <summary>The stored names and shapes of what happens to the release policy.</summary>
public static class PolicyEventCatalog
{
    /// <summary>The one stream of the policy.</summary>
    public const string Stream = "policy";

    public static EventCatalog<PolicyEvent> Catalog { get; } = new EventCatalog<PolicyEvent>()
        .Add("policy.adopted", 1, PolicyJson.Default.PolicyAdopted);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PolicyEvent.PolicyAdopted))]
public sealed partial class PolicyJson : JsonSerializerContext;
