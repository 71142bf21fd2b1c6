using System.Text.Json.Serialization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Partners;

/// <summary>What happened to a partner and its members.</summary>
public abstract record PartnerEvent
{
    private PartnerEvent() { }

    /// <summary>A steward enrolled an organisation.</summary>
    public sealed record PartnerEnrolled(PartnerId Partner, PartnerFacts Facts) : PartnerEvent;

    /// <summary>A steward stated the partner's facts anew.</summary>
    public sealed record PartnerChanged(PartnerFacts Facts) : PartnerEvent;

    /// <summary>A client left the partner's constituency by its own act.</summary>
    public sealed record ClientDeparted(PartnerId Client) : PartnerEvent;

    /// <summary>The partner may neither act nor see until it is reinstated.</summary>
    public sealed record PartnerSuspended(string Reason) : PartnerEvent;

    /// <summary>The suspension ended; what the partner could see before it can see again.</summary>
    public sealed record PartnerReinstated : PartnerEvent;

    /// <summary>A person or a service acts for the partner from now on.</summary>
    /// <param name="Handle">Short name that people type, such as <c>cert-eu-service</c>.</param>
    /// <param name="Name">A person's name, sealed; null for a service.</param>
    public sealed record MemberAdded(MemberId Member, MemberKind Kind, string Handle, SealedText? Name) : PartnerEvent, IHoldsPersonalData
    {
        public IEnumerable<SealedText> PersonalData() => Name is null ? [] : [Name];
    }

    /// <summary>The member no longer acts for the partner; its keys open nothing any more.</summary>
    public sealed record MemberRemoved(MemberId Member) : PartnerEvent;

    /// <summary>A steward invited the member to enrol a key of its own, by a secret that works once.</summary>
    /// <param name="EndsAt">From then on the secret enrols nothing.</param>
    public sealed record MemberInvited(InvitationId Invitation, MemberId Member, DateTimeOffset EndsAt) : PartnerEvent;

    /// <summary>The key may be bound to the member. Keys are counted here, in one stream: of two that come at once, one finds the other.</summary>
    /// <param name="Beside">The key that the member holds already; null for none.</param>
    /// <param name="Invitation">What the member was let in by; null for none, and an invitation lets in once.</param>
    /// <param name="SignedBy">The member's key that signed for this one; null for none.</param>
    public sealed record KeyAdmitted(MemberId Member, SpkiDigest Key, SpkiDigest? Beside, InvitationId? Invitation, SpkiDigest? SignedBy) : PartnerEvent;

    /// <summary>A person of the steward found the partner's facts, groups, members and keys right.</summary>
    /// <param name="By">Who did.</param>
    /// <param name="Entry">Digest of what was read: SHA-256 in base64url, as its entity tag had it.</param>
    public sealed record AccessConfirmed(MemberId By, string Entry) : PartnerEvent;
}

/// <summary>What a steward states about a partner.</summary>
public sealed record PartnerFacts
{
    public required string Handle { get; init; }

    public required string Name { get; init; }

    /// <summary>EN 319 412-1 organisation identifier, such as <c>NTRJP-4011001098993</c>; null for none.</summary>
    public required string? OrganizationIdentifier { get; init; }

    public required Jurisdiction Jurisdiction { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    public required IReadOnlyList<PartnerId> Constituency { get; init; }

    public required IReadOnlyList<string> PublisherNamespaces { get; init; }

    public required IReadOnlyList<LegalBasis> StandingAgreements { get; init; }

    public required bool Listed { get; init; }

    /// <summary>Whether it takes two of its members to make an item TLP:CLEAR.</summary>
    public required bool ClearNeedsTwoMembers { get; init; }

    /// <summary>
    /// The groups that facts of version 1 stated: the partner is in them until they are formed as groups of their own. Null
    /// for facts since, which state none.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<GroupId>? GroupsOfVersion1 { get; init; }

    /// <summary>The facts once a client has left the constituency.</summary>
    public PartnerFacts Without(PartnerId client) => this with { Constituency = [.. Constituency.Where(c => c != client)] };

    /// <summary>The facts as the directory shows them, with the groups that the partner is in.</summary>
    public PartnerProfile Profile(PartnerId id, IReadOnlyList<GroupId> groups, bool suspended) => new()
    {
        Id = id,
        Handle = Handle,
        Name = Name,
        Jurisdiction = Jurisdiction,
        Roles = Roles,
        Sectors = Sectors,
        Groups = groups,
        Constituency = Constituency,
        PublisherNamespaces = PublisherNamespaces,
        StandingAgreements = StandingAgreements,
        Listed = Listed,
        ClearNeedsTwoMembers = ClearNeedsTwoMembers,
        Suspended = suspended,
    };
}
