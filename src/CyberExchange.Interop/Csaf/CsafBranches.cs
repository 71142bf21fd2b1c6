using System.Runtime.InteropServices;

namespace CyberExchange.Interop.Csaf;

/// <summary>The branches above the products of a document.</summary>
/// <remarks>
/// Members are often sorted, so that the branches below come before a branch's own category and name. Branches are
/// therefore numbered as they open, and named for a product only when the document has been read.
/// </remarks>
internal sealed class CsafBranches
{
    /// <summary>The parent of a branch or product that is below no branch.</summary>
    public const int None = -1;

    private readonly List<Branch> _branches = [];

    public int Count => _branches.Count;

    /// <summary>Opens a branch and gives its number.</summary>
    public int Add(int parent)
    {
        _branches.Add(new Branch(parent, null, null));
        return _branches.Count - 1;
    }

    public void SetCategory(int branch, string? category) => _branches[branch] = _branches[branch] with { Category = category };

    public void SetName(int branch, string? name) => _branches[branch] = _branches[branch] with { Name = name };

    public IEnumerable<string> Vendors() => _branches.Where(branch => branch.Category is "vendor").Select(branch => branch.Name).OfType<string>();

    /// <summary>The nearest vendor and the nearest product name at or above a branch.</summary>
    public (string? Vendor, string? Product) VendorAndProduct(int branch)
    {
        string? vendor = null, product = null;
        for (var at = branch; at != None; at = _branches[at].Parent)
        {
            switch (_branches[at].Category)
            {
                case "vendor":
                    vendor ??= _branches[at].Name;
                    break;
                case "product_name":
                    product ??= _branches[at].Name;
                    break;
                default:
                    break; // other categories name neither
            }
        }

        return (vendor, product);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Branch(int Parent, string? Category, string? Name);
}
