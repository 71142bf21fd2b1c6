using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>Makes the vulnerabilities of a CSAF document of statements about them.</summary>
internal sealed class CsafVexVulnerabilities(CsafVexProducts products, VexLosses losses)
{
    /// <summary>The categories of remediations (CSAF 2.0, 3.2.3.12.1), with which an action begins that was one in CSAF.</summary>
    private static readonly string[] RemediationCategories = ["mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"];

    /// <summary>A vulnerability with the status of its products, and what is said of that.</summary>
    public JsonNode Vulnerability(IEnumerable<(OpenVexStatement Statement, OpenVexProduct Product)> entries)
    {
        var said = entries.Select(entry => (entry.Statement, ProductId: products.IdOf(entry.Product))).ToList();
        var statements = said.Select(entry => entry.Statement).Distinct().ToList();
        var result = new JsonObject();
        var cve = statements.SelectMany(s => s.Names).FirstOrDefault(IsCve);
        if (cve is not null)
        {
            result["cve"] = cve;
        }

        var others = statements.SelectMany(s => s.Names).Where(name => name != cve).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
        {
            result["ids"] = new JsonArray([.. others.Select(name => new JsonObject { ["system_name"] = SystemOf(name), ["text"] = name })]);
        }

        TellMisplaced(statements);
        result["notes"] = Notes(statements);
        var status = new JsonObject();
        foreach (var (openVex, csaf, _) in VexWords.Statuses)
        {
            var ids = said.Where(entry => entry.Statement.Status == openVex).Select(entry => entry.ProductId).ToList();
            if (ids.Count > 0)
            {
                status[csaf] = Ids(ids);
            }
        }

        result["product_status"] = status;
        AddReasons(result, said);
        return result;
    }

    // OpenVEX says of which status each is; what another status has beside it is passed over, and told.
    private void TellMisplaced(IEnumerable<OpenVexStatement> statements)
    {
        foreach (var statement in statements)
        {
            (string Path, string? Value, string Status)[] reasons =
            [
                ("justification", statement.Justification, VexWords.NotAffected), ("impact_statement", statement.Impact, VexWords.NotAffected),
                ("action_statement", statement.Action, VexWords.Affected),
            ];
            foreach (var (path, value, status) in reasons.Where(reason => reason.Value is not null && reason.Status != statement.Status))
            {
                losses.Add(path, LossFate.Dropped, value, $"it is carried of products that are {status} alone");
            }
        }
    }

    private void AddReasons(JsonObject vulnerability, List<(OpenVexStatement Statement, string ProductId)> said)
    {
        var (flags, threats, remediations) = (new JsonArray(), new JsonArray(), new JsonArray());
        var notAffected = said.Where(entry => entry.Statement.Status == VexWords.NotAffected).ToList();
        var justifications = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (statement, productId) in notAffected.Where(e => IsJustified(e.Statement)))
        {
            var justification = statement.Justification!; // It is justified.
            if (!justifications.TryAdd(productId, justification) && justifications[productId] != justification)
            {
                losses.Add("justification", LossFate.Dropped, justification, "a product has one justification in CSAF, and statements about its subcomponents give others");
            }
        }

        foreach (var group in justifications.GroupBy(e => e.Value, e => e.Key, StringComparer.Ordinal))
        {
            flags.Add(new JsonObject { ["label"] = group.Key, ["product_ids"] = Ids(group) });
        }

        foreach (var group in notAffected.Where(e => e.Statement.Impact is not null || !IsJustified(e.Statement)).GroupBy(e => e.Statement.Impact, e => e.ProductId, StringComparer.Ordinal))
        {
            threats.Add(new JsonObject { ["category"] = "impact", ["details"] = group.Key ?? Default("/vulnerabilities/threats", "The author states no reason."), ["product_ids"] = Ids(group) });
        }

        foreach (var group in said.Where(e => e.Statement.Status == VexWords.Affected).GroupBy(e => (e.Statement.Action, e.Statement.ActionAt), e => e.ProductId))
        {
            var (action, at) = group.Key;
            var category = RemediationCategories.FirstOrDefault(name => IsOf(action, name));
            var remediation = new JsonObject
            {
                ["category"] = category ?? (action is null ? "none_available" : "mitigation"),
                ["details"] = action?[(category is null ? 0 : category.Length + 2)..] ?? Default("/vulnerabilities/remediations", "The author states no action."),
                ["product_ids"] = Ids(group),
            };
            if (action is not null && category is null)
            {
                losses.Add("action_statement", LossFate.Approximated, action, "OpenVEX does not say whether an action is a fix or a workaround: it stands as a mitigation");
            }

            if (at is { } date)
            {
                remediation["date"] = VexWords.Text(date);
            }

            remediations.Add(remediation);
        }

        foreach (var (name, items) in new[] { ("flags", flags), ("remediations", remediations), ("threats", threats) })
        {
            if (items.Count > 0)
            {
                vulnerability[name] = items;
            }
        }
    }

    private static bool IsOf(string? action, string category) =>
        action is not null && action.StartsWith($"{category}: ", StringComparison.Ordinal) && !action.AsSpan(category.Length + 2).IsWhiteSpace();

    private string Default(string path, string text)
    {
        losses.Add(path, LossFate.Defaulted, text, "the profile asks for it");
        return text;
    }

    private bool IsJustified(OpenVexStatement statement)
    {
        if (statement.Justification is null || VexWords.Justifications.Contains(statement.Justification))
        {
            return statement.Justification is not null;
        }

        losses.Add("justification", LossFate.Dropped, statement.Justification, "CSAF and OpenVEX have five justifications, and this is none of them");
        return false;
    }

    private JsonArray Notes(List<OpenVexStatement> statements)
    {
        var notes = new JsonArray();
        foreach (var text in statements.Select(s => s.Description).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            notes.Add(new JsonObject { ["category"] = "description", ["text"] = text });
        }

        foreach (var text in statements.Select(s => s.Notes).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            losses.Add("status_notes", LossFate.Approximated, text, "a note of CSAF 2.0 speaks of the vulnerability, whatever the product");
            notes.Add(new JsonObject { ["category"] = "details", ["text"] = text, ["title"] = "Status notes" });
        }

        if (notes.Count == 0)
        {
            notes.Add(new JsonObject { ["category"] = "general", ["text"] = Default("/vulnerabilities/notes", "The author says no more of this vulnerability.") });
        }

        return notes;
    }

    private static JsonArray Ids(IEnumerable<string> productIds) => new([.. productIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);

    private static bool IsCve(string name) => CsafFormats.IsCve(Encoding.UTF8.GetBytes(name));

    // GHSA-xxxx is an id of the system GHSA; what has no such form comes from OpenVEX.
    private static string SystemOf(string name) => name.IndexOf('-', StringComparison.Ordinal) is > 0 and < 24 and var at && name.AsSpan(0, at).IndexOfAnyExceptInRange('A', 'Z') < 0
        ? name[..at]
        : "OpenVEX";
}
