using System.Text.Json;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Veris;

/// <summary>One value of a VERIS record, and what became of it.</summary>
/// <param name="path">Names with dots between them and without indexes, such as <c>action.hacking.variety</c>.</param>
/// <param name="value">Text as it stands; numbers and truth values as JSON writes them; empty for a section without members.</param>
internal sealed class VerisFact(string path, string value)
{
    private static readonly string[] Voids = ["", "Unknown", "unknown", "NA", "00", "000", "000000"];

    public string Path { get; } = path;

    public string Value { get; } = value;

    /// <summary>Whether it says that nothing is known, which is no news.</summary>
    public bool IsVoid { get; } = Voids.Contains(value, StringComparer.Ordinal);

    /// <summary>Dropped, until something takes it; null once the report carries it as it stands.</summary>
    public LossFate? Fate { get; private set; } = LossFate.Dropped;

    public string Why { get; private set; } = Voids.Contains(value, StringComparer.Ordinal)
        ? "says only that it is not known"
        : "the report has no place for it";

    public void Carried() => Fate = null;

    public void Becomes(LossFate fate, string why) => (Fate, Why) = (fate, why);
}

/// <summary>A VERIS record as a list of values, whichever of its shapes it came in. What nobody takes is a loss.</summary>
/// <remarks>
/// Three shapes are read: the schema's own nested one, the same reduced to some sections, and lists such as
/// <c>"veris_actor": ["external.variety:Activist"]</c> beside <c>incident_text</c> and <c>year</c>.
/// </remarks>
internal sealed class VerisFacts
{
    /// <summary>The largest records of VCDB have some hundreds.</summary>
    public const int FactsMax = 5_000;

    private const string ListPrefix = "veris_";

    private readonly List<VerisFact> _facts = [];

    public IReadOnlyList<VerisFact> All => _facts;

    /// <summary>Whether the record has more than <see cref="FactsMax"/> values; the rest was not read.</summary>
    public bool IsTooLarge { get; private set; }

    public static VerisFacts Of(JsonElement record)
    {
        var facts = new VerisFacts();
        var lists = record.EnumerateObject().Any(p => p.Name.StartsWith(ListPrefix, StringComparison.Ordinal));
        foreach (var property in record.EnumerateObject())
        {
            if (!lists)
            {
                facts.Add(property.Name, property.Value);
            }
            else if (property.Name.StartsWith(ListPrefix, StringComparison.Ordinal) && property.Value.ValueKind is JsonValueKind.Array)
            {
                facts.AddList(property.Name[ListPrefix.Length..], property.Value);
            }
            else
            {
                facts.Add(property.Name switch { "incident_text" => VerisPaths.Summary, "year" => VerisPaths.Year, var other => other }, property.Value);
            }
        }

        return facts;
    }

    /// <summary>The facts at a path.</summary>
    public IEnumerable<VerisFact> At(string path) => _facts.Where(f => f.Path == path);

    /// <summary>The values at a path that say something.</summary>
    public IEnumerable<string> Values(string path) => At(path).Where(f => !f.IsVoid).Select(f => f.Value);

    /// <summary>The first value at a path that says something; null for none.</summary>
    public string? First(string path) => Values(path).FirstOrDefault();

    /// <summary>The names of the members of a section, such as the categories below <c>action</c>.</summary>
    public IReadOnlyList<string> Members(string section) =>
    [
        .. _facts.Where(f => f.Path.StartsWith(section + ".", StringComparison.Ordinal))
            .Select(f => f.Path[(section.Length + 1)..].Split('.')[0])
            .Distinct(StringComparer.Ordinal),
    ];

    private void AddList(string section, JsonElement list)
    {
        foreach (var entry in list.EnumerateArray())
        {
            var text = entry.ValueKind is JsonValueKind.String ? entry.GetString()! : entry.GetRawText();
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            Add(new VerisFact($"{section}.{(colon < 0 ? text : text[..colon])}", colon < 0 ? "" : text[(colon + 1)..].Trim()));
        }
    }

    private void Add(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when !value.EnumerateObject().Any():
                Add(new VerisFact(path, ""));
                break;
            case JsonValueKind.Object:
                AddMembers(path, value);
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Add(path, element);
                }

                break;
            case JsonValueKind.String:
                Add(new VerisFact(path, value.GetString()!.Trim()));
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                Add(new VerisFact(path, value.GetRawText()));
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
        }
    }

    private void AddMembers(string path, JsonElement section)
    {
        // An amount beside a variety says how many of that variety; in a list of values it would lose what it counts.
        var counted = section.TryGetProperty("variety", out var variety) && variety.ValueKind is JsonValueKind.String ? variety.GetString() : null;
        foreach (var member in section.EnumerateObject())
        {
            if (member.Name == "amount" && counted is not null && member.Value.ValueKind is JsonValueKind.Number)
            {
                Add(new VerisFact($"{path}.amount", $"{member.Value.GetRawText()} {counted}"));
            }
            else
            {
                Add($"{path}.{member.Name}", member.Value);
            }
        }
    }

    private void Add(VerisFact fact)
    {
        if (_facts.Count == FactsMax)
        {
            IsTooLarge = true;
            return;
        }

        _facts.Add(fact);
    }
}

/// <summary>Where VERIS says what the report takes.</summary>
internal static class VerisPaths
{
    public const string IncidentId = "incident_id";
    public const string Summary = "summary";
    public const string Year = "timeline.incident.year";
    public const string Month = "timeline.incident.month";
    public const string Day = "timeline.incident.day";
    public const string Time = "timeline.incident.time";
    public const string Industry = "victim.industry";
    public const string Country = "victim.country";
    public const string VictimId = "victim.victim_id";
    public const string SecurityIncident = "security_incident";
    public const string Disclosure = "attribute.confidentiality.data_disclosure";
}
