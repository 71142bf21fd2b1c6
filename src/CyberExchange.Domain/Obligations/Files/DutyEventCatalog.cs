using System.Text.Json.Serialization;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>The stored names and shapes of what happens to duty files and profiles.</summary>
public static class DutyEventCatalog
{
    /// <summary>Streams of profiles begin with this, followed by the partner's id.</summary>
    public const string ProfileStreamPrefix = "duty-profile-";

    /// <summary>Streams of files begin with this, followed by the incident's id.</summary>
    public const string StreamPrefix = "duty-";

    public static EventCatalog<DutyEvent> Catalog { get; } = new EventCatalog<DutyEvent>()
        .Add("duty.file-opened", 1, DutyJson.Default.DutyFileOpened)
        .Add("duty.fact-recorded", 1, DutyJson.Default.DutyFactRecorded)
        .Add("duty.significance-decided", 1, DutyJson.Default.DutySignificanceDecided)
        .Add("duty.addressed", 1, DutyJson.Default.DutyAddressed)
        .Add("duty.report-submitted", 1, DutyJson.Default.DutyReportSubmitted)
        .Add("duty.report-delivered", 1, DutyJson.Default.DutyReportDelivered)
        .Add("duty.report-reviewed", 1, DutyJson.Default.DutyReportReviewed)
        .Add("duty.reminded", 2, DutyJson.Default.DutyReminded)
        .Raise("duty.reminded", 1, DutyJson.Default.DutyRemindedV1, e => new DutyEvent.DutyReminded(e.Obligation, e.Due, e.Percent, State: null, Verdict: null))
        .Add("duty.receipt-attached", 1, DutyJson.Default.DutyReceiptAttached)
        .Add("duty.file-closed", 1, DutyJson.Default.DutyFileClosed);

    public static EventCatalog<DutyProfileEvent> Profiles { get; } = new EventCatalog<DutyProfileEvent>()
        .Add("duty-profile.stated", 1, DutyJson.Default.DutyProfileStated);

    public static string Stream(IncidentId id) => $"{StreamPrefix}{id.Value:D}";

    public static string ProfileStream(PartnerId id) => $"{ProfileStreamPrefix}{id.Value:D}";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(IncidentIdJson), typeof(PartnerIdJson), typeof(MemberIdJson), typeof(SubmissionIdJson), typeof(SubjectIdJson), typeof(JurisdictionJson), typeof(InstantJson), typeof(TlpLabelJson)])]
[JsonSerializable(typeof(DutyEvent.DutyFileOpened))]
[JsonSerializable(typeof(DutyEvent.DutyFactRecorded))]
[JsonSerializable(typeof(DutyEvent.DutySignificanceDecided))]
[JsonSerializable(typeof(DutyEvent.DutyAddressed))]
[JsonSerializable(typeof(DutyEvent.DutyReportSubmitted))]
[JsonSerializable(typeof(DutyEvent.DutyReportDelivered))]
[JsonSerializable(typeof(DutyEvent.DutyReceiptAttached))]
[JsonSerializable(typeof(DutyEvent.DutyReportReviewed))]
[JsonSerializable(typeof(DutyEvent.DutyReminded))]
[JsonSerializable(typeof(DutyRemindedV1))]
[JsonSerializable(typeof(DutyEvent.DutyFileClosed))]
[JsonSerializable(typeof(DutyProfileEvent.DutyProfileStated))]
[JsonSerializable(typeof(DutyProfile))]
[JsonSerializable(typeof(DutyFile))]
[JsonSerializable(typeof(DutyLine))]
public sealed partial class DutyJson : JsonSerializerContext;
