using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Trust;

/// <summary>The stored names and shapes of what happens to trust lists.</summary>
public static class TrustListEventCatalog
{
    /// <summary>The one stream of both jurisdictions' lists.</summary>
    public const string Stream = "trust-lists";

    public static EventCatalog<TrustListEvent> Catalog { get; } = new EventCatalog<TrustListEvent>()
        .Add("trust-list.proposed", 1, TrustListJson.Default.TrustListProposed)
        .Add("trust-list.adopted", 1, TrustListJson.Default.TrustListAdopted)
        .Add("trust-list.rejected", 1, TrustListJson.Default.TrustListRejected);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(MemberIdJson), typeof(JurisdictionJson)])]
[JsonSerializable(typeof(TrustListEvent.TrustListProposed))]
[JsonSerializable(typeof(TrustListEvent.TrustListAdopted))]
[JsonSerializable(typeof(TrustListEvent.TrustListRejected))]
public sealed partial class TrustListJson : JsonSerializerContext;
