using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Mandates;

/// <summary>The stored names and shapes of what happens to mandates.</summary>
public static class MandateEventCatalog
{
    /// <summary>Streams of mandates begin with this, followed by the mandate's id.</summary>
    public const string StreamPrefix = "mandate-";

    public static EventCatalog<MandateEvent> Catalog { get; } = new EventCatalog<MandateEvent>()
        .Add("mandate.given", 1, MandateJson.Default.MandateGiven)
        .Add("mandate.revoked", 1, MandateJson.Default.MandateRevoked);

    public static string Stream(MandateId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(MandateIdJson), typeof(PartnerIdJson), typeof(MemberIdJson), typeof(GroupIdJson),
        typeof(TlpLabelJson), typeof(PapLabelJson), typeof(RoleJson), typeof(JurisdictionJson), typeof(InstantJson),
    ])]
[JsonSerializable(typeof(MandateEvent.MandateGiven))]
[JsonSerializable(typeof(MandateEvent.MandateRevoked))]
[JsonSerializable(typeof(Mandate))]
public sealed partial class MandateJson : JsonSerializerContext;
