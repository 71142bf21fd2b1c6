namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Which products are versions of one and the same: they share all but the version among their branches, or their path with such a product.</summary>
internal sealed class CsafProductLines
{
    private const int None = 0;

    private readonly Dictionary<(int Before, string Step), int> _lines = [];
    private readonly Dictionary<int, int> _lineOf = [];
    private readonly Dictionary<int, HashSet<int>> _bases = [];

    public CsafProductLines(CsafSubject subject)
    {
        var ofBranch = new Dictionary<int, int>();
        foreach (var (branch, above) in subject.Products.Branches)
        {
            var before = above.Length == 0 ? None : ofBranch[above[^1].Row];
            var isVersion = branch["category"u8].Text is "product_version" or "product_version_range" or "patch_level" or "service_pack";
            ofBranch[branch.Row] = isVersion ? before : Line(before, branch["category"u8].Text + '\t' + branch["name"u8].Text);
        }

        foreach (var definition in subject.Products.Definitions.Where(d => d.Id >= 0 && d.Branches.Length > 0))
        {
            _lineOf[definition.Id] = ofBranch[definition.Branches[^1].Row];
        }

        foreach (var path in subject.ProductTree["product_paths"u8].Items())
        {
            ReadPath(subject.Products, path);
        }
    }

    /// <summary>Some products, by their lines.</summary>
    public CsafProductSet Of(IEnumerable<CsafReference> products)
    {
        var ids = products.Select(product => product.Id).ToHashSet();
        return new(this, ids, ids.GroupBy(id => _lineOf.GetValueOrDefault(id)).ToDictionary(line => line.Key, line => (line.First(), line.Count())));
    }

    /// <summary>A product outside the branches cannot be told from others, so that all such products are of one line.</summary>
    public int LineOf(int product) => _lineOf.GetValueOrDefault(product);

    /// <summary>The products before something was installed with them: what is installed repairs them.</summary>
    public HashSet<int>? BasesOf(int product) => _bases.GetValueOrDefault(product);

    private int Line(int before, string step)
    {
        var next = _lines.Count + 1;
        return _lines.TryAdd((before, step), next) ? next : _lines[(before, step)];
    }

    private void ReadPath(CsafProducts products, CsafNode path)
    {
        var (id, beginning) = (path["full_product_name"u8]["product_id"u8], path["beginning_product_reference"u8]);
        if (!id.IsText || !beginning.IsText)
        {
            return;
        }

        var (number, start) = (products.IdOf(id), products.IdOf(beginning));
        var (line, added) = (_lineOf.TryGetValue(start, out var known) ? known : Line(None, beginning.Text), default(CsafNode));
        foreach (var subpath in path["subpaths"u8].Items())
        {
            var isFirst = !added.Exists;
            added = subpath["next_product_reference"u8];
            line = Line(line, subpath["category"u8].Text + '\t' + added.Text);
            if (isFirst && added.IsText && subpath["category"u8].Is("installed_with"u8))
            {
                AddBase(number, start);
                AddBase(products.IdOf(added), start);
            }
        }

        _lineOf[number] = line;
    }

    private void AddBase(int product, int of)
    {
        if (!_bases.TryGetValue(product, out var bases))
        {
            _bases.Add(product, bases = []);
        }

        bases.Add(of);
    }
}

/// <summary>Products of which one asks whether another version of a product is among them.</summary>
internal sealed class CsafProductSet(CsafProductLines lines, HashSet<int> ids, Dictionary<int, (int One, int Count)> byLine)
{
    /// <summary>Whether another version of a product is among these, or the product before it was installed with something.</summary>
    public bool HasOther(int product) =>
        (byLine.TryGetValue(lines.LineOf(product), out var line) && (line.Count > 1 || line.One != product))
        || (lines.BasesOf(product) is { } bases && bases.Overlaps(ids));
}
