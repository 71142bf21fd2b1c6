using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>Whom a caller's directory shows, and how much of it.</summary>
public static class DirectoryVisibility
{
    /// <summary>Whether the caller may know of the partner: itself, members of its own groups, and who agreed to be listed.</summary>
    public static bool Shows(this PartnerProfile caller, PartnerEntry partner) =>
        caller.ShowsWhole(partner) || partner.Facts.Listed || caller.Groups.Any(partner.Facts.Groups.Contains);

    /// <summary>Whether the caller reads everything of the partner: stewards, and the partner itself.</summary>
    public static bool ShowsWhole(this PartnerProfile caller, PartnerEntry partner) => caller.Has(Role.Steward) || caller.Id == partner.Id;
}
