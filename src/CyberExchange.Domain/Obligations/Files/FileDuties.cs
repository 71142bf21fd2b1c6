using NodaTime;

namespace CyberExchange.Domain.Obligations.Files;

/// <summary>Computes every duty of a file.</summary>
public static class FileDuties
{
    private const long TicksPerMicrosecond = NodaConstants.TicksPerMillisecond / 1_000;

    /// <summary>A line for each rule, in the rulebook's order; none while the owner has stated no profile.</summary>
    public static IReadOnlyList<DutyLine> Of(DutyFile file, StatedProfile? profile, Rulebook rulebook)
    {
        if (profile is null)
        {
            return [];
        }

        var facts = new FileFacts(file, profile, rulebook);
        return [.. rulebook.Obligations.Select(rule => Line(rule, facts))];
    }

    /// <summary>One of them; null while the owner has stated no profile, or where the rulebook has no such rule.</summary>
    public static DutyLine? Of(string obligation, DutyFile file, StatedProfile? profile, Rulebook rulebook) =>
        profile is null || rulebook.Find(obligation) is not { } rule ? null : Line(rule, new(file, profile, rulebook));

    /// <summary>The conditions on which duties hang that nothing else rules out, in the rulebook's order.</summary>
    public static IReadOnlyList<Condition> ConditionsOf(IReadOnlyList<DutyLine> lines, Rulebook rulebook)
    {
        var asked = lines
            .Where(line => line.Reasons.All(r => r.Code is "condition" or "exemption" or "replaced") || line.Verdict != DutyWords.Verdicts.Text(DutyVerdict.RuledOut))
            .Select(line => rulebook.Find(line.Obligation)!) // Lines are made of the rulebook's rules.
            .SelectMany(rule => rule.Requires.Concat(rule.RequiresAny).Concat(rule.Unless))
            .ToHashSet(StringComparer.Ordinal);
        return [.. rulebook.Conditions.Where(c => asked.Contains(c.Id))];
    }

    /// <summary>What is stored beside something that is recorded now.</summary>
    internal static ComputedThen Then(string obligation, DutyFile file, StatedProfile? profile, Rulebook rulebook, Instant submittedAt)
    {
        var clock = profile is null || rulebook.Find(obligation) is not { } rule ? null : new FileFacts(file, profile, rulebook).Judge(rule).Clock;
        return new(
            rulebook.Version.Id,
            rulebook.Version.Digest,
            profile?.Version,
            DutyWords.Outcomes.Text(clock?.Outcome ?? ClockOutcome.CannotCompute),
            clock?.Text(clock.Due),
            clock?.Text(Limit(clock)),
            clock is null ? null : IsInTime(clock, submittedAt),
            clock is not null && Limit(clock) is { } limit ? (long)(limit.At - submittedAt).TotalSeconds : null);
    }

    internal static DutyLine Line(Obligation rule, FileFacts facts)
    {
        var (file, profile, rulebook) = (facts.File, facts.Profile, facts.Rulebook);
        var finding = facts.Judge(rule);
        var clock = finding.Clock;
        DutySubmission[] submissions = [.. facts.Submissions.Where(s => s.Obligation == rule.Id || s.InsteadOf == rule.Id)];
        PartnerId[] named = [.. file.Addressees.Where(a => a.Obligation == rule.Id).Select(a => a.Authority)];
        PartnerId[] authorities = [.. named.Concat(submissions.Where(s => s.Authority is not null).Select(s => s.Authority!.Value)).Distinct()]; // Asked in the same line.
        var received = authorities
            .Select(authority => (Authority: authority, At: First(submissions.Where(s => s.Authority == authority))))
            .Where(r => r.At is not null)
            .ToDictionary(r => r.Authority, r => r.At!.Value); // Asked in the line above.
        var metAt = named.Length == 0 ? First(submissions)
            : named.All(received.ContainsKey) ? named.Max(authority => received[authority])
            : (Instant?)null;
        return new()
        {
            Obligation = rule.Id,
            RulebookId = rulebook.Version.Id,
            RulebookDigest = rulebook.Version.Digest,
            ProfileVersion = profile.Version,
            Overlay = finding.Rule.OverlayId,
            Source = finding.Rule.Source,
            Verdict = DutyWords.Verdicts.Text(finding.Verdict),
            Reasons = [.. finding.Reasons.Select(r => new LineReason(r.Code, r.Text, r.Citation))],
            Live = finding.RunsLive,
            WouldChange = finding.WouldChange,
            Outcome = DutyWords.Outcomes.Text(clock.Outcome),
            Due = clock.Text(clock.Due),
            DueIfRolled = clock.Text(clock.DueIfRolled),
            LawfulUntil = clock.Text(clock.LawfulUntil),
            DueMax = clock.Text(clock.DueMax),
            Missing = clock.Missing,
            Obstacle = clock.Reason is { } reason ? DutyWords.Obstacles.Text(reason) : null,
            DueAt = clock.Due?.At.ToDateTimeOffset(),
            LateFrom = LateFrom(Limit(clock)),
            PolicyDueAt = PolicyDue(finding.Rule, facts)?.ToDateTimeOffset(),
            MetAt = metAt?.ToDateTimeOffset(),
            InTime = metAt is { } at ? IsInTime(clock, at) : null,
            RevisionRequired = DutySubmission.AskForRevision(submissions),
            Submissions = submissions,
            Authorities = authorities,
            Received = [.. received.Select(r => new ReceivedReport(r.Key, r.Value.ToDateTimeOffset(), IsInTime(clock, r.Value)))],
            Listed = finding.Verdict is not DutyVerdict.RuledOut && finding.Rule.MayRunLive && IsToBeDone(rule),
        };
    }

