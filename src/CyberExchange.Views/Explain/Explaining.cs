using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Explain;

/// <summary>Reads the answer off the relation. The terms only say why a way that is missing is missing.</summary>
internal static class Explaining
{
    /// <param name="kind">What the item is.</param>
    /// <param name="item">Its terms at the instant.</param>
    /// <param name="existed">Whether it was there.</param>
    /// <param name="rows">What the relation holds of the item and the partner, whenever it did, in the order of the ways.</param>
    /// <param name="tells">Whether whoever asks may know that the partner matches a part of the audience by which it does not see the item.</param>
    /// <param name="jurisdiction">Where the partner is.</param>
    /// <param name="suspensions">When it was suspended.</param>
    /// <param name="at">The instant; null for now.</param>
    public static Explanation Of(
        ItemKind kind,
        SharedItem item,
        bool existed,
        IReadOnlyList<RelationRow> rows,
        Func<AudienceClause, bool> tells,
        Jurisdiction jurisdiction,
        IReadOnlyList<Held> suspensions,
        DateTimeOffset? at)
    {
        if (!existed)
        {
            return Withheld(WithheldBecause.NotYet, since: null);
        }

        if (suspensions.Where(s => s.At(at)).Select(s => (DateTimeOffset?)s.FromAt).FirstOrDefault() is { } suspended)
        {
            return Withheld(WithheldBecause.Suspended, suspended);
        }

        var matching = rows.Where(row => row.Both(at)).ToList();
        var open = matching.Where(row => row.InTime && row.Reaches(jurisdiction)).ToList();
        if (open.Count > 0)
        {
            return new(kind, item, [.. open.Select(Way)], Withheld: null);
        }

        if (item.UnderEmbargo)
        {
            return Withheld(WithheldBecause.Embargo, since: null);
        }

        // Who came to be a client after a forward is not addressed by the terms, and by nobody until it is forwarded anew. Whom
        // a group took in after the originator had left it is answered like everybody whom it did not.
        matching.RemoveAll(row => row.IsForward || !tells(row.Clause));
        if (matching.Where(row => row.Reaches(jurisdiction)).Select(row => (DateTimeOffset?)row.Membership.FromAt).Min() is { } joined)
        {
            return Withheld(WithheldBecause.JoinedLater, joined);
        }

        if (matching.Count > 0)
        {
            return Withheld(WithheldBecause.LegalBasisMissing, since: null);
        }

        return Withheld(
            Last()?.Because switch
            {
                LostBecause.TermsNarrowed => WithheldBecause.TermsNarrowed,
                LostBecause.LeftAudience => WithheldBecause.LeftAudience,
                LostBecause.ForwardEnded => WithheldBecause.ForwardEnded,
                null => WithheldBecause.NotInAudience,
            },
            since: null);

        Explanation Withheld(WithheldBecause because, DateTimeOffset? since) => new(kind, item, [], new(because, since, Last()));

        LostWay? Last() => rows
            .Where(row => row.InTime && row.Reaches(jurisdiction) && row.Lost is { } lost && row.Opened < lost.Position)
            .Where(row => (at is null || row.Lost!.Value.Way.At <= at) && !WasHidden(row, suspensions)) // It has one: asked above.
            .MaxBy(row => row.Lost!.Value.Position)?.Lost?.Way;
    }

    // What opened and closed while a partner was suspended it never saw, unless everybody did.
    private static bool WasHidden(RelationRow row, IReadOnlyList<Held> suspensions) =>
        row.Clause is not AudienceClause.Everyone
        && row.Lost is { } lost
        && suspensions.Any(s => s.From <= row.Opened && (s.To is null || s.To >= lost.Position));

    private static OpenWay Way(RelationRow row) => new(row.Reason, row.Clause, row.Since, row.Release.FromAt, row.PolicyVersion);
}
