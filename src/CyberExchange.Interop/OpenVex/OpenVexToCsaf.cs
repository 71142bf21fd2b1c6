using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>What a CSAF document has to say and OpenVEX does not.</summary>
public sealed record VexPublisher
{
    /// <summary>A URI under the publisher's control; null takes the origin of the OpenVEX document's own id.</summary>
    public string? Namespace { get; init; }

    /// <summary>A category of CSAF, such as <c>vendor</c>; null takes the role, where it is one, or <c>other</c>.</summary>
    public string? Category { get; init; }
}

/// <summary>Says in CSAF 2.0, profile <c>csaf_vex</c>, what an OpenVEX document says: 0.2.0, and the older form in which names are texts.</summary>
/// <remarks>
/// Of several statements about one vulnerability and one product the latest counts, as OpenVEX has it. CSAF has no subcomponents: where a product
/// has one status by one of them and another by another, the worst counts. What comes out passes the schema and the mandatory tests of CSAF, or
/// nothing comes out.
/// </remarks>
public sealed class OpenVexToCsaf
{
    private static readonly string[] Categories = ["coordinator", "discoverer", "other", "translator", "user", "vendor"];

    /// <summary>The categories of remediations (CSAF 2.0, 3.2.3.12.1), with which an action begins that was one in CSAF.</summary>
    private static readonly string[] RemediationCategories = ["mitigation", "no_fix_planned", "none_available", "vendor_fix", "workaround"];

    private static readonly string[] WorstFirst = [VexWords.Affected, VexWords.UnderInvestigation, VexWords.Fixed, VexWords.NotAffected];

    private readonly OpenVexDocument _vex;
    private readonly List<Loss> _losses = [];
    private readonly HashSet<(string Path, LossFate Fate, string Why)> _lost = [];
    private readonly Dictionary<string, string> _productIds = new(StringComparer.Ordinal);
    private readonly JsonArray _products = [];

    private OpenVexToCsaf(OpenVexDocument vex) => _vex = vex;

    /// <summary>Translates the exact bytes of a document. No input makes this throw.</summary>
    public static VexTranslation Translate(ReadOnlyMemory<byte> openVex, VexPublisher publisher)
    {
        var (vex, why) = OpenVexDocument.Read(openVex);
        return vex is null ? new VexTranslation.NotPossible(why) : new OpenVexToCsaf(vex).Translate(publisher);
    }

