using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Testing.Worlds;

/// <summary>
/// Says who sees what by walking the history naively, partner by partner and item by item. It is written from the rules
/// and not from the code: it shares no line with the release policy, its projection or its queries.
/// </summary>
public sealed class VisibilityOracle
{
    private readonly Dictionary<PartnerId, PartnerProfile> _partners = [];
    private readonly Dictionary<MemberId, PartnerId> _members = [];
    private readonly Dictionary<GroupId, IReadOnlyCollection<PartnerId>> _groups = [];
    private readonly Dictionary<ItemId, Item> _items = [];

    private sealed record Item(PartnerId Originator, Jurisdiction Home)
    {
        public required SharingTerms Terms { get; set; }
        public bool Lifted { get; set; }
        public bool UnderEmbargo => Terms.Embargo is not null && !Lifted;
        public bool IsPublic => Terms.Label == TlpLabel.Clear && !UnderEmbargo;
        public bool EverPublic { get; set; }

        /// <summary>Who matched when the terms were stated, or the embargo lifted, and has matched ever since.</summary>
        public HashSet<MemberId> Holding { get; set; } = [];

        /// <summary>By CERT, the clients that it forwarded to and that have been its clients ever since.</summary>
        public Dictionary<PartnerId, HashSet<PartnerId>> Forwards { get; } = [];

        /// <summary>Persons who saw it under their own name, and partners that saw it as such.</summary>
        public HashSet<Guid> EverSaw { get; } = [];
        public int Withheld { get; set; }
    }

    public IEnumerable<ItemId> Items => _items.Keys;

    /// <summary>Partners addressed when the terms were stated and not reached for want of a legal basis.</summary>
    public int Withheld(ItemId id) => _items[id].Withheld;

    public void Enrolled(PartnerProfile partner) => After(() => _partners[partner.Id] = partner);

    /// <summary>Who is in a group now: all of them, or nobody once it is dissolved.</summary>
    public void Grouped(GroupId group, IReadOnlyCollection<PartnerId> members) => After(() => _groups[group] = members);

    public void MemberAdded(MemberId member, PartnerId partner) => After(() =>
    {
        var held = _items.Values.Where(i => _members.Any(m => m.Value == partner && i.Holding.Contains(m.Key))).ToList();
        _members[member] = partner;
        held.ForEach(item => item.Holding.Add(member));
    });

    public void MemberRemoved(MemberId member) => After(() => _members.Remove(member));

    public void Reported(ItemId id, PartnerId originator, Jurisdiction home, SharingTerms terms)
    {
        _items[id] = new(originator, home) { Terms = terms };
        Shared(id, terms);
    }

    public void Shared(ItemId id, SharingTerms terms)
    {
        var item = _items[id];
        (item.Terms, item.Lifted) = (terms, false);
        item.Withheld = terms.Label == TlpLabel.Clear ? 0 : _partners.Values.Count(p =>
            !p.Suspended && !MayReach(item, p) && _members.Any(m => m.Value == p.Id && IsAddressed(item, m.Key, p)));
        State(item);
    }

    public void Lifted(ItemId id)
    {
        _items[id].Lifted = true;
        State(_items[id]);
    }

    public void Forwarded(ItemId id, PartnerId cert, ForwardClients clients) => After(() =>
        _items[id].Forwards[cert] = [.. clients.All ? _partners[cert].Constituency : clients.Named]);

    public void ForwardEnded(ItemId id, PartnerId cert) => After(() => _items[id].Forwards.Remove(cert));

    /// <summary>Whether a partner sees an item now by another way than a forward.</summary>
    public bool SeesItself(PartnerId partner, ItemId id) => !_partners[partner].Suspended && HasOwnWay(_items[id], partner);

    /// <summary>Whether a member sees an item now; null stands for the public.</summary>
    public bool Sees(MemberId? viewer, ItemId id) => MayLook(viewer) && HasWay(_items[id], viewer);

    /// <summary>Whether a member could see an item once and has no way to it any more.</summary>
    public bool Lost(MemberId? viewer, ItemId id) => MayLook(viewer) && Saw(_items[id], viewer) && !HasWay(_items[id], viewer);

