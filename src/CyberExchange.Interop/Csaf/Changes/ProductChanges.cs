using CyberExchange.Interop.Csaf.Validation;
using Place = CyberExchange.Interop.Csaf.Changes.ChangeList.Place;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>What changed of the product tree.</summary>
internal sealed class ProductChanges(ChangeList changes, ListChanges lists, ProductMatch products)
{
    private static readonly Place Here = new(CsafChangeGroup.Products);

    private static readonly string[] OfTree = ["branches", "full_product_names", "relationships", "product_groups", "product_paths"];

    private static readonly string[] OfProduct = ["name", "product_id", "product_identification_helper"];

    public void Compare(CsafSubject old, CsafSubject now)
    {
        var renumbered = new List<string>();
        foreach (var product in products.Products.ToList())
        {
            CompareProduct(product);
            if (product.IsRenumbered)
            {
                renumbered.Add(product.Name);
            }
        }

        if (renumbered.Count > 0)
        {
            changes.Add(old.ProductTree, now.ProductTree, () => Here.Change(
                "product-ids-changed", $"{renumbered.Count} product(s) have another product id and are otherwise compared as the same.", renumbered));
        }

        var (was, @is) = (old.ProductTree, now.ProductTree);
        lists.Compare(Here, Lists.Relationships, was["relationships"u8], @is["relationships"u8]);
        lists.Compare(Here, Lists.ProductPaths, was["product_paths"u8], @is["product_paths"u8]);
        lists.Compare(Here, Lists.ProductGroups, was["product_groups"u8], @is["product_groups"u8]);
        DocumentChanges.Others(changes, Here, was, @is, OfTree);
    }

    private void CompareProduct(MatchedProduct product)
    {
        if (!product.Old.Exists)
        {
            changes.Add(default, product.New, () => Here.Change("product-added", $"The product {product.Name} is new.", [product.Name]));
            return;
        }

        if (!product.New.Exists)
        {
            changes.Add(product.Old, default, () => Here.Change("product-removed", $"The product {product.Name} is gone.", [product.Name]));
            return;
        }

        if (product.IsMoved)
        {
            var (was, @is) = (product.Old["name"u8], product.New["name"u8]);
            changes.Add(product.Old, product.New, () => Here.Change(
                "product-changed",
                was.EqualsJson(@is)
                    ? $"The product {product.Name} stands below other branches: another vendor, product name or version."
                    : $"The product id {product.New["product_id"u8].Quoted} names {product.Name} and no longer {was.Quoted}.",
                [product.Name]) with
            {
                Before = ChangeList.Whole(was),
                After = ChangeList.Whole(@is),
            });
        }

        var (old, now) = (product.Old["product_identification_helper"u8], product.New["product_identification_helper"u8]);
        if (!Unordered.Equal(old, now))
        {
            var members = DifferingMembers(old, now);
            changes.Add(old, now, () => Here.Change(
                "product-identification-changed", $"The product {product.Name} is identified in another way: {string.Join(", ", members)}.", [product.Name]));
        }

        DocumentChanges.Others(changes, Here, product.Old, product.New, OfProduct);
    }

    private static IEnumerable<string> DifferingMembers(CsafNode old, CsafNode now)
    {
        var names = new List<string>();
        foreach (var side in new[] { old, now })
        {
            foreach (var member in side.Members())
            {
                if (!Unordered.Equal(old[member.Name], now[member.Name]))
                {
                    names.Add(CsafText.Shorten(System.Text.Encoding.UTF8.GetString(member.Name)));
                }
            }
        }

        return names.Distinct(StringComparer.Ordinal);
    }
}
