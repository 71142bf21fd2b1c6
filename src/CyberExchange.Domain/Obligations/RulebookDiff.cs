using System.Text.Json;

namespace CyberExchange.Domain.Obligations;

/// <summary>What one version of a rulebook changes about another, in words that two members can agree to.</summary>
/// <param name="Changes">By section and id, in the order of the newer document, what was removed last.</param>
/// <param name="Touched">Ids of the obligations whose duties or due times may come out differently.</param>
public sealed record RulebookDiff(RulebookVersion Before, RulebookVersion After, IReadOnlyList<RulebookChange> Changes, IReadOnlySet<string> Touched)
{
    private static readonly (string Section, string Key)[] Sections =
    [
        ("obligations", "id"), ("overlays", "id"), ("thresholds", "id"), ("conditions", "id"), ("roll_rules", "id"), ("calendars", "id"),
        ("sector_words", "word"), ("kind_hints", "source"),
    ];

    // Members that only explain.
    private static readonly string[] Words = ["title", "instrument", "recipient", "required_content", "source", "verified_at", "note"];

    public static RulebookDiff Between(Rulebook before, Rulebook after)
    {
        using var old = JsonDocument.Parse(before.Document);
        using var @new = JsonDocument.Parse(after.Document);
        List<RulebookChange> changes = [.. InSection("rulebook", Itself(old.RootElement), Itself(@new.RootElement))];
        foreach (var (section, key) in Sections)
        {
            changes.AddRange(InSection(section, Entries(old.RootElement, section, key), Entries(@new.RootElement, section, key)));
        }

        return new(before.Version, after.Version, changes, TouchedBy(changes, before, after));
    }

    private static IEnumerable<RulebookChange> InSection(string section, Dictionary<string, JsonElement> old, Dictionary<string, JsonElement> @new)
    {
        foreach (var (id, entry) in @new)
        {
            if (!old.TryGetValue(id, out var was))
            {
                yield return new(section, id, ChangeKind.Added, [.. Flat(entry).Select(f => new FieldChange(f.Key, null, f.Value))]);
            }
            else if (Fields(Flat(was), Flat(entry)).ToList() is { Count: > 0 } fields)
            {
                yield return new(section, id, ChangeKind.Changed, fields);
            }
        }

        foreach (var (id, entry) in old.Where(o => !@new.ContainsKey(o.Key)))
        {
            yield return new(section, id, ChangeKind.Removed, [.. Flat(entry).Select(f => new FieldChange(f.Key, f.Value, null))]);
        }
    }

    private static IEnumerable<FieldChange> Fields(SortedDictionary<string, string> old, SortedDictionary<string, string> @new) =>
        old.Keys.Union(@new.Keys, StringComparer.Ordinal)
            .Select(name => new FieldChange(name, old.GetValueOrDefault(name), @new.GetValueOrDefault(name)))
            .Where(field => field.Before != field.After);

    private static Dictionary<string, JsonElement> Entries(JsonElement document, string section, string key) =>
        document.TryGetProperty(section, out var entries)
            ? entries.EnumerateArray().ToDictionary(e => e.GetProperty(key).GetString()!, StringComparer.Ordinal)
            : [];

