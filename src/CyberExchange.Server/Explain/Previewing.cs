using System.Diagnostics;
using CyberExchange.Contracts;
using CyberExchange.Contracts.Explain;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Audit;
using CyberExchange.Server.Gate;
using CyberExchange.Server.Items;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Problems;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;

namespace CyberExchange.Server.Explain;

/// <summary>What every preview tells, once the rules have accepted it. Nothing here can write.</summary>
public sealed class Previewing(Readmission gate, FreshReads fresh, HolderQueries holders, ExplainQueries queries, LiveDirectory directory, TimeProvider clock)
{
    /// <summary>The caller as it is once its body has come in; a suspension or a narrowing may have come in before it.</summary>
    public (Caller? Caller, Problem? Problem) Ask(HttpContext http, Caller caller, Capability required) =>
        fresh.MayShow ? gate.Of(http, caller, required).Ask() : (null, ProblemAnswers.ViewsBehind);

    /// <summary>An item as it would be shared once everything that its terms take is done.</summary>
    /// <param name="sharing">How it would be shared at once.</param>
    /// <param name="proposal">What a second member would have to approve; null for nothing.</param>
    public static Foretold Once(SharedItem sharing, ReleaseProposal? proposal) => proposal is null
        ? new(sharing, NeedsSecondMember: false)
        : new(sharing with { Terms = proposal.Terms, EmbargoLifted = false }, NeedsSecondMember: true);

