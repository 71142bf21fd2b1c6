using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Dialogue;

/// <summary>A delegate notes something at an entry.</summary>
public sealed record AddDialogueNote(PartnerProfile By, MemberId Member, Guid Note, string Entry, NoteReach Reach, string Text)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        var record = state ?? DialogueRecord.Empty;
        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (!record.Entries.ContainsKey(Entry))
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such entry.");
        }

        if (string.IsNullOrWhiteSpace(Text) || Text.Length > DialogueRules.TextCharactersMax)
        {
            return new Refusal(RefusalCode.Invalid, "/text", $"A note has 1 to {DialogueRules.TextCharactersMax} characters.");
        }

        return record.Notes.Values.Count(n => n.Partner == By.Id) >= DialogueRules.NotesMax
            ? new Refusal(RefusalCode.Invalid, "", $"A partner keeps at most {DialogueRules.NotesMax} notes: take one away first.")
            : new DialogueEvent.DialogueNoted(Note, Entry, By.Id, Member, By.Jurisdiction, Reach, Text);
    }
}

/// <summary>A partner takes a note of its own away.</summary>
public sealed record RemoveDialogueNote(PartnerProfile By, MemberId Member, Guid Note)
{
    // One answer for another's note and for one that does not exist.
    public Decision<DialogueEvent> Decide(DialogueRecord? state) =>
        SharingRules.CheckActs(By) is { } suspended
            ? suspended
            : (state ?? DialogueRecord.Empty).Notes.TryGetValue(Note, out var note) && note.Partner == By.Id
                ? new DialogueEvent.DialogueNoteRemoved(Note, Member)
                : new Refusal(RefusalCode.NotFound, "", "You keep no such note.");
}

/// <summary>A partner says which topics it watches.</summary>
public sealed record StateDialogueWatch(PartnerProfile By, IReadOnlyList<string> Topics)
{
    public Decision<DialogueEvent> Decide(DialogueRecord? state)
    {
        if ((SharingRules.CheckActs(By) ?? DialogueRules.CheckTopics(Topics)) is { } refusal)
        {
            return refusal;
        }

        IReadOnlyList<string> topics = [.. Topics.Order(StringComparer.Ordinal)];
        var before = (state ?? DialogueRecord.Empty).Watches.TryGetValue(By.Id, out var watched) ? watched : [];
        return before.SequenceEqual(topics, StringComparer.Ordinal) ? Decision<DialogueEvent>.Nothing : new DialogueEvent.DialogueWatchStated(By.Id, topics);
    }
}
