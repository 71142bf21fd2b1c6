using System.Globalization;
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
    /// <summary>Versions of one document: CSAF lists each of them.</summary>
    private const int VersionsMax = 1_000;

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

        if (WholeVersion() is > VersionsMax)
        {
            return new VexTranslation.NotPossible($"This is version {_vex.Version}: CSAF lists all versions, and more than {VersionsMax} are not listed.");
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
        var history = History(first);
        var current = Date(first, history.Count);

        return new JsonObject
        {
            ["category"] = "csaf_vex",
            ["csaf_version"] = "2.0",
            ["publisher"] = new JsonObject { ["category"] = Category(publisher), ["name"] = _vex.Author, ["namespace"] = space },
            ["title"] = title,
            ["tracking"] = new JsonObject
            {
                ["current_release_date"] = VexWords.Text(last > current ? last : current),
                ["id"] = _vex.Id.Trim(),
                ["initial_release_date"] = VexWords.Text(first),
                ["revision_history"] = history,
                ["status"] = "final",
                ["version"] = Number(history.Count),
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

    // OpenVEX 0.2.0: a whole number that each change raises; null for anything else.
    private int? WholeVersion() =>
        _vex.Version is { } version && version.All(char.IsAsciiDigit) ? int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue : null;

    // CSAF lists each version with its date and a revision keeps what was listed before (3.2.1.12), but OpenVEX knows the first date and the last
    // alone. So an entry says what every later document can say again: nothing of it is taken from the last date.
    private JsonArray History(DateTimeOffset first)
    {
        var version = WholeVersion() is >= 1 and var whole ? whole : 1;
        var history = new JsonArray([.. Enumerable.Range(1, version).Select(number => new JsonObject
        {
            ["date"] = VexWords.Text(Date(first, number)),
            ["number"] = Number(number),
            ["summary"] = number == 1 ? "First version." : $"Version {Number(number)}; its date is not known.",
        })]);
        if (version > 1)
        {
            _losses.Add(
                "/document/tracking/revision_history/date", LossFate.Defaulted, VexWords.Text(Date(first, version)),
                "OpenVEX has no dates of the versions: each is listed a millisecond after the one before, and the current release date is that of the last change");
        }

        if (_vex.Version is null)
        {
            _losses.Add("/document/tracking/version", LossFate.Defaulted, "1", "the document says no version");
        }
        else if (WholeVersion() is not >= 1)
        {
            history[0]!["legacy_version"] = _vex.Version; // The first is there.
            _losses.Add("version", LossFate.Approximated, _vex.Version, "it is no whole number from 1 on, so that nothing says which versions were before it: it stands as the legacy version of the first");
        }

        return history;
    }

    private static DateTimeOffset Date(DateTimeOffset first, int version)
    {
        var after = TimeSpan.FromMilliseconds(version - 1);
        return DateTimeOffset.MaxValue - first < after ? DateTimeOffset.MaxValue : first + after;
    }

    private static string Number(int version) => version.ToString(CultureInfo.InvariantCulture);

    private void TellLost(DateTimeOffset first, DateTimeOffset last)
    {
        foreach (var (name, at) in _vex.Statements.SelectMany(statement => new[] { ("statements.timestamp", statement.At), ("statements.last_updated", statement.UpdatedAt) }))
        {
            if (at is { } instant && instant != first && instant != last)
            {
                _losses.Add(name, LossFate.Dropped, VexWords.Text(instant), "CSAF has no time of a statement: the document has the first of all and the last");
            }
        }

        foreach (var (path, value) in _vex.NotRead)
        {
            _losses.Add(path, LossFate.Dropped, value, "CSAF has no place for it, or none was found");
        }
    }
}
