using System.Runtime.InteropServices;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>A product of either document, or of both.</summary>
/// <param name="Old">Where the old document defines it; absent where it does not.</param>
/// <param name="New">Where the new document does.</param>
/// <param name="Name">As a person knows it.</param>
/// <param name="IsMoved">Whether its name or the branches above it are others.</param>
/// <param name="IsRenumbered">Whether its product id is another.</param>
internal sealed record MatchedProduct(CsafNode Old, CsafNode New, string Name, bool IsMoved, bool IsRenumbered);

/// <summary>Which products of two documents are the same: by id, name and branches; by name and branches; and at last by id alone.</summary>
/// <remarks>Product ids mean nothing outside their document (CSAF 2.0, 3.1.8), and some publishers count them anew in each revision.</remarks>
internal sealed class ProductMatch
{
    private readonly List<MatchedProduct> _products = [];
    private readonly Dictionary<(int Before, string Step), int> _signatures = [];
    private readonly Side _old;
    private readonly Side _new;

    public ProductMatch(CsafSubject old, CsafSubject @new)
    {
        _old = new(old, _signatures);
        _new = new(@new, _signatures);
        Match();
    }

    /// <summary>All products; a number of this class is a place in it.</summary>
    public IReadOnlyList<MatchedProduct> Products => _products;

    /// <summary>The number of a product id of the old document.</summary>
    public int OfOld(CsafNode productId) => NumberOf(_old, productId);

    /// <summary>The number of a product id of the new document.</summary>
    public int OfNew(CsafNode productId) => NumberOf(_new, productId);

    /// <summary>The products of which an item of the old document speaks.</summary>
    public int[] CoveredByOld(CsafNode item) => Covered(_old, item);

    /// <summary>The products of which an item of the new document speaks.</summary>
    public int[] CoveredByNew(CsafNode item) => Covered(_new, item);

    public string NameOf(int product) => _products[product].Name;

    public IReadOnlyList<string> NamesOf(IEnumerable<int> products) => [.. products.Select(NameOf)];

    private int NumberOf(Side side, CsafNode productId)
    {
        var id = side.Subject.Products.IdOf(productId);
        return side.Numbers.TryGetValue(id, out var number) ? number : Undefined(side, id, productId.Text);
    }

    private int[] Covered(Side side, CsafNode item)
    {
        int[] covered = [.. side.Subject.Products.Covered(item).Distinct().Select(id => side.Numbers.TryGetValue(id, out var number) ? number : Undefined(side, id, side.TextOf(id)))];
        Array.Sort(covered);
        return covered;
    }

    // What no document defines is known by its id alone.
    private int Undefined(Side side, int id, string text)
    {
        var other = side == _old ? _new : _old;
        if (!other.Undefined.TryGetValue(text, out var number))
        {
            number = _products.Count;
            _products.Add(new(default, default, $"product id \"{CsafText.Shorten(text)}\"", IsMoved: false, IsRenumbered: false));
        }

        side.Undefined[text] = number;
        side.Numbers[id] = number;
        return number;
    }

    private void Match()
    {
        var bySignature = new Dictionary<int, Queue<Definition>>();
        foreach (var (text, now) in _new.Definitions)
        {
            if (_old.Definitions.TryGetValue(text, out var same) && same.Signature == now.Signature)
            {
                Join(same, now);
            }
        }

        foreach (var was in _old.Definitions.Values.Where(d => !_old.Numbers.ContainsKey(d.Id)))
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(bySignature, was.Signature, out _);
            (queue ??= []).Enqueue(was);
        }

        foreach (var now in _new.Definitions.Values.Where(d => !_new.Numbers.ContainsKey(d.Id)))
        {
            if (bySignature.TryGetValue(now.Signature, out var queue) && queue.TryDequeue(out var was))
            {
                Join(was, now);
            }
        }

        foreach (var (text, now) in _new.Definitions.Where(d => !_new.Numbers.ContainsKey(d.Value.Id)))
        {
            Join(_old.Definitions.TryGetValue(text, out var was) && !_old.Numbers.ContainsKey(was.Id) ? was : null, now);
        }

        foreach (var was in _old.Definitions.Values.Where(d => !_old.Numbers.ContainsKey(d.Id)))
        {
            Join(was, null);
        }
    }

    private void Join(Definition? was, Definition? now)
    {
        var number = _products.Count;
        var both = was is not null && now is not null;
        _products.Add(new(
            was?.Node ?? default,
            now?.Node ?? default,
            (now ?? was)!.Name, // One of the two is there.
            IsMoved: both && was!.Signature != now!.Signature,
            IsRenumbered: both && !was!.Node["product_id"u8].Utf8.SequenceEqual(now!.Node["product_id"u8].Utf8)));
        if (was is not null)
        {
            _old.Numbers[was.Id] = number;
        }

        if (now is not null)
        {
            _new.Numbers[now.Id] = number;
        }
    }

    private sealed record Definition(int Id, CsafNode Node, int Signature, string Name);

    private sealed class Side
    {
        private readonly Dictionary<int, CsafNode> _texts = [];

        public Side(CsafSubject subject, Dictionary<(int Before, string Step), int> signatures)
        {
            Subject = subject;
            var ofBranch = new Dictionary<int, int>();
            foreach (var (branch, above) in subject.Products.Branches)
            {
                var before = above.Length == 0 ? 0 : ofBranch[above[^1].Row];
                ofBranch[branch.Row] = Signature(before, branch["category"u8].Text + '\t' + branch["name"u8].Text);
            }

            foreach (var reference in subject.Products.References)
            {
                _texts.TryAdd(reference.Id, reference.Node);
            }

            foreach (var definition in subject.Products.Definitions.Where(d => d.Id >= 0))
            {
                var node = definition.Node;
                var signature = Signature(definition.Branches.Length == 0 ? 0 : ofBranch[definition.Branches[^1].Row], "name\t" + node["name"u8].Text);
                Definitions.TryAdd(node["product_id"u8].Text, new(definition.Id, node, signature, NameOf(definition)));
            }

            int Signature(int before, string step)
            {
                var next = signatures.Count + 1;
                return signatures.TryAdd((before, step), next) ? next : signatures[(before, step)];
            }
        }

        public CsafSubject Subject { get; }

        /// <summary>By product id. Of two definitions of one id, which 6.1.2 reports, the first.</summary>
        public Dictionary<string, Definition> Definitions { get; } = new(StringComparer.Ordinal);

        /// <summary>From the subject's number of a product id to the number of the match.</summary>
        public Dictionary<int, int> Numbers { get; } = [];

        public Dictionary<string, int> Undefined { get; } = new(StringComparer.Ordinal);

        public string TextOf(int id) => _texts.TryGetValue(id, out var node) ? node.Text : "";

        private static string NameOf(CsafProductDefinition definition)
        {
            var name = definition.Node["name"u8] is { IsText: true } said ? said : definition.Node["product_id"u8];
            var vendor = definition.Branches.FirstOrDefault(branch => branch["category"u8].Is("vendor"u8));
            return vendor.Exists ? $"{CsafText.Shorten(name.Text)} (vendor {CsafText.Shorten(vendor["name"u8].Text)})" : CsafText.Shorten(name.Text);
        }
    }
}
