using System.Globalization;
using CyberExchange.Server.Problems;

namespace CyberExchange.Server.Dialogue;

/// <summary>Reads the parameters of one request, and keeps the first problem with them.</summary>
internal sealed class DialogueQuery
{
    private const int TextCharactersMax = 200;
    private const int ValuesMax = 20;

    private readonly IQueryCollection _query;

    public DialogueQuery(HttpRequest request, IReadOnlyCollection<string> names)
    {
        _query = request.Query;
        if (_query.Keys.FirstOrDefault(name => !names.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            Problem = ProblemAnswers.BadParameter(unknown, $"This route takes {string.Join(", ", names)}.");
        }
    }

    private DialogueQuery(IQueryCollection query) => _query = query;

    /// <summary>Null as long as everything could be read.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>Reads what a form sent: it sends its fields also when they are empty, and the page has parameters of its own.</summary>
    public static DialogueQuery OfForm(HttpRequest request, IReadOnlyCollection<string> names) => new(new QueryCollection(
        request.Query.Where(q => names.Contains(q.Key, StringComparer.Ordinal) && q.Value.Any(v => !string.IsNullOrWhiteSpace(v))).ToDictionary(q => q.Key, q => q.Value, StringComparer.Ordinal)));

    /// <summary>Values of which any will do; none for all.</summary>
    public IReadOnlyCollection<string> Texts(string name)
    {
        var values = _query[name];
        if (values.Count > ValuesMax || values.Any(v => v is not { Length: > 0 and <= TextCharactersMax } || v.Contains('\0', StringComparison.Ordinal)))
        {
            Fail(name, $"Give the parameter at most {ValuesMax} times, each 1 to {TextCharactersMax} characters.");
            return [];
        }

        return [.. values.OfType<string>()];
    }

    /// <summary>The same out of a vocabulary.</summary>
    public IReadOnlyCollection<string> Words(string name, IReadOnlyList<string> vocabulary)
    {
        var words = Texts(name);
        if (words.Any(w => !vocabulary.Contains(w, StringComparer.Ordinal)))
        {
            Fail(name, $"It is one of {string.Join(", ", vocabulary)}.");
        }

        return words;
    }

    /// <summary>One text; null for none.</summary>
    public string? Text(string name)
    {
        var texts = Texts(name);
        if (texts.Count > 1)
        {
            Fail(name, "Give the parameter once.");
        }

        return texts.FirstOrDefault();
    }

    /// <summary>A day, such as 2026-11-23; null for none.</summary>
    public DateOnly? Day(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Fail(name, "It is a day, such as 2026-11-23.");
        return null;
    }

    /// <summary>An instant, or a day that begins in UTC; null for none.</summary>
    public DateTimeOffset? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return at;
        }

        Fail(name, "It is an instant with an offset, such as 2026-11-23T00:00:00Z, or a day.");
        return null;
    }

    /// <summary>True or false; false where it is not given.</summary>
    public bool Flag(string name)
    {
        switch (Text(name))
        {
            case null or "false":
                return false;
            case "true":
                return true;
            default:
                Fail(name, "It is true or false.");
                return false;
        }
    }

    /// <summary>A parameter is wrong, and what would be right.</summary>
    public void Fail(string name, string detail) => Problem ??= ProblemAnswers.BadParameter(name, detail);
}
