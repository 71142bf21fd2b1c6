using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Changes;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>Says in OpenVEX 0.2.0 what a CSAF document, of version 2.0 or 2.1, says of the status of products.</summary>
/// <remarks>
/// Products with the same status, reason and measure share a statement. A product that has a package URL of its own is named by that;
/// another by the publisher's namespace, the tracking id and the product id.
/// </remarks>
public sealed class CsafToOpenVex
{
    /// <summary>
    /// UTF-16 units of all that is said of products: what CSAF says once of a group, OpenVEX says in each statement, and a few bytes can
    /// name thousands again and again.
    /// </summary>
    private const int CharactersMax = 32 * 1024 * 1024;

    private const string TooMuch = "The document says too much of too many products to be said again of each.";
    private const string NoAction = "The publisher states no remediation.";
    private const string NoReason = "The publisher states no reason.";

    // What OpenVEX has no place for, of the document and of a vulnerability.
    private static readonly string[] CarriedOfDocument = ["category", "csaf_version", "publisher", "tracking"];
    private static readonly string[] CarriedOfVulnerability = ["cve", "title", "ids", "product_status", "flags", "threats", "remediations"];

    private readonly CsafSubject _subject;
    private readonly List<Loss> _losses = [];
    private readonly HashSet<(string Path, LossFate Fate, string Why)> _lost = [];
    private int _charactersLeft = CharactersMax;
    private readonly Dictionary<int, VexProduct> _products = [];

    private CsafToOpenVex(CsafSubject subject) => _subject = subject;

    /// <summary>Translates the exact bytes of a document. No input makes this throw.</summary>
    public static VexTranslation Translate(ReadOnlyMemory<byte> csaf)
    {
        if (CsafComparer.Read(csaf, out var why) is not { } subject)
        {
            return new VexTranslation.NotPossible(why);
        }

        // What the document says may turn out to be too much on the way.
        var translation = new CsafToOpenVex(subject).Translate();
        return subject.Findings.IsReadable ? translation : new VexTranslation.NotPossible(TooMuch);
    }

    private VexTranslation Translate()
    {
        var tracking = CsafTrackings.Of(_subject.Tracking);
        var author = _subject.Document["publisher"u8]["name"u8];
        if (tracking is null || !author.IsText)
        {
            return new VexTranslation.NotPossible("The document does not say who published it, or which revision it is: cyx csaf validate tells more.");
        }

        ReadProducts();
        var statements = _subject.Vulnerabilities.SelectMany(Statements).ToList();
        if (statements.Count == 0)
        {
            return new VexTranslation.NotPossible("The document gives no product a status of a vulnerability that has a name, and OpenVEX says nothing else.");
        }

        if (!_subject.Findings.IsReadable)
        {
            return new VexTranslation.NotPossible(TooMuch);
        }

        TellLost();
        return new VexTranslation.Made(Write(tracking, author.Text, statements), [.. _losses]);
    }

    private void ReadProducts()
    {
        var definitions = _subject.Products.Definitions.Where(d => d.Id >= 0).DistinctBy(d => d.Id).ToList();
        var purls = definitions.ToDictionary(d => d.Id, d => PurlOf(d.Node["product_identification_helper"u8]));
        var shared = purls.Values.OfType<string>().GroupBy(purl => purl, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            var helper = definition.Node["product_identification_helper"u8];
            var purl = purls[definition.Id];
            var cpe = helper["cpe"u8] is { IsText: true } text ? text.Text : null;
            _products[definition.Id] = new(
                definition.Id, purl is not null && !shared.Contains(purl) ? purl : NameOf(definition.Node["product_id"u8].Text), purl, cpe, Hashes(helper["hashes"u8]));
            foreach (var member in helper.Members())
            {
                if (Encoding.UTF8.GetString(member.Name) is not ("purl" or "purls" or "cpe" or "hashes") and var name)
                {
                    Lose($"product_identification_helper.{CsafText.Shorten(name)}", LossFate.Dropped, null, "OpenVEX identifies by package URL, CPE and hashes");
                }
            }
        }

        if (definitions.Count > 0)
        {
            Lose("product_tree", LossFate.Dropped, definitions[0].Node["name"u8].Text, "OpenVEX knows products by their identifiers, without names, vendors and versions");
        }

        if (CsafSubject.Each(_subject.ProductTree["relationships"u8]).Concat(CsafSubject.Each(_subject.ProductTree["product_paths"u8])).Any())
        {
            Lose("product_tree.relationships", LossFate.Approximated, null, "what is installed on or part of another is a product of its own");
        }
    }

