using System.Text;
using CyberExchange.Interop.Csaf;
using CyberExchange.Interop.Csaf.Validation;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>The products of a CSAF document, each as OpenVEX names it, by its number in the document.</summary>
internal sealed class VexProducts(CsafSubject subject, VexLosses losses)
{
    public static IReadOnlyDictionary<int, VexProduct> Of(CsafSubject subject, VexLosses losses) => new VexProducts(subject, losses).Read();

    private Dictionary<int, VexProduct> Read()
    {
        var products = new Dictionary<int, VexProduct>();
        var definitions = subject.Products.Definitions.Where(d => d.Id >= 0).DistinctBy(d => d.Id).ToList();
        var purls = definitions.ToDictionary(d => d.Id, d => PurlOf(d.Node["product_identification_helper"u8]));
        var shared = purls.Values.OfType<string>().GroupBy(purl => purl, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            var helper = definition.Node["product_identification_helper"u8];
            var purl = purls[definition.Id];
            var cpe = helper["cpe"u8] is { IsText: true } text ? text.Text : null;
            products[definition.Id] = new(
                definition.Id, purl is not null && !shared.Contains(purl) ? purl : NameOf(definition.Node["product_id"u8].Text), purl, cpe, Hashes(helper["hashes"u8]));
            foreach (var member in helper.Members())
            {
                if (Encoding.UTF8.GetString(member.Name) is not ("purl" or "purls" or "cpe" or "hashes") and var name)
                {
                    losses.Add($"product_identification_helper.{CsafText.Shorten(name)}", LossFate.Dropped, null, "OpenVEX identifies by package URL, CPE and hashes");
                }
            }
        }

        if (definitions.Count > 0)
        {
            losses.Add("product_tree", LossFate.Dropped, definitions[0].Node["name"u8].Text, "OpenVEX knows products by their identifiers, without names, vendors and versions");
        }

        if (CsafSubject.Each(subject.ProductTree["relationships"u8]).Concat(CsafSubject.Each(subject.ProductTree["product_paths"u8])).Any())
        {
            losses.Add("product_tree.relationships", LossFate.Approximated, null, "what is installed on or part of another is a product of its own");
        }

        return products;
    }

    private string? PurlOf(CsafNode helper)
    {
        if (helper["purl"u8] is { IsText: true } one)
        {
            return one.Text;
        }

        var several = CsafSubject.Each(helper["purls"u8]).Where(purl => purl.IsText).ToList();
        if (several.Count > 1)
        {
            losses.Add("product_identification_helper.purls", LossFate.Approximated, several[1].Text, "OpenVEX takes one package URL for a product: the first stands");
        }

        return several.Count == 0 ? null : several[0].Text;
    }

    private List<(string Algorithm, string Value)> Hashes(CsafNode hashes)
    {
        var files = CsafSubject.Each(hashes).ToList();
        if (files.Count > 1)
        {
            losses.Add("product_identification_helper.hashes", LossFate.Dropped, files[1]["filename"u8].Text, "OpenVEX takes the hashes of one file for a product");
            return [];
        }

        var found = new List<(string, string)>();
        foreach (var hash in files.SelectMany(file => CsafSubject.Each(file["file_hashes"u8])))
        {
            var algorithm = VexWords.Algorithms.FirstOrDefault(a => a.Csaf == hash["algorithm"u8].Text).OpenVex;
            if (algorithm is null || found.Any(known => known.Item1 == algorithm))
            {
                losses.Add("product_identification_helper.hashes", LossFate.Dropped, hash["algorithm"u8].Text, "OpenVEX has no name for the algorithm, or has a hash of it");
                continue;
            }

            found.Add((algorithm, hash["value"u8].Text));
            losses.Add("product_identification_helper.hashes.filename", LossFate.Dropped, files[0]["filename"u8].Text, "OpenVEX has no place for the name of the file");
        }

        return found;
    }

    // An IRI, as OpenVEX asks for: nobody else's as long as the namespace is the publisher's.
    private string NameOf(string productId)
    {
        var space = subject.Document["publisher"u8]["namespace"u8].Text.TrimEnd('/');
        return $"{space}/{Uri.EscapeDataString(subject.Tracking["id"u8].Text)}#{Uri.EscapeDataString(productId)}";
    }
}
