using CyberExchange.Contracts.Dialogue;
using CyberExchange.Domain;
using CyberExchange.Domain.Dialogue;

namespace CyberExchange.Server.Dialogue;

/// <summary>Reads entries as delegates send them.</summary>
internal static class DialogueReading
{
    /// <summary>The entry, or the first word that is in no vocabulary.</summary>
    public static (DialogueEntry? Entry, Refusal? Refusal) Entry(DialogueEntryDocument document) =>
        DialogueWords.Kinds.Parse(document.Kind) is not { } kind
            ? (null, new(RefusalCode.UnknownTerm, "/kind", $"An entry is {string.Join(", ", DialogueWords.Kinds.All)}."))
            : (new()
            {
                Id = document.Id,
                Kind = kind,
                Topic = document.Topic,
                Parties = document.Parties,
                Title = document.Title,
                Summary = document.Summary,
                Date = document.Date,
                DateBasis = document.DateBasis,
                Status = document.Status,
                Place = document.Place,
                Owner = document.Owner,
                NextStep = document.NextStep,
                Evidence = document.Evidence,
                People = [.. (document.People ?? []).Select(p => new DialoguePerson(p.Name, p.Office, p.Side))],
                Links = [.. (document.Links ?? []).Select(l => new DialogueLink(l.Relation, l.Entry))],
                Accounts = document.Accounts ?? [],
                Resolution = document.Resolution,
                ServedBy = document.ServedBy ?? [],
                Source = document.Source,
                Verified = document.Verified,
                VerifiedAt = document.VerifiedAt,
                Note = document.Note,
                Agenda = document.Agenda is { Count: > 0 } agenda ? [.. agenda.Select(i => new AgendaItem(i.Text, i.Topic, i.Entries ?? []))] : null,
            }, null);

    /// <summary>All of them, or the first refusal with a pointer into the request.</summary>
    public static (IReadOnlyList<DialogueEntry>? Entries, Refusal? Refusal) Entries(IReadOnlyList<DialogueEntryDocument> documents)
    {
        List<DialogueEntry> entries = [];
        for (var i = 0; i < documents.Count; i++)
        {
            var (entry, refusal) = Entry(documents[i]);
            if (entry is null)
            {
                return (null, refusal!.Under($"/entries/{i}")); // One of the two is there.
            }

            entries.Add(entry);
        }

        return (entries, null);
    }
}
