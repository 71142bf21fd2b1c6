using System.Collections.Immutable;
using CyberExchange.Domain.Dialogue;
using CyberExchange.EventStore;
using CyberExchange.Server.Requests;

namespace CyberExchange.Server.Dialogue;

/// <summary>What one agreement, or more than one, made of an entry.</summary>
/// <param name="At">When both sides agreed.</param>
/// <param name="Before">What it said before; null for a new entry.</param>
/// <param name="After">What it says since.</param>
/// <param name="Revision">Which revision that is.</param>
public sealed record DialogueChange(DateTimeOffset At, DialogueEntry? Before, DialogueEntry After, int Revision);

/// <summary>The record with the instants at which things happened.</summary>
/// <param name="Version">How many events of the stream it holds.</param>
/// <param name="Record">The record.</param>
/// <param name="Changes">What was ever agreed, the earliest first.</param>
/// <param name="Revisions">Every entry in every revision.</param>
/// <param name="ProposedAt">When each proposal came.</param>
/// <param name="DecidedAt">When each one that is decided was.</param>
/// <param name="NotedAt">When each note came.</param>
public sealed record DialogueBook(
    int Version,
    DialogueRecord Record,
    ImmutableList<DialogueChange> Changes,
    ImmutableDictionary<(string Id, int Revision), DialogueEntry> Revisions,
    ImmutableDictionary<Guid, DateTimeOffset> ProposedAt,
    ImmutableDictionary<Guid, DateTimeOffset> DecidedAt,
    ImmutableDictionary<Guid, DateTimeOffset> NotedAt) : IStreamBook<DialogueBook>
{
    public static string Stream => DialogueEventCatalog.Stream;

    public static DialogueBook Empty { get; } = new(
        0, DialogueRecord.Empty, [], ImmutableDictionary<(string Id, int Revision), DialogueEntry>.Empty,
        ImmutableDictionary<Guid, DateTimeOffset>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty, ImmutableDictionary<Guid, DateTimeOffset>.Empty);

    public DialogueBook With(StoredEvent stored)
    {
        var e = DialogueEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
        var next = this with { Version = stored.Version, Record = DialogueRecord.Evolve(Record, e) };
        return e switch
        {
            DialogueEvent.DialogueChangesProposed p => next with { ProposedAt = ProposedAt.Add(p.Proposal, stored.RecordedAt) },
            DialogueEvent.DialogueChangesAgreed a => next with
            {
                DecidedAt = DecidedAt.Add(a.Proposal, stored.RecordedAt),
                Revisions = Revisions.AddRange(Record.Proposals[a.Proposal].Changes.Select(c => KeyValuePair.Create((c.Entry.Id, c.Base + 1), c.Entry))),
                Changes = Changes.AddRange(Record.Proposals[a.Proposal].Changes.Select(c => new DialogueChange(stored.RecordedAt, Record.Entries.GetValueOrDefault(c.Entry.Id)?.Entry, c.Entry, c.Base + 1))),
            },
            DialogueEvent.DialogueChangesDeclined d => next with { DecidedAt = DecidedAt.Add(d.Proposal, stored.RecordedAt) },
            DialogueEvent.DialogueChangesWithdrawn w => next with { DecidedAt = DecidedAt.Add(w.Proposal, stored.RecordedAt) },
            DialogueEvent.DialogueNoted n => next with { NotedAt = NotedAt.Add(n.Note, stored.RecordedAt) },
            _ => next,
        };
    }
}

/// <summary>The record as this node knows it.</summary>
/// <remarks>
/// Who the reader is comes from the directory, so that reads wait for the core all the same. What a reader may not see is left out when it
/// is written, in <see cref="DialogueRendition"/>.
/// </remarks>
public sealed class LiveDialogue(EventLog log) : FollowedStream<DialogueBook>(log);
