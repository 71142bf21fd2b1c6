using CyberExchange.Domain.Dialogue;
using CyberExchange.Views.Search;

namespace CyberExchange.Server.Dialogue;

/// <summary>Finds entries of the record by words.</summary>
public static class DialogueSearch
{
    /// <summary>Whether anything that an entry says in words holds a text, whatever its case, accents and width: <see cref="NameFolding"/>.</summary>
    public static bool Mentions(DialogueEntry entry, string text) =>
        NameFolding.Of(text) is { Length: > 0 } sought && Texts(entry).Any(part => part is not null && NameFolding.Of(part).Contains(sought, StringComparison.Ordinal));

    private static IEnumerable<string?> Texts(DialogueEntry entry) =>
    [
        entry.Title, entry.Summary, entry.Place, entry.Owner, entry.NextStep, entry.Evidence, entry.Resolution, entry.Source, entry.VerifiedAt, entry.Note,
        .. entry.Accounts, .. entry.Parties, .. entry.People.SelectMany(p => new[] { p.Name, p.Office }), .. (entry.Agenda ?? []).Select(item => item.Text),
    ];
}
