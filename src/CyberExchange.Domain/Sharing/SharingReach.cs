namespace CyberExchange.Domain.Sharing;

/// <summary>Whom terms would reach if they were stated now.</summary>
public static class SharingReach
{
    /// <summary>The ways in which a partner, or one of its members, would see the item; none while it is suspended.</summary>
    public static IEnumerable<ReleasePath> WaysTo(SharedItem item, PartnerProfile partner, MemberId member) => partner.Suspended
        ? []
        : ReleasePolicy.Paths(item).Where(path =>
            path.Clause.Includes(partner, member) && (path.Destination is null || path.Destination == partner.Jurisdiction));

    /// <summary>How many of these partners the terms address and would not reach for want of a legal basis.</summary>
    public static int Withheld(SharedItem item, PartnerDirectory directory, IEnumerable<PartnerProfile> of)
    {
        var permitted = ReleasePolicy.PermittedDestinations(item);
        var clauses = ReleasePolicy.AddressedClauses(item.Terms).Select(c => c.Clause).Where(c => c is not AudienceClause.Everyone).ToList();
        var named = clauses.OfType<AudienceClause.NamedMember>().Select(c => directory.Find(c.Member)?.Partner).ToHashSet();
        return of.Count(p =>
            !p.Suspended && !permitted.Contains(p.Jurisdiction) && (named.Contains(p.Id) || clauses.Any(c => c.Includes(p, default))));
    }
}