    private string? PurlOf(CsafNode helper)
    {
        if (helper["purl"u8] is { IsText: true } one)
        {
            return one.Text;
        }

        var several = CsafSubject.Each(helper["purls"u8]).Where(purl => purl.IsText).ToList();
        if (several.Count > 1)
        {
            Lose("product_identification_helper.purls", LossFate.Approximated, several[1].Text, "OpenVEX takes one package URL for a product: the first stands");
        }

        return several.Count == 0 ? null : several[0].Text;
    }

    private List<(string Algorithm, string Value)> Hashes(CsafNode hashes)
    {
        var files = CsafSubject.Each(hashes).ToList();
        if (files.Count > 1)
        {
            Lose("product_identification_helper.hashes", LossFate.Dropped, files[1]["filename"u8].Text, "OpenVEX takes the hashes of one file for a product");
            return [];
        }

        var found = new List<(string, string)>();
        foreach (var hash in files.SelectMany(file => CsafSubject.Each(file["file_hashes"u8])))
        {
            var algorithm = VexWords.Algorithms.FirstOrDefault(a => a.Csaf == hash["algorithm"u8].Text).OpenVex;
            if (algorithm is null || found.Any(known => known.Item1 == algorithm))
            {
                Lose("product_identification_helper.hashes", LossFate.Dropped, hash["algorithm"u8].Text, "OpenVEX has no name for the algorithm, or has a hash of it");
                continue;
            }

            found.Add((algorithm, hash["value"u8].Text));
        }

        return found;
    }

    // An IRI, as OpenVEX asks for: nobody else's as long as the namespace is the publisher's.
    private string NameOf(string productId)
    {
        var space = _subject.Document["publisher"u8]["namespace"u8].Text.TrimEnd('/');
        return $"{space}/{Uri.EscapeDataString(_subject.Tracking["id"u8].Text)}#{Uri.EscapeDataString(productId)}";
    }

    private IEnumerable<VexStatement> Statements(CsafVulnerability vulnerability)
    {
        var node = vulnerability.Node;
        var ids = CsafSubject.Each(node["ids"u8]).Select(id => id["text"u8]).Where(text => text.IsText && text.Utf8.Length > 0).Select(text => text.Text).ToList();
        var cve = node["cve"u8] is { IsText: true } text ? text.Text : null;
        if ((cve ?? ids.FirstOrDefault()) is not { } name)
        {
            Lose("vulnerabilities", LossFate.Dropped, node["title"u8].Text, "a statement of OpenVEX names its vulnerability, and this has neither CVE nor another id");
            return [];
        }

        var said = new Said(_subject, node, Spend);
        var title = node["title"u8] is { IsText: true } described ? described.Text : null;
        List<string> aliases = [.. ids.Where(id => id != name).Distinct(StringComparer.Ordinal)];
        var shared = name.Length + (title?.Length ?? 0) + aliases.Sum(alias => alias.Length);
        var statements = new List<VexStatement>();
        foreach (var group in StatusOf(node).GroupBy(entry => said.Of(entry.Product.Number, entry.Status), entry => entry.Product))
        {
            var statement = new VexStatement(name, aliases, title, Stated(group.Key), [.. group]);
            if (!Spend(shared + (int)Math.Min(int.MaxValue / 2, statement.Products.Sum(product => (long)product.Characters))))
            {
                return [];
            }

            statements.Add(statement);
        }

        return statements;
    }

    // Counts what is said; false when it is too much.
    private bool Spend(int characters)
    {
        if (characters > _charactersLeft)
        {
            _subject.Findings.Unreadable("Too much is said.");
            return false;
        }

        _charactersLeft -= characters;
        return true;
    }

    private Reasons Stated(Reasons reasons)
    {
        switch (reasons)
        {
            case { Status: VexWords.NotAffected, Justification: null, Impact: null }:
                Lose("impact_statement", LossFate.Defaulted, NoReason, "OpenVEX asks why a product is not affected");
                return reasons with { Impact = new(NoReason, null) };
            case { Status: VexWords.Affected, Action: null }:
                Lose("action_statement", LossFate.Defaulted, NoAction, "OpenVEX asks what to do about a product that is affected");
                return reasons with { Action = new(NoAction, null) };
            default:
                return reasons;
        }
    }

    private List<(VexProduct Product, string Status)> StatusOf(CsafNode vulnerability)
    {
        var found = new Dictionary<int, string>();
        foreach (var (status, csaf, also) in VexWords.Statuses)
        {
            foreach (var name in also.Prepend(csaf))
            {
                foreach (var product in _subject.Products.In(vulnerability["product_status"u8][Encoding.UTF8.GetBytes(name)]))
                {
                    if (!_products.ContainsKey(product.Id))
                    {
                        Lose($"product_status.{name}", LossFate.Dropped, product.Node.Text, "the product tree does not have the product");
                    }
                    else if (found.TryAdd(product.Id, status) && name != csaf)
                    {
                        Lose($"product_status.{name}", LossFate.Approximated, product.Node.Text, $"OpenVEX says {status} of each version alike");
                    }
                }
            }
        }

        foreach (var name in new[] { "recommended", "unknown" })
        {
            foreach (var product in _subject.Products.In(vulnerability["product_status"u8][Encoding.UTF8.GetBytes(name)]).Take(1))
            {
                Lose($"product_status.{name}", LossFate.Dropped, product.Node.Text, "OpenVEX has no such status");
            }
        }

        return [.. found.Select(entry => (_products[entry.Key], entry.Value))];
    }