    // What a document says of itself, but for the version that it is.
    private static Dictionary<string, JsonElement> Itself(JsonElement document) =>
        document.EnumerateObject().Where(m => m.Value.ValueKind is JsonValueKind.String && m.Name != "version").ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);

    // Members of members by a path with dots, so that a change is named as closely as it can be.
    private static SortedDictionary<string, string> Flat(JsonElement entry)
    {
        var flat = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add(entry, "");
        return flat;

        void Add(JsonElement value, string path)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in value.EnumerateObject())
                    {
                        Add(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
                    }

                    break;
                case JsonValueKind.Array when value.EnumerateArray().All(e => e.ValueKind is JsonValueKind.String):
                    flat[path] = string.Join("; ", value.EnumerateArray().Select(e => e.GetString()));
                    break;
                case JsonValueKind.String:
                    flat[path.Length == 0 ? "text" : path] = value.GetString()!;
                    break;
                case JsonValueKind.Null:
                    break;
                default:
                    flat[path] = value.GetRawText();
                    break;
            }
        }
    }

    private static HashSet<string> TouchedBy(IReadOnlyList<RulebookChange> changes, Rulebook before, Rulebook after)
    {
        var all = before.Obligations.Concat(after.Obligations).Concat(before.Overlays.Concat(after.Overlays).Select(o => o.Rule)).ToList();
        var touched = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes.Where(c => c.Kind is not ChangeKind.Changed || c.Fields.Any(f => !Words.Contains(f.Name, StringComparer.Ordinal))))
        {
            touched.UnionWith(all.Where(o => IsTouched(o, change, before, after)).Select(o => o.Id));
        }

        return touched;
    }

    private static bool IsTouched(Obligation rule, RulebookChange change, Rulebook before, Rulebook after) => change.Section switch
    {
        "obligations" => rule.Id == change.Id || rule.ReplacedBy.Contains(change.Id, StringComparer.Ordinal) || WaitsFor(rule, change),
        "overlays" => rule.OverlayId == change.Id,
        "calendars" => rule.RollRule is not (RollRule.None or RollRule.Eu118271Hours),
        "conditions" => rule.Requires.Concat(rule.RequiresAny).Concat(rule.Unless).Contains(change.Id, StringComparer.Ordinal),
        "thresholds" => Asks(before, rule, change.Id) || Asks(after, rule, change.Id),
        "sector_words" => rule.Sectors.Contains(change.Id, StringComparer.Ordinal),
        "kind_hints" => before.KindHints.Concat(after.KindHints).Any(h => h.Source == change.Id && h.EntityKinds.Intersect(rule.EntityKinds, StringComparer.Ordinal).Any()),
        _ => false, // What a roll rule does is code; the document only describes it.
    };

    // Which submission starts a clock follows from the stages of the rules that it names.
    private static bool WaitsFor(Obligation rule, RulebookChange change) =>
        change.Fields.Any(f => f.Name == "stage")
        && (rule.TriggerStage == change.Id || rule.TriggerStageAlternatives.Contains(change.Id, StringComparer.Ordinal));

    private static bool Asks(Rulebook rulebook, Obligation rule, string threshold) =>
        rulebook.Conditions.Where(c => c.Thresholds.Contains(threshold, StringComparer.Ordinal))
            .Any(c => rule.Requires.Concat(rule.RequiresAny).Concat(rule.Unless).Contains(c.Id, StringComparer.Ordinal));
}

/// <summary>One entry that is new, gone, or different.</summary>
/// <param name="Section">The member of the document, such as <c>obligations</c>.</param>
public sealed record RulebookChange(string Section, string Id, ChangeKind Kind, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>One sentence for each field, or one for the whole entry.</summary>
    public IEnumerable<string> InWords() => Kind switch
    {
        ChangeKind.Added => [$"{Section} {Id}: added{Of("title", "rule", "ask")}"],
        ChangeKind.Removed => [$"{Section} {Id}: removed{Of("title", "rule", "ask")}"],
        ChangeKind.Changed => Fields.Select(f => $"{Section} {Id}: {f.InWords()}"),
    };

    private string Of(params string[] names) =>
        Fields.FirstOrDefault(f => names.Contains(f.Name, StringComparer.Ordinal)) is { } told ? $" ({told.Before ?? told.After})" : "";
}

/// <summary>One member that is new, gone, or different.</summary>
/// <param name="Name">Its path with dots, such as <c>applies_to.sectors</c>.</param>
public sealed record FieldChange(string Name, string? Before, string? After)
{
    public string InWords() => (Before, After) switch
    {
        (null, { } after) => $"{Name} is now {after}, and was absent",
        ({ } before, null) => $"{Name} is gone, and was {before}",
        _ => $"{Name} is now {After}, and was {Before}",
    };
}

/// <summary>How an entry differs.</summary>
public enum ChangeKind
{
    Added,
    Removed,
    Changed,
}
