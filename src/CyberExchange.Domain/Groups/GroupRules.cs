using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Groups;

/// <summary>Whether what a steward states about a group can stand.</summary>
public static class GroupRules
{
    public const int NameCharactersMax = 200;
    public const int PurposeCharactersMax = 1_000;
    public const int ReasonCharactersMax = 1_000;

    /// <summary>As many as an audience may name one by one; all of both sides at present size.</summary>
    public const int MembersMax = 1_000;

    /// <summary>Every request reads all groups that stand from memory.</summary>
    public const int GroupsMax = 1_000;

    /// <summary>The first reason against the facts, with a pointer below them; null for none.</summary>
    public static Refusal? Check(GroupFacts facts)
    {
        if (string.IsNullOrWhiteSpace(facts.Name) || facts.Name.Length > NameCharactersMax)
        {
            return new(RefusalCode.Invalid, "/name", $"A name has 1 to {NameCharactersMax} characters.");
        }

        if (string.IsNullOrWhiteSpace(facts.Purpose) || facts.Purpose.Length > PurposeCharactersMax)
        {
            return new(RefusalCode.Invalid, "/purpose", $"A purpose has 1 to {PurposeCharactersMax} characters.");
        }

        // TLP:CLEAR takes no audience, and TLP:RED takes persons and no groups.
        return facts.DefaultLabel is TlpLabel.Clear or TlpLabel.Red
            ? new(RefusalCode.AudienceNotForLabel, "/defaultLabel", $"{facts.DefaultLabel.Text()} is not for groups: the default is TLP:GREEN, TLP:AMBER or TLP:AMBER+STRICT.")
            : null;
    }

    /// <summary>The first of those who are to join that cannot, with a pointer below the list; null for none.</summary>
    internal static Refusal? CheckJoining(IReadOnlyList<PartnerId> joining, PartnerDirectory directory)
    {
        for (var i = 0; i < joining.Count; i++)
        {
            if (directory.Find(joining[i]) is not { } partner)
            {
                return new(RefusalCode.UnknownParty, $"/{i}", "No partner has this id.");
            }

            if (!partner.InCommunity)
            {
                return new(RefusalCode.AudienceNotForLabel, $"/{i}", $"A group takes {string.Join(", ", Roles.Community.Select(r => r.Text()))}: an audience of groups reaches no others.");
            }
        }

        return null;
    }

    internal static Refusal? CheckSize(int members) =>
        members > MembersMax ? new(RefusalCode.Invalid, "", $"A group has at most {MembersMax} members; these would be {members}.") : null;

    internal static IReadOnlyList<PartnerId> Sorted(IEnumerable<PartnerId> partners) => [.. partners.Distinct().OrderBy(p => p.Value)];
}
