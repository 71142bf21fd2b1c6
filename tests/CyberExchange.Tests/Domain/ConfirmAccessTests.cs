using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;
using PartnerState = CyberExchange.Domain.Partners.Partner;

namespace CyberExchange.Tests.Domain;

/// <summary>A person of the steward finds right what a partner holds, once a year.</summary>
public sealed class ConfirmAccessTests
{
    private const string Entry = "n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg";

    private static readonly MemberProfile Reviewer = new(new(Id(901)), new(Id(900)), MemberKind.Person, "steward");

    [Fact]
    public void A_person_confirms_what_was_read()
    {
        var confirmed = new PartnerEvent.AccessConfirmed(Reviewer.Id, Entry);

        Then.Happens(PartnerEventCatalog.Catalog, Rule(Reviewer).Decide(Given()), confirmed);
        Then.Happens(PartnerEventCatalog.Catalog, Rule(Reviewer).Decide(Given(confirmed)), confirmed); // Each is a fact of its own.
    }

    [Fact]
    public void A_suspended_partner_is_confirmed_as_any_other() =>
        Then.Happens(
            PartnerEventCatalog.Catalog, Rule(Reviewer).Decide(Given(new PartnerEvent.PartnerSuspended("Unpaid."))), new PartnerEvent.AccessConfirmed(Reviewer.Id, Entry));

    [Fact]
    public void A_service_confirms_nothing() =>
        Then.Refused(Rule(Reviewer with { Kind = MemberKind.Service }).Decide(Given()), RefusalCode.SecondMemberNeeded, "");

    [Fact]
    public void Who_is_not_enrolled_is_not_confirmed() => Then.Refused(Rule(Reviewer).Decide(null), RefusalCode.NotFound, "");

    [Fact]
    public void A_confirmation_changes_nothing_of_the_partner() =>
        Assert.Equal(Given().Facts, Given(new PartnerEvent.AccessConfirmed(Reviewer.Id, Entry)).Facts);

    [Fact]
    public void Access_is_due_that_was_never_confirmed_or_longer_ago_than_a_year()
    {
        Assert.True(ConfirmAccess.IsDue(confirmedAt: null, Now));
        Assert.False(ConfirmAccess.IsDue(Now, Now));
        Assert.False(ConfirmAccess.IsDue(Now.AddDays(-365), Now));
        Assert.True(ConfirmAccess.IsDue(Now.AddDays(-365).AddTicks(-1), Now));
    }

    private static ConfirmAccess Rule(MemberProfile by) => new(by, Entry);

    private static PartnerState Given(params PartnerEvent[] since) =>
        PartnerState.Fold([new PartnerEvent.PartnerEnrolled(GridEu.Id, Facts), .. since])!; // It is enrolled.
}
