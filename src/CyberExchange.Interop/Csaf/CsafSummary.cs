using System.Security.Cryptography;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Csaf.Validation.Checks;

namespace CyberExchange.Interop.Csaf;

/// <summary>Gathers what <see cref="CsafAdvisory"/> tells from a document of either version.</summary>
/// <remarks>
/// It checks nothing but that there is something to tell: a part that is not as it should be is passed by. Documents that were
/// accepted before tests were made, or that a third party made, are summarised all the same.
/// </remarks>
internal sealed class CsafSummary
{
    private readonly bool _is21;
    private readonly List<string> _vendors = [];
    private readonly OrderedDictionary<(string? Vendor, string? Name), List<string>> _products = [];
    private readonly List<string> _cves = [];
    private readonly List<string> _cwes = [];
    private readonly List<CsafNote> _notes = [];
    private readonly List<string> _purls = [];
    private readonly List<string> _cpes = [];
    private readonly SortedDictionary<int, double> _highestScores = [];
    private int _referenceCount;

    private CsafSummary(bool is21) => _is21 = is21;

    private IEnumerable<CsafScore> Scores => _highestScores.Select(one => new CsafScore(one.Key, one.Value));

    /// <summary>The summary; null where a member is missing that every summary tells.</summary>
    public static CsafAdvisory? Of(CsafNode root, ReadOnlySpan<byte> bytes)
    {
        var document = root["document"u8];
        var (publisher, tracking) = (document["publisher"u8], document["tracking"u8]);
        if (TextOf(document["csaf_version"u8]) is not { } version
            || TextOf(document["category"u8]) is not { } category
            || TextOf(document["title"u8]) is not { } title
            || PublisherOf(publisher) is not { } publishedBy
            || TrackingOf(tracking) is not { } tracked)
        {
            return null;
        }

        var summary = new CsafSummary(version is "2.1");
        summary.ReadDocument(document);
        summary.ReadProducts(root["product_tree"u8]);
        foreach (var vulnerability in root["vulnerabilities"u8].Items())
        {
            summary.ReadVulnerability(vulnerability);
        }

        return new()
        {
            CsafVersion = version,
            Category = category,
            Title = title,
            Lang = TextOf(document["lang"u8]),
            SourceLang = TextOf(document["source_lang"u8]),
            End = CsafEnds.Of(root),
            Links = CsafLinks.Of(document),
            Publisher = publishedBy,
            Tracking = tracked,
            Tlp = TlpOf(document["distribution"u8]["tlp"u8]),
            AggregateSeverity = TextOf(document["aggregate_severity"u8]["text"u8]),
            Vendors = [.. summary._vendors.Distinct(StringComparer.Ordinal)],
            Products = [.. summary._products.Select(group => new CsafProduct(group.Key.Vendor, group.Key.Name, [.. group.Value.Distinct(StringComparer.Ordinal)]))],
            Cves = [.. summary._cves.Distinct(StringComparer.Ordinal)],
            Cwes = [.. summary._cwes.Distinct(StringComparer.Ordinal)],
            HighestScores = [.. summary.Scores],
            Purls = [.. summary._purls.Distinct(StringComparer.Ordinal)],
            Cpes = [.. summary._cpes.Distinct(StringComparer.Ordinal)],
            Notes = [.. summary._notes],
            ReferenceCount = summary._referenceCount,
            Sha512 = Convert.ToHexStringLower(SHA512.HashData(bytes)),
        };
    }

    private static string? TextOf(CsafNode node) => node.IsText && node.Utf8.Length > 0 ? node.Text : null;

    private static CsafPublisher? PublisherOf(CsafNode publisher) =>
        TextOf(publisher["category"u8]) is { } category && TextOf(publisher["name"u8]) is { } name && TextOf(publisher["namespace"u8]) is { } at
            ? new(category, name, at)
            : null;

    private static CsafTracking? TrackingOf(CsafNode tracking)
    {
        if (TextOf(tracking["id"u8]) is not { } id
            || TextOf(tracking["version"u8]) is not { } version
            || TextOf(tracking["status"u8]) is not { } status
            || !tracking["initial_release_date"u8].TryInstant(out var initial)
            || !tracking["current_release_date"u8].TryInstant(out var current))
        {
            return null;
        }

        var numbers = CsafSubject.Each(tracking["revision_history"u8]).Select(revision => TextOf(revision["number"u8])).OfType<string>();
        return new(id, version, status, initial, current, [.. numbers]);
    }

    private static CsafTlp? TlpOf(CsafNode tlp) => TextOf(tlp["label"u8]) is { } label ? new(label, TextOf(tlp["url"u8])) : null;

