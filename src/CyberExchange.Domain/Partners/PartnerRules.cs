using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>Whether what a steward states about a partner can stand.</summary>
public static class PartnerRules
{
    public const int NameCharactersMax = 200;
    public const int ListEntriesMax = 200;
    public const int ReasonCharactersMax = 1_000;

    /// <summary>The first reason against the facts, with a pointer below them; null for none.</summary>
    public static Refusal? Check(PartnerFacts facts)
    {
        if (!Slugs.IsSlug(facts.Handle))
        {
            return new(RefusalCode.Invalid, "/handle", "A handle has 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        if (string.IsNullOrWhiteSpace(facts.Name) || facts.Name.Length > NameCharactersMax)
        {
            return new(RefusalCode.Invalid, "/name", $"A name has 1 to {NameCharactersMax} characters.");
        }

        return CheckIdentifier(facts) ?? CheckRoles(facts.Roles) ?? CheckLists(facts);
    }

    private static Refusal? CheckIdentifier(PartnerFacts facts) =>
        facts.OrganizationIdentifier is { } text && OrganizationIdentifier.Parse(text) is null
            ? new(RefusalCode.Invalid, "/organizationIdentifier", "An organisation identifier is a scheme, a country and a number, such as NTRDE-HRB12345 (EN 319 412-1).")
            : null;

    // A steward administers and sees no content, a delegate reads and holds no items: neither goes with another role.
    private static Refusal? CheckRoles(IReadOnlyList<Role> roles)
    {
        if (roles.Count == 0)
        {
            return new(RefusalCode.Invalid, "/roles", "A partner has at least one role.");
        }

        return roles.Count > 1 && (roles.Contains(Role.Steward) || roles.Contains(Role.Delegate))
            ? new(RefusalCode.Invalid, "/roles", "The roles steward and delegate go with no other role.")
            : null;
    }

    private static Refusal? CheckLists(PartnerFacts facts)
    {
        if (new[] { facts.Sectors.Count, facts.Constituency.Count, facts.PublisherNamespaces.Count, facts.StandingAgreements.Count }.Max() > ListEntriesMax)
        {
            return new(RefusalCode.Invalid, "", $"Each list holds at most {ListEntriesMax} entries.");
        }

        if (facts.Sectors.FirstOrDefault(s => !Taxonomies.Sectors.IsKnown(s)) is { } sector)
        {
            return new(RefusalCode.UnknownTerm, "/sectors", $"'{sector}' is not a sector of the taxonomy.");
        }

        if (facts.PublisherNamespaces.FirstOrDefault(n => !Uri.IsWellFormedUriString(n, UriKind.Absolute)) is { } address)
        {
            return new(RefusalCode.Invalid, "/publisherNamespaces", $"'{address}' is not an absolute URI.");
        }

        if (facts.Constituency.Count > 0 && !facts.Roles.Contains(Role.Cert))
        {
            return new(RefusalCode.Invalid, "/constituency", "Only a CERT has a constituency.");
        }

        return CheckAgreements(facts);
    }

    // They become the legal bases of the partner's items, so they keep to the same form.
    private static Refusal? CheckAgreements(PartnerFacts facts)
    {
        if (facts.StandingAgreements.GroupBy(a => a.Destination).Any(g => g.Count() > 1))
        {
            return new(RefusalCode.Invalid, "/standingAgreements", "Give at most one standing agreement for each destination.");
        }

        return facts.StandingAgreements.Any(a => a.Destination == facts.Jurisdiction || !SharingRules.HasWords(a))
            ? new(RefusalCode.Invalid, "/standingAgreements", $"A standing agreement names another jurisdiction, a code and a reference, together at most {SharingRules.LegalBasisTextCharactersMax} characters.")
            : null;
    }
}