    private VexTranslation Translate(VexPublisher publisher)
    {
        var space = publisher.Namespace ?? Origin();
        if (space is null)
        {
            return new VexTranslation.NotPossible("The document's id is no web address, so that nothing tells the publisher's namespace: name one.");
        }

        var statements = Effective();
        if (statements.Count == 0)
        {
            return new VexTranslation.NotPossible("No statement names a product, a vulnerability and a status of OpenVEX.");
        }

        if (Instants() is not { } instants)
        {
            return new VexTranslation.NotPossible("Neither the document nor a statement says when it was made.");
        }

        var vulnerabilities = new JsonArray([.. statements.GroupBy(entry => entry.Statement.Key, StringComparer.Ordinal).Select(Vulnerability)]);
        var csaf = new JsonObject
        {
            ["document"] = Document(publisher, space, instants.First, instants.Last, vulnerabilities.Count),
            ["product_tree"] = new JsonObject { ["full_product_names"] = _products },
            ["vulnerabilities"] = vulnerabilities,
        };
        TellLost();
        var bytes = Encoding.UTF8.GetBytes(csaf.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var validation = CsafValidator.Validate(bytes, new CsafValidationOptions { Preset = CsafPreset.Mandatory });
        return validation.Results.FirstOrDefault(result => result.Severity is CsafSeverity.Error) is { } error
            ? new VexTranslation.NotPossible($"What the document says cannot stand in CSAF: {error.Pointer}: {error.Message}")
            : new VexTranslation.Made(bytes, [.. _losses]);
    }

    private string? Origin()
    {
        if (!Uri.TryCreate(_vex.Id, UriKind.Absolute, out var id) || (id.Scheme is not "https" and not "http"))
        {
            return null;
        }

        Lose("/document/publisher/namespace", LossFate.Defaulted, id.GetLeftPart(UriPartial.Authority), "OpenVEX names no namespace: the origin of the document's id stands");
        return id.GetLeftPart(UriPartial.Authority);
    }

    private (DateTimeOffset First, DateTimeOffset Last)? Instants()
    {
        var all = _vex.Statements.SelectMany(statement => new[] { statement.At, statement.UpdatedAt }).Append(_vex.At).Append(_vex.UpdatedAt).OfType<DateTimeOffset>().ToList();
        return all.Count == 0 ? null : (_vex.At ?? all.Min(), all.Max());
    }

    private JsonObject Document(VexPublisher publisher, string space, DateTimeOffset first, DateTimeOffset last, int vulnerabilities)
    {
        var title = $"VEX of {_vex.Author}: {vulnerabilities} {(vulnerabilities == 1 ? "vulnerability" : "vulnerabilities")}";
        Lose("/document/title", LossFate.Defaulted, title, "OpenVEX has no title");
        var history = new JsonArray(Revision("1", first, first == last ? _vex.Version : null, "First statement."));
        if (last > first)
        {
            history.Add(Revision("2", last, _vex.Version, "Last statement."));
        }

        if (_vex.Version is not null and not "1" and not "2")
        {
            Lose("version", LossFate.Approximated, _vex.Version, "the versions before are not known: CSAF lists them all, so that the versions are counted anew and this stands as the legacy version");
        }

        return new JsonObject
        {
            ["category"] = "csaf_vex",
            ["csaf_version"] = "2.0",
            ["publisher"] = new JsonObject { ["category"] = Category(publisher), ["name"] = _vex.Author, ["namespace"] = space },
            ["title"] = title,
            ["tracking"] = new JsonObject
            {
                ["current_release_date"] = Text(last),
                ["id"] = _vex.Id.Trim(),
                ["initial_release_date"] = Text(first),
                ["revision_history"] = history,
                ["status"] = "final",
                ["version"] = last > first ? "2" : "1",
            },
        };
    }

    private string Category(VexPublisher publisher)
    {
        if (publisher.Category is { } category)
        {
            return category;
        }

        if (_vex.Role is { } role && Categories.Contains(role))
        {
            return role;
        }

        Lose("/document/publisher/category", LossFate.Defaulted, "other", "OpenVEX says a role in free text, or none");
        if (_vex.Role is not null)
        {
            Lose("role", LossFate.Dropped, _vex.Role, "CSAF knows six categories of publishers");
        }

        return "other";
    }

    private static JsonObject Revision(string number, DateTimeOffset at, string? legacy, string summary)
    {
        var revision = new JsonObject { ["date"] = Text(at), ["number"] = number, ["summary"] = summary };
        if (legacy is not null && legacy != number)
        {
            revision["legacy_version"] = legacy;
        }

        return revision;
    }

    // By vulnerability, product and subcomponent the latest statement; of equal instants the one that stands last. One about the product as a whole
    // takes the place of those about its subcomponents.
    private List<(OpenVexStatement Statement, OpenVexProduct Product)> Effective()
    {
        var latest = new Dictionary<(string Vulnerability, string Product), Dictionary<string, (OpenVexStatement Statement, OpenVexProduct Product)>>();
        foreach (var statement in _vex.Statements.OrderBy(InstantOf))
        {
            if (statement.Key.Length == 0 || VexWords.Statuses.All(status => status.OpenVex != statement.Status))
            {
                Lose("statements", LossFate.Dropped, statement.Status, "a statement names a vulnerability and one of the four statuses");
                continue;
            }

            if (statement.Products.Count == 0)
            {
                Lose("statements", LossFate.Dropped, statement.Key, "a statement without products speaks of what it is embedded in, and CSAF is not");
            }

            foreach (var product in statement.Products)
            {
                ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, (statement.Key, product.Key), out _);
                parts ??= new(StringComparer.Ordinal);
                if (product.Subcomponents.Count == 0 ? parts.Count > 0 : product.Subcomponents.Any(parts.ContainsKey))
                {
                    Lose("statements", LossFate.Dropped, statement.Key, "a later statement about the same product takes its place");
                }

                if (product.Subcomponents.Count == 0)
                {
                    parts.Clear();
                    parts[""] = (statement, product);
                }

                foreach (var subcomponent in product.Subcomponents)
                {
                    parts[subcomponent] = (statement, product);
                }
            }
        }

        return [.. latest.Values.SelectMany(parts => Worst([.. parts.Values.DistinctBy(entry => entry.Product, ReferenceEqualityComparer.Instance)]))];
    }

    private IEnumerable<(OpenVexStatement Statement, OpenVexProduct Product)> Worst(List<(OpenVexStatement Statement, OpenVexProduct Product)> said)
    {
        var worst = WorstFirst.First(status => said.Exists(entry => entry.Statement.Status == status)); // Each has one of the four.
        if (said.Exists(entry => entry.Statement.Status != worst))
        {
            Lose(
                "products.subcomponents",
                LossFate.Approximated,
                said[0].Product.Key,
                $"statements about subcomponents of one product disagree, and CSAF has one status of it: the worst stands, in the order {string.Join(", ", WorstFirst)}");
        }

        return said.Where(entry => entry.Statement.Status == worst);
    }

    // A statement without a time has that of the document (OpenVEX 0.2.0, inheritance); when the document was last touched says nothing of it.
    private DateTimeOffset InstantOf(OpenVexStatement statement)
    {
        var at = statement.At ?? _vex.At ?? DateTimeOffset.MinValue;
        return statement.UpdatedAt is { } updated && updated > at ? updated : at;
    }

