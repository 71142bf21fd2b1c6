using System.Runtime.InteropServices;
using System.Text;
using CyberExchange.Interop.Csaf.Validation;
using Place = CyberExchange.Interop.Csaf.Changes.ChangeList.Place;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>A kind of entries of which a place has any number, in an order that means nothing.</summary>
/// <param name="Thing">The start of the codes.</param>
/// <param name="Noun">How a sentence calls an entry, with an article in front and a name behind.</param>
/// <param name="Name">The member that names an entry to a person.</param>
/// <param name="Identities">Members by which an entry that changed is known again, the best first.</param>
internal sealed record ListKind(string Thing, string Noun, string Name, params string[][] Identities);

/// <summary>Compares lists: what is equal is passed by, what is left and shares an identity has changed, and the rest came or went.</summary>
internal sealed class ListChanges(ChangeList changes, ProductMatch products)
{
    /// <summary>A product of an entry is compared as the product that it is, and not by its id.</summary>
    private static readonly string[] ProductMembers = ["product_reference", "relates_to_product_reference", "full_product_name"];

    /// <summary>The steps of a product path (CSAF 2.1) are in the order of the path.</summary>
    private const string OrderedMember = "subpaths";

    private static readonly string[] CoverageMembers = ["product_ids", "group_ids"];

    public void Compare(Place place, ListKind kind, CsafNode before, CsafNode after)
    {
        var old = Entries(before, isOld: true);
        var now = Entries(after, isOld: false);
        RemoveEqual(old, now);
        foreach (var identity in kind.Identities)
        {
            var known = new Dictionary<string, Queue<Entry>>(StringComparer.Ordinal);
            foreach (var entry in old)
            {
                if (entry.Identity(identity) is { } name)
                {
                    ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(known, name, out _);
                    (queue ??= []).Enqueue(entry);
                }
            }

            var matched = new HashSet<Entry>();
            foreach (var entry in now)
            {
                if (entry.Identity(identity) is { } name && known.TryGetValue(name, out var queue) && queue.TryDequeue(out var was))
                {
                    matched.UnionWith([was, entry]);
                    TellChanged(place, kind, was, entry);
                }
            }

            old.RemoveAll(matched.Contains);
            now.RemoveAll(matched.Contains);
        }

        foreach (var was in old)
        {
            changes.Add(was.Node, default, () => place.Change($"{kind.Thing}-removed", $"{Called(kind, was)}{place.Of} is gone.", Named(was), was.Covered.Length) with { Before = Told(kind, was) });
        }

        foreach (var entry in now)
        {
            changes.Add(default, entry.Node, () => place.Change($"{kind.Thing}-added", $"{Called(kind, entry)}{place.Of} is new.", Named(entry), entry.Covered.Length) with { After = Told(kind, entry) });
        }
    }

    private void TellChanged(Place place, ListKind kind, Entry was, Entry now)
    {
        var members = was.Differences(now).ToList();
        if (members.Count == 0)
        {
            return; // Two that hashed apart by an accident of JSON, such as 1 and 1.0 as names.
        }

        var only = members.Count == 1 ? members[0] : null;
        changes.Add(was.Node, now.Node, () => place.Change(
            $"{kind.Thing}-changed", $"{Called(kind, now)}{place.Of} differs in {string.Join(", ", members.Select(Word))}.", Named(now), now.Covered.Length) with
        {
            Before = only is null ? null : ChangeList.Whole(was.Node[Encoding.UTF8.GetBytes(only)]),
            After = only is null ? null : ChangeList.Whole(now.Node[Encoding.UTF8.GetBytes(only)]),
        });
    }

    private static string Word(string member) => member.Replace('_', ' ');

    private static string Called(ListKind kind, Entry entry)
    {
        var name = entry.Node.IsText ? entry.Node : entry.Node[Encoding.UTF8.GetBytes(kind.Name)];
        return name.IsText ? $"The {kind.Noun} {name.Quoted}" : $"The {kind.Noun} at {entry.Node.Pointer}";
    }

    private static string? Told(ListKind kind, Entry entry) => ChangeList.Whole(entry.Node.IsText ? entry.Node : entry.Node[Encoding.UTF8.GetBytes(kind.Name)]);

    private IEnumerable<string> Named(Entry entry) => entry.Covered.Select(products.NameOf);

