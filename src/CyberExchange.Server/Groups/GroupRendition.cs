using CyberExchange.Contracts;
using CyberExchange.Contracts.Groups;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Sharing;
using CyberExchange.Server.Partners;
using CyberExchange.Server.Requests;
using CyberExchange.Views.Core;

namespace CyberExchange.Server.Groups;

/// <summary>Writes groups as one caller may read them.</summary>
public static class GroupRendition
{
    /// <summary>Whether the caller may know that the group exists: stewards, and those who are in it.</summary>
    public static bool Shows(this PartnerProfile caller, GroupEntry group) => caller.Has(Role.Steward) || caller.Groups.Contains(group.Id);

    /// <summary>The line of a group in lists.</summary>
    public static GroupDocument Outline(GroupEntry group) => new()
    {
        Group = group.Id.Value,
        Name = group.Facts?.Name,
        Purpose = group.Facts?.Purpose,
        DefaultLabel = group.Facts?.DefaultLabel.Text(),
        MemberCount = group.Members.Count,
    };

    /// <summary>A group with those of its members that the caller's directory shows: all of them, for whoever sees the group.</summary>
    public static GroupDocument Whole(GroupEntry group, PartnerProfile caller, DirectorySnapshot directory) => Outline(group) with
    {
        Members =
        [
            .. group.Members.Select(directory.Entry).OfType<PartnerEntry>().Where(caller.Shows)
                .OrderBy(p => p.Facts.Handle, StringComparer.Ordinal).ThenBy(p => p.Id.Value)
                .Select(p => new GroupMemberDocument(p.Id.Value, p.Facts.Handle, p.Facts.Name, p.Facts.Jurisdiction.Text())),
        ],
    };

    /// <summary>The entity tag of what the caller reads of a group, as its stream has it.</summary>
    public static string Tag(Group group, PartnerProfile caller, DirectorySnapshot directory) =>
        EntityTags.Of(Whole(new(group.Id, group.Facts, [.. group.Members]), caller, directory), WireJson.Default.GroupDocument);
}
