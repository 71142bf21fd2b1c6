using System.Runtime.InteropServices;
using System.Text;

namespace CyberExchange.Interop.Csaf.Validation;

/// <summary>Where a product is defined.</summary>
/// <param name="Id">The number of its product id.</param>
/// <param name="Node">The full product name.</param>
/// <param name="Branches">The branches above it, from the root; empty outside the branches.</param>
internal readonly record struct CsafProductDefinition(int Id, CsafNode Node, CsafNode[] Branches);

/// <summary>Where a product or a group is spoken of.</summary>
/// <param name="Id">The number of its id.</param>
/// <param name="Node">The text.</param>
internal readonly record struct CsafReference(int Id, CsafNode Node);

/// <summary>Numbers for the product ids or the group ids of a document, in the order in which they are first met.</summary>
internal sealed class CsafIds
{
    private const int StackCharsMax = 256;

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byChars;

    public CsafIds() => _byChars = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _numbers.Count;

    public int Of(CsafNode text)
    {
        var utf8 = text.Utf8;
        var chars = utf8.Length <= StackCharsMax ? stackalloc char[StackCharsMax] : new char[utf8.Length];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_byChars, chars, out var isThere);
        if (!isThere)
        {
            number = _numbers.Count - 1;
        }

        return number;
    }
}

/// <summary>The products and product groups of one document: where they are defined and where they are spoken of.</summary>
internal sealed class CsafProducts
{
    private readonly CsafFindings _findings;
    private readonly CsafIds _products = new();
    private readonly CsafIds _groups = new();
    private readonly List<int[]?> _members = [];
    private int _expanded;

    public CsafProducts(CsafSubject subject)
    {
        _findings = subject.Findings;
        var tree = subject.ProductTree;
        ReadBranches(tree["branches"u8], []);
        foreach (var product in tree["full_product_names"u8].Items())
        {
            Define(product, []);
        }

        foreach (var relationship in tree["relationships"u8].Items())
        {
            Define(relationship["full_product_name"u8], []);
            Refer(relationship["product_reference"u8]);
            Refer(relationship["relates_to_product_reference"u8]);
        }

        foreach (var path in tree["product_paths"u8].Items())
        {
            Define(path["full_product_name"u8], []);
            foreach (var reference in ReferencesOf(path))
            {
                Refer(reference);
            }
        }

        ReadGroups(tree["product_groups"u8]);
        ReadNotes(subject.Document["notes"u8]);
        foreach (var vulnerability in subject.Root["vulnerabilities"u8].Items())
        {
            ReadVulnerability(vulnerability);
        }
    }

    public List<CsafProductDefinition> Definitions { get; } = [];

    public List<CsafReference> References { get; } = [];

    public List<CsafReference> GroupDefinitions { get; } = [];

    public List<CsafReference> GroupReferences { get; } = [];

    /// <summary>All branches, each before those below it, with the branches above it.</summary>
    public List<(CsafNode Node, CsafNode[] Above)> Branches { get; } = [];

    /// <summary>How many distinct product ids the document has.</summary>
    public int Count => _products.Count;

    /// <summary>The products that a product path refers to, in its order.</summary>
    public static IEnumerable<CsafNode> ReferencesOf(CsafNode path) =>
        CsafSubject.Each(path["subpaths"u8]).Select(subpath => subpath["next_product_reference"u8]).Prepend(path["beginning_product_reference"u8]);

    public int IdOf(CsafNode text) => _products.Of(text);

    /// <summary>The products of an array of product ids, in its order.</summary>
    public IEnumerable<CsafReference> In(CsafNode productIds)
    {
        foreach (var item in productIds.Items())
        {
            if (item.IsText)
            {
                yield return new(_products.Of(item), item);
            }
        }
    }

    /// <summary>The products that an item speaks of by its `product_ids` and, through groups, its `group_ids`.</summary>
    public IEnumerable<int> Covered(CsafNode item)
    {
        foreach (var product in In(item["product_ids"u8]))
        {
            yield return product.Id;
        }

        foreach (var group in item["group_ids"u8].Items())
        {
            foreach (var product in MembersOf(group))
            {
                yield return product;
            }
        }
    }

