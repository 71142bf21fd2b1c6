namespace CyberExchange.Domain.Sharing;

/// <summary>Which groups an originator may name, and the label that they imply.</summary>
public static class GroupsOfAudience
{
    /// <summary>Why the originator may not name this group; null where it may.</summary>
    /// <remarks>Others' groups are refused as those that are not there: who is in them would show in how many partners are withheld.</remarks>
    public static Refusal? Check(GroupId group, PartnerProfile originator)
    {
        if (!GroupId.IsValid(group.Value))
        {
            return new(RefusalCode.Invalid, "", "A group's name has 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        return originator.Groups.Contains(group) ? null : new(RefusalCode.UnknownParty, "", "You are in no group of this name.");
    }

    /// <summary>The label of terms that state none: the strictest default of the groups that they name.</summary>
    /// <returns>Null where they name none, or one without a default.</returns>
    public static TlpLabel? DefaultLabel(IReadOnlyList<GroupId> groups, PartnerDirectory directory)
    {
        var defaults = groups.Select(g => directory.Find(g)?.DefaultLabel).ToList();
        return defaults.Count == 0 || defaults.Contains(null) ? null : defaults.Max();
    }

    /// <summary>The first group that the originator may not name, with a pointer below the terms; null for none.</summary>
    internal static Refusal? Check(IReadOnlyList<GroupId> groups, PartnerProfile originator) => groups
        .Select((group, i) => Check(group, originator) is { } refusal ? refusal with { Pointer = $"/audience/groups/{i}" } : null)
        .FirstOrDefault(refusal => refusal is not null);
}
