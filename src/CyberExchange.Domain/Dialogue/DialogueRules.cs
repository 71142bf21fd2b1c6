using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Dialogue;

/// <summary>Whether an entry can stand.</summary>
public static class DialogueRules
{
    /// <summary>Every read of the record goes over all of them.</summary>
    public const int EntriesMax = 5_000;

    /// <summary>Entries in one proposal.</summary>
    public const int ChangesMax = 500;

    /// <summary>Proposals of one side that await the other.</summary>
    public const int OpenProposalsMax = 50;

    /// <summary>Notes that one partner keeps.</summary>
    public const int NotesMax = 1_000;

    public const int TitleCharactersMax = 300;
    public const int TextCharactersMax = 4_000;
    public const int WordCharactersMax = 60;
    public const int ListMax = 50;

    /// <summary>The first reason against an entry, with a pointer below it; null for none.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="exists">Whether another entry stands, or would stand with this one.</param>
    public static Refusal? Check(DialogueEntry entry, Func<string, bool> exists) =>
        CheckWords(entry) ?? CheckTexts(entry) ?? CheckLists(entry) ?? CheckLinks(entry, exists) ?? CheckAgenda(entry, exists);

    /// <summary>The topics of a watch, or the first that is none.</summary>
    internal static Refusal? CheckTopics(IReadOnlyList<string> topics)
    {
        for (var i = 0; i < topics.Count; i++)
        {
            if (!DialogueWords.Topics.Contains(topics[i], StringComparer.Ordinal))
            {
                return new(RefusalCode.UnknownTerm, $"/topics/{i}", $"A topic is one of {string.Join(", ", DialogueWords.Topics)}.");
            }
        }

        return topics.Distinct(StringComparer.Ordinal).Count() == topics.Count ? null : new(RefusalCode.Invalid, "/topics", "A topic is named once.");
    }

