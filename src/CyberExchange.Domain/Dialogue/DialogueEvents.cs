using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Dialogue;

/// <summary>What happened to the dialogue's record.</summary>
/// <remarks>They share one stream: entries name each other, and what one side proposes the other sees as a whole.</remarks>
public abstract record DialogueEvent
{
    private DialogueEvent() { }

    /// <summary>A delegate would have the record say something else. It says so once the other side agreed.</summary>
    /// <param name="Proposal">Its id.</param>
    /// <param name="Partner">Whose delegate.</param>
    /// <param name="By">The member.</param>
    /// <param name="Side">The side of the partner: the other one decides.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Changes">Entries as they would stand.</param>
    public sealed record DialogueChangesProposed(
        Guid Proposal, PartnerId Partner, MemberId By, Jurisdiction Side, string Reason, IReadOnlyList<ProposedEntry> Changes) : DialogueEvent;

    /// <summary>A delegate of the other side agreed: the record says so from now on.</summary>
    public sealed record DialogueChangesAgreed(Guid Proposal, PartnerId Partner, MemberId By) : DialogueEvent;

    /// <summary>A delegate of the other side declined.</summary>
    /// <param name="Reason">Why, for those who proposed it.</param>
    public sealed record DialogueChangesDeclined(Guid Proposal, PartnerId Partner, MemberId By, string Reason) : DialogueEvent;

    /// <summary>Whoever proposed it took it back.</summary>
    public sealed record DialogueChangesWithdrawn(Guid Proposal, MemberId By) : DialogueEvent;

    /// <summary>A delegate noted something at an entry.</summary>
    /// <param name="Note">Its id.</param>
    /// <param name="Entry">At which entry.</param>
    /// <param name="Partner">Whose delegate.</param>
    /// <param name="By">The member.</param>
    /// <param name="Side">The partner's side.</param>
    /// <param name="Reach">Who reads it.</param>
    /// <param name="Text">What it says.</param>
    public sealed record DialogueNoted(Guid Note, string Entry, PartnerId Partner, MemberId By, Jurisdiction Side, NoteReach Reach, string Text) : DialogueEvent;

    /// <summary>The partner took a note away.</summary>
    public sealed record DialogueNoteRemoved(Guid Note, MemberId By) : DialogueEvent;

    /// <summary>A partner said which topics it watches, in place of what it watched before.</summary>
    public sealed record DialogueWatchStated(PartnerId Partner, IReadOnlyList<string> Topics) : DialogueEvent;
}

/// <summary>An entry as it would stand.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Base">The revision that it was written against; 0 for an entry that is new.</param>
public sealed record ProposedEntry(DialogueEntry Entry, int Base);

/// <summary>The stored names and shapes of what happens to the dialogue's record.</summary>
public static class DialogueEventCatalog
{
    /// <summary>The one stream of the record.</summary>
    public const string Stream = "dialogue";

    public static EventCatalog<DialogueEvent> Catalog { get; } = new EventCatalog<DialogueEvent>()
        .Add("dialogue.changes-proposed", 1, DialogueJson.Default.DialogueChangesProposed)
        .Add("dialogue.changes-agreed", 1, DialogueJson.Default.DialogueChangesAgreed)
        .Add("dialogue.changes-declined", 1, DialogueJson.Default.DialogueChangesDeclined)
        .Add("dialogue.changes-withdrawn", 1, DialogueJson.Default.DialogueChangesWithdrawn)
        .Add("dialogue.noted", 1, DialogueJson.Default.DialogueNoted)
        .Add("dialogue.note-removed", 1, DialogueJson.Default.DialogueNoteRemoved)
        .Add("dialogue.watch-stated", 1, DialogueJson.Default.DialogueWatchStated);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(PartnerIdJson), typeof(MemberIdJson), typeof(JurisdictionJson), typeof(DialogueKindJson), typeof(NoteReachJson)])]
[JsonSerializable(typeof(DialogueEvent.DialogueChangesProposed))]
[JsonSerializable(typeof(DialogueEvent.DialogueChangesAgreed))]
[JsonSerializable(typeof(DialogueEvent.DialogueChangesDeclined))]
[JsonSerializable(typeof(DialogueEvent.DialogueChangesWithdrawn))]
[JsonSerializable(typeof(DialogueEvent.DialogueNoted))]
[JsonSerializable(typeof(DialogueEvent.DialogueNoteRemoved))]
[JsonSerializable(typeof(DialogueEvent.DialogueWatchStated))]
[JsonSerializable(typeof(DialogueEntry))]
[JsonSerializable(typeof(IReadOnlyList<DialogueEntry>))]
public sealed partial class DialogueJson : JsonSerializerContext;
