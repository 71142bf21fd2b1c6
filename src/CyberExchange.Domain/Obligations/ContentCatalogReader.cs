using System.Text.Json;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Obligations;

/// <summary>Reads a catalogue of report contents strictly: a row that is lost would be a report that lacks what the law asks for.</summary>
public static class ContentCatalogReader
{
    /// <summary>Reads a catalogue and tells all that is wrong with it; where anything is, the catalogue is of no use.</summary>
    public static ContentCatalog Read(JsonElement root, List<RulebookFault> faults)
    {
        var document = new RuleDocument(root, "", faults);
        var version = document.Text("version");
        var rows = Distinct(document.Objects("rows").Select(d => (d, Row(d))), row => row.Key, "key");
        var byKey = rows.ToDictionary(r => r.Key, StringComparer.Ordinal);
        var mappings = Distinct(document.Objects("contents").Select(d => (d, Mapping(d, byKey))), mapping => mapping.Text, "text");
        var forms = document.Objects("common_forms").Select(d => Form(d, byKey)).ToList();
        document.RefuseTheRest();

        var asked = mappings.SelectMany(m => m.Rows).Concat(forms.SelectMany(f => f.Rows)).Select(r => r.Key).ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            if (!asked.Contains(rows[i].Key))
            {
                faults.Add(new($"/rows/{i}", $"Nothing asks for '{rows[i].Key}'."));
            }
        }

        return new(version, rows, mappings, forms);
    }

    private static List<T> Distinct<T>(IEnumerable<(RuleDocument Document, T Value)> entries, Func<T, string> id, string name)
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (document, value) in entries)
        {
            if (!known.TryAdd(id(value), value))
            {
                document.Fault(name, $"'{id(value)}' stands here twice.");
            }
        }

        return [.. known.Values];
    }

    private static ContentRow Row(RuleDocument document)
    {
        var row = new ContentRow(
            document.Text("key"),
            document.Text("en"),
            document.Text("ja"),
            document.Word("kind", ContentWords.Kinds),
            document.NeededFlag("personal"),
            document.OptionalWord("source", ContentWords.Sources),
            document.OptionalText("note"));
        document.RefuseTheRest();
        return row;
    }

    private static ContentMapping Mapping(RuleDocument document, Dictionary<string, ContentRow> rows)
    {
        var mapping = new ContentMapping(
            document.Text("text"),
            document.OptionalText("ja"),
            document.Word("need", ContentWords.Needs),
            Rows(document, rows),
            document.Flag("common_form"));
        document.RefuseTheRest();
        if (mapping.Rows.Count == 0 && !mapping.CommonForm)
        {
            document.Fault("rows", "At least one row belongs here, or the common form answers it.");
        }

        return mapping;
    }

    private static CommonForm Form(RuleDocument document, Dictionary<string, ContentRow> rows)
    {
        var from = document.OptionalDate("effective_from");
        if (document.Member("effective_from") is null)
        {
            document.Fault("effective_from", "The first day of the form belongs here.");
        }

        var classes = document.Texts("classes");
        foreach (var unknown in classes.Where(c => !IncidentClasses.IsKnown(c)))
        {
            document.Fault("classes", $"'{unknown}' is no class of the Reference Security Incident Taxonomy.");
        }

        var form = new CommonForm(
            document.Text("id"), document.Text("en"), document.Text("ja"), classes, from ?? default, document.OptionalDate("effective_to"),
            document.NeededFlag("verified"), Rows(document, rows), document.Text("source"), document.Text("note"));
        document.RefuseTheRest();
        return form;
    }

    private static List<ContentRow> Rows(RuleDocument document, Dictionary<string, ContentRow> rows)
    {
        var found = new List<ContentRow>();
        foreach (var key in document.Texts("rows"))
        {
            if (rows.GetValueOrDefault(key) is not { } row)
            {
                document.Fault("rows", $"No row has the key '{key}'.");
            }
            else if (found.Contains(row))
            {
                document.Fault("rows", $"'{key}' stands here twice.");
            }
            else
            {
                found.Add(row);
            }
        }

        return found;
    }
}
