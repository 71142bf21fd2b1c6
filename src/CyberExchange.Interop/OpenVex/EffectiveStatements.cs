using System.Runtime.InteropServices;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.OpenVex;

/// <summary>Which statements of an OpenVEX document count.</summary>
internal sealed class EffectiveStatements(OpenVexDocument vex, VexLosses losses)
{
    private static readonly string[] WorstFirst = [VexWords.Affected, VexWords.UnderInvestigation, VexWords.Fixed, VexWords.NotAffected];

    /// <summary>
    /// By vulnerability, product and subcomponent the latest statement; of equal instants the one that stands last. One about the product as a
    /// whole takes the place of those about its subcomponents.
    /// </summary>
    public List<(OpenVexStatement Statement, OpenVexProduct Product)> Find()
    {
        var latest = new Dictionary<(string Vulnerability, string Product), Dictionary<string, (OpenVexStatement Statement, OpenVexProduct Product)>>();
        foreach (var statement in vex.Statements.OrderBy(InstantOf))
        {
            if (statement.Key.Length == 0 || VexWords.Statuses.All(status => status.OpenVex != statement.Status))
            {
                losses.Add("statements", LossFate.Dropped, statement.Status, "a statement names a vulnerability and one of the four statuses");
                continue;
            }

            if (statement.Products.Count == 0)
            {
                losses.Add("statements", LossFate.Dropped, statement.Key, "a statement without products speaks of what it is embedded in, and CSAF is not");
            }

            foreach (var product in statement.Products)
            {
                ref var parts = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, (statement.Key, product.Key), out _);
                parts ??= new(StringComparer.Ordinal);
                if (product.Subcomponents.Count == 0 ? parts.Count > 0 : product.Subcomponents.Any(parts.ContainsKey))
                {
                    losses.Add("statements", LossFate.Dropped, statement.Key, "a later statement about the same product takes its place");
                }

                if (product.Subcomponents.Count == 0)
                {
                    parts.Clear();
                    parts[""] = (statement, product);
                }

                foreach (var subcomponent in product.Subcomponents)
                {
                    parts[subcomponent] = (statement, product);
                }
            }
        }

        return [.. latest.Values.SelectMany(parts => Worst([.. parts.Values.DistinctBy(entry => entry.Product, ReferenceEqualityComparer.Instance)]))];
    }

    private IEnumerable<(OpenVexStatement Statement, OpenVexProduct Product)> Worst(List<(OpenVexStatement Statement, OpenVexProduct Product)> said)
    {
        var worst = WorstFirst.First(status => said.Exists(entry => entry.Statement.Status == status)); // Each has one of the four.
        if (said.Exists(entry => entry.Statement.Status != worst))
        {
            losses.Add(
                "products.subcomponents",
                LossFate.Approximated,
                said[0].Product.Key,
                $"statements about subcomponents of one product disagree, and CSAF has one status of it: the worst stands, in the order {string.Join(", ", WorstFirst)}");
        }

        return said.Where(entry => entry.Statement.Status == worst);
    }

    // A statement without a time has that of the document (OpenVEX 0.2.0, inheritance); when the document was last touched says nothing of it.
    private DateTimeOffset InstantOf(OpenVexStatement statement)
    {
        var at = statement.At ?? vex.At ?? DateTimeOffset.MinValue;
        return statement.UpdatedAt is { } updated && updated > at ? updated : at;
    }
}
