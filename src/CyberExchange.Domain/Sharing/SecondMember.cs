namespace CyberExchange.Domain.Sharing;

/// <summary>What takes two: one member proposes, and another, who is a person, approves.</summary>
public static class SecondMember
{
    /// <summary>Why this member may not approve; null where it may.</summary>
    /// <param name="by">Who approves.</param>
    /// <param name="proposedBy">Who proposed.</param>
    /// <param name="what">What was proposed, as a sentence names it: a rulebook, a trust list.</param>
    public static Refusal? Check(MemberProfile by, MemberId proposedBy, string what)
    {
        if (by.Kind is not MemberKind.Person)
        {
            return new(RefusalCode.SecondMemberNeeded, "", $"A person approves a {what}; a service may only propose one.");
        }

        return by.Id == proposedBy
            ? new(RefusalCode.SecondMemberNeeded, "", $"You proposed this {what}: another member of the steward approves it.")
            : null;
    }
}
