using System.Collections.Immutable;
using System.Diagnostics;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>The state of one partner: its events, folded.</summary>
/// <param name="Members">Those who act for it now.</param>
public sealed record Partner(PartnerId Id, PartnerFacts Facts, bool Suspended, ImmutableDictionary<MemberId, MemberProfile> Members)
{
    /// <summary>The last invitation of each member that was not used.</summary>
    public ImmutableDictionary<MemberId, Invitation> Invitations { get; init; } = ImmutableDictionary<MemberId, Invitation>.Empty;

    /// <summary>
    /// The keys that may be each member's. Whether one is bound, or was unbound since, is told by its own stream. A member whose
    /// keys were all bound before keys were admitted has no entry.
    /// </summary>
    public ImmutableDictionary<MemberId, ImmutableList<SpkiDigest>> Admitted { get; init; } = ImmutableDictionary<MemberId, ImmutableList<SpkiDigest>>.Empty;

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
        ({ } partner, PartnerEvent.MemberRemoved removed) => partner with
        {
            Members = partner.Members.Remove(removed.Member),
            Invitations = partner.Invitations.Remove(removed.Member),
            Admitted = partner.Admitted.Remove(removed.Member),
        },
        ({ } partner, PartnerEvent.MemberInvited invited) => partner with
        {
            Invitations = partner.Invitations.SetItem(invited.Member, new Invitation(invited.Invitation, invited.EndsAt)),
        },
        ({ } partner, PartnerEvent.KeyAdmitted admitted) => partner with
        {
            Invitations = admitted.Invitation is null ? partner.Invitations : partner.Invitations.Remove(admitted.Member),
            Admitted = partner.Admitted.SetItem(admitted.Member, admitted.Beside is { } beside ? [beside, admitted.Key] : [admitted.Key]),
        },
        ({ } partner, PartnerEvent.AccessConfirmed) => partner, // Nothing of what was confirmed is different for it.
        _ => throw new UnreachableException($"{e.GetType().Name} cannot happen to {(state is null ? "an organisation that is not enrolled" : "an enrolled partner")}."),
    };

    /// <summary>The state after a whole stream, or null for an empty one.</summary>
    public static Partner? Fold(IEnumerable<PartnerEvent> events) => events.Aggregate((Partner?)null, Evolve);
}

/// <summary>An invitation that was not used.</summary>
/// <param name="EndsAt">From then on it enrols nothing.</param>
public sealed record Invitation(InvitationId Id, DateTimeOffset EndsAt);
