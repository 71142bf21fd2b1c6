using System.Diagnostics;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary>What every preview tells, once the rules have accepted it. Nothing here can write.</summary>
public sealed class Previewing(Readmission gate, FreshReads fresh, HolderQueries holders, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>The caller as it is once its body has come in; a suspension or a narrowing may have come in before it.</summary>
    public (Caller? Caller, Problem? Problem) Ask(HttpContext http, Caller caller, Capability required) =>
        fresh.MayShow ? gate.Of(http, caller, required).Ask() : (null, ProblemAnswers.ViewsBehind);

    /// <summary>What terms would do.</summary>
    /// <param name="kind">What the item is.</param>
    /// <param name="id">The item; null where there is none yet.</param>
    /// <param name="item">The item under the terms.</param>
    /// <param name="asker">Its originator.</param>
    /// <param name="subject">As whom it is looked at; null for nobody.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(PreviewDocument Document, Explanation? Explanation)> DocumentAsync(
        ItemKind kind, ItemId? id, SharedItem item, PartnerProfile asker, Subject? subject, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = directory.Current;
        var explanation = subject is null ? null : Foreseen.Explain(kind, item, subject.Partner, Members(subject, known), now);
        return (
            new()
            {
                Sharing = SharingRendition.Terms(item),
                Withheld = SharingReach.Withheld(item, known.Partners),
                Effect = await EffectAsync(id, item, asker, known, ct),
                Explanation = explanation is null ? null : ExplanationRendition.Document(explanation, subject!, now, present: true, asker), // Made of it just before.
            },
            explanation);
    }

    /// <summary>The row that the subject would read; null where the item would be withheld.</summary>
    public ItemRow? Row(ItemRow own, SharedItem item, Subject? subject, Explanation? explanation, PartnerProfile originator)
    {
        if (subject is null || explanation is not { Visible: true })
        {
            return null;
        }

        var viewer = new Viewer.Partner(subject.Partner, subject.Member?.Id ?? default);
        return Foreseen.Row(own, item, viewer, originator.Has(Role.Operator), explanation.Ways[0].Reason);
    }

    private async Task<SharingEffect> EffectAsync(ItemId? id, SharedItem item, PartnerProfile asker, DirectorySnapshot known, CancellationToken ct)
    {
        var shown = known.Entries.Where(asker.Shows).Select(p => p.Id).Where(p => p != asker.Id).ToHashSet();
        var before = id is { } standing
            ? (await holders.HoldersAsync(standing, at: null, shown, HolderPlace.First, max: null, ct)).Select(Affected.Of).ToHashSet()
            : [];
        var after = After(item, shown, known);
        return new()
        {
            Gain = Document(after.Where(a => !a.IsCoveredBy(before)), known),
            Keep = Document(after.Where(a => a.IsCoveredBy(before)), known),
            Lose = Document(before.Where(a => !a.IsCoveredBy(after)), known),
        };
    }

    private static HashSet<Affected> After(SharedItem item, HashSet<PartnerId> shown, DirectorySnapshot known)
    {
        var after = new HashSet<Affected>();
        foreach (var path in ReleasePolicy.Paths(item))
        {
            switch (path.Clause)
            {
                case AudienceClause.Everyone:
                    after.Add(Affected.Everyone);
                    break;
                case AudienceClause.NamedMember named:
                    after.UnionWith(shown.Where(p => Reaches(p, named.Member)).Select(p => new Affected(p, named.Member)));
                    break;
                default:
                    after.UnionWith(shown.Where(p => Reaches(p, default)).Select(p => new Affected(p, default)));
                    break;
            }

            bool Reaches(PartnerId id, MemberId member) => known.Partners.Find(id) is { Suspended: false } partner
                && (member == default || known.Partners.Find(member)?.Partner == id)
                && path.Clause.Includes(partner, member)
                && (path.Destination is null || path.Destination == partner.Jurisdiction);
        }

        return after;
    }

    private static AffectedPartners Document(IEnumerable<Affected> affected, DirectorySnapshot known)
    {
        var all = affected.OrderBy(a => a.Partner.Value).ThenBy(a => a.Member.Value).ToList();
        return new() { Count = all.Count, Partners = [.. all.Take(AffectedPartners.NamedMax).Select(a => Document(a, known))] };
    }

    private static AffectedPartner Document(Affected affected, DirectorySnapshot known) => affected == Affected.Everyone
        ? new() { Everyone = true }
        : new()
        {
            Partner = affected.Partner.Value,
            Handle = known.Partners.Find(affected.Partner)?.Handle,
            Member = affected.Member == default ? null : affected.Member.Value,
        };

    // A partner as a whole sees what one of its members sees.
    private static IReadOnlyList<MemberId> Members(Subject subject, DirectorySnapshot known) => subject.Member is { } member
        ? [member.Id]
        : [default, .. known.MembersOf(subject.Partner.Id).Select(m => m.Profile.Id)];

    /// <summary>Who may hold an item: everyone, a partner, or one person of it.</summary>
    private readonly record struct Affected(PartnerId Partner, MemberId Member)
    {
        public static Affected Everyone => default;

        public static Affected Of(Holder holder) => holder switch
        {
            Holder.Everyone => Everyone,
            Holder.Whole whole => new(whole.Partner, default),
            Holder.Person person => new(person.Partner, person.Member),
            _ => throw new UnreachableException("A holder of no known kind."),
        };

        // A person is among its partner's members, and everybody is among everyone.
        public bool IsCoveredBy(HashSet<Affected> others) =>
            others.Contains(this) || others.Contains(Everyone) || others.Contains(this with { Member = default });
    }
}
