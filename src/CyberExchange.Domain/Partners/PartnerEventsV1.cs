using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>Facts as they were stored while a steward stated groups with the partner.</summary>
public sealed record PartnerFactsV1
{
    public required string Handle { get; init; }

    public required string Name { get; init; }

    public required string? OrganizationIdentifier { get; init; }

    public required Jurisdiction Jurisdiction { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    public required IReadOnlyList<GroupId> Groups { get; init; }

    public required IReadOnlyList<PartnerId> Constituency { get; init; }

    public required IReadOnlyList<string> PublisherNamespaces { get; init; }

    public required IReadOnlyList<LegalBasis> StandingAgreements { get; init; }

    public required bool Listed { get; init; }

    /// <summary>The facts of today that say the same.</summary>
    public PartnerFacts Raised() => new()
    {
        Handle = Handle,
        Name = Name,
        OrganizationIdentifier = OrganizationIdentifier,
        Jurisdiction = Jurisdiction,
        Roles = Roles,
        Sectors = Sectors,
        GroupsOfVersion1 = Groups,
        Constituency = Constituency,
        PublisherNamespaces = PublisherNamespaces,
        StandingAgreements = StandingAgreements,
        Listed = Listed,
        ClearNeedsTwoMembers = false,
    };
}

/// <summary><c>partner.enrolled</c>, version 1.</summary>
public sealed record PartnerEnrolledV1(PartnerId Partner, PartnerFactsV1 Facts);

/// <summary><c>partner.changed</c>, version 1.</summary>
public sealed record PartnerChangedV1(PartnerFactsV1 Facts);