    private void ReadDocument(CsafNode document)
    {
        CountReferences(document["references"u8]);
        foreach (var note in document["notes"u8].Items())
        {
            if (note["category"u8].Is("summary"u8) || note["category"u8].Is("description"u8))
            {
                AddNote(note);
            }
        }
    }

    private void AddNote(CsafNode note)
    {
        if (_notes.Count < CsafLimits.DisplayNotesMax && TextOf(note["text"u8]) is { } text)
        {
            var shown = CsafText.Cut(text, CsafLimits.DisplayNoteCharsMax);
            var title = TextOf(note["title"u8]);
            _notes.Add(new(note["category"u8].Text, title is null ? null : CsafText.Plain(title), CsafText.Plain(shown), shown.Length < text.Length));
        }
    }

    // The parts of the tree are taken in the order in which the document writes them, and so are its products told.
    private void ReadProducts(CsafNode tree)
    {
        foreach (var part in tree.Members())
        {
            if (part.Name.SequenceEqual("branches"u8))
            {
                ReadBranches(part.Value, null, null);
            }
            else if (part.Name.SequenceEqual("full_product_names"u8))
            {
                foreach (var product in part.Value.Items())
                {
                    AddProduct(product, null, null);
                }
            }
            else if (part.Name.SequenceEqual(_is21 ? "product_paths"u8 : "relationships"u8))
            {
                foreach (var made in part.Value.Items())
                {
                    AddProduct(made["full_product_name"u8], null, null);
                }
            }
        }
    }

    private void ReadBranches(CsafNode branches, string? vendor, string? product)
    {
        foreach (var branch in branches.Items())
        {
            var (category, name) = (branch["category"u8], TextOf(branch["name"u8]));
            var (nearestVendor, nearestProduct) = (vendor, product);
            if (name is not null && category.Is("vendor"u8))
            {
                nearestVendor = name;
                _vendors.Add(name);
            }
            else if (name is not null && category.Is("product_name"u8))
            {
                nearestProduct = name;
            }

            ReadBranch(branch, nearestVendor, nearestProduct);
        }
    }

    private void ReadBranch(CsafNode branch, string? vendor, string? product)
    {
        foreach (var member in branch.Members())
        {
            if (member.Name.SequenceEqual("branches"u8))
            {
                ReadBranches(member.Value, vendor, product);
            }
            else if (member.Name.SequenceEqual("product"u8))
            {
                AddProduct(member.Value, vendor, product);
            }
        }
    }

    private void AddProduct(CsafNode product, string? vendor, string? name)
    {
        if (TextOf(product["name"u8]) is not { } fullName)
        {
            return;
        }

        if (!_products.TryGetValue((vendor, name), out var fullNames))
        {
            _products.Add((vendor, name), fullNames = []);
        }

        fullNames.Add(fullName);
        var helper = product["product_identification_helper"u8];
        _purls.AddRange(HelperChecks.Purls(helper).Select(purl => purl.Text));
        AddText(_cpes, helper["cpe"u8]);
    }

    private void ReadVulnerability(CsafNode vulnerability)
    {
        CountReferences(vulnerability["references"u8]);
        AddText(_cves, vulnerability["cve"u8]);
        if (!_is21)
        {
            AddText(_cwes, vulnerability["cwe"u8]["id"u8]);
            foreach (var score in vulnerability["scores"u8].Items())
            {
                AddScores(score);
            }

            return;
        }

        foreach (var cwe in vulnerability["cwes"u8].Items())
        {
            AddText(_cwes, cwe["id"u8]);
        }

        foreach (var metric in vulnerability["metrics"u8].Items())
        {
            AddScores(metric["content"u8]);
        }
    }

    // CSAF 2.0 is older than CVSS 4.0, which stands there as an extension.
    private void AddScores(CsafNode content)
    {
        AddScore(2, content["cvss_v2"u8]);
        AddScore(3, content["cvss_v3"u8]);
        AddScore(4, content["cvss_v4"u8]);
    }

    private void AddScore(int cvssVersion, CsafNode cvss)
    {
        if (cvss["baseScore"u8].TryNumber(out var score)
            && score is >= 0 and <= 10
            && (!_highestScores.TryGetValue(cvssVersion, out var highest) || score > highest))
        {
            _highestScores[cvssVersion] = score;
        }
    }

    private void CountReferences(CsafNode references)
    {
        foreach (var unused in references.Items())
        {
            _referenceCount++;
        }
    }

    private static void AddText(List<string> list, CsafNode node)
    {
        if (TextOf(node) is { } text)
        {
            list.Add(text);
        }
    }
}
