using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Partners;

/// <summary>Whom a caller's directory shows, and how much of it.</summary>
public static class DirectoryVisibility
{
    /// <summary>Whether the caller may know of the partner: itself, members of its own groups, its CERTs and clients, and who agreed to be listed.</summary>
    public static bool Shows(this PartnerProfile caller, PartnerEntry partner) =>
        caller.ShowsWhole(partner) || partner.IsKnownTo(caller);

    /// <summary>The partner that a caller names by id or handle.</summary>
    /// <remarks>Whom its directory does not show is refused in the words for who does not exist: nothing is to tell who takes part.</remarks>
    /// <param name="caller">Whose directory counts.</param>
    /// <param name="directory">Where handles are looked up.</param>
    /// <param name="text">Id or handle.</param>
    /// <param name="pointer">Where the text stands.</param>
    public static (PartnerId, Refusal?) Read(this PartnerProfile caller, DirectorySnapshot directory, string text, string pointer)
    {
        var found = Guid.TryParseExact(text, "D", out var id) ? new PartnerId(id) : directory.FindHandle(text)?.Id;
        return found is { } partner && directory.Entry(partner) is { } entry && caller.Shows(entry)
            ? (partner, null)
            : (default, new(RefusalCode.UnknownParty, pointer, "Your directory shows no partner with this id or handle."));
    }

    /// <summary>Whether the caller reads everything of the partner: stewards, and the partner itself.</summary>
    public static bool ShowsWhole(this PartnerProfile caller, PartnerEntry partner) => caller.Has(Role.Steward) || caller.Id == partner.Id;
}
