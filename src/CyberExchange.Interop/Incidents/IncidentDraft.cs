using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Incidents;

/// <summary>An incident of another format as a report that can be sent, and what of it could not be carried.</summary>
/// <param name="Report">The report; personal parts stand beside it, since they are sealed only at the exchange.</param>
public sealed record IncidentDraft(IncidentReport Report)
{
    /// <summary>What the source calls the incident, the same each time it is read; null where it gives no name.</summary>
    public required string? SourceId { get; init; }

    /// <summary>Text that the exchange seals; null for none.</summary>
    public string? PersonalNotes { get; init; }

    /// <summary>The source's own label, which is a floor; null where it has none.</summary>
    public TlpLabel? Label { get; init; }

    /// <summary>The source's own PAP label, a floor as well; null where it has none.</summary>
    public PapLabel? Pap { get; init; }

    public required IReadOnlyList<Loss> Losses { get; init; }
}

/// <summary>The answer to a translation: a draft, or why there is none.</summary>
/// <param name="Draft">Null where it is refused.</param>
/// <param name="Refusal">Null where there is a draft; the pointer is the source's own name for the culprit.</param>
public sealed record IncidentTranslation(IncidentDraft? Draft, Refusal? Refusal)
{
    public static IncidentTranslation Of(IncidentDraft draft) => new(draft, null);

    public static IncidentTranslation Refused(RefusalCode code, string pointer, string detail) => new(null, new(code, pointer, detail));
}
