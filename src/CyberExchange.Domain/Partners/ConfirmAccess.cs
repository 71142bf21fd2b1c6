using CyberExchange.Domain.Sharing;

namespace CyberExchange.Domain.Partners;

/// <summary>A person of the steward has read who the partner is, what it may do and who acts for it, and finds it right.</summary>
/// <param name="By">Who has read it.</param>
/// <param name="Entry">Digest of what was read.</param>
public sealed record ConfirmAccess(MemberProfile By, string Entry)
{
    /// <summary>How long a confirmation holds: access is reviewed at least once a year.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    public Decision<PartnerEvent> Decide(Partner? state)
    {
        if (state is null)
        {
            return new Refusal(RefusalCode.NotFound, "", "There is no such partner.");
        }

        // A service would confirm whatever is there. A suspended partner is confirmed as any other: it may come back as it is.
        return By.Kind is not MemberKind.Person
            ? new Refusal(RefusalCode.SecondMemberNeeded, "", "A person confirms who holds access; a service may only read the list.")
            : new PartnerEvent.AccessConfirmed(By.Id, Entry);
    }

    /// <summary>Whether access that was last confirmed then is to be looked at; null for never.</summary>
    public static bool IsDue(DateTimeOffset? confirmedAt, DateTimeOffset now) => confirmedAt is not { } at || now - at > Lifetime;
}
