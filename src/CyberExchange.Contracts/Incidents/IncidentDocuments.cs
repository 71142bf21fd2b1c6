using CyberExchange.Contracts.Sharing;

namespace CyberExchange.Contracts.Incidents;

/// <summary>A new incident: <c>POST /v1/incidents</c>, <c>POST /v1/mandates/{id}/incidents</c>.</summary>
public sealed record ReportIncidentRequest
{
    public required IncidentReportDocument Report { get; init; }

    public required SharingDocument Sharing { get; init; }
}

/// <summary>A report stated anew: <c>PUT /v1/incidents/{id}/report</c>.</summary>
public sealed record AmendIncidentRequest
{
    public required IncidentReportDocument Report { get; init; }
}

/// <summary>Sharing terms stated anew: <c>PUT /v1/incidents/{id}/sharing</c>, and the same of advisories and supply signals.</summary>
public sealed record ShareRequest
{
    public required SharingDocument Sharing { get; init; }
}

/// <summary>A withdrawal: <c>POST /v1/incidents/{id}/withdrawal</c>, and the same of advisories and supply signals.</summary>
public sealed record WithdrawRequest
{
    /// <summary>Shown to everyone who sees the item.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a reporter claims about an incident.</summary>
public sealed record IncidentReportDocument
{
    public string? Reference { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Class or type of the Reference Security Incident Taxonomy, such as <c>rsit.availability.ddos</c>.</summary>
    public required string Classification { get; init; }

    /// <summary>Level of <c>nis-cg-impact</c> or <c>jp-severity</c>.</summary>
    public string? Severity { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    public DateTimeOffset? BeganAt { get; init; }

    public required DateTimeOffset DetectedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long? AffectedCount { get; init; }

    public IReadOnlyList<string>? Vulnerabilities { get; init; }

    public IReadOnlyList<ContactDocument>? Contacts { get; init; }

    /// <summary>Text that is personal data: encrypted under a key of its own, never searched, erasable.</summary>
    public string? PersonalNotes { get; init; }
}

/// <summary>A natural person to turn to; all of it is personal data.</summary>
public sealed record ContactDocument
{
    /// <summary>Answered as <c>[erased]</c> once the person's data is erased.</summary>
    public required string Name { get; init; }

    public string? Email { get; init; }

    public string? Telephone { get; init; }
}

/// <summary>An incident as the caller may see it.</summary>
public sealed record IncidentDocument
{
    public required Guid Id { get; init; }

    /// <summary>1 for the first report, one more for every amendment.</summary>
    public required int Revision { get; init; }

    public required OriginatorDocument Originator { get; init; }

    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>When the report was last stated.</summary>
    public required DateTimeOffset AmendedAt { get; init; }

    public required IncidentReportDocument Report { get; init; }

    public required ReceivedSharing Received { get; init; }

    /// <summary>Only in the originator's own rendition.</summary>
    public OwnSharing? Sharing { get; init; }

    /// <summary>The CERT that filed it for the originator; only in the renditions of the two, and left out where the originator reported itself.</summary>
    public FilingDocument? Filed { get; init; }

    /// <summary>Why the originator withdrew it; null while it stands.</summary>
    public string? WithdrawnBecause { get; init; }
}

/// <summary>That a CERT filed an incident for the operator that it befell.</summary>
/// <param name="By">The CERT's id.</param>
/// <param name="Handle">The CERT's handle.</param>
/// <param name="Mandate">The operator's mandate: <c>GET /v1/mandates/{id}</c>.</param>
public sealed record FilingDocument(Guid By, string Handle, Guid Mandate);

/// <summary>Who an item comes from. A maker reads of an operator's incident the jurisdiction alone.</summary>
public sealed record OriginatorDocument
{
    /// <summary>Left out where the caller may not know who it is, as are the handle and the name.</summary>
    public Guid? Id { get; init; }

    public string? Handle { get; init; }

    public string? Name { get; init; }

    public required string Jurisdiction { get; init; }
}
