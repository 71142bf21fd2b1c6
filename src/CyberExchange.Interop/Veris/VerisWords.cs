using System.Text;
using CyberExchange.Domain.Incidents;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Veris;

/// <summary>The summary of a report: the record's own, and below it in words what has no field of the report.</summary>
internal static class VerisWords
{
    private const string Heading = "As recorded in VERIS:";
    private const string InWords = "no field of the report: it stands in the summary in words";

    // Sections that tell what happened. Of the victim only what does not point at one organisation; the record's own
    // management (plus, schema and source) tells of the database and not of the incident.
    private static readonly string[] Sections =
    [
        "security_incident", "confidence", "timeline", "actor", "action", "asset", "attribute", "targeted", "discovery_method", "discovery_notes",
        "value_chain", "impact", "control_failure", "corrective_action", "cost_corrective_action", "campaign_id", "notes", "ioc", "reference",
    ];

    // Sections whose members are categories.
    private static readonly string[] Named = ["actor", "action", "attribute", "discovery_method"];

    private static readonly string[] OfTheVictim = [VerisPaths.Industry, VerisPaths.Country, "victim.government", "victim.employee_count"];

    /// <summary>The summary; marks what it takes.</summary>
    public static string Summary(VerisFacts facts)
    {
        var narrative = facts.First(VerisPaths.Summary);
        foreach (var fact in facts.At(VerisPaths.Summary))
        {
            fact.Carried();
        }

        var text = new StringBuilder(narrative);
        text.Append(narrative is null ? "" : "\n\n").Append(Heading);
        foreach (var section in Named)
        {
            Name(section, facts, text);
        }

        foreach (var path in facts.All.Where(f => !f.IsVoid && IsTold(f.Path)).GroupBy(f => f.Path, StringComparer.Ordinal))
        {
            text.Append('\n').Append(path.Key).Append(": ").AppendJoin(", ", path.Select(f => f.Value).Distinct(StringComparer.Ordinal));
            foreach (var fact in path)
            {
                fact.Becomes(LossFate.Approximated, InWords);
            }
        }

        return Cut(text.ToString(), facts);
    }

    // A category without a known variety is news all the same: that it was an insider, say.
    private static void Name(string section, VerisFacts facts, StringBuilder text)
    {
        var members = facts.Members(section);
        if (members.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(section).Append(": ").AppendJoin(", ", members);
        foreach (var fact in facts.All.Where(f => f.Value.Length == 0 && members.Any(m => f.Path == $"{section}.{m}")))
        {
            fact.Becomes(LossFate.Approximated, InWords);
        }
    }

    private static bool IsTold(string path) =>
        Sections.Contains(path.Split('.')[0], StringComparer.Ordinal) || OfTheVictim.Contains(path, StringComparer.Ordinal);

    private static string Cut(string text, VerisFacts facts)
    {
        const int max = IncidentReportRules.SummaryCharactersMax;
        if (text.Length <= max)
        {
            return text;
        }

        // What stood at the end is the record in words; a narrative that is longer still is cut with it.
        foreach (var fact in facts.All.Where(f => f.Fate is LossFate.Approximated))
        {
            fact.Becomes(LossFate.Dropped, $"the summary ends after {max} characters");
        }

        foreach (var fact in facts.At(VerisPaths.Summary).Where(f => f.Value.Length > max))
        {
            fact.Becomes(LossFate.Approximated, $"the summary ends after {max} characters");
        }

        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] : text[..max];
    }
}
