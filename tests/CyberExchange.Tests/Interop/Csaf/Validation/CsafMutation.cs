using System.Text.Json;
using System.Text.Json.Nodes;

namespace CyberExchange.Tests.Interop.Csaf.Validation;

/// <summary>Documents that somebody has damaged in one place or a few.</summary>
internal static class CsafMutation
{
    private static readonly string[] Texts =
    [
        "", " ", "a", "a ", " a", "a\n", "1", "01", "1.0.0", "1.0.0-rc.1+b", "1.0", "0.0.0", "2.0", "2.1", "en", "en-GB", "x-klingon", "e", "i-default", "WHITE", "CLEAR", "final", "other",
        "2026-01-01", "2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.000001Z", "2026-01-01T24:00:00Z", "2026-1-1T0:0:0Z", "2016-12-31T23:59:60Z",
        "https://maker.example", "https://maker.example/a b", "https://maker.example/%zz", "maker.example", "//maker.example", "a:b", "https://[::1]/", "https://maker.example/\u00e4", "https://:80", "urn:x:y#z",
        "pkg:nuget/a@1", "pkg:nuget", "pkg:", "cpe:2.3:o:maker:firmware:1.0:*:*:*:*:*:*:*", "cpe:2.3:o:maker:firmware:1.0", "cpe:/o:maker:firmware", "cpe:/", "cpe:2.3:o:ma(ker:firmware:1.0:*:*:*:*:*:*:*",
        "CVE-2026-1234", "CVE-2026-123", "cve-2026-1234", "CWE-79", "CWE-079", "CWE-1234567", "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "0123",
        "AV:N/AC:L/Au:N/C:N/I:N/A:N", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        "CVSS:3.1/AV:N", "CVSS:3.1/AV:N/AV:N", "HIGH", "3.0", "3.1", "4.0",
    ];

    private static readonly string[] Values = ["null", "true", "0", "-1", "0.05", "10", "10.1", "7.5", "1e2", "\"a\"", "[]", "{}", "[null]", "[\"a\",\"a\"]", "{\"a\":1}", "[{\"category\":\"x\"}]"];

    /// <summary>Damages a copy of a document, in places and ways that the numbers say.</summary>
    /// <param name="numbers">Each that is not negative is one damage.</param>
    public static JsonNode Of(JsonNode document, IEnumerable<int> numbers)
    {
        var copy = document.DeepClone();
        foreach (var number in numbers)
        {
            Damage(copy, new Random(number));
        }

        return copy;
    }

    private static void Damage(JsonNode root, Random by)
    {
        var places = Places(root).ToList();
        if (places.Count == 0)
        {
            return;
        }

        var (holder, name, index) = places[by.Next(places.Count)];
        var value = name is null ? holder[index] : holder[name];
        switch (by.Next(7))
        {
            case 0:
                Remove(holder, name, index);
                break;
            case 1:
                Put(holder, name, index, JsonNode.Parse(Values[by.Next(Values.Length)]));
                break;
            case 2 when name is not null:
                Remove(holder, name, index);
                holder[by.Next(2) == 0 ? name + "s" : NameAt(places, by)] = value;
                break;
            case 3 when holder is JsonObject:
                holder[by.Next(3) == 0 ? "x_own" : NameAt(places, by)] = Copy(places[by.Next(places.Count)]);
                break;
            case 4 when holder is JsonArray array:
                array.Add(value?.DeepClone());
                break;
            case 5 when value is JsonValue:
                Put(holder, name, index, Cut(value, by));
                break;
            default:
                Put(holder, name, index, Texts[by.Next(Texts.Length)]);
                break;
        }
    }

    /// <summary>A text without, or with another, character; another value as it is.</summary>
    private static JsonNode Cut(JsonNode value, Random by)
    {
        if (value.GetValueKind() is not JsonValueKind.String || value.GetValue<string>() is not { Length: > 0 } text || text.Any(char.IsSurrogate))
        {
            return value.DeepClone();
        }

        var at = by.Next(text.Length);
        const string Others = " -_.:/aZ0\u00e9\n%#?*";
        return text[..at] + (by.Next(2) == 0 ? "" : Others[by.Next(Others.Length)]) + text[(at + by.Next(2))..];
    }

    private static string NameAt(List<(JsonNode Holder, string? Name, int Index)> places, Random by) => places[by.Next(places.Count)].Name ?? "category";

    private static JsonNode? Copy((JsonNode Holder, string? Name, int Index) place) => (place.Name is null ? place.Holder[place.Index] : place.Holder[place.Name])?.DeepClone();

    private static void Remove(JsonNode holder, string? name, int index)
    {
        if (name is null)
        {
            holder.AsArray().RemoveAt(index);
        }
        else
        {
            holder.AsObject().Remove(name);
        }
    }

    private static void Put(JsonNode holder, string? name, int index, JsonNode? value)
    {
        if (name is null)
        {
            holder[index] = value;
        }
        else
        {
            holder[name] = value;
        }
    }

    private static IEnumerable<(JsonNode Holder, string? Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject container => container.SelectMany(member => Places(member.Value).Prepend((container, member.Key, 0))),
        JsonArray array => array.SelectMany((item, at) => Places(item).Prepend((array, null, at))),
        _ => [],
    };
}
