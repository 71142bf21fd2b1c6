using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Subscriptions;

/// <summary>The stored names and shapes of what happens to subscriptions.</summary>
public static class SubscriptionEventCatalog
{
    /// <summary>Streams of subscriptions begin with this, followed by the subscription's id.</summary>
    public const string StreamPrefix = "subscription-";

    public static EventCatalog<SubscriptionEvent> Catalog { get; } = new EventCatalog<SubscriptionEvent>()
        .Add("subscription.created", 1, SubscriptionJson.Default.SubscriptionCreated)
        .Add("subscription.changed", 1, SubscriptionJson.Default.SubscriptionChanged)
        .Add("subscription.cancelled", 1, SubscriptionJson.Default.SubscriptionCancelled);

    public static string Stream(SubscriptionId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(SubscriptionIdJson), typeof(PartnerIdJson), typeof(TlpLabelJson)])]
[JsonSerializable(typeof(SubscriptionEvent.SubscriptionCreated))]
[JsonSerializable(typeof(SubscriptionEvent.SubscriptionChanged))]
[JsonSerializable(typeof(SubscriptionEvent.SubscriptionCancelled))]
[JsonSerializable(typeof(SubscriptionFilter))]
public sealed partial class SubscriptionJson : JsonSerializerContext;
