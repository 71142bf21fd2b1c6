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

    private readonly OpenVexDocument _vex;
    private readonly VexLosses _losses = new();

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

        var statements = new EffectiveStatements(_vex, _losses).Find();
        if (statements.Count == 0)
        {
            return new VexTranslation.NotPossible("No statement names a product, a vulnerability and a status of OpenVEX.");
        }

        if (Instants() is not { } instants)
        {
            return new VexTranslation.NotPossible("Neither the document nor a statement says when it was made.");
        }

        var products = new CsafVexProducts(_losses);
        var said = new CsafVexVulnerabilities(products, _losses);
        var vulnerabilities = new JsonArray([.. statements.GroupBy(entry => entry.Statement.Key, StringComparer.Ordinal).Select(said.Vulnerability)]);
        var csaf = new JsonObject
        {
            ["document"] = Document(publisher, space, instants.First, instants.Last, vulnerabilities.Count),
            ["product_tree"] = new JsonObject { ["full_product_names"] = products.Made },
            ["vulnerabilities"] = vulnerabilities,
        };
        TellLost(instants.First, instants.Last);
        var bytes = Encoding.UTF8.GetBytes(csaf.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var validation = CsafValidator.Validate(bytes, new CsafValidationOptions { Preset = CsafPreset.Mandatory });
        return validation.Results.FirstOrDefault(result => result.Severity is CsafSeverity.Error) is { } error
            ? new VexTranslation.NotPossible($"What the document says cannot stand in CSAF: {error.Pointer}: {error.Message}")
            : new VexTranslation.Made(bytes, _losses.Told);
    }

    private string? Origin()
    {
        if (!Uri.TryCreate(_vex.Id, UriKind.Absolute, out var id) || (id.Scheme is not "https" and not "http"))
        {
            return null;
        }

        _losses.Add("/document/publisher/namespace", LossFate.Defaulted, id.GetLeftPart(UriPartial.Authority), "OpenVEX names no namespace: the origin of the document's id stands");
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
        _losses.Add("/document/title", LossFate.Defaulted, title, "OpenVEX has no title");
        var history = new JsonArray(Revision("1", first, first == last ? _vex.Version : null, "First statement."));
        if (last > first)
        {
            history.Add(Revision("2", last, _vex.Version, "Last statement."));
        }

        if (_vex.Version is not null and not "1" and not "2")
        {
            _losses.Add("version", LossFate.Approximated, _vex.Version, "the versions before are not known: CSAF lists them all, so that the versions are counted anew and this stands as the legacy version");
        }

        return new JsonObject
        {
            ["category"] = "csaf_vex",
            ["csaf_version"] = "2.0",
            ["publisher"] = new JsonObject { ["category"] = Category(publisher), ["name"] = _vex.Author, ["namespace"] = space },
            ["title"] = title,
            ["tracking"] = new JsonObject
            {
                ["current_release_date"] = VexWords.Text(last),
                ["id"] = _vex.Id.Trim(),
                ["initial_release_date"] = VexWords.Text(first),
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

        _losses.Add("/document/publisher/category", LossFate.Defaulted, "other", "OpenVEX says a role in free text, or none");
        if (_vex.Role is not null)
        {
            _losses.Add("role", LossFate.Dropped, _vex.Role, "CSAF knows six categories of publishers");
        }

        return "other";
    }

    private static JsonObject Revision(string number, DateTimeOffset at, string? legacy, string summary)
    {
        var revision = new JsonObject { ["date"] = VexWords.Text(at), ["number"] = number, ["summary"] = summary };
        if (legacy is not null && legacy != number)
        {
            revision["legacy_version"] = legacy;
        }

        return revision;
    }

    private void TellLost(DateTimeOffset first, DateTimeOffset last)
    {
        foreach (var (name, at) in _vex.Statements.SelectMany(statement => new[] { ("statements.timestamp", statement.At), ("statements.last_updated", statement.UpdatedAt) }))
        {
            if (at is { } instant && instant != first && instant != last)
            {
                _losses.Add(name, LossFate.Dropped, VexWords.Text(instant), "CSAF has no time of a statement: the revision history has the first of all and the last");
            }
        }

        foreach (var (path, value) in _vex.NotRead)
        {
            _losses.Add(path, LossFate.Dropped, value, "CSAF has no place for it, or none was found");
        }
    }
}