    private List<Entry> Entries(CsafNode array, bool isOld) => [.. CsafSubject.Each(array).Select(node => new Entry(
        node,
        isOld ? products.CoveredByOld(node) : products.CoveredByNew(node),
        [.. ProductMembers.Select(name => ProductOf(node[Encoding.UTF8.GetBytes(name)], isOld))]))];

    private int ProductOf(CsafNode member, bool isOld)
    {
        var id = member.IsObject ? member["product_id"u8] : member;
        return !id.IsText ? -1 : isOld ? products.OfOld(id) : products.OfNew(id);
    }

    private static void RemoveEqual(List<Entry> old, List<Entry> now)
    {
        var byHash = new Dictionary<int, Queue<Entry>>();
        foreach (var entry in old)
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(byHash, entry.Hash(), out _);
            (queue ??= []).Enqueue(entry);
        }

        var equal = new HashSet<Entry>();
        foreach (var entry in now)
        {
            if (byHash.TryGetValue(entry.Hash(), out var queue) && queue.TryPeek(out var was) && !was.Differences(entry).Any())
            {
                queue.Dequeue();
                equal.UnionWith([was, entry]);
            }
        }

        old.RemoveAll(equal.Contains);
        now.RemoveAll(equal.Contains);
    }

    /// <summary>An entry of a list; a class, so that one is only itself.</summary>
    /// <param name="node">The entry.</param>
    /// <param name="covered">The products of which it speaks, in order.</param>
    /// <param name="named">Those of <see cref="ProductMembers"/>; -1 for none.</param>
    private sealed class Entry(CsafNode node, int[] covered, int[] named)
    {
        public CsafNode Node => node;

        public int[] Covered => covered;

        private int[] Products => named;

        /// <summary>By what the entry is known again; null where it has none of the members, and two of which nothing is known are not the same.</summary>
        public string? Identity(string[] members) => members.Any(Has)
            ? string.Join('\n', members.Select(name => Array.IndexOf(ProductMembers, name) is >= 0 and var at ? $"#{named[at]}" : node[Encoding.UTF8.GetBytes(name)].Text))
            : null;

        private bool Has(string name) => Array.IndexOf(ProductMembers, name) is >= 0 and var at ? named[at] >= 0 : node[Encoding.UTF8.GetBytes(name)].Exists;

        public int Hash()
        {
            var hash = default(HashCode);
            if (node.IsObject)
            {
                var sum = 0;
                foreach (var member in node.Members())
                {
                    if (IsPlain(Encoding.UTF8.GetString(member.Name)))
                    {
                        var one = default(HashCode);
                        one.AddBytes(member.Name);
                        one.Add(Unordered.Hash(member.Value));
                        sum = unchecked(sum + one.ToHashCode());
                    }
                }

                hash.Add(sum);
            }
            else
            {
                hash.Add(Unordered.Hash(node));
            }

            foreach (var product in covered.Concat(named))
            {
                hash.Add(product);
            }

            return hash.ToHashCode();
        }

        /// <summary>The members in which two entries differ; for the products of which they speak the word products.</summary>
        public IEnumerable<string> Differences(Entry other)
        {
            if (!node.IsObject || !other.Node.IsObject)
            {
                return Unordered.Equal(node, other.Node) ? [] : ["value"];
            }

            var differences = new List<string>();
            foreach (var name in NamesOf(node).Union(NamesOf(other.Node), StringComparer.Ordinal).Where(IsPlain))
            {
                var utf8 = Encoding.UTF8.GetBytes(name);
                if (!(name == OrderedMember ? node[utf8].EqualsJson(other.Node[utf8]) : Unordered.Equal(node[utf8], other.Node[utf8])))
                {
                    differences.Add(name);
                }
            }

            differences.AddRange(ProductMembers.Where((_, at) => named[at] != other.Products[at]));
            if (!covered.AsSpan().SequenceEqual(other.Covered))
            {
                differences.Add("products");
            }

            return differences;
        }

        private static bool IsPlain(string name) => !ProductMembers.Contains(name) && !CoverageMembers.Contains(name);

        private static List<string> NamesOf(CsafNode entry)
        {
            var names = new List<string>();
            foreach (var member in entry.Members())
            {
                names.Add(Encoding.UTF8.GetString(member.Name));
            }

            return names;
        }
    }
}
