using System.Text.Json.Serialization;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>How one duty of one incident stands: what follows from the file, the profile and the rulebook, and from no clock on the wall.</summary>
public sealed record DutyLine
{
    /// <summary>The duty; its words are in the rulebook.</summary>
    public required string Obligation { get; init; }

    public required string RulebookId { get; init; }

    public required string RulebookDigest { get; init; }

    public required int ProfileVersion { get; init; }

    /// <summary>The national overlay whose rule it is; null for the rule itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Overlay { get; init; }

    /// <summary>Where the duty is written, by the law of the owner's country where that has one of its own.</summary>
    public required string Source { get; init; }

    /// <summary>In the words of the rulebook.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why, each with where it is written.</summary>
    public required IReadOnlyList<LineReason> Reasons { get; init; }

    /// <summary>Whether the clock is a live one: the rule is law, was found written, and applies. Else it says what would be.</summary>
    public required bool Live { get; init; }

    /// <summary>No duty now, and perhaps one if the rule became law, or were found written.</summary>
    public required bool WouldChange { get; init; }

    /// <summary>In the words of the clock.</summary>
    public required string Outcome { get; init; }

    /// <summary>The target, never rolled: RFC 3339 in the zone of the result.</summary>
    public required string? Due { get; init; }

    /// <summary>The latest lawful instant where rolling moves it.</summary>
    public required string? DueIfRolled { get; init; }

    /// <summary>Where nobody knows whether the target rolls: until when it is lawful in any case; null where that is the target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LawfulUntil { get; init; }

    /// <summary>The upper end of a guideline's range.</summary>
    public required string? DueMax { get; init; }

    /// <summary>Keys of the facts that are absent or cannot be used.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>What is wrong with a fact that is there; null for nothing.</summary>
    public required string? Obstacle { get; init; }

    /// <summary>The target as an instant.</summary>
    public required DateTimeOffset? DueAt { get; init; }

    /// <summary>The first instant after the latest lawful one that is known, to the microsecond.</summary>
    public required DateTimeOffset? LateFrom { get; init; }

    /// <summary>The organisation's own target where the law has no number. Policy, never law.</summary>
    public required DateTimeOffset? PolicyDueAt { get; init; }

    /// <summary>When the duty was met: when something was submitted first, or where authorities are named for it, when the last of them had received something.</summary>
    public required DateTimeOffset? MetAt { get; init; }

    /// <summary>Whether that was in time, as computed now; null where there is no limit, nothing was submitted, or nobody knows whether the target rolls.</summary>
    public required bool? InTime { get; init; }

    /// <summary>Whether an authority asks for another report than the one that it was sent, and was sent none since.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RevisionRequired { get; init; }

    /// <summary>What stands of what was submitted for it, in the order in which it was recorded.</summary>
    public required IReadOnlyList<DutySubmission> Submissions { get; init; }

    /// <summary>The authorities that the owner named for it.</summary>
    public required IReadOnlyList<PartnerId> Authorities { get; init; }

    /// <summary>Those of them that received something.</summary>
    public IReadOnlyList<ReceivedReport> Received { get; init; } = [];

    /// <summary>Whether it belongs in a list of what is to be done: it is live, or would be if somebody decided so.</summary>
    public required bool Listed { get; init; }

    /// <summary>By when something is to be done, by law or else by policy.</summary>
    [JsonIgnore]
    public DateTimeOffset? ActBy => LateFrom ?? PolicyDueAt;

    /// <summary>Whether a report is still to be made: none was, or the authority asks for another.</summary>
    [JsonIgnore]
    public bool IsOpen => RevisionRequired || this is { Listed: true, MetAt: null };

    /// <summary>How the duty stands at an instant; null where it is none. The query of the list says the same of rows.</summary>
    public DutyState? StateAt(DateTimeOffset now) => this switch
    {
        { RevisionRequired: true } => DutyState.RevisionRequired,
        { MetAt: not null } => DutyState.Met,
        { Listed: false } => null,
        { Outcome: "no_statutory_period" } => DutyState.Promptly,
        { LateFrom: null } => DutyState.CannotCompute,
        _ when LateFrom > now => DutyState.Next,
        _ => Outcome == "roll_unknown" ? DutyState.TargetPassed : DutyState.Overdue,
    };

    /// <summary>
    /// The line as an authority may read it that the owner named for this duty: when it is due, whether it was met before this
    /// authority, and what was addressed to it. Nothing else of the file, not how many entries it has either.
    /// </summary>
    public DutyLine For(PartnerId authority) => For(authority, Received.FirstOrDefault(r => r.Authority == authority));

    private DutyLine For(PartnerId authority, ReceivedReport? received) => this with
    {
        MetAt = received?.At,
        InTime = received?.InTime,
        Received = [],
        ProfileVersion = 0,
        Reasons = [],
        Missing = [],
        Obstacle = null,
        PolicyDueAt = null,
        RevisionRequired = DutySubmission.AskForRevision([.. Submissions.Where(s => s.Authority == authority)]),
        Authorities = [authority],
        Submissions = [.. Submissions.Where(s => s.Authority == authority).Select(s => s with
        {
            Entry = 0,
            Computed = s.Computed with { ProfileVersion = null },
            Corrects = null,
            Reason = null,
            Kept = null,
            Delivered = s.Delivered is { } delivered ? delivered with { Entry = 0 } : null,
            Review = s.Review is { } review ? review with { Entry = 0, Rounds = 0 } : null,
        })],
    };
}

/// <summary>That an authority received something for a duty.</summary>
/// <param name="At">When it did first.</param>
/// <param name="InTime">As for <see cref="DutyLine.InTime"/>.</param>
public sealed record ReceivedReport(PartnerId Authority, DateTimeOffset At, bool? InTime);

/// <summary>Why a duty applies or does not.</summary>
/// <param name="Code">Stable.</param>
/// <param name="Sentence">In English.</param>
/// <param name="Citation">Where it is written.</param>
public sealed record LineReason(string Code, string Sentence, string Citation);
