using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Advisories;

/// <summary>The stored names and shapes of what happens to advisories.</summary>
public static class AdvisoryEventCatalog
{
    /// <summary>Streams of advisories begin with this, followed by the advisory's id.</summary>
    public const string StreamPrefix = "advisory-";

    public static EventCatalog<AdvisoryEvent> Catalog { get; } = new EventCatalog<AdvisoryEvent>()
        .AddAddressed(
            "advisory.published", 1, AdvisoryJson.Default.AdvisoryPublished, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("advisory.revised", 1, AdvisoryJson.Default.AdvisoryRevised)
        .AddAddressed(
            "advisory.shared", 1, AdvisoryJson.Default.AdvisoryShared, e => e.Terms, (e, terms) => e with { Terms = terms })
        .AddAddressed(
            "advisory.release-proposed", 1, AdvisoryJson.Default.AdvisoryReleaseProposed, e => e.Terms, (e, terms) => e with { Terms = terms })
        .Add("advisory.release-rejected", 1, AdvisoryJson.Default.AdvisoryReleaseRejected)
        .Add("advisory.embargo-lifted", 1, AdvisoryJson.Default.AdvisoryEmbargoLifted)
        .Add("advisory.withdrawn", 1, AdvisoryJson.Default.AdvisoryWithdrawn)
        .AddAddressed(
            "advisory.forwarded", 1, AdvisoryJson.Default.AdvisoryForwarded, StoredTermsJson.Default.ForwardClients,
            e => e.Clients, (e, clients) => e with { Clients = clients })
        .Add("advisory.forward-ended", 1, AdvisoryJson.Default.AdvisoryForwardEnded);

    public static string Stream(AdvisoryId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(PartnerIdJson), typeof(MemberIdJson), typeof(AdvisoryIdJson), typeof(JurisdictionJson), typeof(TlpLabelJson),
        typeof(ProvenanceJson),
    ])]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryPublished))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryRevised))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryShared))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryReleaseProposed))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryReleaseRejected))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryEmbargoLifted))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryWithdrawn))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryForwarded))]
[JsonSerializable(typeof(AdvisoryEvent.AdvisoryForwardEnded))]
public sealed partial class AdvisoryJson : JsonSerializerContext;

/// <summary>Provenance as documents write it: <c>publisher</c>, <c>coordinator</c> or <c>third-party</c>.</summary>
public sealed class ProvenanceJson() : TextJson<Provenance>(Provenances.Parse, p => p.Text());

/// <summary>The words for provenance.</summary>
public static class Provenances
{
    public static string Text(this Provenance provenance) => provenance switch
    {
        Provenance.Publisher => "publisher",
        Provenance.Coordinator => "coordinator",
        Provenance.ThirdParty => "third-party",
    };

    /// <summary>Reads a provenance, or null.</summary>
    public static Provenance? Parse(string text) => Enum.GetValues<Provenance>().Cast<Provenance?>().FirstOrDefault(p => p!.Value.Text() == text);
}
