using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Incidents;

/// <summary>The stored names and shapes of what happens to incidents.</summary>
public static class IncidentEventCatalog
{
    /// <summary>Streams of incidents begin with this, followed by the incident's id.</summary>
    public const string StreamPrefix = "incident-";

    public static EventCatalog<IncidentEvent> Catalog { get; } = new EventCatalog<IncidentEvent>()
        .AddAddressed(
            "incident.reported", 1, IncidentJson.Default.IncidentReported, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("incident.filed", 1, IncidentJson.Default.IncidentFiled)
        .Add("incident.amended", 1, IncidentJson.Default.IncidentAmended)
        .AddAddressed(
            "incident.shared", 1, IncidentJson.Default.IncidentShared, e => e.Terms, (e, terms) => e with { Terms = terms })
        .AddAddressed(
            "incident.release-proposed", 1, IncidentJson.Default.IncidentReleaseProposed, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("incident.release-rejected", 1, IncidentJson.Default.IncidentReleaseRejected)
        .Add("incident.embargo-lifted", 1, IncidentJson.Default.IncidentEmbargoLifted)
        .Add("incident.withdrawn", 1, IncidentJson.Default.IncidentWithdrawn)
        .AddAddressed(
            "incident.forwarded", 1, IncidentJson.Default.IncidentForwarded, StoredTermsJson.Default.ForwardClients,
            e => e.Clients, (e, clients) => e with { Clients = clients })
        .Add("incident.forward-ended", 1, IncidentJson.Default.IncidentForwardEnded);

    public static string Stream(IncidentId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(PartnerIdJson), typeof(MemberIdJson), typeof(IncidentIdJson), typeof(MandateIdJson), typeof(SubjectIdJson), typeof(JurisdictionJson), typeof(InstantJson),
    ])]
[JsonSerializable(typeof(IncidentEvent.IncidentReported))]
[JsonSerializable(typeof(IncidentEvent.IncidentFiled))]
[JsonSerializable(typeof(IncidentEvent.IncidentAmended))]
[JsonSerializable(typeof(IncidentEvent.IncidentShared))]
[JsonSerializable(typeof(IncidentEvent.IncidentReleaseProposed))]
[JsonSerializable(typeof(IncidentEvent.IncidentReleaseRejected))]
[JsonSerializable(typeof(IncidentEvent.IncidentEmbargoLifted))]
[JsonSerializable(typeof(IncidentEvent.IncidentWithdrawn))]
[JsonSerializable(typeof(IncidentEvent.IncidentForwarded))]
[JsonSerializable(typeof(IncidentEvent.IncidentForwardEnded))]
[JsonSerializable(typeof(IncidentReport))]
public sealed partial class IncidentJson : JsonSerializerContext;
