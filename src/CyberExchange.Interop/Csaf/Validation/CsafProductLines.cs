namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Which products are versions of one and the same: they share all but the version among their branches, or their path with such a product.</summary>
internal sealed class CsafProductLines
{
    private readonly Dictionary<int, string> _lineOf = [];
    private readonly Dictionary<int, HashSet<int>> _bases = [];

    public CsafProductLines(CsafSubject subject)
    {
        foreach (var definition in subject.Products.Definitions.Where(d => d.Id >= 0 && d.Branches.Length > 0))
        {
            var shared = definition.Branches.Where(branch => branch["category"u8].Text is not ("product_version" or "product_version_range" or "patch_level" or "service_pack"));
            _lineOf[definition.Id] = string.Join('\n', shared.Select(branch => branch["category"u8].Text + '\t' + branch["name"u8].Text));
        }

        foreach (var path in subject.ProductTree["product_paths"u8].Items())
        {
            ReadPath(subject.Products, path);
        }
    }

    /// <summary>Whether one of the others is another version of a product, or the product before something was installed with it.</summary>
    /// <remarks>A product outside the branches cannot be told from others, so that any other such product may be a version of it.</remarks>
    public bool HasOther(int product, HashSet<int> others)
    {
        if (_bases.TryGetValue(product, out var bases) && bases.Overlaps(others))
        {
            return true;
        }

        var line = _lineOf.GetValueOrDefault(product);
        return others.Any(other => other != product && _lineOf.GetValueOrDefault(other) == line);
    }

    private void ReadPath(CsafProducts products, CsafNode path)
    {
        var (id, beginning) = (path["full_product_name"u8]["product_id"u8], path["beginning_product_reference"u8]);
        if (!id.IsText || !beginning.IsText)
        {
            return;
        }

        var (number, start) = (products.IdOf(id), products.IdOf(beginning));
        var steps = CsafSubject.Each(path["subpaths"u8]).Select(subpath => (Category: subpath["category"u8].Text, Next: subpath["next_product_reference"u8])).ToList();
        _lineOf[number] = _lineOf.GetValueOrDefault(start, beginning.Text) + '\v' + string.Join('\v', steps.Select(step => step.Category + '\t' + step.Next.Text));

        // What is installed with a product repairs that product: the path before it corresponds.
        if (steps is [{ Category: "installed_with", Next: { IsText: true } added }, ..])
        {
            AddBase(number, start);
            AddBase(products.IdOf(added), start);
        }
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
