namespace CyberExchange.Contracts.Duties;

/// <summary>What a partner says of itself, from which follows which laws bind it: <c>GET</c> and <c>PUT /v1/duty-profile</c>.</summary>
public sealed record DutyProfileDocument
{
    /// <summary>Kinds of entity in the words of the rulebook, such as <c>financial_entity</c>.</summary>
    public required IReadOnlyList<string> EntityKinds { get; init; }

    /// <summary>Sectors in the words of the rulebook, such as <c>banking</c>.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary><c>EU</c> and <c>JP</c>: where it is established or offers its services.</summary>
    public required IReadOnlyList<string> Jurisdictions { get; init; }

    /// <summary><c>micro</c>, <c>small</c>, <c>medium</c> or <c>large</c>: Recommendation 2003/361/EC.</summary>
    public string? Size { get; init; }

    /// <summary>Whose authority receives what Union law asks for: ISO 3166 alpha-2.</summary>
    public string? MemberState { get; init; }

    /// <summary>IANA zone in which days under Union law are counted; Japan's are counted in Asia/Tokyo.</summary>
    public string? Zone { get; init; }

    /// <summary>Excluded from the weekend relief of Delegated Regulation (EU) 2025/301 art. 5(4).</summary>
    public bool ReliefExcluded { get; init; }

    public IReadOnlyList<EntityFactDocument>? EntityFacts { get; init; }

    public IReadOnlyList<PolicyTargetDocument>? Targets { get; init; }

    /// <summary>How often the profile was stated; only read.</summary>
    public int? Version { get; init; }

    /// <summary>Only read.</summary>
    public DateTimeOffset? StatedAt { get; init; }
}

/// <summary>A fact about an entity for which a duty waits.</summary>
/// <param name="Fact">Its key, such as <c>critical_entity_notified_on</c>.</param>
/// <param name="On">The day, ISO 8601.</param>
public sealed record EntityFactDocument(string Fact, string On);

/// <summary>By when the organisation itself wants a duty met for which the law has no number. Policy, never law.</summary>
/// <param name="Obligation">The duty.</param>
/// <param name="Hours">From its trigger.</param>
public sealed record PolicyTargetDocument(string Obligation, int Hours);

/// <summary><c>POST /v1/incidents/{id}/duties/facts</c>.</summary>
public sealed record RecordFactRequest
{
    /// <summary>Such as <c>incident_occurrence</c>, <c>detection</c>, <c>awareness</c>, <c>classification</c>, <c>corrective_measure</c> or <c>handling_end</c>.</summary>
    public required string Fact { get; init; }

    /// <summary>RFC 3339, a local time without an offset, or a date: as exactly as it is known.</summary>
    public required string At { get; init; }

    /// <summary>IANA zone in which it is stated.</summary>
    public string? Zone { get; init; }

    /// <summary>Where it can be seen, in words or as a digest. No personal data.</summary>
    public string? Evidence { get; init; }

    /// <summary>The entry that was wrong. It stays visible.</summary>
    public int? Corrects { get; init; }

    /// <summary>Why it was wrong; needed with a correction.</summary>
    public string? Reason { get; init; }
}

/// <summary><c>POST /v1/incidents/{id}/duties/decisions</c>: a person decides; the exchange never does.</summary>
public sealed record DecideSignificanceRequest
{
    /// <summary>Id of the condition, such as <c>nis2_significant</c>: the file lists those on which duties hang.</summary>
    public required string Condition { get; init; }

    /// <summary>What is decided.</summary>
    public required bool Holds { get; init; }

    public IReadOnlyList<AnswerDocument>? Answers { get; init; }

    public required string Reason { get; init; }
}

/// <summary>An answer to one question of the significance assistant.</summary>
/// <param name="Question">Id of the threshold's question, or one's own in words.</param>
/// <param name="Answer"><c>yes</c>, <c>no</c> or a number where a threshold asks; else in words.</param>
/// <param name="Threshold">Id of the threshold; left out with a question of one's own.</param>
public sealed record AnswerDocument(string Question, string Answer, string? Threshold = null);

/// <summary><c>POST /v1/incidents/{id}/duties/addressees</c>.</summary>
public sealed record AddressDutyRequest
{
    public required string Obligation { get; init; }

    /// <summary>Id or handle of an authority or a CERT of the caller's directory: it sees this duty and when it is due.</summary>
    public required string Authority { get; init; }
}

/// <summary><c>POST /v1/incidents/{id}/duties/submissions</c>: what was filed elsewhere, or is delivered to an authority that reads it here.</summary>
public sealed record SubmitReportRequest
{
    public required string Obligation { get; init; }

    /// <summary><c>filed_by_hand</c> with a receipt, or <c>delivered_here</c> to an authority that takes part: the report as it stands now is kept for it to read.</summary>
    public required string Way { get; init; }

    /// <summary>The Japanese common form of what is delivered here, where it is not the one of the incident's class.</summary>
    public string? Form { get; init; }

    /// <summary>RFC 3339; left out where it is delivered here.</summary>
    public string? SubmittedAt { get; init; }

    /// <summary>Who received it, in words.</summary>
    public string? Addressee { get; init; }

    /// <summary>Id or handle of the authority that received it and may read this.</summary>
    public string? Authority { get; init; }

    public ReceiptDocument? Receipt { get; init; }

    /// <summary>A later stage of the regime that is not submitted because this report said it all.</summary>
    public string? InsteadOf { get; init; }

    /// <summary>The submission that was recorded wrongly. It stays visible to the owner.</summary>
    public Guid? Corrects { get; init; }

    /// <summary>Why it was wrong; needed with a correction.</summary>
    public string? Reason { get; init; }
}

/// <summary>What proves a submission.</summary>
/// <param name="Name">File name or reference, as the authority gave it.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal.</param>
public sealed record ReceiptDocument(string Name, string Sha256);

/// <summary><c>POST /v1/incidents/{id}/duties/submissions/{submission}/review</c>.</summary>
public sealed record ReviewReportRequest
{
    /// <summary><c>passed</c> or <c>revision_required</c>.</summary>
    public required string Outcome { get; init; }

    public IReadOnlyList<string>? Reasons { get; init; }
}