    /// <summary>Whether the rule asks for something to be done.</summary>
    internal static bool IsToBeDone(Obligation rule) => rule.DeadlineKind is not (DeadlineKind.Voluntary or DeadlineKind.Standstill);

    // The first of some submissions; null for none. What was said to be delivered here, and was not kept, is none.
    private static Instant? First(IEnumerable<DutySubmission> submissions) =>
        submissions.Where(s => !s.IsPretended).Select(s => (Instant?)FileFacts.InstantOf(s)).Min();

    // A guideline that says three to five days is kept on the fifth.
    private static DueLimit? Limit(ClockResult clock) => clock.DueMax ?? clock.Latest;

    // After the target, where no calendar says whether it rolls, nobody knows.
    private static bool? IsInTime(ClockResult clock, Instant at) => Limit(clock) is not { } limit ? null
        : limit.IsMetBy(at) ? true
        : clock.Outcome is ClockOutcome.RollUnknown ? null : false;

    // Rows hold whole microseconds: the first of them that is too late.
    private static DateTimeOffset? LateFrom(DueLimit? latest)
    {
        if (latest is not { } limit)
        {
            return null;
        }

        var ticks = limit.FreeFrom.ToUnixTimeTicks();
        var late = Instant.FromUnixTimeTicks(ticks - (ticks % TicksPerMicrosecond));
        return (late < limit.FreeFrom ? late + Duration.FromTicks(TicksPerMicrosecond) : late).ToDateTimeOffset();
    }

    private static Instant? PolicyDue(Obligation rule, FileFacts facts) =>
        rule.Clock is ClockKind.Prompt
        && facts.Profile.Profile.Targets.FirstOrDefault(t => t.Obligation == rule.Id) is { } target
        && facts.Read(rule).Instant(rule.Trigger.FactKey()) is { } trigger
            ? trigger + Duration.FromHours(target.Hours)
            : null;
}

/// <summary>Profile and file, as the rules read them.</summary>
internal sealed class FileFacts
{
    private readonly ReporterProfile _reporter;
    private readonly IncidentFacts _incident;

    /// <param name="reporter">The profile as <see cref="ReporterOf"/> reads it.</param>
    public FileFacts(DutyFile file, StatedProfile profile, ReporterProfile reporter, Rulebook rulebook)
    {
        (File, Profile, Rulebook, _reporter) = (file, profile, rulebook, reporter);
        Submissions = [.. file.StandingSubmissions];
        _incident = Of(file, Submissions);
    }

    public FileFacts(DutyFile file, StatedProfile profile, Rulebook rulebook)
        : this(file, profile, ReporterOf(profile.Profile), rulebook)
    {
    }

    public DutyFile File { get; }

    public StatedProfile Profile { get; }

    public Rulebook Rulebook { get; }

    /// <summary>The submissions that nobody corrected.</summary>
    public IReadOnlyList<DutySubmission> Submissions { get; }

    public DutyFinding Judge(Obligation rule) => Applicability.Judge(Rulebook, rule, _reporter, _incident);

    public LocalDate? DayOf(Obligation rule) => Applicability.DayOf(Rulebook, rule, _reporter, _incident);

    public FactReading Read(Obligation rule) => new(rule, rule.FactsFor(Rulebook, _reporter, _incident));

    /// <summary>When a submission was made.</summary>
    public static Instant InstantOf(DutySubmission submission) => ClockFactsReader.Parse(submission.SubmittedAt) is FactTime.At at
        ? at.Time.ToInstant()
        : throw new InvalidDataException("A submission was stored without an instant.");

    public static ReporterProfile ReporterOf(DutyProfile profile) => new()
    {
        EntityKinds = profile.EntityKinds.ToHashSet(StringComparer.Ordinal),
        Sectors = profile.Sectors.ToHashSet(StringComparer.Ordinal),
        Jurisdictions = profile.Jurisdictions.ToHashSet(),
        Size = profile.Size is { } size ? DutyWords.Sizes.Parse(size) : null,
        Country = profile.MemberState,
        Zone = profile.Zone,
        ReliefExcluded = profile.ReliefExcluded,
        Since = profile.EntityFacts.GroupBy(f => f.Fact, StringComparer.Ordinal).ToDictionary(f => f.Key, f => ClockFactsReader.Parse(f.Last().On), StringComparer.Ordinal),
    };

    private static IncidentFacts Of(DutyFile file, IEnumerable<DutySubmission> submissions) => new()
    {
        Times = file.StandingFacts.GroupBy(f => f.Fact, StringComparer.Ordinal).ToDictionary(f => f.Key, f => TimeOf(f.Last()), StringComparer.Ordinal),
        Submissions = [.. submissions.OrderBy(InstantOf).Select(s => new Submission(s.Obligation, ClockFactsReader.Parse(s.SubmittedAt), s.InsteadOf))],
        Decisions = file.Decisions.GroupBy(d => d.Condition, StringComparer.Ordinal).ToDictionary(d => d.Key, d => d.Last().Holds, StringComparer.Ordinal),
    };

    /// <summary>When a fact happened. One that was stated in a zone of its own is an instant, whatever the zone of the authority; a time that occurs twice is the earlier.</summary>
    internal static FactTime TimeOf(DutyFact fact) => TimeOf(fact.At, fact.Zone);

    internal static FactTime TimeOf(string at, string? statedIn) =>
        ClockFactsReader.Parse(at) is var time && time is FactTime.Local local && Zones.Find(statedIn) is { } zone && zone.MapLocal(local.Time) is { Count: > 0 } mapping
            ? new FactTime.At(mapping.First().ToOffsetDateTime())
            : time;
}