    private void TellLost()
    {
        foreach (var member in _subject.Document.Members())
        {
            if (Encoding.UTF8.GetString(member.Name) is var name && !CarriedOfDocument.Contains(name))
            {
                Lose($"document.{CsafText.Shorten(name)}", LossFate.Dropped, ChangeList.Whole(member.Value), "OpenVEX has no place for it");
            }
        }

        foreach (var vulnerability in _subject.Vulnerabilities)
        {
            foreach (var member in vulnerability.Node.Members())
            {
                if (Encoding.UTF8.GetString(member.Name) is var name && !CarriedOfVulnerability.Contains(name))
                {
                    Lose($"vulnerabilities.{CsafText.Shorten(name)}", LossFate.Dropped, ChangeList.Whole(member.Value), "OpenVEX has no place for it");
                }
            }

            if (CsafSubject.Each(vulnerability.Node["threats"u8]).Any(threat => !threat["category"u8].Is("impact"u8)))
            {
                Lose("vulnerabilities.threats", LossFate.Dropped, null, "OpenVEX takes the impact of a vulnerability alone");
            }
        }
    }

    private void Lose(string path, LossFate fate, string? value, string why)
    {
        if (_lost.Add((path, fate, why)))
        {
            _losses.Add(new(path, fate, string.IsNullOrEmpty(value) ? null : value, why));
        }
    }

    private byte[] Write(DocumentTracking tracking, string author, List<VexStatement> statements)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("@context", VexWords.Context);
            json.WriteString("@id", $"urn:uuid:{IdOf(tracking):D}");
            json.WriteString("author", author);
            if (_subject.Document["publisher"u8]["category"u8] is { IsText: true } category)
            {
                json.WriteString("role", category.Text);
            }

            json.WriteString("timestamp", Text(tracking.InitialReleaseAt));
            if (tracking.CurrentReleaseAt > tracking.InitialReleaseAt)
            {
                json.WriteString("last_updated", Text(tracking.CurrentReleaseAt));
            }

