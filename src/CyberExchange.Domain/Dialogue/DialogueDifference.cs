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

        (string Name, string? Before, string? After)[] members =
        [
            ("kind", DialogueWords.Kinds.Text(before.Kind), DialogueWords.Kinds.Text(after.Kind)),
            ("topic", before.Topic, after.Topic),
            ("parties", Listed(before.Parties), Listed(after.Parties)),
            ("title", before.Title, after.Title),
            ("summary", before.Summary, after.Summary),
            ("date", before.Date, after.Date),
            ("basis of the date", before.DateBasis, after.DateBasis),
            ("status", before.Status, after.Status),
            ("place", before.Place, after.Place),
            ("owner", before.Owner, after.Owner),
            ("next step", before.NextStep, after.NextStep),
            ("evidence", before.Evidence, after.Evidence),
            ("people", Listed(before.People.Select(People)), Listed(after.People.Select(People))),
            ("links", Listed(before.Links.Select(Link)), Listed(after.Links.Select(Link))),
            ("accounts", Listed(before.Accounts), Listed(after.Accounts)),
            ("resolution", before.Resolution, after.Resolution),
            ("served by", Listed(before.ServedBy), Listed(after.ServedBy)),
            ("source", before.Source, after.Source),
            ("verification", Verified(before), Verified(after)),
            ("note", before.Note, after.Note),
        ];
        return [.. members.Where(m => !string.Equals(m.Before, m.After, StringComparison.Ordinal)).Select(m => Sentence(m.Name, m.Before?.TrimEnd('.'), m.After?.TrimEnd('.')))];
    }

    private static string Sentence(string name, string? before, string? after) => (before, after) switch
    {
        (null, { } now) => $"The {name} is stated: {now}.",
        ({ } then, null) => $"The {name} is stated no more; it was: {then}.",
        _ => $"The {name} was: {before}; it is now: {after}.",
    };

    private static string? Listed(IEnumerable<string> texts) => string.Join("; ", texts) is { Length: > 0 } all ? all : null;

    private static string People(DialoguePerson person) => person.Office is { } office ? $"{person.Name}, {office}" : person.Name;

    private static string Link(DialogueLink link) => $"{link.Relation} {link.Entry}";

    private static string Verified(DialogueEntry entry) => entry switch
    {
        { Verified: false } => "unverified",
        { VerifiedAt: { } at } => $"seen at {at}",
        _ => "seen in the source",
    };
}
