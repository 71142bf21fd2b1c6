using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Sources;

/// <summary>What happened to the CSAF providers that a partner follows. Each partner's have one stream.</summary>
public abstract record SourceEvent
{
    private SourceEvent() { }

    /// <summary>A member had the exchange follow a provider, and answers for what is imported.</summary>
    /// <param name="Provider">A domain, or the https URL of a provider-metadata.json.</param>
    public sealed record SourceAdded(CsafSourceId Source, string Provider, SourcePlan Plan, MemberId By) : SourceEvent;

    /// <summary>A member stated interval and terms anew, and answers from then on.</summary>
    public sealed record SourceChanged(CsafSourceId Source, SourcePlan Plan, MemberId By) : SourceEvent;

    /// <summary>The provider is followed no more. What was imported stays.</summary>
    public sealed record SourceRemoved(CsafSourceId Source, MemberId By) : SourceEvent;
}

/// <summary>How often a provider is asked, and how what it publishes is shared.</summary>
/// <param name="IntervalMinutes">From the end of a run to the next.</param>
/// <param name="Terms">For each document.</param>
public sealed record SourcePlan(int IntervalMinutes, SourceTerms Terms)
{
    /// <summary>Whether documents of other publishers than the provider are imported as well. Stored only where it is so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AnyPublisher { get; init; }
}

/// <summary>Terms for documents that are not known yet.</summary>
public sealed record SourceTerms
{
    /// <summary>Null for each document's own label; one without a label is then refused.</summary>
    public required TlpLabel? Label { get; init; }

    public required PapLabel Pap { get; init; }

    /// <summary>Left aside where the label is TLP:CLEAR, which is for everyone.</summary>
    public required Audience Audience { get; init; }

    public required IReadOnlyList<LegalBasis> LegalBases { get; init; }

    public required bool PermitsStatistics { get; init; }

    /// <summary>The terms of one document; null where neither says a label.</summary>
    /// <param name="own">The document's own label.</param>
    public StatedTerms? For(TlpLabel? own) => (Label ?? own) is { } label
        ? new()
        {
            Label = label,
            Pap = Pap,
            Audience = label is TlpLabel.Clear ? Audience.None : Audience,
            Embargo = null,
            LegalBases = LegalBases,
            PermitsStatistics = PermitsStatistics,
        }
        : null;
}

/// <summary>The stored names and shapes of what happens to sources.</summary>
public static class SourceEventCatalog
{
    /// <summary>A partner's stream begins with this, followed by the partner's id.</summary>
    public const string StreamPrefix = "csaf-sources-";

    public static EventCatalog<SourceEvent> Catalog { get; } = new EventCatalog<SourceEvent>()
        .Add("csaf-source.added", 1, SourceJson.Default.SourceAdded)
        .Add("csaf-source.changed", 1, SourceJson.Default.SourceChanged)
        .Add("csaf-source.removed", 1, SourceJson.Default.SourceRemoved);

    public static string Stream(PartnerId owner) => $"{StreamPrefix}{owner.Value:D}";

    /// <summary>Whose stream it is.</summary>
    public static PartnerId OwnerOf(string stream) => new(Guid.ParseExact(stream.AsSpan(StreamPrefix.Length), "D"));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(CsafSourceIdJson), typeof(PartnerIdJson), typeof(MemberIdJson), typeof(GroupIdJson),
        typeof(TlpLabelJson), typeof(PapLabelJson), typeof(RoleJson), typeof(JurisdictionJson),
    ])]
[JsonSerializable(typeof(SourceEvent.SourceAdded))]
[JsonSerializable(typeof(SourceEvent.SourceChanged))]
[JsonSerializable(typeof(SourceEvent.SourceRemoved))]
public sealed partial class SourceJson : JsonSerializerContext;
