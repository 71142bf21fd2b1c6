using System.Security.Cryptography;
using System.Text.Json;
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
            var rulebook = Read(new RuleDocument(parsed.RootElement, "", faults), CanonicalJson.Canonicalise(json), faults);
            return new(faults.Count == 0 ? rulebook : null, faults);
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

    private static Rulebook Read(RuleDocument document, byte[] canonical, List<RulebookFault> faults)
    {
        var obligations = document.Objects("obligations");
        var rulebook = new Rulebook
        {
            Version = new(document.Text("version"), Convert.ToHexStringLower(SHA256.HashData(canonical))),
            Document = canonical,
            AsOf = document.Date("as_of"),
            Disclaimer = document.Text("disclaimer"),
            RollRules = [.. document.Objects("roll_rules").Select(RuleParts.RollRule)],
            Obligations = [.. obligations.Select(ObligationReader.Read)],
            Conditions = [.. document.Objects("conditions").Select(RuleParts.Condition)],
            Thresholds = [.. document.Objects("thresholds").Select(ThresholdReader.Read)],
            SectorWords = [.. document.Objects("sector_words").Select(RuleParts.SectorWord)],
            KindHints = [.. document.Objects("kind_hints").Select(RuleParts.KindHint)],
            Overlays = faults.Count > 0 ? [] : [.. document.Objects("overlays").Select(o => OverlayReader.Read(o, obligations, faults)).OfType<Overlay>()],
            Calendars = [.. document.Objects("calendars").Select(RuleParts.Calendar)],
        };

        // Overlays of faulty rules are not looked at; they are no unknown member for that.
        document.Member("overlays");
        document.RefuseTheRest();
        RulebookChecks.Across(rulebook, faults);
        return rulebook;
    }
}
