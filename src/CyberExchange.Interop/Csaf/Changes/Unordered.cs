using System.Runtime.InteropServices;
using System.Text.Json;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Interop.Csaf.Changes;

/// <summary>Equality of values in which the order of entries means nothing.</summary>
internal static class Unordered
{
    public static bool Equal(CsafNode a, CsafNode b)
    {
        if (a.Kind != b.Kind)
        {
            return false;
        }

        switch (a.Kind)
        {
            case JsonTokenType.StartArray:
                var left = new Dictionary<int, List<CsafNode>>();
                foreach (var item in a.Items())
                {
                    ref var alike = ref CollectionsMarshal.GetValueRefOrAddDefault(left, Hash(item), out _);
                    (alike ??= []).Add(item);
                }

                foreach (var item in b.Items())
                {
                    if (!left.TryGetValue(Hash(item), out var alike) || alike.FindLastIndex(other => Equal(other, item)) is not (>= 0 and var at))
                    {
                        return false;
                    }

                    alike.RemoveAt(at);
                }

                return left.Values.All(rest => rest.Count == 0);
            case JsonTokenType.StartObject:
                var count = 0;
                foreach (var member in a.Members())
                {
                    count++;
                    if (!Equal(member.Value, b[member.Name]))
                    {
                        return false;
                    }
                }

                foreach (var unused in b.Members())
                {
                    count--;
                }

                return count == 0;
            default:
                return a.EqualsJson(b);
        }
    }

    public static int Hash(CsafNode value)
    {
        var sum = 0;
        if (value.IsArray)
        {
            foreach (var item in value.Items())
            {
                sum = unchecked(sum + Hash(item));
            }
        }
        else if (value.IsObject)
        {
            foreach (var member in value.Members())
            {
                var one = default(HashCode);
                one.AddBytes(member.Name);
                one.Add(Hash(member.Value));
                sum = unchecked(sum + one.ToHashCode());
            }
        }
        else
        {
            return value.HashJson();
        }

        return HashCode.Combine(value.Kind, sum);
    }
}
