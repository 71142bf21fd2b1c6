using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>What a partner says of itself, from which follows which laws bind it.</summary>
public sealed record DutyProfile
{
    /// <summary>Kinds of entity in the words of the rulebook, such as <c>financial_entity</c>.</summary>
    public required IReadOnlyList<string> EntityKinds { get; init; }

    /// <summary>Sectors in the words of the rulebook, such as <c>banking</c>.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    /// <summary>Where it is established or offers its services.</summary>
    public required IReadOnlyList<Jurisdiction> Jurisdictions { get; init; }

    /// <summary><c>micro</c>, <c>small</c>, <c>medium</c> or <c>large</c>: Recommendation 2003/361/EC; null where it was not said.</summary>
    public required string? Size { get; init; }

    /// <summary>Whose authority receives what Union law asks for: ISO 3166 alpha-2; null where none does.</summary>
    public required string? MemberState { get; init; }

    /// <summary>IANA zone in which days under Union law are counted; Japan's are counted in Asia/Tokyo.</summary>
    public required string? Zone { get; init; }

    /// <summary>Excluded from the weekend relief: Delegated Regulation (EU) 2025/301 art. 5(5), or by decision under art. 5(6).</summary>
    public required bool ReliefExcluded { get; init; }

    /// <summary>Facts about the entity that duties wait for, such as the day on which it was told that it is critical.</summary>
    public required IReadOnlyList<EntityFact> EntityFacts { get; init; }

    /// <summary>The organisation's own targets where the law says promptly. Policy, never law.</summary>
    public required IReadOnlyList<PolicyTarget> Targets { get; init; }
}

/// <summary>A fact about the entity itself.</summary>
/// <param name="Fact">Its key in the rulebook, such as <c>critical_entity_notified_on</c>.</param>
/// <param name="On">The day, ISO 8601.</param>
public sealed record EntityFact(string Fact, string On);

/// <summary>By when the organisation itself wants a duty met for which the law has no number.</summary>
/// <param name="Obligation">The duty.</param>
/// <param name="Hours">From its trigger, on the UTC line.</param>
public sealed record PolicyTarget(string Obligation, int Hours);

/// <summary>What happened to a profile.</summary>
public abstract record DutyProfileEvent
{
    private DutyProfileEvent() { }

    /// <summary>The partner stated its profile; what it stated before holds no more.</summary>
    public sealed record DutyProfileStated(PartnerId Partner, DutyProfile Profile, MemberId By) : DutyProfileEvent;
}

/// <summary>A profile as it stands.</summary>
/// <param name="Version">How often it was stated: stamped on what was computed with it.</param>
public sealed record StatedProfile(PartnerId Partner, DutyProfile Profile, int Version)
{
    /// <summary>The state after one more event; null stands for a partner that never stated one.</summary>
    public static StatedProfile Evolve(StatedProfile? state, DutyProfileEvent e) => e switch
    {
        DutyProfileEvent.DutyProfileStated stated => new(stated.Partner, stated.Profile, (state?.Version ?? 0) + 1),
        _ => throw new System.Diagnostics.UnreachableException("A profile's event of no known kind."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static StatedProfile? Fold(IEnumerable<DutyProfileEvent> events) => events.Aggregate((StatedProfile?)null, Evolve);
}
