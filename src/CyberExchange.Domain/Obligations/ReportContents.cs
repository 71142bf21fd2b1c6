using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>What is stated in a row of the report-once matrix.</summary>
public enum ContentKind
{
    /// <summary>One text.</summary>
    Text,

    /// <summary><c>yes</c>, <c>no</c> or <c>unknown</c>.</summary>
    Answer,

    /// <summary>A time with its offset, RFC 3339.</summary>
    Instant,

    /// <summary>A count, in decimal digits.</summary>
    Number,

    /// <summary>Several texts.</summary>
    List,
}

/// <summary>When a required content is satisfied.</summary>
public enum ContentNeed
{
    /// <summary>Every row of it is filled.</summary>
    All,

    /// <summary>One row of it is filled: the law says "or".</summary>
    Any,

    /// <summary>The law asks for it "where available", "where applicable" or on request: never counted as missing.</summary>
    IfApplicable,
}

/// <summary>What is known of the incident already, so that nobody states it twice.</summary>
public enum ContentSource
{
    ReporterName,
    ReporterIdentifier,
    IncidentReference,
    IncidentSummary,
    IncidentClassification,
    IncidentSeverity,
    IncidentBeganAt,
    IncidentDetectedAt,
    IncidentEndedAt,
    IncidentAffectedCount,
    IncidentVulnerabilities,
    IncidentContacts,

    /// <summary>The fact <c>classification</c> of the duty file.</summary>
    FactClassification,

    /// <summary>The fact <c>handling_end</c> of the duty file.</summary>
    FactHandlingEnd,
}

/// <summary>One row of the report-once matrix: stated once, whatever number of forms asks for it.</summary>
/// <param name="Key">Stable for ever, such as <c>root-cause</c>.</param>
/// <param name="Personal">Whether what is stated here is personal data, and is sealed.</param>
/// <param name="Source">What fills the row until somebody states it; null for nothing.</param>
/// <param name="Note">What the catalogue does not know of the row; null for nothing.</param>
public sealed record ContentRow(string Key, string English, string Japanese, ContentKind Kind, bool Personal, ContentSource? Source, string? Note);

/// <summary>A required content of the rulebook, and the rows that answer it.</summary>
/// <param name="Text">The content as the rulebook words it.</param>
/// <param name="Japanese">The same in Japanese; null for a law of the Union.</param>
/// <param name="CommonForm">Whether the Japanese common form of the incident's class answers it too.</param>
public sealed record ContentMapping(string Text, string? Japanese, ContentNeed Need, IReadOnlyList<ContentRow> Rows, bool CommonForm);

/// <summary>One version of a form that Japanese authorities take in common.</summary>
/// <param name="Id">The form, such as <c>jpform.ransomware</c>; its versions share it.</param>
/// <param name="Classes">Classes of incident for which it is made; empty for every class that no other form names.</param>
/// <param name="Verified">Whether its fields were read in the form itself.</param>
/// <param name="Note">What is not known of it.</param>
public sealed record CommonForm(
    string Id,
    string English,
    string Japanese,
    IReadOnlyList<string> Classes,
    LocalDate EffectiveFrom,
    LocalDate? EffectiveTo,
    bool Verified,
    IReadOnlyList<ContentRow> Rows,
    string Source,
    string Note)
{
    public bool IsInForce(LocalDate day) => EffectiveFrom <= day && (EffectiveTo is not { } last || day <= last);
}

/// <summary>The words of the catalogue of contents.</summary>
public static class ContentWords
{
    public static Words<ContentKind> Kinds { get; } = new(
        (ContentKind.Text, "text"),
        (ContentKind.Answer, "answer"),
        (ContentKind.Instant, "instant"),
        (ContentKind.Number, "number"),
        (ContentKind.List, "list"));

    public static Words<ContentNeed> Needs { get; } = new(
        (ContentNeed.All, "all"),
        (ContentNeed.Any, "any"),
        (ContentNeed.IfApplicable, "if_applicable"));

    public static Words<ContentSource> Sources { get; } = new(
        (ContentSource.ReporterName, "reporter_name"),
        (ContentSource.ReporterIdentifier, "reporter_identifier"),
        (ContentSource.IncidentReference, "incident_reference"),
        (ContentSource.IncidentSummary, "incident_summary"),
        (ContentSource.IncidentClassification, "incident_classification"),
        (ContentSource.IncidentSeverity, "incident_severity"),
        (ContentSource.IncidentBeganAt, "incident_began_at"),
        (ContentSource.IncidentDetectedAt, "incident_detected_at"),
        (ContentSource.IncidentEndedAt, "incident_ended_at"),
        (ContentSource.IncidentAffectedCount, "incident_affected_count"),
        (ContentSource.IncidentVulnerabilities, "incident_vulnerabilities"),
        (ContentSource.IncidentContacts, "incident_contacts"),
        (ContentSource.FactClassification, "fact_classification"),
        (ContentSource.FactHandlingEnd, "fact_handling_end"));

    public static Words<CellState> Cells { get; } = new(
        (CellState.Filled, "filled"),
        (CellState.Missing, "missing"),
        (CellState.Optional, "optional"),
        (CellState.NotAsked, "not_asked"));

    public static Words<ItemState> Items { get; } = new(
        (ItemState.Filled, "filled"),
        (ItemState.Missing, "missing"),
        (ItemState.Optional, "optional"),
        (ItemState.Unlisted, "unlisted"));
}
