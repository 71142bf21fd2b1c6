using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Incidents;

/// <summary>What happened to the record of an incident.</summary>
public abstract record IncidentEvent
{
    private IncidentEvent() { }

    /// <summary>A partner reported an incident; its audience is fixed at birth.</summary>
    public sealed record IncidentReported : IncidentEvent, IHoldsPersonalData
    {
        public required IncidentId Incident { get; init; }

        public required PartnerId Originator { get; init; }

        /// <summary>A member of the originator; of the CERT, where an <see cref="IncidentFiled"/> follows.</summary>
        public required MemberId ReportedBy { get; init; }

        /// <summary>The originator's jurisdiction when it reported.</summary>
        public required Jurisdiction Home { get; init; }

        public required IncidentReport Report { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;

        public IEnumerable<SealedText> PersonalData() => Report.PersonalData();
    }

    /// <summary>The report that was made just before was filed by a CERT, for the operator that it befell.</summary>
    /// <param name="Originator">The operator. The incident is its own.</param>
    /// <param name="By">The CERT.</param>
    /// <param name="Mandate">The operator's mandate.</param>
    public sealed record IncidentFiled(PartnerId Originator, PartnerId By, MandateId Mandate) : IncidentEvent;

    /// <summary>The originator stated the report anew.</summary>
    public sealed record IncidentAmended(IncidentReport Report) : IncidentEvent, IHoldsPersonalData
    {
        public IEnumerable<SealedText> PersonalData() => Report.PersonalData();
    }

    /// <summary>The originator stated the sharing terms anew.</summary>
    public sealed record IncidentShared : IncidentEvent
    {
        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator would make the item TLP:CLEAR; who sees it stays as it is until another member approves.</summary>
    public sealed record IncidentReleaseProposed : IncidentEvent
    {
        public required MemberId ProposedBy { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator rejected what was proposed.</summary>
    public sealed record IncidentReleaseRejected : IncidentEvent;

    /// <summary>The embargo's instant passed and the item opened to its audience.</summary>
    public sealed record IncidentEmbargoLifted : IncidentEvent;

    /// <summary>The originator withdrew the report; it stays with its viewers, marked as withdrawn.</summary>
    /// <param name="Reason">Shown to everyone who sees the item.</param>
    public sealed record IncidentWithdrawn(string Reason) : IncidentEvent;

    /// <summary>A CERT that sees the incident opened it to its own clients, in place of what it had opened before.</summary>
    /// <param name="By">The CERT.</param>
    /// <param name="Basis">Why it may, on the clients' side.</param>
    public sealed record IncidentForwarded(PartnerId By, ForwardBasis Basis) : IncidentEvent
    {
        [JsonIgnore]
        public ForwardClients Clients { get; init; } = ForwardClients.Nobody;
    }

    /// <summary>A CERT took back what it had opened to its clients.</summary>
    public sealed record IncidentForwardEnded(PartnerId By) : IncidentEvent;

    // The terms live in the addressing section; until they are joined again nobody but the originator is addressed.
    private static SharingTerms Unaddressed => SharingTerms.OriginatorOnly(TlpLabel.Red);
}
