using System.Security.Cryptography;
using System.Text.Json;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Obligations;

/// <summary>A rulebook, or everything that is wrong with the document.</summary>
public sealed record RulebookReading(Rulebook? Rulebook, IReadOnlyList<RulebookFault> Faults);

/// <summary>Reads a rulebook strictly: a rule that is misread would be a duty that is missed.</summary>
public static class RulebookReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>Reads and checks a document in UTF-8.</summary>
    public static RulebookReading Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            var faults = new List<RulebookFault>();
            var document = new RuleDocument(parsed.RootElement, "", faults);
            var version = document.Text("version");
            var asOf = document.OptionalDate("as_of");
            if (document.Member("as_of") is null)
            {
                document.Fault("as_of", "The day for which the rules are stated belongs here.");
            }

            var disclaimer = document.Text("disclaimer");
            var obligations = document.Objects("obligations");
            var rules = obligations.Select(ObligationReader.Read).ToList();
            document.RefuseTheRest();
            RulebookChecks.Across(rules, faults);
            return faults.Count > 0 || asOf is not { } day
                ? new(null, faults)
                : new(new(new(version, Digest(json)), day, disclaimer, rules), []);
        }
        catch (JsonException e)
        {
            return new(null, [new("", $"This is not JSON, or names a member twice: {e.Message}")]);
        }
        catch (NotSupportedException e)
        {
            return new(null, [new("", e.Message)]);
        }
    }

    private static string Digest(ReadOnlyMemory<byte> json) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Canonicalise(json)));
}

/// <summary>Reads one rule and checks what it says by itself.</summary>
internal static class ObligationReader
{
    private static readonly Words<Jurisdiction> Jurisdictions = new((Jurisdiction.EU, "EU"), (Jurisdiction.JP, "JP"));

    public static Obligation Read(RuleDocument document)
    {
        var appliesTo = document.Optional("applies_to");
        var rule = new Obligation
        {
            Id = document.Text("id"),
            RegimeId = document.Text("regime_id"),
            Jurisdiction = document.Word("jurisdiction", Jurisdictions),
            Instrument = document.Text("instrument"),
            Title = document.Text("title"),
            EntityKinds = appliesTo?.Texts("entity_kinds") ?? [],
            Sectors = appliesTo?.Texts("sectors") ?? [],
            Stage = document.Text("stage"),
            StageOrder = document.Number("stage_order"),
            Trigger = document.Word("trigger", DutyWords.Triggers),
            TriggerStage = document.OptionalText("trigger_stage"),
            TriggerStageAlternatives = document.Texts("trigger_stage_alternatives"),
            Deadline = document.OptionalPeriod("deadline"),
            DeadlineMax = document.OptionalPeriod("deadline_max"),
            DeadlineKind = document.Word("deadline_kind", DutyWords.DeadlineKinds),
            Cap = document.Optional("cap") is { } cap ? Cap(cap) : null,
            Clock = document.Word("clock", DutyWords.Clocks),
            FirstDay = document.OptionalWord("first_day", DutyWords.FirstDays),
            RollRule = document.Word("roll_rule", DutyWords.RollRules),
            ReliefOpenToAll = document.Flag("relief_open_to_all"),
            Recipients = document.Texts("recipient"),
            RequiredContent = document.Texts("required_content"),
            EffectiveFrom = document.OptionalDate("effective_from"),
            EffectiveTo = document.OptionalDate("effective_to"),
            Status = document.Word("status", DutyWords.Statuses),
            EntityStart = document.Optional("entity_start") is { } start ? EntityStart(start) : null,
            Source = document.Text("source"),
            Verified = document.NeededFlag("verified"),
            VerifiedAt = document.OptionalText("verified_at"),
            Note = document.OptionalText("note"),
        };
        appliesTo?.RefuseTheRest();
        document.RefuseTheRest();
        RulebookChecks.Alone(rule, document);
        return rule;
    }

    private static DeadlineCap Cap(RuleDocument document)
    {
        var cap = new DeadlineCap(document.Word("trigger", DutyWords.Triggers), Period(document, "deadline"));
        document.RefuseTheRest();
        return cap;
    }

    private static EntityStart EntityStart(RuleDocument document)
    {
        var start = new EntityStart(document.Text("fact"), Period(document, "delay"), document.Text("source"));
        document.RefuseTheRest();
        return start;
    }

    private static DutyPeriod Period(RuleDocument document, string name)
    {
        if (document.Member(name) is null)
        {
            document.Fault(name, "A period belongs here.");
        }

        return document.OptionalPeriod(name) ?? default;
    }
}
