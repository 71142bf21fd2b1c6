using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CyberExchange.Domain.Stored;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Tests.StoredEvents;

/// <summary>A stored event as some version of the exchange wrote it; the file beside this one is never edited.</summary>
public sealed record StoredSample(string Name, int Version, byte[] Body, byte[] Addressing)
{
    /// <summary>Where the samples are, and the list of all that were ever stored.</summary>
    public static string Folder { get; } = Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "StoredEvents");

    /// <summary>Every sample in this folder: <c>name.vN.json</c> with members <c>body</c> and <c>addressing</c> (null for none).</summary>
    public static IReadOnlyList<StoredSample> All { get; } =
        [.. Directory.GetFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(Load)];

    public static StoredSample Of(string name) => All.Last(s => s.Name == name);

    /// <summary>The same event with another body or addressing.</summary>
    public StoredSample With(bool body, JsonNode section) =>
        body ? this with { Body = Canonical(section) } : this with { Addressing = Canonical(section) };

    private static StoredSample Load(string path)
    {
        var words = Path.GetFileNameWithoutExtension(path).Split(".v");
        var sample = JsonNode.Parse(File.ReadAllText(path))!;
        return new(
            words[0],
            int.Parse(words[1], CultureInfo.InvariantCulture),
            Canonical(sample["body"]!),
            sample["addressing"] is { } addressing ? Canonical(addressing) : []);
    }

    private static byte[] Canonical(JsonNode section) => CanonicalJson.Canonicalise(Encoding.UTF8.GetBytes(section.ToJsonString()));
}