            json.WriteNumber("version", VersionOf(tracking));
            json.WriteStartArray("statements");
            foreach (var statement in statements)
            {
                statement.Write(json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    // One document for one revision: what is translated again is named again.
    private Guid IdOf(DocumentTracking tracking) => HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"openvex\n{_subject.Document["publisher"u8]["namespace"u8].Text}\n{_subject.Tracking["id"u8].Text}\n{tracking.Version}")));

    private int VersionOf(DocumentTracking tracking)
    {
        if (int.TryParse(tracking.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0)
        {
            return whole;
        }

        Lose("document.tracking.version", LossFate.Approximated, tracking.Version, "OpenVEX counts versions with whole numbers from 1: the entries of the revision history are counted");
        return Math.Max(1, tracking.History.Count);
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>A product as OpenVEX names it.</summary>
    /// <param name="Number">Its number in the CSAF document.</param>
    private sealed record VexProduct(int Number, string Id, string? Purl, string? Cpe, List<(string Algorithm, string Value)> Hashes)
    {
        public int Characters { get; } = Id.Length + (Purl?.Length ?? 0) + (Cpe?.Length ?? 0) + Hashes.Sum(hash => hash.Value.Length);

        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteString("@id", Id);
            if (Purl is not null || Cpe is not null)
            {
                json.WriteStartObject("identifiers");
                if (Purl is not null)
                {
                    json.WriteString("purl", Purl);
                }

                if (Cpe is not null)
                {
                    json.WriteString(Cpe.StartsWith("cpe:2.3:", StringComparison.OrdinalIgnoreCase) ? "cpe23" : "cpe22", Cpe);
                }

                json.WriteEndObject();
            }

            if (Hashes.Count > 0)
            {
                json.WriteStartObject("hashes");
                foreach (var (algorithm, value) in Hashes)
                {
                    json.WriteString(algorithm, value);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }
    }

    /// <summary>A status, and what is said of it.</summary>
    private sealed record Reasons(string Status, string? Justification, Words? Impact, Words? Action);

    /// <summary>Some text; a class, so that equal words of one document are told apart or joined without reading them.</summary>
    private sealed class Words(string text, DateTimeOffset? at)
    {
        public string Text => text;

        public DateTimeOffset? At => at;
    }

    private sealed record VexStatement(string Vulnerability, IReadOnlyList<string> Aliases, string? Description, Reasons Reasons, IReadOnlyList<VexProduct> Products)
    {
        public void Write(Utf8JsonWriter json)
        {
            json.WriteStartObject();
            json.WriteStartObject("vulnerability");
            json.WriteString("name", Vulnerability);
            if (Description is not null)
            {
                json.WriteString("description", Description);
            }

            if (Aliases.Count > 0)
            {
                json.WriteStartArray("aliases");
                foreach (var alias in Aliases)
                {
                    json.WriteStringValue(alias);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
            json.WriteStartArray("products");
            foreach (var product in Products)
            {
                product.Write(json);
            }

            json.WriteEndArray();
            json.WriteString("status", Reasons.Status);
            (string Name, string? Value)[] texts =
            [
                ("justification", Reasons.Justification), ("impact_statement", Reasons.Impact?.Text), ("action_statement", Reasons.Action?.Text),
                ("action_statement_timestamp", Reasons.Action?.At is { } at ? Text(at) : null),
            ];
            foreach (var (name, value) in texts.Where(text => text.Value is not null))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }
    }

    /// <summary>What a vulnerability says beside the status: justifications, impacts and remediations, by product.</summary>
    private sealed class Said
    {
        private readonly Dictionary<int, string> _justifications = [];
        private readonly Lines _impacts;
        private readonly Lines _actions;

        /// <param name="subject">The document.</param>
        /// <param name="vulnerability">Of which it is said.</param>
        /// <param name="spend">Told how many characters are said; false when they are too many.</param>
        public Said(CsafSubject subject, CsafNode vulnerability, Func<int, bool> spend)
        {
            (_impacts, _actions) = (new(subject, spend), new(subject, spend));
            foreach (var flag in CsafSubject.Each(vulnerability["flags"u8]).Where(flag => VexWords.Justifications.Contains(flag["label"u8].Text)))
            {
                foreach (var product in subject.Products.Covered(flag))
                {
                    _justifications.TryAdd(product, flag["label"u8].Text);
                }
            }

            foreach (var threat in CsafSubject.Each(vulnerability["threats"u8]).Where(threat => threat["category"u8].Is("impact"u8)))
            {
                _impacts.Add(threat, threat["details"u8].Text);
            }

            foreach (var remediation in CsafSubject.Each(vulnerability["remediations"u8]))
            {
                var url = remediation["url"u8] is { IsText: true } text ? $" ({text.Text})" : "";
                _actions.Add(remediation, $"{remediation["category"u8].Text}: {remediation["details"u8].Text}{url}");
            }
        }

        public Reasons Of(int product, string status) => status switch
        {
            VexWords.NotAffected => new(status, _justifications.GetValueOrDefault(product), _impacts.Of(product), null),
            VexWords.Affected => new(status, null, null, _actions.Of(product)),
            _ => new(status, null, null, null),
        };
    }

    /// <summary>Texts, each said of some products or of all.</summary>
    private sealed class Lines(CsafSubject subject, Func<int, bool> spend)
    {
        private readonly List<(string Text, DateTimeOffset? At)> _lines = [];
        private readonly List<int> _ofAll = [];
        private readonly Dictionary<int, List<int>> _ofProduct = [];
        private readonly Dictionary<string, Words> _joined = new(StringComparer.Ordinal);

        // What names no product is said of all of them.
        public void Add(CsafNode item, string text)
        {
            var line = _lines.Count;
            _lines.Add((text, item["date"u8].TryInstant(out var instant) ? instant : null));
            if (!item["product_ids"u8].Exists && !item["group_ids"u8].Exists)
            {
                _ofAll.Add(line);
                return;
            }

            foreach (var product in subject.Products.Covered(item).Distinct())
            {
                if (!_ofProduct.TryGetValue(product, out var lines))
                {
                    _ofProduct.Add(product, lines = []);
                }

                lines.Add(line);
            }
        }

        /// <summary>What is said of a product: the same object for products of which the same is said; null for nothing.</summary>
        public Words? Of(int product)
        {
            List<int> lines = [.. _ofProduct.GetValueOrDefault(product) ?? [], .. _ofAll];
            var key = string.Join(' ', lines);
            if (lines.Count == 0 || _joined.TryGetValue(key, out var known))
            {
                return lines.Count == 0 ? null : _joined[key];
            }

            if (!spend(key.Length + lines.Sum(line => _lines[line].Text.Length + 1)))
            {
                return null;
            }

            known = new(string.Join('\n', lines.Select(line => _lines[line].Text)), lines.Max(line => _lines[line].At));
            return _joined[key] = known;
        }
    }
}
