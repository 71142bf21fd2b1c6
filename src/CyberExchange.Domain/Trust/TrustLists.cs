using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Trust;

/// <summary>A list that was proposed for a jurisdiction, or is in force there.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Digest">SHA-256 of the signed text, in hexadecimal digits.</param>
/// <param name="Signed">The list as it was signed.</param>
/// <param name="AnchorKeys">The digests of its anchors' keys.</param>
/// <param name="ProposedBy">Who proposed it.</param>
public sealed record TrustList(int Number, string Digest, string Signed, IReadOnlyList<string> AnchorKeys, MemberId ProposedBy);

/// <summary>The trust lists of both jurisdictions: their events, folded.</summary>
/// <param name="InForce">The list of each jurisdiction that has adopted one.</param>
/// <param name="Proposed">The list of each jurisdiction that awaits a second member.</param>
public sealed record TrustLists(ImmutableDictionary<Jurisdiction, TrustList> InForce, ImmutableDictionary<Jurisdiction, TrustList> Proposed)
{
    /// <summary>By how much a number may grow from one list in force to the next.</summary>
    public const int NumberStepMax = 10_000;

    /// <summary>An exchange that has adopted none.</summary>
    public static TrustLists None { get; } = new(ImmutableDictionary<Jurisdiction, TrustList>.Empty, ImmutableDictionary<Jurisdiction, TrustList>.Empty);

    /// <summary>The state after one more event.</summary>
    public static TrustLists Evolve(TrustLists? state, TrustListEvent e) => (state ?? None).After(e);

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static TrustLists? Fold(IEnumerable<TrustListEvent> events) => events.Aggregate((TrustLists?)null, Evolve);

    /// <summary>Why a list could not take force beside what is in force now; null where it could.</summary>
    /// <param name="jurisdiction">Whose list it would be.</param>
    /// <param name="number">Its number.</param>
    /// <param name="anchorKeys">The digests of its anchors' keys.</param>
    internal Refusal? Against(Jurisdiction jurisdiction, int number, IReadOnlyList<string> anchorKeys)
    {
        if (number > (InForce.GetValueOrDefault(jurisdiction)?.Number ?? 0) + NumberStepMax)
        {
            return new(RefusalCode.Invalid, "/signed", $"The number is more than {NumberStepMax} ahead of the list in force: a slip would leave no number for those that follow.");
        }

        if (InForce.GetValueOrDefault(jurisdiction) is { } present && number <= present.Number)
        {
            return new(RefusalCode.VersionNotNewer, "/signed", $"List {present.Number} of {jurisdiction.Text()} is in force, and lists do not go back: this one is number {number}.");
        }

        var shared = InForce.Where(other => other.Key != jurisdiction).Any(other => other.Value.AnchorKeys.Intersect(anchorKeys, StringComparer.Ordinal).Any());
        return shared
            ? new(RefusalCode.Invalid, "/signed", "The list names an anchor that vouches for the other jurisdiction; each has its own.")
            : null;
    }

    /// <summary>The list that awaits a second member, if it is the one that was read.</summary>
    /// <param name="jurisdiction">Whose list.</param>
    /// <param name="digest">Which list the member has read.</param>
    internal (TrustList? List, Refusal? Refusal) Awaiting(Jurisdiction jurisdiction, string digest) => Proposed.GetValueOrDefault(jurisdiction) switch
    {
        null => (null, new(RefusalCode.NothingProposed, "", $"No list of {jurisdiction.Text()} awaits a second member.")),
        var proposed when !string.Equals(proposed.Digest, digest, StringComparison.Ordinal) =>
            (null, new(RefusalCode.NothingProposed, "/digest", "Another list than this one awaits a second member: read what is proposed now.")),
        var proposed => (proposed, null),
    };

    private TrustLists After(TrustListEvent e) => e switch
    {
        TrustListEvent.TrustListProposed p => this with { Proposed = Proposed.SetItem(p.Jurisdiction, new(p.Number, p.Digest, p.Signed, p.AnchorKeys, p.By)) },
        TrustListEvent.TrustListAdopted a => new(InForce.SetItem(a.Jurisdiction, Proposed[a.Jurisdiction]), Proposed.Remove(a.Jurisdiction)),
        TrustListEvent.TrustListRejected r => this with { Proposed = Proposed.Remove(r.Jurisdiction) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to trust lists."),
    };
}
