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
/// another by the publisher's namespace, the tracking id and the product id. Each statement has the time of the revision that makes it: whoever
/// joins the documents of several revisions sees which of them says last what is so.
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

    private readonly CsafSubject _subject;
    private readonly VexLosses _losses = new();
    private readonly IReadOnlyDictionary<int, VexProduct> _products;
    private int _charactersLeft = CharactersMax;

    private CsafToOpenVex(CsafSubject subject) => (_subject, _products) = (subject, VexProducts.Of(subject, _losses));

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

        var statements = _subject.Vulnerabilities.SelectMany(vulnerability => Statements(vulnerability, tracking.CurrentReleaseAt)).ToList();
        if (statements.Count == 0)
        {
            return new VexTranslation.NotPossible("The document gives no product a status of a vulnerability that has a name, and OpenVEX says nothing else.");
        }

        if (!_subject.Findings.IsReadable)
        {
            return new VexTranslation.NotPossible(TooMuch);
        }

        VexUntold.Tell(_subject, _losses);
        return new VexTranslation.Made(Write(tracking, author.Text, statements), _losses.Told);
    }

    private IEnumerable<VexStatement> Statements(CsafVulnerability vulnerability, DateTimeOffset at)
    {
        var node = vulnerability.Node;
        var ids = CsafSubject.Each(node["ids"u8]).Select(id => id["text"u8]).Where(text => text.IsText && text.Utf8.Length > 0).Select(text => text.Text).ToList();
        var cve = node["cve"u8] is { IsText: true } text ? text.Text : null;
        if ((cve ?? ids.FirstOrDefault()) is not { } name)
        {
            _losses.Add("vulnerabilities", LossFate.Dropped, node["title"u8].Text, "a statement of OpenVEX names its vulnerability, and this has neither CVE nor another id");
            return [];
        }

        var status = StatusOf(node);
        var said = new VexReasons(_subject, status.ToDictionary(entry => entry.Product.Number, entry => entry.Status), _losses, Spend);
        said.Read(node);
        var title = node["title"u8] is { IsText: true } described ? described.Text : null;
        List<string> aliases = [.. ids.Where(id => id != name).Distinct(StringComparer.Ordinal)];
        var shared = name.Length + (title?.Length ?? 0) + aliases.Sum(alias => alias.Length);
        var statements = new List<VexStatement>();
        foreach (var group in status.GroupBy(entry => said.Of(entry.Product.Number, entry.Status), entry => entry.Product))
        {
            var statement = new VexStatement(at, name, aliases, title, Stated(group.Key), [.. group]);
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
                _losses.Add("impact_statement", LossFate.Defaulted, NoReason, "OpenVEX asks why a product is not affected");
                return reasons with { Impact = new(NoReason, null) };
            case { Status: VexWords.Affected, Action: null }:
                _losses.Add("action_statement", LossFate.Defaulted, NoAction, "OpenVEX asks what to do about a product that is affected");
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
                        _losses.Add($"product_status.{name}", LossFate.Dropped, product.Node.Text, "the product tree does not have the product");
                    }
                    else if (!found.TryAdd(product.Id, status))
                    {
                        if (found[product.Id] != status)
                        {
                            _losses.Add($"product_status.{name}", LossFate.Dropped, product.Node.Text, $"the product is {found[product.Id]} too, which counts first");
                        }
                    }
                    else if (name != csaf)
                    {
                        _losses.Add($"product_status.{name}", LossFate.Approximated, product.Node.Text, $"OpenVEX says {status} of each version alike");
                    }
                }
            }
        }

        foreach (var name in new[] { "recommended", "unknown" })
        {
            foreach (var product in _subject.Products.In(vulnerability["product_status"u8][Encoding.UTF8.GetBytes(name)]).Take(1))
            {
                _losses.Add($"product_status.{name}", LossFate.Dropped, product.Node.Text, "OpenVEX has no such status");
            }
        }

        return [.. found.Select(entry => (_products[entry.Key], entry.Value))];
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

            json.WriteString("timestamp", VexWords.Text(tracking.InitialReleaseAt));
            if (tracking.CurrentReleaseAt > tracking.InitialReleaseAt)
            {
                json.WriteString("last_updated", VexWords.Text(tracking.CurrentReleaseAt));
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

        _losses.Add("document.tracking.version", LossFate.Approximated, tracking.Version, "OpenVEX counts versions with whole numbers from 1: the entries of the revision history are counted");
        return Math.Max(1, tracking.History.Count);
    }
}