    /// <summary>What would be so of an item that is not there yet.</summary>
    /// <param name="own">As its originator would read it, under its terms.</param>
    /// <param name="foretold">The item under its terms.</param>
    /// <param name="by">Its originator.</param>
    /// <param name="subject">As whom it is looked at.</param>
    /// <param name="render">Adds the item as the subject would read it; null where it would be withheld.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<IResult> AnswerAsync(
        ItemRow own, Foretold foretold, PartnerProfile by, Subject subject, Func<PreviewDocument, ShownItem?, PreviewDocument> render, CancellationToken ct)
    {
        var (document, explanation) = await DocumentAsync(own.Kind, id: null, foretold, by, subject, ct);
        return new JsonAnswer<PreviewDocument>(render(document, Item(own, foretold.Item, subject, explanation, by)), WireJson.Default.PreviewDocument);
    }

    /// <summary>The originator's row of an item that is not there yet, without its content.</summary>
    /// <param name="id">Its id, or zero.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="foretold">The item under its terms.</param>
    public ItemRow Row(ItemId id, ItemKind kind, Foretold foretold) => Foreseen.New(id, kind, foretold.Item, clock.GetUtcNow());

    /// <summary>What terms would do.</summary>
    /// <param name="kind">What the item is.</param>
    /// <param name="id">The item; null where there is none yet.</param>
    /// <param name="foretold">The item under the terms.</param>
    /// <param name="asker">Its originator.</param>
    /// <param name="subject">As whom it is looked at; null for nobody.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<(PreviewDocument Document, Explanation? Explanation)> DocumentAsync(
        ItemKind kind, ItemId? id, Foretold foretold, PartnerProfile asker, Subject? subject, CancellationToken ct)
    {
        var item = foretold.Item;
        var now = clock.GetUtcNow();
        var known = directory.Current;
        var explanation = subject is null ? null : await ForeseeAsync(kind, id, item, subject, known, now, ct);
        return (
            new()
            {
                Sharing = SharingRendition.Terms(item),
                Withheld = SharingReach.Withheld(item, known.Partners, Shown(asker, known)),
                Effect = await EffectAsync(id, item, asker, known, ct),
                NeedsSecondMember = foretold.NeedsSecondMember ? true : null,
                Explanation = explanation is null ? null : ExplanationRendition.Document(explanation, subject!, now, present: true, asker, known), // Made of it just before.
            },
            explanation);
    }

    // A preview leaves no trace and may be asked at will: a count of others would tell, kind by kind, who takes part.
    private static IEnumerable<PartnerProfile> Shown(PartnerProfile asker, DirectorySnapshot known) =>
        known.Entries.Where(asker.Shows).Select(entry => known.Partners.Find(entry.Id)!); // Both are of one snapshot.

    /// <summary>The item as the subject would read it; null where it would be withheld.</summary>
    public ShownItem? Item(ItemRow own, SharedItem item, Subject? subject, Explanation? explanation, PartnerProfile originator)
    {
        if (subject is null || explanation is not { Visible: true })
        {
            return null;
        }

        var viewer = new Viewer.Partner(subject.Partner, subject.Member?.Id ?? default);
        var row = Foreseen.Row(own, item, viewer, originator.Has(Role.Operator), explanation.Ways[0]);
        return ShownItem.ToOriginator(ExplanationRendition.Shown(row, originator, directory.Current), originator);
    }

    // A forward that stands is no part of the terms: it stays while they let its CERT forward.
    private async Task<Explanation> ForeseeAsync(
        ItemKind kind, ItemId? id, SharedItem item, Subject subject, DirectorySnapshot known, DateTimeOffset now, CancellationToken ct)
    {
        var foreseen = Foreseen.Explain(kind, item, subject.Partner, Members(subject, known), now);
        if (foreseen.Visible || id is not { } standing || await queries.ExplainAsync(standing, subject.Partner, subject.Member?.Id, at: null, knownGroups: [], ct) is not { } present)
        {
            return foreseen;
        }

        var forwards = present.Ways
            .Where(way => way.Clause is AudienceClause.Clients clients && MayForward(item, clients.Cert, known) && ReachesBy(item, subject.Partner))
            .ToList();
        return forwards.Count == 0 ? foreseen : foreseen with { Ways = forwards, Withheld = null };
    }

    private static bool ReachesBy(SharedItem item, PartnerProfile client) => ReleasePolicy.ForwardDestinations(item).Contains(client.Jurisdiction);

    // Its suspension is not asked: it ends no forward.
    private static bool MayForward(SharedItem item, PartnerId cert, DirectorySnapshot known) =>
        ReleasePolicy.ForwardDestinations(item).Count > 0
        && known.Partners.Find(cert) is { } forwarder
        && SharingReach.WaysTo(item, forwarder with { Suspended = false }, member: default).Any();

    private async Task<SharingEffect> EffectAsync(ItemId? id, SharedItem item, PartnerProfile asker, DirectorySnapshot known, CancellationToken ct)
    {
        var shown = known.Entries.Where(asker.Shows).Select(p => p.Id).Where(p => p != asker.Id).ToHashSet();
        var before = id is { } standing
            ? (await holders.HoldersAsync(standing, at: null, shown, HolderPlace.First, max: null, ct)).Select(Affected.Of).ToHashSet()
            : [];
        var after = After(item, shown, known);
        after.UnionWith(before.Where(a => a.ByForward && MayForward(item, a.Partner, known)));
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
                    after.UnionWith(shown.Where(p => Reaches(p, named.Member)).Select(p => new Affected(p, named.Member, ByForward: false)));
                    break;
                default:
                    after.UnionWith(shown.Where(p => Reaches(p, default)).Select(p => new Affected(p, default, ByForward: false)));
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

    private static AffectedPartner Document(Affected affected, DirectorySnapshot known)
    {
        if (affected == Affected.Everyone)
        {
            return new() { Everyone = true };
        }

        var handle = known.Partners.Find(affected.Partner)?.Handle;
        return affected.ByForward
            ? new() { ForwardedBy = handle }
            : new() { Partner = affected.Partner.Value, Handle = handle, Member = affected.Member == default ? null : affected.Member.Value };
    }

    // A partner as a whole sees what one of its members sees.
    private static IReadOnlyList<MemberId> Members(Subject subject, DirectorySnapshot known) => subject.Member is { } member
        ? [member.Id]
        : [default, .. known.MembersOf(subject.Partner.Id).Select(m => m.Profile.Id)];

    /// <summary>Who may hold an item: everyone, a partner, one person of it, or the clients of a CERT that forwards.</summary>
    private readonly record struct Affected(PartnerId Partner, MemberId Member, bool ByForward)
    {
        public static Affected Everyone => default;

        public static Affected Of(Holder holder) => holder switch
        {
            Holder.Everyone => Everyone,
            Holder.Whole whole => new(whole.Partner, default, ByForward: false),
            Holder.Person person => new(person.Partner, person.Member, ByForward: false),
            Holder.Forwarded forwarded => new(forwarded.Cert, default, ByForward: true),
            _ => throw new UnreachableException("A holder of no known kind."),
        };

        // A person is among its partner's members, and everybody is among everyone.
        public bool IsCoveredBy(HashSet<Affected> others) =>
            others.Contains(this) || others.Contains(Everyone) || (!ByForward && others.Contains(this with { Member = default }));
    }
}

/// <summary>An item under terms that are not stated.</summary>
/// <param name="Item">The item.</param>
/// <param name="NeedsSecondMember">Whether a second member has to approve before it is so.</param>
public sealed record Foretold(SharedItem Item, bool NeedsSecondMember);
