using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;

namespace CyberExchange.Domain.Partners;

/// <summary>A person or a service acts for the partner from now on.</summary>
public sealed record AddMember(MemberId Member, MemberKind Kind, string Handle, SealedText? Name)
{
    public const int MembersMax = 500;

    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such partner.");
        }

        if (!Slugs.IsSlug(Handle))
        {
            return new Refusal(RefusalCode.Invalid, "/handle", "A handle has 2 to 64 lower-case letters, digits and inner hyphens.");
        }

        if (state.Members.ContainsKey(Member) || state.Members.Values.Any(m => m.Handle == Handle))
        {
            return new Refusal(RefusalCode.AlreadyExists, "/handle", $"The partner has a member {Handle} already.");
        }

        return state.Members.Count >= MembersMax
            ? new Refusal(RefusalCode.Invalid, "", $"A partner has at most {MembersMax} members.")
            : new PartnerEvent.MemberAdded(Member, Kind, Handle, Name);
    }
}
