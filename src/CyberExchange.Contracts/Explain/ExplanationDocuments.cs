using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;

namespace CyberExchange.Contracts.Explain;

/// <summary>Why a partner sees an item, or does not: <c>GET /v1/incidents/{id}/explanation</c>, and the same of advisories.</summary>
public sealed record ExplanationDocument
{
    public required ExplainedPartner Partner { get; init; }

    /// <summary>The instant that the answer is about; as good as now where none was asked for.</summary>
    public required DateTimeOffset At { get; init; }

    public required bool Visible { get; init; }

    /// <summary>
    /// Where it is visible: <c>originator</c>, <c>embargo-party</c>, <c>clear</c>, <c>named</c>, <c>community</c>, <c>audience</c> or <c>forwarded</c>.
    /// Where it is withheld: <c>not-yet</c>, <c>suspended</c>, <c>embargo</c>, <c>joined-later</c>, <c>legal-basis-missing</c>,
    /// <c>terms-narrowed</c>, <c>left-audience</c>, <c>forward-ended</c> or <c>not-in-audience</c>.
    /// </summary>
    public required string Reason { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Rule { get; init; }

    /// <summary>Since when the partner has seen it, has been suspended, or has matched too late.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The version of the release policy under which it was released to the partner.</summary>
    public int? PolicyVersion { get; init; }

    /// <summary>Every way in which it is visible, the first one first.</summary>
    public IReadOnlyList<WayDocument>? Ways { get; init; }

    /// <summary>The embargo that keeps it from the partner.</summary>
    public StandingEmbargo? Embargo { get; init; }

    /// <summary>The kinds of the audience that the partner does not meet, by what the asker's directory shows of it.</summary>
    public IReadOnlyList<UnmatchedKind>? Unmatched { get; init; }

    /// <summary>The last way that the partner had and lost.</summary>
    public LostWayDocument? Lost { get; init; }
}

/// <summary>Whom an explanation is about.</summary>
public sealed record ExplainedPartner
{
    public required Guid Id { get; init; }

    public required string Handle { get; init; }

    /// <summary>One member of it; left out for the partner as a whole.</summary>
    public Guid? Member { get; init; }
}

/// <summary>One way in which an item reaches a partner.</summary>
public sealed record WayDocument
{
    public required string Reason { get; init; }

    /// <summary>The part of the audience, in words.</summary>
    public required string Audience { get; init; }

    /// <summary>The CERT that forwarded it; left out where the asker's directory does not show it, and of every other way.</summary>
    public string? ForwardedBy { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required int PolicyVersion { get; init; }
}

/// <summary>An embargo that stands.</summary>
public sealed record StandingEmbargo
{
    public required string LocalTime { get; init; }

    public required string Zone { get; init; }

    /// <summary>The instant those mean. The embargo ends when that is recorded, which is never before.</summary>
    public required DateTimeOffset LiftsAt { get; init; }
}

/// <summary>A kind of audience that a partner does not meet.</summary>
public sealed record UnmatchedKind
{
    /// <summary><c>groups</c>, <c>roles</c>, <c>jurisdictions</c> or <c>sectors</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What the audience asks for; left out where a role of the community would do.</summary>
    public IReadOnlyList<string>? Asked { get; init; }

    /// <summary>What the asker's directory shows of the partner; left out for nothing.</summary>
    public IReadOnlyList<string>? Shown { get; init; }
}

/// <summary>A way that a partner lost.</summary>
public sealed record LostWayDocument
{
    public required DateTimeOffset At { get; init; }

    /// <summary><c>terms-narrowed</c>, <c>left-audience</c> or <c>forward-ended</c>.</summary>
    public required string Because { get; init; }
}

/// <summary>What a partner saw of an item at an instant: <c>GET /v1/incidents/{id}/rendition</c>, and the same of advisories.</summary>
public sealed record RenditionDocument
{
    public required ExplanationDocument Explanation { get; init; }

    /// <summary>The incident as the partner read it then; left out where it was withheld.</summary>
    public IncidentDocument? Incident { get; init; }

    /// <summary>The advisory as the partner read it then; left out where it was withheld.</summary>
    public AdvisoryDocument? Advisory { get; init; }

    public SignalDocument? Signal { get; init; }
}
