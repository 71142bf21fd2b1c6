using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Views.Explain;

/// <summary>What would be so under terms that are not stated: the policy's judgement, in the shape of what the relation answers.</summary>
public static class Foreseen
{
    /// <summary>Why a partner would see an item, or would not.</summary>
    /// <param name="kind">What the item is.</param>
    /// <param name="item">The item under the terms.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="members">Those of its members of whom one has to see it; none for the partner without regard to persons.</param>
    /// <param name="now">When the terms would be stated.</param>
    public static Explanation Explain(ItemKind kind, SharedItem item, PartnerProfile partner, IReadOnlyList<MemberId> members, DateTimeOffset now)
    {
        var viewers = members.DefaultIfEmpty().Select(m => new Viewer.Partner(partner, m)).ToList();
        var seeing = viewers.FirstOrDefault(v => ReleasePolicy.Judge(v, item) is Verdict.Visible);
        if (seeing is not null)
        {
            var ways = SharingReach.WaysTo(item, partner, seeing.Member);
            return new(kind, item, [.. ways.Select(w => new OpenWay(w.Reason, w.Clause, now, now, ReleasePolicy.Version))], Withheld: null);
        }

        var verdict = (Verdict.Withheld)ReleasePolicy.Judge(viewers[0], item); // Else somebody saw it.
        return new(kind, item, [], new(Because(verdict.Reason), Since: null, Lost: null));
    }

    /// <summary>An item as a partner would read it, whose originator reads it as <paramref name="own"/>.</summary>
    /// <param name="own">The originator's row.</param>
    /// <param name="item">The item under the terms.</param>
    /// <param name="viewer">Who would read it.</param>
    /// <param name="byOperator">Whether the originator is an operator.</param>
    /// <param name="way">How the viewer would see it.</param>
    public static ItemRow Row(ItemRow own, SharedItem item, Viewer.Partner viewer, bool byOperator, OpenWay way)
    {
        var showsVictim = item.Terms.Label is TlpLabel.Clear || VictimNames.AreShown(viewer, own.Originator, byOperator);
        return own with
        {
            ShowsOriginator = own.Kind is not ItemKind.Incident || showsVictim,
            Label = item.Terms.Label,
            Pap = item.Terms.Pap,
            Reason = way.Reason,
            ForwardedBy = way.Clause is AudienceClause.Clients clients ? clients.Cert : null,
            Incident = own.Incident is { } report ? ItemReader.For(viewer, showsVictim, report) : null,
            Signal = own.Signal?.ForOthers(),
            Own = null,
            Proposal = null,
            Withheld = 0,
            Filing = own.Filing?.For(viewer, own.Originator),
        };
    }

    /// <summary>The originator's row of an item that does not exist yet, without its content.</summary>
    /// <param name="id">Its id, or zero.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="item">Its terms.</param>
    /// <param name="now">When it would be stated.</param>
    public static ItemRow New(ItemId id, ItemKind kind, SharedItem item, DateTimeOffset now) => new()
    {
        Id = id,
        Kind = kind,
        Originator = item.Originator,
        ShowsOriginator = true,
        Revision = 1,
        FirstAt = now,
        StatedAt = now,
        Label = item.Terms.Label,
        Pap = item.Terms.Pap,
        Reason = ReleaseReason.Originator,
        ForwardedBy = null,
        WithdrawnBecause = null,
        Incident = null,
        Advisory = null,
        Own = null,
        Proposal = null,
        Withheld = 0,
        StreamVersion = 0,
        Cursor = ItemCursor.First,
    };

    private static WithheldBecause Because(WithheldReason reason) => reason switch
    {
        WithheldReason.Suspended => WithheldBecause.Suspended,
        WithheldReason.Embargo => WithheldBecause.Embargo,
        WithheldReason.NotInAudience => WithheldBecause.NotInAudience,
        WithheldReason.LegalBasisMissing => WithheldBecause.LegalBasisMissing,
    };
}
