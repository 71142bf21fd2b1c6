using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>Makes the products of a CSAF document of those that OpenVEX names.</summary>
internal sealed class CsafVexProducts(VexLosses losses)
{
    private readonly Dictionary<string, string> _productIds = new(StringComparer.Ordinal);
    private readonly JsonArray _products = [];

    /// <summary>The products that were asked for: CSAF <c>/product_tree/full_product_names</c>.</summary>
    public JsonArray Made => _products;

    /// <summary>The id that a product has in CSAF: the same product has the same.</summary>
    public string IdOf(OpenVexProduct product)
    {
        if (_productIds.TryGetValue(product.Key, out var known))
        {
            return known;
        }

        var id = FormattableString.Invariant($"VEX-{_productIds.Count + 1:D4}");
        _productIds.Add(product.Key, id);
        var entry = new JsonObject { ["name"] = product.Id ?? product.Key, ["product_id"] = id };
        var helper = Helper(product);
        if (helper.Count > 0)
        {
            entry["product_identification_helper"] = helper;
        }

        _products.Add(entry);
        return id;
    }

    private JsonObject Helper(OpenVexProduct product)
    {
        var helper = new JsonObject();
        var purl = product.Purl ?? (product.Id?.StartsWith("pkg:", StringComparison.Ordinal) == true ? product.Id : null);
        if (purl is not null && IsPurl(purl))
        {
            helper["purl"] = purl;
        }
        else if (purl is not null)
        {
            losses.Add("products.identifiers.purl", LossFate.Dropped, purl, "it is no package URL that CSAF takes");
        }

        if (product.Cpe is { } cpe)
        {
            if (cpe.Length <= CsafLimits.VersionBytesMax && CsafFormats.IsCpe(cpe))
            {
                helper["cpe"] = cpe;
            }
            else
            {
                losses.Add("products.identifiers.cpe", LossFate.Dropped, cpe, "it is no CPE name");
            }
        }

        var hashes = new JsonArray();
        foreach (var (algorithm, value) in product.Hashes)
        {
            if (VexWords.Algorithms.FirstOrDefault(a => a.OpenVex == algorithm).Csaf is { } known && CsafFormats.IsHash(Encoding.UTF8.GetBytes(value)))
            {
                hashes.Add(new JsonObject { ["algorithm"] = known, ["value"] = value });
            }
            else
            {
                losses.Add("products.hashes", LossFate.Dropped, algorithm, "the algorithm is not known here, or the value is no hash");
            }
        }

        if (hashes.Count > 0)
        {
            losses.Add("/product_tree/full_product_names/product_identification_helper/hashes/filename", LossFate.Defaulted, product.Key, "OpenVEX names no file: the product's name stands");
            helper["hashes"] = new JsonArray(new JsonObject { ["file_hashes"] = hashes, ["filename"] = product.Id ?? product.Key });
        }

        return helper;
    }

    private static bool IsPurl(string text) => CsafFormats.IsPurl(Encoding.UTF8.GetBytes(text)) && Purl.PackageUrl.TryParse(text, out _, out _);
}
