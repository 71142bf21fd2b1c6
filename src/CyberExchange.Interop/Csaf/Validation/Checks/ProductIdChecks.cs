namespace CyberExchange.Interop.Csaf.Validation.Checks;

/// <summary>Ids of products and groups are defined once, and what is spoken of is defined.</summary>
internal static class ProductIdChecks
{
    public static void Mandatory(CsafSubject s)
    {
        var products = s.Products;
        var defined = new bool[products.Count];
        foreach (var definition in products.Definitions.Where(d => d.Id >= 0))
        {
            if (defined[definition.Id])
            {
                s.Fail("6.1.2", definition.Node["product_id"u8], $"The product id {definition.Node["product_id"u8].Quoted} is defined already; give this product an id of its own.");
            }

            defined[definition.Id] = true;
        }

        foreach (var reference in products.References.Where(r => !defined[r.Id]))
        {
            s.Fail("6.1.1", reference.Node, $"No product of the product tree has the id {reference.Node.Quoted}.");
        }

        var groups = new HashSet<int>();
        foreach (var definition in products.GroupDefinitions.Where(d => !groups.Add(d.Id)))
        {
            s.Fail("6.1.5", definition.Node, $"The group id {definition.Node.Quoted} is defined already; give this group an id of its own.");
        }

        foreach (var reference in products.GroupReferences.Where(r => !groups.Contains(r.Id)))
        {
            s.Fail("6.1.4", reference.Node, $"No product group has the id {reference.Node.Quoted}.");
        }

        Circles(s);
    }

    public static void Further(CsafSubject s)
    {
        if (s.HasCategory("csaf_informational_advisory"u8))
        {
            return;
        }

        var used = new bool[s.Products.Count];
        foreach (var reference in s.Products.References)
        {
            used[reference.Id] = true;
        }

        foreach (var definition in s.Products.Definitions.Where(d => d.Id >= 0 && !used[d.Id]))
        {
            s.Fail("6.2.1", definition.Node["product_id"u8], $"The product id {definition.Node["product_id"u8].Quoted} is defined and nowhere used.");
        }
    }

    /// <summary>6.1.3: a product that is made of others is not among what it is made of.</summary>
    private static void Circles(CsafSubject s)
    {
        var parts = new Dictionary<int, List<int>>();
        var made = new List<CsafReference>();
        foreach (var item in (CsafNode[])[.. CsafSubject.Each(s.ProductTree["relationships"u8]), .. CsafSubject.Each(s.ProductTree["product_paths"u8])])
        {
            if (item["full_product_name"u8]["product_id"u8] is not { IsText: true } id)
            {
                continue;
            }

            var number = s.Products.IdOf(id);
            made.Add(new(number, id));
            if (!parts.TryGetValue(number, out var of))
            {
                parts.Add(number, of = []);
            }

            foreach (var part in (CsafNode[])[item["product_reference"u8], item["relates_to_product_reference"u8], .. CsafProducts.ReferencesOf(item)])
            {
                if (part.IsText)
                {
                    of.Add(s.Products.IdOf(part));
                }
            }
        }

        var circular = CircularOnes(parts);
        foreach (var product in made.Where(product => circular.Contains(product.Id)))
        {
            s.Fail("6.1.3", product.Node, $"The product {product.Node.Quoted} is made of itself, by way of the products that it refers to.");
        }
    }

    /// <summary>The products that lie on a circle: those that remain when whatever is made of nothing that remains is taken away, from both ends.</summary>
    private static HashSet<int> CircularOnes(Dictionary<int, List<int>> parts)
    {
        var remaining = Remaining(parts);
        var backwards = new Dictionary<int, List<int>>();
        foreach (var (whole, of) in parts.Where(entry => remaining.Contains(entry.Key)))
        {
            foreach (var part in of.Where(remaining.Contains))
            {
                if (!backwards.TryGetValue(part, out var wholes))
                {
                    backwards.Add(part, wholes = []);
                }

                wholes.Add(whole);
            }
        }

        return Remaining(backwards);
    }

    private static HashSet<int> Remaining(Dictionary<int, List<int>> edges)
    {
        var open = edges.ToDictionary(entry => entry.Key, entry => entry.Value.Count(edges.ContainsKey));
        var into = new Dictionary<int, List<int>>();
        foreach (var (from, targets) in edges)
        {
            foreach (var to in targets.Where(edges.ContainsKey))
            {
                if (!into.TryGetValue(to, out var sources))
                {
                    into.Add(to, sources = []);
                }

                sources.Add(from);
            }
        }

        var ended = new Queue<int>(open.Where(entry => entry.Value == 0).Select(entry => entry.Key));
        while (ended.TryDequeue(out var product))
        {
            open.Remove(product);
            foreach (var whole in into.GetValueOrDefault(product, []))
            {
                if (--open[whole] == 0)
                {
                    ended.Enqueue(whole);
                }
            }
        }

        return [.. open.Keys];
    }
}
