namespace CyberExchange.Domain.Sharing;

/// <summary>A kind of audience.</summary>
public enum AudienceKind
{
    Groups,
    Roles,
    Jurisdictions,
    Sectors,
}

/// <summary>Which kinds of an audience a partner does not match.</summary>
public static class AudienceMismatch
{
    /// <summary>The kinds that are asked for and not met; empty where the audience asks for none, or all are met.</summary>
    /// <param name="audience">The audience.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="knownGroups">The groups of which whoever asks may know the members: of others nothing is said.</param>
    public static IReadOnlyList<AudienceKind> Of(Audience audience, PartnerProfile partner, IReadOnlyCollection<GroupId> knownGroups)
    {
        bool Meets(AudienceKind kind) => kind switch
        {
            AudienceKind.Groups => audience.Groups.Count == 0 || audience.Groups.Where(knownGroups.Contains).Any(partner.Groups.Contains),
            AudienceKind.Roles => audience.Roles.Count == 0 ? partner.InCommunity : audience.Roles.Any(r => Roles.Community.Contains(r) && partner.Roles.Contains(r)),
            AudienceKind.Jurisdictions => audience.Jurisdictions.Count == 0 || audience.Jurisdictions.Contains(partner.Jurisdiction),
            AudienceKind.Sectors => audience.Sectors.Count == 0 || audience.Sectors.Any(asked => partner.Sectors.Any(held => Taxonomies.Sectors.Covers(asked, held))),
        };

        return audience.HasKinds ? [.. Enum.GetValues<AudienceKind>().Where(kind => !Meets(kind))] : [];
    }
}
