using CyberExchange.Domain.Sharing;
using NodaTime;

namespace CyberExchange.Domain.Obligations;

/// <summary>What an entity is, as far as duties ask. A person states it; nothing is derived.</summary>
public sealed record ReporterProfile
{
    /// <summary>Kinds of entity in the words of the rulebook; empty where nobody stated them.</summary>
    public required IReadOnlySet<string> EntityKinds { get; init; }

    /// <summary>Sectors of the taxonomy, or in the words of the rulebook; empty where nobody stated them.</summary>
    public required IReadOnlySet<string> Sectors { get; init; }

    /// <summary>Sides whose law the entity is under, by seat, establishment or market.</summary>
    public required IReadOnlySet<Jurisdiction> Jurisdictions { get; init; }

    public EntitySize? Size { get; init; }

    /// <summary>The Member State whose authority is addressed, or, for DORA, of the entity: ISO 3166-1 alpha-2. For overlays and holidays.</summary>
    public string? Country { get; init; }

    /// <summary>Its IANA zone. Japanese rules run in Japan's.</summary>
    public string? Zone { get; init; }

    /// <summary>Excluded from the weekend relief: Delegated Regulation (EU) 2025/301 art. 5(5), 5(6).</summary>
    public bool ReliefExcluded { get; init; }

    /// <summary>Facts about the entity that start a duty, such as <c>critical_entity_notified_on</c>.</summary>
    public IReadOnlyDictionary<string, FactTime> Since { get; init; } = new Dictionary<string, FactTime>(StringComparer.Ordinal);
}

/// <summary>What is known of one incident, once for all laws.</summary>
public sealed record IncidentFacts
{
    /// <summary>Of an incident of which nothing is known.</summary>
    public static IncidentFacts None { get; } = new() { Times = new Dictionary<string, FactTime>(StringComparer.Ordinal) };

    /// <summary>Times by fact key, without submissions.</summary>
    public required IReadOnlyDictionary<string, FactTime> Times
    {
        get;
        init => (field, TimesAsLists) = (value, value.ToDictionary(t => t.Key, t => (IReadOnlyList<FactTime>)[t.Value], StringComparer.Ordinal));
    }

    /// <summary>What was submitted, in the order in which it was.</summary>
    public IReadOnlyList<Submission> Submissions { get; init; } = [];

    /// <summary>What a person decided, by condition; a condition that is absent is open.</summary>
    public IReadOnlyDictionary<string, bool> Decisions { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    // Every rule's clock reads the same times: they are made once.
    internal Dictionary<string, IReadOnlyList<FactTime>> TimesAsLists { get; private init; } = [];
}

/// <summary>A report that was in fact made.</summary>
/// <param name="ObligationId">The stage that it fulfils.</param>
/// <param name="InsteadOf">A stage that is not submitted because this one said it all; null for none.</param>
public sealed record Submission(string ObligationId, FactTime At, string? InsteadOf = null);

/// <summary>Gives each clock its facts.</summary>
public static class DutyCase
{
    /// <summary>The facts that one rule's clock reads: the submissions of its own trigger stage, and the zone and calendar of its side.</summary>
    public static ClockFacts FactsFor(this Obligation rule, Rulebook rulebook, ReporterProfile profile, IncidentFacts incident)
    {
        var times = incident.TimesAsLists;
        var submissions = incident.Submissions.Where(s => Starts(rulebook, rule, s)).Select(s => s.At).ToList();
        if (submissions.Count > 0)
        {
            // A report that is sent again does not start its successor's clock again; an intermediate report does.
            times = new Dictionary<string, IReadOnlyList<FactTime>>(times, StringComparer.Ordinal)
            {
                [rule.Trigger.FactKey()] = rule.Trigger is Trigger.IntermediateReport ? submissions : submissions[..1],
            };
        }

        var isJapanese = rule.Jurisdiction is Jurisdiction.JP;
        return new()
        {
            Times = times,
            Zone = isJapanese ? null : profile.Zone,
            Holidays = rulebook.HolidaysOf(isJapanese ? "JP" : profile.Country),
            ReliefExcluded = profile.ReliefExcluded,
        };
    }

    private static bool Starts(Rulebook rulebook, Obligation rule, Submission submission)
    {
        if (!rule.Trigger.IsSubmission())
        {
            return false;
        }

        // The same stage under another rule needs no saying; an earlier stage stands for a later one only where somebody says so.
        return submission.ObligationId == rule.TriggerStage
            || (rule.TriggerStageAlternatives.Contains(submission.ObligationId, StringComparer.Ordinal)
                && (submission.InsteadOf == rule.TriggerStage
                    || rulebook.Find(submission.ObligationId)?.Stage == rulebook.Find(rule.TriggerStage!)?.Stage));
    }
}
