using CyberExchange.Contracts.Dialogue;
using CyberExchange.Domain;
using CyberExchange.Domain.Dialogue;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Partners;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Dialogue;

/// <summary>Writes the record as one caller may read it: what both sides agreed is for every partner, the rest for delegates.</summary>
internal static class DialogueRendition
{
    private static readonly Words<ProposalState> States = new(
        (ProposalState.Open, "open"), (ProposalState.Agreed, "agreed"), (ProposalState.Declined, "declined"), (ProposalState.Withdrawn, "withdrawn"));

    public static DialogueEntryDocument Entry(DialogueEntry entry) => new()
    {
        Id = entry.Id,
        Kind = DialogueWords.Kinds.Text(entry.Kind),
        Topic = entry.Topic,
        Parties = entry.Parties,
        Title = entry.Title,
        Summary = entry.Summary,
        Date = entry.Date,
        DateBasis = entry.DateBasis,
        Status = entry.Status,
        Place = entry.Place,
        Owner = entry.Owner,
        NextStep = entry.NextStep,
        Evidence = entry.Evidence,
        People = Some(entry.People.Select(p => new DialoguePersonDocument(p.Name, p.Office, p.Side))),
        Links = Some(entry.Links.Select(l => new DialogueLinkDocument(l.Relation, l.Entry))),
        Accounts = Some(entry.Accounts),
        Resolution = entry.Resolution,
        ServedBy = Some(entry.ServedBy),
        Source = entry.Source,
        Verified = entry.Verified,
        VerifiedAt = entry.VerifiedAt,
        Note = entry.Note,
        Agenda = Agenda(entry),
    };

    public static IReadOnlyList<AgendaItemDocument>? Agenda(DialogueEntry entry) =>
        entry.Agenda is { } agenda ? [.. agenda.Select(i => new AgendaItemDocument(i.Text, i.Topic, Some(i.Entries)))] : null;

    public static DialogueEntryPage Page(AgreedEntry agreed, DialogueBook book, Caller reader)
    {
        var id = agreed.Entry.Id;
        var history = book.Changes.Where(c => c.After.Id == id).Reverse().ToList();
        return new()
        {
            Entry = Entry(agreed.Entry),
            Revision = agreed.Revision,
            AgreedAt = history[0].At,
            LinkedFrom = [.. book.Record.Entries.Values.SelectMany(e => Ways(e.Entry, id).Select(relation => new DialogueLinkDocument(relation, e.Entry.Id)))],
            History = [.. history.Select(Change)],
            Notes = reader.May(Capability.ConductDialogue) ? [.. Notes(book, id, reader.Viewer.Profile)] : null,
        };
    }

    public static DialogueChangeDocument Change(DialogueChange change) =>
        new(change.At, change.After.Id, change.After.Title, change.After.Topic, change.Revision, DialogueDifference.InWords(change.Before, change.After));

    public static DialogueProposalDocument Proposal(DialogueProposal proposal, DialogueBook book, PartnerProfile reader, DirectorySnapshot directory) => new()
    {
        Id = proposal.Id,
        Partner = directory.Entry(proposal.Partner) is { } entry && reader.Shows(entry) ? entry.Facts.Handle : null,
        Side = proposal.Side.Text(),
        ProposedAt = book.ProposedAt[proposal.Id],
        Reason = proposal.Reason,
        State = States.Text(proposal.State),
        DecidedAt = book.DecidedAt.TryGetValue(proposal.Id, out var at) ? at : null,
        Answer = proposal.Answer,
        Changes =
        [
            .. proposal.Changes.Select(c => new ProposedEntryDocument(
                c.Entry.Id,
                c.Base,
                book.Revisions.TryGetValue((c.Entry.Id, c.Base), out var before) ? DialogueDifference.InWords(before, c.Entry) : DialogueDifference.Stated(c.Entry),
                Entry(c.Entry))),
        ],
    };

    public static ProposalState? State(string word) => States.Parse(word);

    public static IReadOnlyList<string> StateWords => States.All;

    // How one entry leads to another: by its links, and by its agenda.
    private static IEnumerable<string> Ways(DialogueEntry from, string to) =>
        [.. from.Links.Where(l => l.Entry == to).Select(l => l.Relation), .. (from.Agenda ?? []).Any(i => i.Entries.Contains(to, StringComparer.Ordinal)) ? ["agenda"] : Array.Empty<string>()];

    private static IEnumerable<DialogueNoteDocument> Notes(DialogueBook book, string entry, PartnerProfile reader) =>
        from note in book.Record.Notes.Values
        where note.Entry == entry && note.IsFor(reader)
        let at = book.NotedAt[note.Id]
        orderby at, note.Id
        select new DialogueNoteDocument(note.Id, note.Side.Text(), note.Partner == reader.Id, NoteWords.Reaches.Text(note.Reach), at, note.Text);

    private static IReadOnlyList<T>? Some<T>(IEnumerable<T> all) => all.ToList() is { Count: > 0 } some ? some : null;
}
