using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Advisories;

/// <summary>What happened to an advisory that a partner holds.</summary>
public abstract record AdvisoryEvent
{
    private AdvisoryEvent() { }

    /// <summary>A partner published or imported a CSAF document.</summary>
    public sealed record AdvisoryPublished : AdvisoryEvent
    {
        public required AdvisoryId Advisory { get; init; }

        public required PartnerId Originator { get; init; }

        public required MemberId PublishedBy { get; init; }

        public required Jurisdiction Home { get; init; }

        public required Provenance Provenance { get; init; }

        public required AdvisoryDocument Document { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A later revision of the document took its place.</summary>
    public sealed record AdvisoryRevised(AdvisoryDocument Document) : AdvisoryEvent;

    /// <summary>The originator stated the sharing terms anew.</summary>
    public sealed record AdvisoryShared : AdvisoryEvent
    {
        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator would make the item TLP:CLEAR; who sees it stays as it is until another member approves.</summary>
    public sealed record AdvisoryReleaseProposed : AdvisoryEvent
    {
        public required MemberId ProposedBy { get; init; }

        [JsonIgnore]
        public SharingTerms Terms { get; init; } = Unaddressed;
    }

    /// <summary>A member of the originator rejected what was proposed.</summary>
    public sealed record AdvisoryReleaseRejected : AdvisoryEvent;

    /// <summary>The embargo's instant passed and the item opened to its audience.</summary>
    public sealed record AdvisoryEmbargoLifted : AdvisoryEvent;

    /// <summary>The originator withdrew the advisory; it stays with its viewers, marked as withdrawn.</summary>
    /// <param name="Reason">Shown to everyone who sees the item.</param>
    public sealed record AdvisoryWithdrawn(string Reason) : AdvisoryEvent;

    /// <summary>A CERT that sees the advisory opened it to its own clients, in place of what it had opened before.</summary>
    /// <param name="By">The CERT.</param>
    /// <param name="Basis">Why it may, on the clients' side.</param>
    public sealed record AdvisoryForwarded(PartnerId By, ForwardBasis Basis) : AdvisoryEvent
    {
        [JsonIgnore]
        public ForwardClients Clients { get; init; } = ForwardClients.Nobody;
    }

    /// <summary>A CERT took back what it had opened to its clients.</summary>
    public sealed record AdvisoryForwardEnded(PartnerId By) : AdvisoryEvent;

    // The terms live in the addressing section; until they are joined again nobody but the originator is addressed.
    private static SharingTerms Unaddressed => SharingTerms.OriginatorOnly(TlpLabel.Red);
}
