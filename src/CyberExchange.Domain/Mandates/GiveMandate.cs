using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Mandates;

/// <summary>A mandate as an operator states it: its terms are not worked out yet.</summary>
/// <param name="Classes">Classes of incident, each for its types too; null for all.</param>
/// <param name="Terms">The most generous terms that the CERT may choose.</param>
public sealed record StatedMandate(PartnerId Cert, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string>? Classes, StatedTerms Terms);

/// <summary>An operator lets a CERT file on its behalf, by a text that one of its persons has signed.</summary>
/// <param name="Mandate">Digest of the text.</param>
/// <param name="By">The operator.</param>
/// <param name="Member">Whose key signed it.</param>
/// <param name="Stated">What the text says.</param>
/// <param name="Signed">The text as it was signed.</param>
/// <param name="PublicKey">The key that signed it.</param>
/// <param name="Held">How many mandates of this operator the CERT may file under now or later.</param>
public sealed record GiveMandate(
    MandateId Mandate, PartnerProfile By, MemberProfile Member, StatedMandate Stated, string Signed, string PublicKey, int Held)
{
    /// <summary>A few for each team that answers for something; whoever needs more states wider ones.</summary>
    public const int HeldMax = 10;

    /// <summary>More than there are classes.</summary>
    public const int ClassesMax = 100;

    /// <summary>A mandate is given anew every year or two, by somebody who still means it.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromDays(731);

    /// <remarks>A text that was given is given: sent again it changes nothing, and once it is revoked it never holds again.</remarks>
    public Decision<MandateEvent> Decide(GivenMandate? state, PartnerDirectory directory, DateTimeOffset now)
    {
        if (SharingRules.CheckActs(By) is { } suspended)
        {
            return suspended;
        }

        if (Member.Kind is not MemberKind.Person)
        {
            return new Refusal(RefusalCode.SecondMemberNeeded, "", "A person gives a mandate; a service may only read it.");
        }

        if (state is not null)
        {
            return state.Revoked
                ? new Refusal(RefusalCode.AlreadyExists, "", "This text was given and revoked: state another.")
                : Decision<MandateEvent>.Nothing;
        }

        if ((CheckCert(directory) ?? CheckDates(now) ?? CheckClasses()) is { } refusal)
        {
            return refusal;
        }

        if (Stated.Terms.Embargo is not null)
        {
            return new Refusal(RefusalCode.Invalid, "/terms/embargo", "A mandate states no embargo; the CERT may state one with a report.");
        }

        var (terms, termsRefusal) = SharingRules.Accept(Stated.Terms, By, directory, now);
        if (terms is null)
        {
            return termsRefusal!.Under("/terms"); // One of the two is there.
        }

        return Held >= HeldMax
            ? new Refusal(RefusalCode.TooManyMandates, "", $"A CERT holds at most {HeldMax} mandates of one operator: revoke one first.")
            : new MandateEvent.MandateGiven(Mandate, Text(terms), Signed, PublicKey, Member.Id);
    }

    private Mandate Text(SharingTerms terms) => new()
    {
        Operator = By.Id,
        Cert = Stated.Cert,
        From = Stated.From,
        Until = Stated.Until,
        Classes = Stated.Classes,
        Terms = terms with { LegalBases = [.. terms.LegalBases.Where(basis => !basis.Standing)] }, // A standing agreement counts as it is when something is filed.
    };

    // One answer for who is absent, hidden, no CERT, or another's: it tells nothing of any of them.
    private Refusal? CheckCert(PartnerDirectory directory) =>
        directory.Find(Stated.Cert) is { } cert && cert.Has(Role.Cert) && cert.Constituency.Contains(By.Id)
            ? null
            : new(RefusalCode.UnknownParty, "/cert", "You are in the constituency of no CERT with this id.");

    private Refusal? CheckDates(DateTimeOffset now)
    {
        if (Stated.Until <= now || Stated.Until <= Stated.From)
        {
            return new(RefusalCode.ImpossibleTime, "/until", "A mandate ends in the future, and after it begins.");
        }

        return Stated.Until - Stated.From > LifetimeMax
            ? new(RefusalCode.ImpossibleTime, "/until", $"A mandate lasts at most {LifetimeMax.TotalDays:0} days.")
            : null;
    }

    private Refusal? CheckClasses()
    {
        if (Stated.Classes is not { } classes)
        {
            return null;
        }

        if (classes.Count is 0 or > ClassesMax)
        {
            return new(RefusalCode.Invalid, "/classes", $"Name 1 to {ClassesMax} classes, or leave them out for all.");
        }

        for (var i = 0; i < classes.Count; i++)
        {
            if (!IncidentClasses.IsKnown(classes[i]))
            {
                return new(RefusalCode.UnknownTerm, $"/classes/{i}", "This is not a class or type of the Reference Security Incident Taxonomy.");
            }
        }

        return null;
    }
}