    private static Refusal? CheckWords(DialogueEntry entry)
    {
        if (!Slugs.IsSlug(entry.Id))
        {
            return new(RefusalCode.Invalid, "/id", "An entry is named by 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        if (!DialogueWords.Topics.Contains(entry.Topic, StringComparer.Ordinal))
        {
            return new(RefusalCode.UnknownTerm, "/topic", $"A topic is one of {string.Join(", ", DialogueWords.Topics)}.");
        }

        if (entry.Date is { } date && !DialogueDates.IsDate(date))
        {
            return new(RefusalCode.Invalid, "/date", $"A date is a day, a month or a year from {DialogueDates.YearMin} to {DialogueDates.YearMax}: 2025-05-12, 2025-05 or 2025.");
        }

        if (entry.Kind is not DialogueKind.Development)
        {
            return entry.Status is { } word && !IsWord(word)
                ? new(RefusalCode.Invalid, "/status", $"A status is a word of at most {WordCharactersMax} lower-case letters, digits and underscores.")
                : null;
        }

        if (entry.Date is null)
        {
            return new(RefusalCode.Invalid, "/date", "A development has a date, if only a year.");
        }

        return entry.Status is { } stage && DialogueWords.Stages.Contains(stage, StringComparer.Ordinal)
            ? null
            : new(RefusalCode.UnknownTerm, "/status", $"A development is {string.Join(", ", DialogueWords.Stages)}.");
    }

    private static Refusal? CheckTexts(DialogueEntry entry)
    {
        (string Pointer, string? Text, int Max)[] texts =
        [
            ("/title", entry.Title, TitleCharactersMax), ("/source", entry.Source, TextCharactersMax), ("/summary", entry.Summary, TextCharactersMax),
            ("/dateBasis", entry.DateBasis, TitleCharactersMax), ("/place", entry.Place, TitleCharactersMax), ("/owner", entry.Owner, TitleCharactersMax),
            ("/nextStep", entry.NextStep, TextCharactersMax), ("/evidence", entry.Evidence, TextCharactersMax), ("/resolution", entry.Resolution, TextCharactersMax),
            ("/verifiedAt", entry.VerifiedAt, TextCharactersMax), ("/note", entry.Note, TextCharactersMax),
        ];
        foreach (var (pointer, text, max) in texts)
        {
            if (text is not null && (string.IsNullOrWhiteSpace(text) || text.Length > max))
            {
                return new(RefusalCode.Invalid, pointer, $"A text that is stated has 1 to {max} characters.");
            }
        }

        return entry.Kind is DialogueKind.Conflict && (entry.Accounts.Count < 2 || entry.Resolution is null)
            ? new(RefusalCode.Invalid, "/accounts", "A conflict shows what two sources say at least, and which the record follows.")
            : null;
    }

    private static Refusal? CheckLists(DialogueEntry entry)
    {
        (string Pointer, IReadOnlyList<string> Texts)[] lists =
        [
            ("/parties", entry.Parties), ("/accounts", entry.Accounts), ("/servedBy", entry.ServedBy),
            ("/people", [.. entry.People.Select(p => p.Name)]), ("/links", [.. entry.Links.Select(l => l.Entry)]),
        ];
        foreach (var (pointer, texts) in lists)
        {
            if (texts.Count > ListMax || texts.Any(t => string.IsNullOrWhiteSpace(t) || t.Length > TextCharactersMax))
            {
                return new(RefusalCode.Invalid, pointer, $"At most {ListMax} are listed, each of 1 to {TextCharactersMax} characters.");
            }
        }

        for (var i = 0; i < entry.People.Count; i++)
        {
            if (entry.People[i] is { Office.Length: > TitleCharactersMax } or { Side.Length: > WordCharactersMax })
            {
                return new(RefusalCode.Invalid, $"/people/{i}", $"An office has at most {TitleCharactersMax} characters, and a side {WordCharactersMax}.");
            }
        }

        return entry.Parties.Count == 0
            ? new(RefusalCode.Invalid, "/parties", "An entry says whose it is.")
            : entry.ServedBy.Any(path => !path.StartsWith('/')) ? new(RefusalCode.Invalid, "/servedBy", "What serves it is an address in this exchange, which begins with /.") : null;
    }

    private static Refusal? CheckLinks(DialogueEntry entry, Func<string, bool> exists)
    {
        for (var i = 0; i < entry.Links.Count; i++)
        {
            var link = entry.Links[i];
            if (!DialogueWords.Relations.Contains(link.Relation, StringComparer.Ordinal))
            {
                return new(RefusalCode.UnknownTerm, $"/links/{i}/relation", $"A relation is one of {string.Join(", ", DialogueWords.Relations)}.");
            }

            if (link.Entry == entry.Id || !exists(link.Entry))
            {
                return new(RefusalCode.UnknownTerm, $"/links/{i}/entry", "A link leads to another entry of the record, or of the same proposal.");
            }
        }

        return null;
    }

    private static Refusal? CheckAgenda(DialogueEntry entry, Func<string, bool> exists)
    {
        if (entry.Agenda is not { } agenda)
        {
            return null;
        }

        if (entry.Kind is not DialogueKind.Session || agenda.Count is 0 or > ListMax)
        {
            return new(RefusalCode.Invalid, "/agenda", $"A session has an agenda, of 1 to {ListMax} items where one is stated; nothing else has one.");
        }

        for (var i = 0; i < agenda.Count; i++)
        {
            var item = agenda[i];
            if (string.IsNullOrWhiteSpace(item.Text) || item.Text.Length > TextCharactersMax)
            {
                return new(RefusalCode.Invalid, $"/agenda/{i}/text", $"An item says in 1 to {TextCharactersMax} characters what is to be spoken of.");
            }

            if (item.Topic is { } topic && !DialogueWords.Topics.Contains(topic, StringComparer.Ordinal))
            {
                return new(RefusalCode.UnknownTerm, $"/agenda/{i}/topic", $"A topic is one of {string.Join(", ", DialogueWords.Topics)}.");
            }

            if (item.Entries.Count > ListMax || item.Entries.Any(id => id == entry.Id || !exists(id)))
            {
                return new(RefusalCode.UnknownTerm, $"/agenda/{i}/entries", $"An item is about at most {ListMax} other entries of the record, or of the same proposal.");
            }
        }

        return null;
    }

    private static bool IsWord(string text) =>
        text.Length is > 0 and <= WordCharactersMax && text.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_');
}
