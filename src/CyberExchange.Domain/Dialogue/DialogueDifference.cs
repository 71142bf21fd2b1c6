namespace CyberExchange.Domain.Dialogue;

/// <summary>What one revision of an entry changed about the one before, in words.</summary>
public static class DialogueDifference
{
    /// <summary>One sentence for each member that says something else; one for an entry that is new.</summary>
    /// <param name="before">Null for a new entry.</param>
    /// <param name="after">The entry as it stands then.</param>
    public static IReadOnlyList<string> InWords(DialogueEntry? before, DialogueEntry after)
    {
        if (before is null)
        {
            return [$"Entered: {after.Title.TrimEnd('.')}."];
        }

        return
        [
            .. Members(before).Zip(Members(after)).Where(m => !string.Equals(m.First.Said, m.Second.Said, StringComparison.Ordinal))
                .Select(m => Sentence(m.First.Name, m.First.Said?.TrimEnd('.'), m.Second.Said?.TrimEnd('.'))),
        ];
    }

    /// <summary>All that an entry states, one sentence for each member: for whoever decides on it before it stands.</summary>
    public static IReadOnlyList<string> Stated(DialogueEntry entry) =>
        [.. InWords(null, entry), .. Members(entry).Where(m => m.Said is not null && m.Name is not "title").Select(m => Sentence(m.Name, null, m.Said?.TrimEnd('.')))];

    private static IReadOnlyList<(string Name, string? Said)> Members(DialogueEntry entry) =>
    [
        ("kind", DialogueWords.Kinds.Text(entry.Kind)),
        ("topic", entry.Topic),
        ("parties", Listed(entry.Parties)),
        ("title", entry.Title),
        ("summary", entry.Summary),
        ("date", entry.Date),
        ("basis of the date", entry.DateBasis),
        ("status", entry.Status),
        ("place", entry.Place),
        ("owner", entry.Owner),
        ("next step", entry.NextStep),
        ("evidence", entry.Evidence),
        ("people", Listed(entry.People.Select(People))),
        ("links", Listed(entry.Links.Select(Link))),
        ("accounts", Listed(entry.Accounts)),
        ("resolution", entry.Resolution),
        ("served by", Listed(entry.ServedBy)),
        ("source", entry.Source),
        ("verification", Verified(entry)),
        ("note", entry.Note),
        ("agenda", Listed((entry.Agenda ?? []).Select(Item))),
    ];

    private static string Sentence(string name, string? before, string? after) => (before, after) switch
    {
        (null, { } now) => $"The {name} is stated: {now}.",
        ({ } then, null) => $"The {name} is stated no more; it was: {then}.",
        _ => $"The {name} was: {before}; it is now: {after}.",
    };

    private static string? Listed(IEnumerable<string> texts) => string.Join("; ", texts) is { Length: > 0 } all ? all : null;

    private static string People(DialoguePerson person) =>
        $"{person.Name}{(person.Office is { } office ? $", {office}" : "")}{(person.Side is { } side ? $" ({side})" : "")}";

    private static string Link(DialogueLink link) => $"{link.Relation} {link.Entry}";

    private static string Item(AgendaItem item) =>
        string.Join(", ", item.Entries.Prepend(item.Topic).OfType<string>()) is { Length: > 0 } about ? $"{item.Text} ({about})" : item.Text;

    private static string Verified(DialogueEntry entry) => $"{(entry.Verified ? "seen" : "unverified")}{(entry.VerifiedAt is { } at ? $" at {at}" : entry.Verified ? " in the source" : "")}";
}
