using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What happened to the contents of an incident's reports.</summary>
public abstract record DutyContentEvent
{
    private DutyContentEvent() { }

    /// <summary>A member of the originator stated a row, in place of what stood in it.</summary>
    public sealed record DutyContentFilled : DutyContentEvent, IHoldsPersonalData
    {
        public required IncidentId Incident { get; init; }

        public required PartnerId Owner { get; init; }

        /// <summary>Key of the row in the catalogue of contents.</summary>
        public required string Row { get; init; }

        /// <summary>What stands in it; empty where it was cleared, or where it is personal.</summary>
        public required IReadOnlyList<string> Values { get; init; }

        /// <summary>The same of a personal row.</summary>
        public required IReadOnlyList<SealedText> Sealed { get; init; }

        public required MemberId By { get; init; }

        public IEnumerable<SealedText> PersonalData() => Sealed;
    }
}

/// <summary>The stored names and shapes of what happens to the contents of reports.</summary>
public static class DutyContentEventCatalog
{
    /// <summary>Streams begin with this, followed by the incident's id. They are apart from the file, whose every change would else carry all texts.</summary>
    public const string StreamPrefix = "duty-content-";

    public static EventCatalog<DutyContentEvent> Catalog { get; } = new EventCatalog<DutyContentEvent>()
        .Add("duty.content-filled", 1, DutyContentJson.Default.DutyContentFilled);

    public static string Stream(IncidentId id) => $"{StreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(IncidentIdJson), typeof(PartnerIdJson), typeof(MemberIdJson), typeof(SubjectIdJson)])]
[JsonSerializable(typeof(DutyContentEvent.DutyContentFilled))]
[JsonSerializable(typeof(DutyContents))]
public sealed partial class DutyContentJson : JsonSerializerContext;
