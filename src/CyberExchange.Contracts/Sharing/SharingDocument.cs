namespace CyberExchange.Contracts.Sharing;

/// <summary>Who may see an item, as its originator states it and as only the originator reads it back.</summary>
public sealed record SharingDocument
{
    /// <summary>
    /// TLP 2.0 label, such as <c>TLP:AMBER</c>. May be left out where the audience names groups: then the strictest of their
    /// default labels applies.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>PAP label, such as <c>PAP:GREEN</c>; <c>PAP:AMBER</c> when left out.</summary>
    public string? Pap { get; init; }

    /// <summary>Left out: the originator only, or under TLP:GREEN the whole community.</summary>
    public AudienceDocument? Audience { get; init; }

    public EmbargoDocument? Embargo { get; init; }

    public IReadOnlyList<LegalBasisDocument>? LegalBases { get; init; }

    public bool PermitsStatistics { get; init; }
}

/// <summary>Named ones, and every partner that matches all kinds that are not empty.</summary>
public sealed record AudienceDocument
{
    /// <summary>Ids or handles of partners.</summary>
    public IReadOnlyList<string>? Partners { get; init; }

    /// <summary>Ids of persons, under TLP:RED.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Short names of groups of which the originator is a member.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary><c>cert</c>, <c>operator</c>, <c>maker</c>, <c>authority</c>.</summary>
    public IReadOnlyList<string>? Roles { get; init; }

    /// <summary><c>EU</c>, <c>JP</c>.</summary>
    public IReadOnlyList<string>? Jurisdictions { get; init; }

    public IReadOnlyList<string>? Sectors { get; init; }
}

/// <summary>A time, in an IANA zone, before which only the originator and the parties see the item.</summary>
public sealed record EmbargoDocument
{
    /// <summary><c>YYYY-MM-DDThh:mm:ss</c>, without an offset.</summary>
    public required string LocalTime { get; init; }

    public required string Zone { get; init; }

    /// <summary>Ids or handles of partners of the audience.</summary>
    public IReadOnlyList<string>? Parties { get; init; }

    /// <summary>The instant those mean, fixed on acceptance; answered, and ignored when sent.</summary>
    public DateTimeOffset? LiftsAt { get; init; }

    /// <summary>Whether it has been lifted; answered, and ignored when sent.</summary>
    public bool? Lifted { get; init; }
}

/// <summary>Why the item may leave its jurisdiction for a destination.</summary>
public sealed record LegalBasisDocument
{
    public required string Destination { get; init; }

    public required string Code { get; init; }

    public required string Reference { get; init; }

    /// <summary>Whether it comes from a standing agreement; answered, and ignored when sent.</summary>
    public bool? Standing { get; init; }
}

/// <summary>What a recipient reads of the sharing: the label, and on what ground the item reached it.</summary>
public sealed record ReceivedSharing
{
    public required string Label { get; init; }

    public required string Pap { get; init; }

    /// <summary><c>originator</c>, <c>embargo-party</c>, <c>clear</c>, <c>named</c>, <c>community</c>, <c>audience</c> or <c>forwarded</c>.</summary>
    public required string Reason { get; init; }

    /// <summary>Handle of the reader's CERT that forwarded the item, where that is the reason.</summary>
    public string? ForwardedBy { get; init; }
}

/// <summary>Terms that say TLP:CLEAR and open nothing until a second member of the originator approves them.</summary>
/// <param name="ProposedBy">The member who proposed; any other person of the originator may approve.</param>
/// <param name="Terms">The terms. An embargo's instant is fixed on approval.</param>
public sealed record ReleaseProposalDocument(Guid ProposedBy, SharingDocument Terms);

/// <summary>The sharing as the originator reads it back.</summary>
public sealed record OwnSharing
{
    public required SharingDocument Terms { get; init; }

    /// <summary>What awaits a second member: see <c>POST release-approval</c> and <c>release-rejection</c>; left out for nothing.</summary>
    public ReleaseProposalDocument? Proposal { get; init; }

    /// <summary>Partners that the terms address and that are not reached for want of a legal basis; of those that the originator's directory shows.</summary>
    public required int Withheld { get; init; }

    /// <summary>Names the item to a steward who audits who holds it, and tells nothing of it.</summary>
    public required string AuditReference { get; init; }
}
