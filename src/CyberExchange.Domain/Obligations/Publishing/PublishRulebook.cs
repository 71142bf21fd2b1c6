using System.Text;
using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Obligations.Publishing;

/// <summary>A member of the steward proposes a version whose document has been checked.</summary>
/// <param name="Shipped">The rules that came with the program.</param>
public sealed record ProposeRulebook(MemberProfile By, Rulebook Rulebook, Rulebook Shipped, DateTimeOffset Now)
{
    /// <summary>The shipped one takes a third of it, and the log takes it whole in one event.</summary>
    public const int DocumentBytesMax = 384 * 1024;

    /// <summary>A later proposal takes the place of one that still waits: an approval names the version that was read.</summary>
    public Decision<RulebookEvent> Decide(RulebookVersions? state)
    {
        var rulebooks = state ?? RulebookVersions.None;
        if (rulebooks.Proposed?.Version.Digest == Rulebook.Version.Digest)
        {
            return Decision<RulebookEvent>.Nothing;
        }

        if (Rulebook.Document.Length > DocumentBytesMax)
        {
            return new Refusal(RefusalCode.Invalid, "/rulebook", $"A rulebook has at most {DocumentBytesMax} bytes in canonical form.");
        }

        return rulebooks.Against(Rulebook, Shipped, Now) is { } refusal
            ? refusal
            : new RulebookEvent.RulebookProposed(Rulebook.Version.Id, Rulebook.Version.Digest, Encoding.UTF8.GetString(Rulebook.Document.Span), By.Id);
    }
}

/// <summary>A second member of the steward lets the proposed version take force.</summary>
/// <param name="Digest">The version that was read.</param>
/// <param name="Shipped">The rules that came with the program.</param>
public sealed record ApproveRulebook(MemberProfile By, string Digest, Rulebook Shipped, DateTimeOffset Now)
{
    public Decision<RulebookEvent> Decide(RulebookVersions? state)
    {
        var rulebooks = state ?? RulebookVersions.None;
        var (proposed, refusal) = rulebooks.Awaiting(Digest);
        if (proposed is null)
        {
            return refusal!; // One of the two is there.
        }

        // What was in force when it was proposed may not be in force any more, and days have begun since.
        return (SecondMember.Check(By, proposed.ProposedBy, "rulebook") ?? rulebooks.Against(proposed.Read(), Shipped, Now)) is { } against
            ? against with { Pointer = "" }
            : new RulebookEvent.RulebookAdopted(Digest, By.Id);
    }
}

/// <summary>A member of the steward turns the proposed version down; whoever proposed it may too.</summary>
/// <param name="Digest">The version that was read.</param>
public sealed record RejectRulebook(MemberProfile By, string Digest)
{
    public Decision<RulebookEvent> Decide(RulebookVersions? state)
    {
        var (proposed, refusal) = (state ?? RulebookVersions.None).Awaiting(Digest);
        return proposed is null
            ? refusal! // One of the two is there.
            : new RulebookEvent.RulebookRejected(Digest, By.Id);
    }
}
