using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Veris;

/// <summary>What the caller decides about VERIS records.</summary>
/// <param name="SectorWhereNone">The sector of incidents whose industry has none in the taxonomy; null refuses them.</param>
/// <param name="VictimInNotes">Whether the victim's name goes into the personal notes, which are sealed; else it is left out.</param>
public sealed record VerisChoices(string? SectorWhereNone, bool VictimInNotes);

/// <summary>Translates VERIS records to reports.</summary>
/// <remarks>
/// Vocabulary for Event Recording and Incident Sharing 1.3 and 1.4. Nothing is made up: what VERIS does not say is left out,
/// and what a report must have all the same is named in the losses.
/// </remarks>
public static partial class VerisIncident
{
    // ISO 3166-1: VERIS has two letters, reduced records three.
    private static readonly string[] Japan = ["JP", "JPN"];

    private const int TitleVarietiesMax = 3;

    /// <summary>Translates one record, an object of JSON.</summary>
    public static IncidentTranslation Translate(JsonElement record, VerisChoices choices)
    {
        if (record.ValueKind is not JsonValueKind.Object)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", "A VERIS record is an object of JSON.");
        }

        if (Read(record) is not { } facts)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", "The record holds text that is not Unicode: half a surrogate pair.");
        }

        if (facts.IsTooLarge)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", $"The record has more than {VerisFacts.FactsMax} values.");
        }

        if (facts.Members("action").Count + facts.Members("actor").Count == 0)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "action", "The object has neither actor nor action: it is no VERIS record.");
        }

        if (VerisTimes.Of(facts) is not { } times)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, VerisPaths.Year, "The record names no year of the incident, and a report has to be dated.");
        }

        if (VerisClassification.Of(facts) is not { } classification)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, VerisPaths.SecurityIncident, "The record says 'False positive': there was no incident.");
        }

        if (SectorOf(facts, choices) is not var (sector, loss))
        {
            var industry = facts.First(VerisPaths.Industry) ?? "Unknown";
            return IncidentTranslation.Refused(
                RefusalCode.UnknownTerm, VerisPaths.Industry, $"The industry '{industry}' has no sector in the taxonomy: state one for such records.");
        }

        return IncidentTranslation.Of(Draft(facts, times, classification, sector, loss, choices));
    }

    private static VerisFacts? Read(JsonElement record)
    {
        try
        {
            return VerisFacts.Of(record);
        }
        catch (InvalidOperationException)
        {
            // JsonElement says so of an escape such as \uD800 that stands alone, and only when the text is asked for.
            return null;
        }
    }

    private static IncidentDraft Draft(
        VerisFacts facts, VerisTimes times, string classification, string sector, Loss? sectorLoss, VerisChoices choices)
    {
        var id = facts.First(VerisPaths.IncidentId);
        var title = Title(facts);
        var vulnerabilities = Vulnerabilities(facts);
        var summary = VerisWords.Summary(facts);
        foreach (var fact in facts.All.Where(f => f.Path == VerisPaths.IncidentId || IsCvesOnly(f)))
        {
            fact.Carried();
        }

        var report = new IncidentReport
        {
            Reference = id,
            Title = title,
            Summary = summary,
            Classification = classification,
            Severity = null,
            Sectors = [sector],
            BeganAt = times.BeganAt,
            DetectedAt = times.DetectedAt,
            EndedAt = times.EndedAt,
            AffectedCount = null,
            Vulnerabilities = vulnerabilities,
            Contacts = [],
            PersonalNotes = null,
        };
        var notes = VictimNotes(facts, choices);
        Loss[] made =
        [
            new("/report/title", LossFate.Defaulted, title, "VERIS has no title: made of its action, industry, country and year"),
            new("/report/classification", LossFate.Approximated, classification, "one class of RSIT for all the actions that VERIS names"),
        ];
        return new(report)
        {
            SourceId = id,
            PersonalNotes = notes,
            Losses = [.. Remaining(facts), .. made, .. sectorLoss is null ? [] : new[] { sectorLoss }, .. times.Losses],
        };
    }

    private static IEnumerable<Loss> Remaining(VerisFacts facts) =>
        facts.All.Where(f => f.Fate is not null).Select(f => new Loss(f.Path, f.Fate!.Value, f.Value, f.Why)); // Those with a fate.

    private static (string Sector, Loss? Loss)? SectorOf(VerisFacts facts, VerisChoices choices)
    {
        var industry = facts.First(VerisPaths.Industry);
        var inJapan = facts.Values(VerisPaths.Country).Any(c => Japan.Contains(c, StringComparer.Ordinal));
        var found = VerisSectors.Of(industry, inJapan);
        if (found.Sector is { } sector)
        {
            return (sector, found.IsExact
                ? null
                : new("/report/sectors", LossFate.Approximated, $"{industry} as {sector}", "the nearest sector of the taxonomy to the industry"));
        }

        return choices.SectorWhereNone is { } stated
            ? (stated, new(
                "/report/sectors", LossFate.Defaulted, $"{industry ?? "Unknown"} as {stated}", "no sector of the taxonomy: the one that was given for such records"))
            : null;
    }

    // Such as "Hacking: SQLi, DoS (Finance, USA, 2013)". It never has the victim's name.
    private static string Title(VerisFacts facts)
    {
        var category = VerisClassification.CategoryOf(facts);
        var varieties = category is null ? [] : facts.Values($"action.{category}.variety").Distinct(StringComparer.Ordinal).Take(TitleVarietiesMax).ToList();
        var what = category is null ? "Incident of unknown cause" : char.ToUpperInvariant(category[0]) + category[1..];
        var industry = VerisSectors.Of(facts.First(VerisPaths.Industry), inJapan: false).Name;
        string?[] where = [industry, facts.First(VerisPaths.Country), facts.First(VerisPaths.Year)];
        var title = $"{what}{(varieties.Count == 0 ? "" : ": " + string.Join(", ", varieties))} ({string.Join(", ", where.OfType<string>())})";
        return title.Length <= IncidentReportRules.TitleCharactersMax ? title : what;
    }

    private static bool IsCvesOnly(VerisFact fact) =>
        fact.Path is "action.hacking.cve" or "action.malware.cve" && CveId().Replace(fact.Value, "").Trim(' ', ',', ';').Length == 0;

    private static IReadOnlyList<string> Vulnerabilities(VerisFacts facts) =>
    [
        .. facts.All.Where(f => f.Path.StartsWith("action.", StringComparison.Ordinal) || f.Path == "notes")
            .SelectMany(f => CveId().Matches(f.Value))
            .Select(m => m.Value.ToUpperInvariant())
            .Where(CveIds.IsCveId)
            .Distinct(StringComparer.Ordinal)
            .Take(IncidentReportRules.VulnerabilitiesMax),
    ];

    private static string? VictimNotes(VerisFacts facts, VerisChoices choices)
    {
        var named = facts.At(VerisPaths.VictimId).Where(f => !f.IsVoid).ToList();
        foreach (var fact in named)
        {
            fact.Becomes(
                choices.VictimInNotes ? LossFate.Approximated : LossFate.Dropped,
                choices.VictimInNotes ? "it stands in the personal notes" : "it names the victim, which was not asked for");
        }

        return choices.VictimInNotes && named.Count > 0
            ? string.Create(CultureInfo.InvariantCulture, $"Victim: {string.Join(", ", named.Select(f => f.Value))}")
            : null;
    }

    [GeneratedRegex(@"\bCVE-[0-9]{4}-[0-9]{4,19}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex CveId();
}