    private bool MayLook(MemberId? viewer) => viewer is not { } member || (_members.TryGetValue(member, out var partner) && !_partners[partner].Suspended);

    private bool Saw(Item item, MemberId? viewer) =>
        item.EverPublic || (viewer is { } member && (item.EverSaw.Contains(member.Value) || item.EverSaw.Contains(_members[member].Value)));

    private bool HasWay(Item item, MemberId? viewer) => HasOwnWay(item, viewer)
        || (viewer is { } member && item.Forwards.Values.Any(clients => clients.Contains(_members[member])));

    private bool HasOwnWay(Item item, PartnerId partner) => _members.Any(m => m.Value == partner && HasOwnWay(item, m.Key));

    // Under TLP:GREEN gain is retroactive.
    private bool HasOwnWay(Item item, MemberId? viewer) => item.IsPublic || (viewer is { } member && (item.Originator == _members[member]
        || (item.Terms.Label == TlpLabel.Green && !item.UnderEmbargo ? Matches(item, member) : item.Holding.Contains(member))));

    private void State(Item item) => After(() => item.Holding = [.. _members.Keys.Where(m => Matches(item, m))]);

    // After every event: whoever stopped matching has lost it for good, and whoever sees it now has seen it.
    private void After(Action happened)
    {
        happened();
        foreach (var item in _items.Values)
        {
            item.Holding.RemoveWhere(m => !_members.ContainsKey(m) || !Matches(item, m));
            foreach (var (cert, clients) in item.Forwards)
            {
                clients.RemoveWhere(c => item.UnderEmbargo || item.Terms.Label is not (TlpLabel.Green or TlpLabel.Amber) || !HasOwnWay(item, cert)
                    || !MayReach(item, _partners[c]) || !_partners[cert].Constituency.Contains(c) || !MayMatchByKind(_partners[c]));
            }

            var byPersonalName = item.Terms.Label == TlpLabel.Red && !item.UnderEmbargo;
            item.EverSaw.UnionWith(_members.Where(m => MayLook(m.Key) && HasWay(item, m.Key))
                .Select(m => byPersonalName && m.Value != item.Originator ? m.Key.Value : m.Value.Value));
            item.EverPublic |= item.IsPublic;
        }
    }

    private static bool MayMatchByKind(PartnerProfile partner) => partner.Roles.Any(r => r is Role.Cert or Role.Operator or Role.Maker or Role.Authority);

    private static bool MayReach(Item item, PartnerProfile partner) =>
        partner.Jurisdiction == item.Home || item.Terms.LegalBases.Any(b => b.Destination == partner.Jurisdiction);

    private bool Matches(Item item, MemberId member) => _partners[_members[member]] is var partner && MayReach(item, partner)
        && (item.UnderEmbargo ? item.Terms.Embargo!.Parties.Contains(partner.Id) : IsAddressed(item, member, partner));

    private bool IsAddressed(Item item, MemberId member, PartnerProfile partner)
    {
        var a = item.Terms.Audience;
        if (item.Terms.Label == TlpLabel.Red)
        {
            return a.Members.Contains(member);
        }

        var kindsGiven = a.Groups.Any() || a.Roles.Any() || a.Jurisdictions.Any() || a.Sectors.Any();
        var everyKind = (!a.Groups.Any() || a.Groups.Any(g => _groups.TryGetValue(g, out var members) && members.Contains(partner.Id)))
            && (!a.Roles.Any() || a.Roles.Intersect(partner.Roles).Any())
            && (!a.Jurisdictions.Any() || a.Jurisdictions.Contains(partner.Jurisdiction))
            && (!a.Sectors.Any() || a.Sectors.Any(s => partner.Sectors.Any(p => p == s || p.StartsWith(s + ".", StringComparison.Ordinal))));
        var wholeCommunity = item.Terms.Label == TlpLabel.Green && !kindsGiven && !a.Partners.Any();
        return a.Partners.Contains(partner.Id) || (MayMatchByKind(partner) && (wholeCommunity || (kindsGiven && everyKind)));
    }
}
