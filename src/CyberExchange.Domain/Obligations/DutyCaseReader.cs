using System.Text.Json;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads an entity and an incident from JSON, strictly: a kind or a decision that is misspelt would rule a duty out.</summary>
public static class DutyCaseReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Reads an object with the members <c>profile</c> and <c>incident</c>.</summary>
    /// <returns>Both, or null with every fault.</returns>
    public static (ReporterProfile Profile, IncidentFacts Incident)? Read(ReadOnlyMemory<byte> json, Rulebook rulebook, List<RulebookFault> faults)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            var document = new RuleDocument(parsed.RootElement, "", faults);
            var (profile, incident) = (Profile(document.Needed("profile"), rulebook), Incident(document.Needed("incident"), rulebook));
            document.RefuseTheRest();
            return faults.Count == 0 ? (profile, incident) : null;
        }
        catch (JsonException e)
        {
            faults.Add(new("", $"This is not JSON, or names a member twice: {e.Message}"));
            return null;
        }
    }

    private static ReporterProfile Profile(RuleDocument document, Rulebook rulebook)
    {
        var profile = new ReporterProfile
        {
            EntityKinds = Known(document, "entity_kinds", rulebook.EntityKinds.Contains, "kind of entity in the rulebook"),
            Sectors = Known(document, "sectors", rulebook.KnowsSector, "sector"),
            Jurisdictions = Known(document, "jurisdictions", s => Roles.ParseJurisdiction(s) is not null, "jurisdiction").Select(Roles.ParseJurisdiction).OfType<Jurisdiction>().ToHashSet(),
            Size = document.OptionalWord("size", DutyWords.Sizes),
            Country = document.Member("country") is null ? null : RuleParts.Country(document),
            Zone = document.OptionalText("zone"),
            ReliefExcluded = document.Flag("relief_excluded"),
            Since = Times(document, rulebook.EntityFacts),
        };
        if (profile.Zone is { } zone && Zones.Find(zone) is null)
        {
            document.Fault("zone", $"The IANA database has no zone '{zone}'.");
        }

        document.RefuseTheRest();
        return profile;
    }

    private static IncidentFacts Incident(RuleDocument document, Rulebook rulebook)
    {
        var incident = new IncidentFacts
        {
            Times = Times(document, DutyWords.StatedFactKeys),
            Submissions = [.. document.Objects("submissions").Select(s => Submission(s, rulebook))],
            Decisions = document.Optional("decisions") is { } decisions ? Decisions(decisions, rulebook) : new Dictionary<string, bool>(StringComparer.Ordinal),
        };
        document.RefuseTheRest();
        return incident;
    }

    private static Submission Submission(RuleDocument document, Rulebook rulebook)
    {
        var submission = new Submission(
            Rule(document, "obligation_id", document.Text("obligation_id"), rulebook),
            Time(document, "at") ?? Unstated(document),
            document.OptionalText("instead_of") is { } instead ? Rule(document, "instead_of", instead, rulebook) : null);
        document.RefuseTheRest();
        return submission;
    }

    private static Dictionary<string, bool> Decisions(RuleDocument document, Rulebook rulebook)
    {
        var decisions = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var condition in rulebook.Conditions.Where(c => document.Member(c.Id) is not null))
        {
            decisions[condition.Id] = document.Flag(condition.Id);
        }

        document.RefuseTheRest();
        return decisions;
    }

    private static HashSet<string> Known(RuleDocument document, string name, Func<string, bool> isKnown, string kind)
    {
        var stated = document.Texts(name);
        foreach (var (text, i) in stated.Select((s, i) => (s, i)).Where(s => s.s.Length > 0 && !isKnown(s.s)))
        {
            document.Fault($"{name}/{i}", $"'{text}' is no {kind}.");
        }

        return [.. stated];
    }

    private static string Rule(RuleDocument document, string name, string id, Rulebook rulebook)
    {
        if (id.Length > 0 && rulebook.Find(id) is null)
        {
            document.Fault(name, $"No obligation has the id '{id}'.");
        }

        return id;
    }

    private static Dictionary<string, FactTime> Times(RuleDocument document, IEnumerable<string> names)
    {
        var times = new Dictionary<string, FactTime>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (Time(document, name) is { } time)
            {
                times[name] = time;
            }
        }

        return times;
    }

    private static FactTime? Time(RuleDocument document, string name)
    {
        var time = document.OptionalText(name) is { } text ? ClockFactsReader.Parse(text) : null;
        if (time is FactTime.Unreadable)
        {
            document.Fault(name, "This is no time: write 2026-11-20T09:00:00+01:00, 2026-11-20T09:00:00 or 2026-11-20.");
        }

        return time;
    }

    private static FactTime Unstated(RuleDocument document)
    {
        if (document.Member("at") is null)
        {
            document.Fault("at", "The time of the submission belongs here.");
        }

        return new FactTime.Unreadable("");
    }
}
