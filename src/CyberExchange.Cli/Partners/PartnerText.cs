using CyberExchange.Contracts.Partners;

namespace CyberExchange.Cli.Partners;

/// <summary>A partner and its members as labelled lines.</summary>
public static class PartnerText
{
    public static IEnumerable<(string Label, string? Value)> Fields(PartnerDocument partner) =>
    [
        ("id", partner.Id.ToString()),
        ("handle", partner.Handle),
        ("name", partner.Name),
        ("jurisdiction", partner.Jurisdiction),
        ("roles", string.Join(", ", partner.Roles)),
        ("sectors", string.Join(", ", partner.Sectors)),
        ("suspended", partner.Suspended == true ? "yes" : null),
        ("identifier", partner.Facts?.OrganizationIdentifier),
        ("groups", string.Join(", ", partner.Facts?.Groups ?? [])),
        ("constituency", string.Join(", ", partner.Facts?.Constituency ?? [])),
        ("namespaces", string.Join(", ", partner.Facts?.PublisherNamespaces ?? [])),
        .. (partner.Members ?? []).Select(m => ("member", (string?)Member(m))),
    ];

    public static string Member(MemberDocument member) =>
        $"{member.Handle}, {member.Kind}{(member.Name is null ? "" : $", {member.Name}")}, {member.Id}, "
        + (member.Keys.Count == 0 ? "no key" : "keys " + string.Join(" ", member.Keys));
}
