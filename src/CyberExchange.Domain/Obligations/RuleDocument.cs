using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace CyberExchange.Domain.Obligations;

/// <summary>What is wrong with a document about duties.</summary>
/// <param name="Pointer">RFC 6901 pointer to the culprit; empty for the whole.</param>
/// <param name="Detail">One sentence that says what is wrong and what would be right.</param>
public sealed record RulebookFault(string Pointer, string Detail)
{
    public override string ToString() => $"{Pointer}: {Detail}";
}

/// <summary>One object of a document, read member by member. What is wrong is told and read on, so that all faults are known at once.</summary>
internal sealed class RuleDocument
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private readonly JsonElement _object;
    private readonly string _pointer;
    private readonly List<RulebookFault> _faults;
    private readonly bool _strict;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="strict">Members that nobody asked for are faults: see <see cref="RefuseTheRest"/>.</param>
    public RuleDocument(JsonElement value, string pointer, List<RulebookFault> faults, bool strict = true)
    {
        (_object, _pointer, _faults, _strict) = (value, pointer, faults, strict);
        if (value.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new(pointer, "An object belongs here."));
        }
    }

    public string Pointer => _pointer;

    /// <summary>The names of the members.</summary>
    public IReadOnlyList<string> Names => _object.ValueKind is JsonValueKind.Object ? [.. _object.EnumerateObject().Select(m => m.Name)] : [];

    public string At(string name) => $"{_pointer}/{name}";

    public void Fault(string name, string detail) => _faults.Add(new(At(name), detail));

    /// <summary>The member, or null where it is absent or null.</summary>
    public JsonElement? Member(string name)
    {
        _asked.Add(name);
        return _object.ValueKind is JsonValueKind.Object && _object.TryGetProperty(name, out var member) && member.ValueKind is not JsonValueKind.Null
            ? member
            : null;
    }

    public string Text(string name) => OptionalText(name) ?? Absent(name, "A text belongs here.", "");

    public string? OptionalText(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind is JsonValueKind.String && member.GetString() is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text))
        {
            return text;
        }

        Fault(name, "A text belongs here, and not an empty one.");
        return null;
    }

    /// <summary>A word of a closed set.</summary>
    public T Word<T>(string name, Words<T> words)
        where T : struct, Enum => OptionalWord(name, words.All) is { } word
            ? words.Parse(word)!.Value // The words know every word of theirs.
            : Absent(name, $"One of these belongs here: {string.Join(", ", words.All)}.", default(T));

    public T? OptionalWord<T>(string name, Words<T> words)
        where T : struct, Enum => OptionalWord(name, words.All) is { } word ? words.Parse(word) : null;

    public string? OptionalWord(string name, IReadOnlyList<string> words)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (words.Contains(text, StringComparer.Ordinal))
        {
            return text;
        }

        Fault(name, $"'{text}' is none of these: {string.Join(", ", words)}.");
        return null;
    }

    public bool Flag(string name)
    {
        if (Member(name) is not { } member)
        {
            return false;
        }

        if (member.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault(name, "true or false belongs here.");
        }

        return member.ValueKind is JsonValueKind.True;
    }

    public bool NeededFlag(string name)
    {
        if (Member(name) is null)
        {
            Fault(name, "true or false belongs here.");
        }

        return Flag(name);
    }

    public int Number(string name)
    {
        if (Member(name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt32(out var number) && number >= 0)
        {
            return number;
        }

        Fault(name, "A whole number belongs here.");
        return 0;
    }

    public LocalDate Date(string name) => OptionalDate(name) ?? Absent(name, "A date belongs here: write 2026-11-20.", default(LocalDate));

    public LocalDate? OptionalDate(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (LocalDatePattern.Iso.Parse(text) is { Success: true } date)
        {
            return date.Value;
        }

        Fault(name, $"'{text}' is no date: write 2026-11-20.");
        return null;
    }

    public DutyPeriod? OptionalPeriod(string name)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (DutyPeriod.Parse(text) is { } period)
        {
            return period;
        }

        Fault(name, $"'{text}' is no period of hours, days or months: write PT72H, P14D or P1M.");
        return null;
    }

    public DutyPeriod Period(string name) => OptionalPeriod(name) ?? Absent(name, "A period belongs here: write PT72H, P14D or P1M.", default(DutyPeriod));

    public IReadOnlyList<string> Texts(string name) => [.. Elements(name).Select(e => Element(e.Value, e.Pointer))];

    /// <summary>The dates of an array; null where one of them is none.</summary>
    public IReadOnlyList<LocalDate>? Dates(string name)
    {
        var before = _faults.Count;
        var dates = Elements(name).Select(e => DateOf(e.Value, e.Pointer)).ToList();
        return _faults.Count == before ? dates : null;
    }

    /// <summary>The object under a name, or null where it is absent.</summary>
    public RuleDocument? Optional(string name) => Member(name) is { } member ? new RuleDocument(member, At(name), _faults, _strict) : null;

    /// <summary>The object under a name; an empty one where it is absent, which is a fault.</summary>
    public RuleDocument Needed(string name) => Optional(name) ?? Absent(name, "An object belongs here.", new RuleDocument(Empty, At(name), _faults, _strict));

    /// <summary>The objects of an array.</summary>
    public IReadOnlyList<RuleDocument> Objects(string name) => [.. Elements(name).Select(e => new RuleDocument(e.Value, e.Pointer, _faults, _strict))];

    /// <summary>Tells of members that nobody asked for: a name that is misspelt would else be a rule that is silently lost.</summary>
    public void RefuseTheRest()
    {
        foreach (var name in Names.Where(n => !_asked.Contains(n)))
        {
            Fault(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), "No such member is known here.");
        }
    }

    private IEnumerable<(JsonElement Value, string Pointer)> Elements(string name)
    {
        if (Member(name) is not { } member)
        {
            return [];
        }

        if (member.ValueKind is not JsonValueKind.Array)
        {
            Fault(name, "An array belongs here.");
            return [];
        }

        return member.EnumerateArray().Select((e, i) => (e, $"{At(name)}/{i}"));
    }

    private string Element(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
        {
            return value.GetString()!;
        }

        _faults.Add(new(pointer, "A text belongs here, and not an empty one."));
        return "";
    }

    private LocalDate DateOf(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.String && LocalDatePattern.Iso.Parse(value.GetString()!) is { Success: true } date)
        {
            return date.Value;
        }

        _faults.Add(new(pointer, "A date belongs here: write 2026-11-20."));
        return default;
    }

    private T Absent<T>(string name, string detail, T instead)
    {
        // What is there and wrong has been told already.
        if (Member(name) is null)
        {
            Fault(name, detail);
        }

        return instead;
    }
}