    /// <summary>The products that any of the items speaks of.</summary>
    /// <remarks>A group counts once, however many items name it.</remarks>
    public HashSet<int> CoveredByAny(IEnumerable<CsafNode> items)
    {
        var covered = new HashSet<int>();
        var groups = new HashSet<int>();
        foreach (var item in items)
        {
            foreach (var product in In(item["product_ids"u8]))
            {
                covered.Add(product.Id);
            }

            foreach (var group in item["group_ids"u8].Items())
            {
                if (group.IsText && groups.Add(_groups.Of(group)))
                {
                    covered.UnionWith(MembersOf(group));
                }
            }
        }

        return covered;
    }

    private int[] MembersOf(CsafNode group)
    {
        var id = group.IsText ? _groups.Of(group) : int.MaxValue;
        if (id >= _members.Count || _members[id] is not { } members || !_findings.IsReadable)
        {
            return [];
        }

        // A few bytes can name a group of thousands, again and again.
        _expanded += members.Length;
        if (_expanded > CsafLimits.GroupMembershipsMax)
        {
            _findings.Unreadable($"The product groups of one document may stand for {CsafLimits.GroupMembershipsMax} products, counted wherever a group is named; these stand for more.");
            return [];
        }

        return members;
    }

    private void ReadBranches(CsafNode branches, CsafNode[] above)
    {
        foreach (var branch in branches.Items())
        {
            if (Branches.Count == CsafLimits.BranchesMax)
            {
                _findings.Unreadable($"One document may have {CsafLimits.BranchesMax} branches; this one has more.");
                return;
            }

            Branches.Add((branch, above));
            CsafNode[] path = [.. above, branch];
            if (branch["product"u8] is { IsObject: true } product)
            {
                Define(product, path);
            }

            ReadBranches(branch["branches"u8], path);
        }
    }

    private void ReadGroups(CsafNode groups)
    {
        foreach (var group in groups.Items())
        {
            if (group["group_id"u8] is { IsText: true } id)
            {
                var number = _groups.Of(id);
                GroupDefinitions.Add(new(number, id));
                while (_members.Count <= number)
                {
                    _members.Add(null);
                }

                _members[number] ??= [.. In(group["product_ids"u8]).Select(product => product.Id)];
            }

            ReferAll(group["product_ids"u8]);
        }
    }

    private void ReadNotes(CsafNode notes)
    {
        foreach (var note in notes.Items())
        {
            ReferBoth(note);
        }
    }

    private void ReadVulnerability(CsafNode vulnerability)
    {
        foreach (var status in vulnerability["product_status"u8].Members())
        {
            ReferAll(status.Value);
        }

        foreach (var score in vulnerability["scores"u8].Items())
        {
            ReferAll(score["products"u8]);
        }

        foreach (var metric in vulnerability["metrics"u8].Items())
        {
            ReferAll(metric["products"u8]);
        }

        ReferInEach(vulnerability["remediations"u8]);
        ReferInEach(vulnerability["threats"u8]);
        ReferInEach(vulnerability["flags"u8]);
        ReferInEach(vulnerability["notes"u8]);
        ReferInEach(vulnerability["ids"u8]);
        ReferInEach(vulnerability["involvements"u8]);
        ReferInEach(vulnerability["first_known_exploitation_dates"u8]);
    }

    private void ReferInEach(CsafNode items)
    {
        foreach (var item in items.Items())
        {
            ReferBoth(item);
        }
    }

    private void ReferBoth(CsafNode item)
    {
        ReferAll(item["product_ids"u8]);
        foreach (var group in item["group_ids"u8].Items())
        {
            if (group.IsText)
            {
                GroupReferences.Add(new(_groups.Of(group), group));
            }
        }
    }

    private void ReferAll(CsafNode productIds)
    {
        foreach (var item in productIds.Items())
        {
            Refer(item);
        }
    }

    private void Refer(CsafNode id)
    {
        if (id.IsText)
        {
            References.Add(new(_products.Of(id), id));
        }
    }

    private void Define(CsafNode product, CsafNode[] branches)
    {
        if (product.IsObject)
        {
            if (Definitions.Count == CsafLimits.ProductsMax)
            {
                _findings.Unreadable($"One document may have {CsafLimits.ProductsMax} products; this one has more.");
                return;
            }

            var id = product["product_id"u8];
            Definitions.Add(new(id.IsText ? _products.Of(id) : -1, product, branches));
        }
    }
}
