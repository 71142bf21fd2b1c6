using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;
using PartnerState = CyberExchange.Domain.Partners.Partner;

namespace CyberExchange.Tests.Domain;

/// <summary>A member holds the present key and the next one, and is invited to its first.</summary>
public sealed class AdmitKeyTests
{
    private static readonly PartnerId Grid = GridEu.Id;
    private static readonly MemberId Anna = Person(GridEu);
    private static readonly MemberId Bert = Service(GridEu);
    private static readonly SpkiDigest First = Key('1');
    private static readonly SpkiDigest Second = Key('2');
    private static readonly SpkiDigest Third = Key('3');
    private static readonly InvitationId Invited = new(Id(501));
    private static readonly PartnerEvent ByInvitation = new PartnerEvent.KeyAdmitted(Anna, First, Beside: null, Invited, SignedBy: null);

    [Fact]
    public void A_key_is_admitted_beside_the_one_that_is_held()
    {
        Then.Happens(PartnerEventCatalog.Catalog, new AdmitKey(First, Anna).Decide(Given(), null, []), Admitted(First));
        Then.Happens(
            PartnerEventCatalog.Catalog,
            new AdmitKey(Second, Anna) { SignedBy = First }.Decide(Given(Admitted(First)), null, [First]),
            new PartnerEvent.KeyAdmitted(Anna, Second, First, Invitation: null, First));
    }

    [Fact]
    public void A_third_key_is_refused() =>
        Then.Refused(new AdmitKey(Third, Anna).Decide(Given(), null, [First, Second]), RefusalCode.TooManyKeys, "/spkiSha256");

    [Fact]
    public void A_key_that_is_held_changes_nothing()
    {
        var bound = new MemberKey(Second, (Grid, Anna));

        Then.NothingHappens(new AdmitKey(Second, Anna).Decide(Given(), bound, [First, Second]));
        Then.NothingHappens(new AdmitKey(Second, Anna).Decide(Given(Admitted(First), Admitted(Second, First)), key: null, [First, Second])); // Admitted, and not yet bound.
    }

    [Fact]
    public void A_key_of_another_member_or_one_that_was_unbound_is_refused()
    {
        Then.Refused(new AdmitKey(First, Anna).Decide(Given(), new(First, (Grid, Bert)), []), RefusalCode.KeyTaken, "/spkiSha256");
        Then.Refused(new AdmitKey(First, Anna).Decide(Given(), new(First, BoundTo: null), []), RefusalCode.KeyTaken, "/spkiSha256");
    }

    [Fact]
    public void A_key_is_admitted_for_a_member_only()
    {
        Then.Refused(new AdmitKey(First, Bert).Decide(Given(), null, []), RefusalCode.NotFound, "");
        Then.Refused(new AdmitKey(First, Anna).Decide(null, null, []), RefusalCode.NotFound, "");
    }

    // However many keys a member had over the years, the stream's state holds two.
    [Fact]
    public void The_state_remembers_the_key_and_the_one_beside_it()
    {
        Assert.Equal([First, Second], Given(Admitted(First), Admitted(Second, First)).Admitted[Anna]);
        Assert.Equal([Second, Third], Given(Admitted(First), Admitted(Second, First), Admitted(Third, Second)).Admitted[Anna]);
        Assert.Equal([Third], Given(Admitted(First), Admitted(Second, First), Admitted(Third)).Admitted[Anna]);
        Assert.Empty(Given(Admitted(First), new PartnerEvent.MemberRemoved(Anna)).Admitted);
    }

    [Fact]
    public void A_member_is_invited_for_seven_days()
    {
        Then.Happens(PartnerEventCatalog.Catalog, new InviteMember(Invited, Anna, Now).Decide(Given()), new PartnerEvent.MemberInvited(Invited, Anna, Now.AddDays(7)));
        Then.Refused(new InviteMember(Invited, Bert, Now).Decide(Given()), RefusalCode.NotFound, "");
        Then.Refused(new InviteMember(Invited, Anna, Now).Decide(null), RefusalCode.NotFound, "");
    }

    [Fact]
    public void An_invitation_lets_in_one_key_once()
    {
        var open = Given(Invitation());

        Then.Happens(PartnerEventCatalog.Catalog, Redeem(First).Decide(open, null, []), ByInvitation);
        Refused(Redeem(First).Decide(Given(Invitation(), ByInvitation), new(First, (Grid, Anna)), [First]));
        Refused(Redeem(Second).Decide(Given(Invitation(), ByInvitation), null, [First]));
    }

    [Fact]
    public void An_invitation_is_used_up_by_a_key_that_a_steward_bound_meanwhile() =>
        Then.Happens(PartnerEventCatalog.Catalog, Redeem(First).Decide(Given(Invitation(), Admitted(First)), new(First, (Grid, Anna)), [First]), ByInvitation);

    [Fact]
    public void A_key_too_many_does_not_use_the_invitation_up() =>
        Then.Refused(Redeem(Third).Decide(Given(Invitation()), null, [First, Second]), RefusalCode.TooManyKeys, "/spkiSha256");

    // One answer, whatever became of the secret.
    [Fact]
    public void An_invitation_that_is_wrong_or_over_lets_nobody_in()
    {
        Refused(Redeem(First).Decide(null, null, []));
        Refused(Redeem(First).Decide(Given(), null, []));
        Refused(Redeem(First).Decide(Given(Invitation(), Invitation(502)), null, [])); // Another was given since.
        Refused(Redeem(First).Decide(Given(Invitation(), new PartnerEvent.MemberRemoved(Anna)), null, []));
        Refused(Redeem(First).Decide(Given(Invitation(), new PartnerEvent.PartnerSuspended("Unpaid.")), null, []));
        Refused(new RedeemInvitation(Invited, First, Now.AddDays(7)).Decide(Given(Invitation()), null, []));
        Assert.IsType<Decision<PartnerEvent>.Accepted>(new RedeemInvitation(Invited, First, Now.AddDays(7).AddTicks(-1)).Decide(Given(Invitation()), null, []));
    }

    private static void Refused(Decision<PartnerEvent> decision) =>
        Assert.Equal(RedeemInvitation.Refused, Then.Refused(decision, RefusalCode.SecretRefused, "/secret"));

    private static RedeemInvitation Redeem(SpkiDigest key) => new(Invited, key, Now);

    private static PartnerEvent.MemberInvited Invitation(int number = 501) => new(new(Id(number)), Anna, Now.AddDays(7));

    private static PartnerEvent.KeyAdmitted Admitted(SpkiDigest key, SpkiDigest? beside = null) => new(Anna, key, beside, Invitation: null, SignedBy: null);

    private static SpkiDigest Key(char digit) => new(new string(digit, 64));

    private static PartnerState Given(params PartnerEvent[] since) => PartnerState.Fold(
        [new PartnerEvent.PartnerEnrolled(Grid, Facts), new PartnerEvent.MemberAdded(Anna, MemberKind.Service, "anna", Name: null), .. since])!; // It is enrolled.
}