    private JsonNode Vulnerability(IEnumerable<(OpenVexStatement Statement, OpenVexProduct Product)> entries)
    {
        var said = entries.Select(entry => (entry.Statement, ProductId: ProductId(entry.Product))).ToList();
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

        result["notes"] = Notes(statements);
        var status = new JsonObject();
        foreach (var (openVex, csaf, _) in VexWords.Statuses)
        {
            var products = said.Where(entry => entry.Statement.Status == openVex).Select(entry => entry.ProductId).ToList();
            if (products.Count > 0)
            {
                status[csaf] = Ids(products);
            }
        }

        result["product_status"] = status;
        AddReasons(result, said);
        return result;
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
                Lose("justification", LossFate.Dropped, justification, "a product has one justification in CSAF, and statements about its subcomponents give others");
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
                Lose("action_statement", LossFate.Approximated, action, "OpenVEX does not say whether an action is a fix or a workaround: it stands as a mitigation");
            }

            if (at is { } date)
            {
                remediation["date"] = Text(date);
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
        Lose(path, LossFate.Defaulted, text, "the profile asks for it");
        return text;
    }

    private bool IsJustified(OpenVexStatement statement)
    {
        if (statement.Justification is null || VexWords.Justifications.Contains(statement.Justification))
        {
            return statement.Justification is not null;
        }

        Lose("justification", LossFate.Dropped, statement.Justification, "CSAF and OpenVEX have five justifications, and this is none of them");
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
            Lose("status_notes", LossFate.Approximated, text, "a note of CSAF 2.0 speaks of the vulnerability, whatever the product");
            notes.Add(new JsonObject { ["category"] = "details", ["text"] = text, ["title"] = "Status notes" });
        }

        if (notes.Count == 0)
        {
            notes.Add(new JsonObject { ["category"] = "general", ["text"] = Default("/vulnerabilities/notes", "The author says no more of this vulnerability.") });
        }

        return notes;
    }

    private string ProductId(OpenVexProduct product)
    {
        if (_productIds.TryGetValue(product.Key, out var known))
        {
            return known;
        }

        var id = FormattableString.Invariant($"VEX-{_productIds.Count + 1:D4}");
        _productIds.Add(product.Key, id);
        var entry = new JsonObject { ["name"] = product.Id ?? product.Key, ["product_id"] = id };
        var helper = Helper(product);
        if (helper.Count > 0)
        {
            entry["product_identification_helper"] = helper;
        }

        _products.Add(entry);
        return id;
    }

    private JsonObject Helper(OpenVexProduct product)
    {
        var helper = new JsonObject();
        var purl = product.Purl ?? (product.Id?.StartsWith("pkg:", StringComparison.Ordinal) == true ? product.Id : null);
        if (purl is not null && IsPurl(purl))
        {
            helper["purl"] = purl;
        }
        else if (purl is not null)
        {
            Lose("products.identifiers.purl", LossFate.Dropped, purl, "it is no package URL that CSAF takes");
        }

        if (product.Cpe is { } cpe)
        {
            if (cpe.Length <= CsafLimits.VersionBytesMax && CsafFormats.IsCpe(cpe))
            {
                helper["cpe"] = cpe;
            }
            else
            {
                Lose("products.identifiers.cpe", LossFate.Dropped, cpe, "it is no CPE name");
            }
        }

        var hashes = new JsonArray();
        foreach (var (algorithm, value) in product.Hashes)
        {
            if (VexWords.Algorithms.FirstOrDefault(a => a.OpenVex == algorithm).Csaf is { } known && CsafFormats.IsHash(Encoding.UTF8.GetBytes(value)))
            {
                hashes.Add(new JsonObject { ["algorithm"] = known, ["value"] = value });
            }
            else
            {
                Lose("products.hashes", LossFate.Dropped, algorithm, "the algorithm is not known here, or the value is no hash");
            }
        }

        if (hashes.Count > 0)
        {
            Lose("/product_tree/full_product_names/product_identification_helper/hashes/filename", LossFate.Defaulted, product.Key, "OpenVEX names no file: the product's name stands");
            helper["hashes"] = new JsonArray(new JsonObject { ["file_hashes"] = hashes, ["filename"] = product.Id ?? product.Key });
        }

        return helper;
    }

    private void TellLost()
    {
        foreach (var (path, value) in _vex.NotRead)
        {
            Lose(path, LossFate.Dropped, value, "CSAF has no place for it, or none was found");
        }
    }

    private void Lose(string path, LossFate fate, string? value, string why)
    {
        if (_lost.Add((path, fate, why)))
        {
            _losses.Add(new(path, fate, value, why));
        }
    }

    private static JsonArray Ids(IEnumerable<string> productIds) => new([.. productIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(id => JsonValue.Create(id))]);

    private static bool IsCve(string name) => CsafFormats.IsCve(Encoding.UTF8.GetBytes(name));

    private static bool IsPurl(string text) => CsafFormats.IsPurl(Encoding.UTF8.GetBytes(text)) && Purl.PackageUrl.TryParse(text, out _, out _);

    // GHSA-xxxx is an id of the system GHSA; what has no such form comes from OpenVEX.
    private static string SystemOf(string name) => name.IndexOf('-', StringComparison.Ordinal) is > 0 and < 24 and var at && name.AsSpan(0, at).IndexOfAnyExceptInRange('A', 'Z') < 0
        ? name[..at]
        : "OpenVEX";

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
