using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Dialogue;

/// <summary>An entry as both sides agreed on it.</summary>
/// <param name="Revision">1 for the first time, one more for every later one.</param>
public sealed record AgreedEntry(DialogueEntry Entry, int Revision);

/// <summary>How a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>It awaits the other side.</summary>
    Open,
    Agreed,
    Declined,
    Withdrawn,
}

/// <summary>What one side would have the record say.</summary>
/// <param name="Changes">None where it was declined or withdrawn: then nothing follows from them.</param>
/// <param name="Answer">Why it was declined; null where it was not.</param>
public sealed record DialogueProposal(
    Guid Id, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, ImmutableArray<ProposedEntry> Changes, ProposalState State, string? Answer) : IProposal
{
    public bool IsOpen => State is ProposalState.Open;
}

/// <summary>A note of a delegate.</summary>
public sealed record DialogueNote(Guid Id, string Entry, PartnerId Partner, MemberId By, Jurisdiction Side, NoteReach Reach, string Text)
{
    /// <summary>Whether a delegate's partner reads it.</summary>
    public bool IsFor(PartnerProfile reader) => reader.Id == Partner || Reach is NoteReach.BothSides || reader.Jurisdiction == Side;
}

/// <summary>The dialogue's record: its events, folded.</summary>
/// <param name="Entries">By id.</param>
/// <param name="Proposals">Those that were ever made, by id.</param>
/// <param name="Notes">Those that stand, by id.</param>
/// <param name="Watches">The topics that each partner watches.</param>
public sealed record DialogueRecord(
    ImmutableSortedDictionary<string, AgreedEntry> Entries,
    ImmutableDictionary<Guid, DialogueProposal> Proposals,
    ImmutableDictionary<Guid, DialogueNote> Notes,
    ImmutableDictionary<PartnerId, ImmutableArray<string>> Watches)
{
    /// <summary>A record in which nothing stands yet.</summary>
    public static DialogueRecord Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, AgreedEntry>(StringComparer.Ordinal),
        ImmutableDictionary<Guid, DialogueProposal>.Empty,
        ImmutableDictionary<Guid, DialogueNote>.Empty,
        ImmutableDictionary<PartnerId, ImmutableArray<string>>.Empty);

    /// <summary>The revision of an entry; 0 where there is none.</summary>
    public int Revision(string id) => Entries.TryGetValue(id, out var agreed) ? agreed.Revision : 0;

    /// <summary>The state after one more event.</summary>
    public static DialogueRecord Evolve(DialogueRecord? state, DialogueEvent e) => (state ?? Empty).After(e);

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static DialogueRecord? Fold(IEnumerable<DialogueEvent> events) => events.Aggregate((DialogueRecord?)null, Evolve);

    private DialogueRecord After(DialogueEvent e) => e switch
    {
        DialogueEvent.DialogueChangesProposed p => this with
        {
            Proposals = Proposals.Add(p.Proposal, new(p.Proposal, p.Partner, p.By, p.Side, p.Reason, [.. p.Changes], ProposalState.Open, Answer: null)),
        },
        DialogueEvent.DialogueChangesAgreed a => this with
        {
            Entries = Entries.SetItems(Proposals[a.Proposal].Changes.Select(c => KeyValuePair.Create(c.Entry.Id, new AgreedEntry(c.Entry, c.Base + 1)))),
            Proposals = Ended(a.Proposal, ProposalState.Agreed, answer: null),
        },
        DialogueEvent.DialogueChangesDeclined d => this with { Proposals = Ended(d.Proposal, ProposalState.Declined, d.Reason) },
        DialogueEvent.DialogueChangesWithdrawn w => this with { Proposals = Ended(w.Proposal, ProposalState.Withdrawn, answer: null) },
        DialogueEvent.DialogueNoted n => this with { Notes = Notes.Add(n.Note, new(n.Note, n.Entry, n.Partner, n.By, n.Side, n.Reach, n.Text)) },
        DialogueEvent.DialogueNoteRemoved r => this with { Notes = Notes.Remove(r.Note) },
        DialogueEvent.DialogueWatchStated w => this with { Watches = Watches.SetItem(w.Partner, [.. w.Topics]) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to the dialogue's record."),
    };

    private ImmutableDictionary<Guid, DialogueProposal> Ended(Guid id, ProposalState state, string? answer) =>
        Proposals.SetItem(id, Proposals[id] with { State = state, Answer = answer, Changes = state is ProposalState.Agreed ? Proposals[id].Changes : [] });
}
