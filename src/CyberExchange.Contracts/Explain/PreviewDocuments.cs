using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Contracts.Explain;

/// <summary>A report that is not made yet, as a partner would see it: <c>POST /v1/incidents/preview</c>.</summary>
public sealed record PreviewIncidentRequest
{
    public required IncidentReportDocument Report { get; init; }

    public required SharingDocument Sharing { get; init; }

    /// <summary>Id or handle of the partner as whom it is looked at.</summary>
    public required string As { get; init; }

    /// <summary>Id of one of its members; left out, the partner as a whole.</summary>
    public string? Member { get; init; }
}

/// <summary>The part <c>terms</c> of <c>POST /v1/advisories/preview</c>, multipart/form-data like a publication.</summary>
public sealed record PreviewAdvisoryTerms
{
    /// <summary><c>publisher</c> (when left out), <c>coordinator</c> or <c>third-party</c>.</summary>
    public string? Provenance { get; init; }

    public required SharingDocument Sharing { get; init; }

    /// <summary>Id or handle of the partner as whom it is looked at.</summary>
    public required string As { get; init; }

    /// <summary>Id of one of its members; left out, the partner as a whole.</summary>
    public string? Member { get; init; }
}

/// <summary>A supply signal that is not posted yet, as a partner would see it: <c>POST /v1/signals/preview</c>.</summary>
public sealed record PreviewSignalRequest
{
    public required SupplySignalDocument Signal { get; init; }

    public required SharingDocument Sharing { get; init; }

    /// <summary>Id or handle of the partner as whom it is looked at.</summary>
    public required string As { get; init; }

    /// <summary>Id of one of its members; left out, the partner as a whole.</summary>
    public string? Member { get; init; }
}

/// <summary>Terms that are not stated yet: <c>POST /v1/incidents/{id}/sharing/preview</c>, and the same of advisories.</summary>
public sealed record PreviewSharingRequest
{
    public required SharingDocument Sharing { get; init; }

    /// <summary>Id or handle of the partner as whom the item is looked at; left out for nobody in particular.</summary>
    public string? As { get; init; }

    /// <summary>Id of one of its members; left out, the partner as a whole.</summary>
    public string? Member { get; init; }
}

/// <summary>What would be so. Nothing was written, and nobody learns that it was asked.</summary>
public sealed record PreviewDocument
{
    /// <summary>The terms as they would be accepted: an embargo with its instant, standing agreements among the legal bases.</summary>
    public required SharingDocument Sharing { get; init; }

    /// <summary>Partners of the caller's directory that the terms address and that would not be reached for want of a legal basis.</summary>
    public required int Withheld { get; init; }

    /// <summary>Who of the caller's directory would gain, keep and lose the item.</summary>
    public required SharingEffect Effect { get; init; }

    /// <summary>Whether a second member has to approve first: all else is what would be so then, and until then nothing changes. Left out for no.</summary>
    public bool? NeedsSecondMember { get; init; }

    /// <summary>Whether the partner that was named would see it, and why.</summary>
    public ExplanationDocument? Explanation { get; init; }

    /// <summary>The incident as that partner would read it; its id is zero while there is none. Left out where it would be withheld.</summary>
    public IncidentDocument? Incident { get; init; }

    /// <summary>The advisory as that partner would read it; left out where it would be withheld.</summary>
    public AdvisoryDocument? Advisory { get; init; }

    /// <summary>The supply signal as that partner would read it; its id is zero while there is none. Left out where it would be withheld.</summary>
    public SignalDocument? Signal { get; init; }

    /// <summary>What the tests say of the CSAF document, for a preview of a publication.</summary>
    public ValidationDocument? Validation { get; init; }
}

/// <summary>What terms would change for those whom the caller's directory shows, itself left out; others are neither named nor counted.</summary>
public sealed record SharingEffect
{
    public required AffectedPartners Gain { get; init; }

    public required AffectedPartners Keep { get; init; }

    public required AffectedPartners Lose { get; init; }
}

/// <summary>Some partners.</summary>
public sealed record AffectedPartners
{
    /// <summary>How many of them are named.</summary>
    public const int NamedMax = 200;

    public required int Count { get; init; }

    /// <summary>The first of them, at most 200.</summary>
    public required IReadOnlyList<AffectedPartner> Partners { get; init; }
}

/// <summary>Everyone, a partner with its members, a person by name, or clients of a CERT that forwarded it.</summary>
public sealed record AffectedPartner
{
    public bool? Everyone { get; init; }

    public Guid? Partner { get; init; }

    public string? Handle { get; init; }

    public Guid? Member { get; init; }

    /// <summary>The CERT whose forward to clients of its own would stand or end.</summary>
    public string? ForwardedBy { get; init; }
}
