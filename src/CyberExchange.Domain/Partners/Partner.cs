using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>The state of one partner: its events, folded.</summary>
/// <param name="Members">Those who act for it now.</param>
public sealed record Partner(PartnerId Id, PartnerFacts Facts, bool Suspended, ImmutableDictionary<MemberId, MemberProfile> Members)
{
    /// <summary>The state after one more event; null stands for an organisation that is not enrolled.</summary>
    public static Partner Evolve(Partner? state, PartnerEvent e) => (state, e) switch
    {
        (null, PartnerEvent.PartnerEnrolled enrolled) => new(
            enrolled.Partner, enrolled.Facts, Suspended: false, ImmutableDictionary<MemberId, MemberProfile>.Empty),
        ({ } partner, PartnerEvent.PartnerChanged changed) => partner with { Facts = changed.Facts },
        ({ } partner, PartnerEvent.ClientDeparted departed) => partner with { Facts = partner.Facts.Without(departed.Client) },
        ({ } partner, PartnerEvent.PartnerSuspended) => partner with { Suspended = true },
        ({ } partner, PartnerEvent.PartnerReinstated) => partner with { Suspended = false },
        ({ } partner, PartnerEvent.MemberAdded added) => partner with
        {
            Members = partner.Members.Add(added.Member, new MemberProfile(added.Member, partner.Id, added.Kind, added.Handle)),
        },
        ({ } partner, PartnerEvent.MemberRemoved removed) => partner with { Members = partner.Members.Remove(removed.Member) },
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "an organisation that is not enrolled" : "an enrolled partner")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Partner? Fold(IEnumerable<PartnerEvent> events) => events.Aggregate((Partner?)null, Evolve);
}
