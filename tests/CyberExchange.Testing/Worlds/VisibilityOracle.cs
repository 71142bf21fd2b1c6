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
    private readonly Dictionary<ItemId, Item> _items = [];

    private sealed class Item
    {
        public required PartnerId Originator { get; init; }

        public required Jurisdiction Home { get; init; }

        public required SharingTerms Terms { get; set; }

        public bool Lifted { get; set; }

        /// <summary>Who matched when the terms were stated, or the embargo lifted, and has matched ever since.</summary>
        public HashSet<MemberId> Holding { get; } = [];

        /// <summary>Persons who saw it under their own name, and partners that saw it as such.</summary>
        public HashSet<Guid> EverSaw { get; } = [];

        public bool EverPublic { get; set; }

        /// <summary>Partners addressed when the terms were stated and not reached for want of a legal basis.</summary>
        public int Withheld { get; set; }
    }

    public IEnumerable<ItemId> Items => _items.Keys;

    public int Withheld(ItemId id) => _items[id].Withheld;

    public void Enrolled(PartnerProfile partner)
    {
        _partners[partner.Id] = partner;
        Settle();
    }

    public void MemberAdded(MemberId member, PartnerId partner)
    {
        _members[member] = partner;
        foreach (var item in _items.Values.Where(i => _members.Any(m => m.Value == partner && i.Holding.Contains(m.Key))))
        {
            item.Holding.Add(member);
        }

        Settle();
    }

    public void MemberRemoved(MemberId member)
    {
        _members.Remove(member);
        Settle();
    }

    public void Reported(ItemId id, PartnerId originator, Jurisdiction home, SharingTerms terms)
    {
        _items[id] = new() { Originator = originator, Home = home, Terms = terms };
        CountWithheld(_items[id]);
        State(_items[id]);
    }

    public void Shared(ItemId id, SharingTerms terms)
    {
        _items[id].Terms = terms;
        _items[id].Lifted = false;
        CountWithheld(_items[id]);
        State(_items[id]);
    }

    public void Lifted(ItemId id)
    {
        _items[id].Lifted = true;
        State(_items[id]);
    }

    /// <summary>Whether a member sees an item now; null stands for the public.</summary>
    public bool Sees(MemberId? viewer, ItemId id)
    {
        var item = _items[id];
        if (viewer is not { } member)
        {
            return IsPublic(item);
        }

        return _members.TryGetValue(member, out var partner) && !_partners[partner].Suspended && HasWay(item, member, partner);
    }

    /// <summary>Whether a member could see an item once and has no way to it any more.</summary>
    public bool Lost(MemberId? viewer, ItemId id)
    {
        var item = _items[id];
        if (viewer is not { } member)
        {
            return item.EverPublic && !IsPublic(item);
        }

        return _members.TryGetValue(member, out var partner) && !_partners[partner].Suspended
            && (item.EverSaw.Contains(member.Value) || item.EverSaw.Contains(partner.Value) || item.EverPublic)
            && !HasWay(item, member, partner);
    }

    private void CountWithheld(Item item) => item.Withheld = _partners.Values.Count(p =>
        !p.Suspended && !MayReach(item, p) && item.Terms.Label != TlpLabel.Clear
        && _members.Any(m => m.Value == p.Id && IsAddressed(item, m.Key, p)));

    private void State(Item item)
    {
        item.Holding.Clear();
        item.Holding.UnionWith(_members.Where(m => Matches(item, m.Key, _partners[m.Value])).Select(m => m.Key));
        Settle();
    }

    // After every event: whoever stopped matching has lost it for good, and whoever sees it now has seen it.
    private void Settle()
    {
        foreach (var item in _items.Values)
        {
            item.Holding.RemoveWhere(m => !_members.TryGetValue(m, out var partner) || !Matches(item, m, _partners[partner]));
            var byPersonalName = item.Terms.Label == TlpLabel.Red && !UnderEmbargo(item);
            item.EverSaw.UnionWith(_members.Where(m => !_partners[m.Value].Suspended && HasWay(item, m.Key, m.Value))
                .Select(m => byPersonalName && m.Value != item.Originator ? m.Key.Value : m.Value.Value));
            item.EverPublic |= IsPublic(item);
        }
    }

    private bool HasWay(Item item, MemberId member, PartnerId partner)
    {
        if (item.Originator == partner || IsPublic(item))
        {
            return true;
        }

        var retroactive = item.Terms.Label == TlpLabel.Green && !UnderEmbargo(item);
        return retroactive ? Matches(item, member, _partners[partner]) : item.Holding.Contains(member);
    }

    private static bool UnderEmbargo(Item item) => item.Terms.Embargo is not null && !item.Lifted;

    private static bool IsPublic(Item item) => item.Terms.Label == TlpLabel.Clear && !UnderEmbargo(item);

    private static bool MayReach(Item item, PartnerProfile partner) =>
        partner.Jurisdiction == item.Home || item.Terms.LegalBases.Any(b => b.Destination == partner.Jurisdiction);

    private static bool Matches(Item item, MemberId member, PartnerProfile partner) =>
        MayReach(item, partner)
        && (UnderEmbargo(item) ? item.Terms.Embargo!.Parties.Contains(partner.Id) : IsAddressed(item, member, partner));

    private static bool IsAddressed(Item item, MemberId member, PartnerProfile partner)
    {
        var a = item.Terms.Audience;
        if (item.Terms.Label == TlpLabel.Red)
        {
            return a.Members.Contains(member);
        }

        var mayMatchByKind = partner.Roles.Any(r => r is Role.Cert or Role.Operator or Role.Maker or Role.Authority);
        var kindsGiven = a.Groups.Any() || a.Roles.Any() || a.Jurisdictions.Any() || a.Sectors.Any();
        var everyKind = (!a.Groups.Any() || a.Groups.Intersect(partner.Groups).Any())
            && (!a.Roles.Any() || a.Roles.Intersect(partner.Roles).Any())
            && (!a.Jurisdictions.Any() || a.Jurisdictions.Contains(partner.Jurisdiction))
            && (!a.Sectors.Any() || a.Sectors.Any(s => partner.Sectors.Any(p => p == s || p.StartsWith(s + ".", StringComparison.Ordinal))));
        var wholeCommunity = item.Terms.Label == TlpLabel.Green && !kindsGiven && !a.Partners.Any();
        return a.Partners.Contains(partner.Id) || (mayMatchByKind && (wholeCommunity || (kindsGiven && everyKind)));
    }
}
