using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace CyberExchange.Domain.Obligations.Publishing;

/// <summary>A version that was proposed, or adopted.</summary>
/// <param name="Document">In canonical form.</param>
/// <param name="ProposedBy">Who proposed it.</param>
public sealed record PublishedRulebook(RulebookVersion Version, string Document, MemberId ProposedBy)
{
    /// <summary>The rules of a document that was checked before it was stored.</summary>
    /// <exception cref="InvalidDataException">This program does not take it any more.</exception>
    public Rulebook Read() => Read(Encoding.UTF8.GetBytes(Document));

    /// <summary>The id of each duty and of its regime, which every version of the form has, also one that this program does not take any more.</summary>
    public IReadOnlyList<(string Duty, string Regime)> Regimes()
    {
        using var document = JsonDocument.Parse(Document);
        return document.RootElement.TryGetProperty("obligations", out var duties) && duties.ValueKind is JsonValueKind.Array
            ? [.. duties.EnumerateArray().Select(d => (TextOf(d, "id"), TextOf(d, "regime_id"))).Where(d => d.Item1.Length > 0 && d.Item2.Length > 0)]
            : [];

        static string TextOf(JsonElement duty, string name) =>
            duty.ValueKind is JsonValueKind.Object && duty.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : ""; // It is a string.
    }

    /// <inheritdoc cref="Read()"/>
    public static Rulebook Read(byte[] document)
    {
        var reading = RulebookReader.Read(document);
        return reading.Rulebook ?? throw new InvalidDataException($"A rulebook is stored that this program does not take: {string.Join(' ', reading.Faults)}");
    }
}

/// <summary>The versions of the rulebook: their events, folded.</summary>
/// <param name="Adopted">Those that took force, the oldest first; the last one is in force.</param>
/// <param name="Proposed">The one that awaits a second member; null for none.</param>
public sealed record RulebookVersions(ImmutableList<PublishedRulebook> Adopted, PublishedRulebook? Proposed)
{
    /// <summary>An exchange that has adopted none: the one that came with the program is in force.</summary>
    public static RulebookVersions None { get; } = new([], null);

    /// <summary>The state after one more event.</summary>
    public static RulebookVersions Evolve(RulebookVersions? state, RulebookEvent e) => (state ?? None).After(e);

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static RulebookVersions? Fold(IEnumerable<RulebookEvent> events) => events.Aggregate((RulebookVersions?)null, Evolve);

    /// <summary>The rules in force.</summary>
    /// <param name="shipped">Those that came with the program.</param>
    public Rulebook InForce(Rulebook shipped) => Adopted is [.., var last] ? last.Read() : shipped;

    /// <summary>A version by its id, and the one before which it came; null where it is unknown.</summary>
    /// <param name="id">The version: an adopted one, the proposed one, or the shipped one.</param>
    /// <param name="shipped">The rules that came with the program.</param>
    public (Rulebook Version, Rulebook Before)? Find(string id, Rulebook shipped)
    {
        var at = Adopted.FindLastIndex(one => one.Version.Id == id);
        if (at >= 0)
        {
            return (Adopted[at].Read(), at == 0 ? shipped : Adopted[at - 1].Read());
        }

        return Proposed?.Version.Id == id ? (Proposed.Read(), InForce(shipped)) : shipped.Version.Id == id ? (shipped, shipped) : null;
    }

    /// <summary>A version as it is stored, by its id; null where it is unknown.</summary>
    /// <param name="id">As for <see cref="Find"/>.</param>
    /// <param name="shipped">The rules that came with the program.</param>
    public (RulebookVersion Version, ReadOnlyMemory<byte> Document)? Stored(string id, Rulebook shipped) =>
        (Adopted.FindLast(one => one.Version.Id == id) ?? (Proposed?.Version.Id == id ? Proposed : null)) is { } published
            ? (published.Version, Encoding.UTF8.GetBytes(published.Document))
            : shipped.Version.Id == id ? (shipped.Version, shipped.Document) : null;

    /// <summary>Why a version could not take force after what is in force now; null where it could.</summary>
    internal Refusal? Against(Rulebook next, Rulebook shipped, DateTimeOffset now)
    {
        var present = InForce(shipped);
        if (next.Version.Id == shipped.Version.Id || Adopted.Any(one => one.Version.Id == next.Version.Id))
        {
            return new(RefusalCode.VersionNotNewer, "/rulebook/version", $"'{next.Version.Id}' names another version already.");
        }

        if (next.AsOf < present.AsOf)
        {
            return new(RefusalCode.VersionNotNewer, "/rulebook/as_of", $"Version {present.Version.Id}, which is in force, speaks for a later day.");
        }

        // Files and submissions name duties for ever.
        return present.Obligations.FirstOrDefault(rule => next.Find(rule.Id) is null) is { } lost
            ? new(RefusalCode.Invalid, "/rulebook/obligations", $"'{lost.Id}' is not there: a duty ends by its dates and its status, and is never removed.")
            : new LawOfPastDays(present, next, now).Check();
    }

    /// <summary>The version that awaits a second member, if it is the one that was read.</summary>
    internal (PublishedRulebook? Rulebook, Refusal? Refusal) Awaiting(string digest) => Proposed switch
    {
        null => (null, new(RefusalCode.NothingProposed, "", "No rulebook awaits a second member.")),
        { Version.Digest: var proposed } when !string.Equals(proposed, digest, StringComparison.Ordinal) =>
            (null, new(RefusalCode.NothingProposed, "/digest", "Another rulebook than this one awaits a second member: read what is proposed now.")),
        var proposed => (proposed, null),
    };

    private RulebookVersions After(RulebookEvent e) => e switch
    {
        RulebookEvent.RulebookProposed p => this with { Proposed = new(new(p.Version, p.Digest), p.Document, p.By) },
        RulebookEvent.RulebookAdopted => new(Adopted.Add(Proposed ?? throw new UnreachableException("A rulebook was adopted that nobody proposed.")), null),
        RulebookEvent.RulebookRejected => this with { Proposed = null },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to a rulebook."),
    };
}
