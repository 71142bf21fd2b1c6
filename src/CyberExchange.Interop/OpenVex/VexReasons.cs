using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>What a vulnerability says beside the status: justifications, impacts and remediations, by product.</summary>
internal sealed class VexReasons
{
    private readonly CsafSubject _subject;
    private readonly IReadOnlyDictionary<int, string> _status;
    private readonly VexLosses _losses;
    private readonly Dictionary<int, string> _justifications = [];
    private readonly VexLines _impacts;
    private readonly VexLines _actions;

    /// <param name="subject">The document.</param>
    /// <param name="status">What is said of each product by its number: a reason of another status has no place.</param>
    /// <param name="losses">What is not carried.</param>
    /// <param name="spend">Told how many characters are said; false when they are too many.</param>
    public VexReasons(CsafSubject subject, IReadOnlyDictionary<int, string> status, VexLosses losses, Func<int, bool> spend)
    {
        (_subject, _status, _losses) = (subject, status, losses);
        _impacts = new(subject, product => Takes(product, VexWords.NotAffected, "vulnerabilities.threats"), losses, spend);
        _actions = new(subject, product => Takes(product, VexWords.Affected, "vulnerabilities.remediations"), losses, spend);
    }

    /// <summary>Reads what a vulnerability says.</summary>
    public void Read(CsafNode vulnerability)
    {
        foreach (var flag in CsafSubject.Each(vulnerability["flags"u8]))
        {
            Justify(flag);
        }

        foreach (var threat in CsafSubject.Each(vulnerability["threats"u8]).Where(threat => threat["category"u8].Is("impact"u8)))
        {
            _impacts.Add(threat, threat["details"u8].Text, at: null);
        }

        foreach (var remediation in CsafSubject.Each(vulnerability["remediations"u8]))
        {
            var url = remediation["url"u8] is { IsText: true } text ? $" ({text.Text})" : "";
            _actions.Add(remediation, $"{remediation["category"u8].Text}: {remediation["details"u8].Text}{url}", remediation["date"u8].TryInstant(out var at) ? at : null);
        }
    }

    public Reasons Of(int product, string status) => status switch
    {
        VexWords.NotAffected => new(status, _justifications.GetValueOrDefault(product), _impacts.Of(product), null),
        VexWords.Affected => new(status, null, null, _actions.Of(product)),
        _ => new(status, null, null, null),
    };

    private void Justify(CsafNode flag)
    {
        var label = flag["label"u8].Text;
        if (!VexWords.Justifications.Contains(label))
        {
            _losses.Add("vulnerabilities.flags", LossFate.Dropped, label, "CSAF and OpenVEX have five justifications, and this is none of them");
            return;
        }

        foreach (var product in _subject.Products.Covered(flag).Where(product => Takes(product, VexWords.NotAffected, "vulnerabilities.flags")))
        {
            if (!_justifications.TryAdd(product, label) && _justifications[product] != label)
            {
                _losses.Add("vulnerabilities.flags", LossFate.Dropped, label, "a product has one justification in OpenVEX: the first stands");
            }
        }
    }

    private bool Takes(int product, string status, string path)
    {
        if (_status.GetValueOrDefault(product) == status)
        {
            return true;
        }

        _losses.Add(path, LossFate.Dropped, null, $"OpenVEX takes it of products that are {status} alone");
        return false;
    }
}

/// <summary>Texts, each said of some products or of all.</summary>
/// <param name="subject">The document.</param>
/// <param name="takes">Whether a product takes such a text.</param>
/// <param name="losses">What is not carried.</param>
/// <param name="spend">Told how many characters are said; false when they are too many.</param>
internal sealed class VexLines(CsafSubject subject, Func<int, bool> takes, VexLosses losses, Func<int, bool> spend)
{
    private readonly List<(string Text, DateTimeOffset? At)> _lines = [];
    private readonly List<int> _ofAll = [];
    private readonly Dictionary<int, List<int>> _ofProduct = [];
    private readonly Dictionary<string, Words> _joined = new(StringComparer.Ordinal);

    // What names no product is said of all of them.
    public void Add(CsafNode item, string text, DateTimeOffset? at)
    {
        var line = _lines.Count;
        _lines.Add((text, at));
        if (!item["product_ids"u8].Exists && !item["group_ids"u8].Exists)
        {
            _ofAll.Add(line);
            return;
        }

        foreach (var product in subject.Products.Covered(item).Distinct().Where(takes))
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

        var instants = lines.Select(line => _lines[line].At).Distinct().ToList();
        if (instants.Count > 1)
        {
            losses.Add("vulnerabilities.remediations.date", LossFate.Approximated, null, "a statement has one time of its action: the latest of those that are joined stands");
        }

        known = new(string.Join('\n', lines.Select(line => _lines[line].Text)), instants.Max());
        return _joined[key] = known;
    }
}
