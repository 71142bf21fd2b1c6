using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.Views.Core;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

public sealed class SubscriptionTests
{
    private static readonly SubscriptionId First = new(Id(301));

    private static SubscriptionFilter Energy { get; } = new()
    {
        Kinds = [],
        Sectors = ["eu.energy"],
        Areas = [],
        Vendors = [],
        ProductTexts = [],
        Cves = [],
        CvssMinTenths = null,
        Labels = [],
        Originators = [],
    };

    private static Subscription Created { get; } = new(First, GridEu.Id, "Substations", Energy, Changes: 0, Cancelled: false);

    public static TheoryData<string, SubscriptionFilter, RefusalCode> Faults => new()
    {
        { "/filter", Energy with { Sectors = [] }, RefusalCode.Invalid },
        { "/filter/kinds/1", Energy with { Kinds = ["incident", "rumour"] }, RefusalCode.UnknownTerm },
        { "/filter/sectors/0", Energy with { Sectors = ["eu.energies"] }, RefusalCode.UnknownTerm },
        { "/filter/sectors/1", Energy with { Sectors = ["eu.energy", "area.6g"] }, RefusalCode.UnknownTerm },
        { "/filter/areas/0", Energy with { Areas = ["eu.energy"] }, RefusalCode.UnknownTerm },
        { "/filter/vendors/0", Energy with { Vendors = [" "] }, RefusalCode.Invalid },
        { "/filter/productTexts/1", Energy with { ProductTexts = ["S7", "S\07"] }, RefusalCode.Invalid },
        { "/filter/productTexts/0", Energy with { ProductTexts = [new string('x', SubscriptionRules.TextCharactersMax + 1)] }, RefusalCode.Invalid },
        { "/filter/cves/0", Energy with { Cves = ["CVE-26-1"] }, RefusalCode.Invalid },
        { "/filter/cvssMin", Energy with { CvssMinTenths = 101 }, RefusalCode.Invalid },
        { "/filter/originators", Energy with { Originators = [.. Enumerable.Repeat(CertEu.Id, SubscriptionRules.ValuesMax + 1)] }, RefusalCode.Invalid },
    };

    public static CreateSubscription Create(string name = "Substations", SubscriptionFilter? filter = null, int held = 0) =>
        new(First, GridEu, name, filter ?? Energy, held);

    [Fact]
    public void A_subscription_is_its_partners_from_the_first_event() => Then.Happens(
        SubscriptionEventCatalog.Catalog, Create().Decide(null), new SubscriptionEvent.SubscriptionCreated(First, GridEu.Id, "Substations", Energy));

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_filter_that_cannot_be_looked_for_is_refused_where_it_is_wrong(string pointer, SubscriptionFilter filter, RefusalCode code)
    {
        Then.Refused(Create(filter: filter).Decide(null), code, pointer);
        Then.Refused(new ChangeSubscription(GridEu, "Substations", filter).Decide(Created), code, pointer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    public void A_name_is_one_line(string name) => Then.Refused(Create(name).Decide(null), RefusalCode.Invalid, "/name");

    [Fact]
    public void A_partner_has_so_many_subscriptions_and_no_more()
    {
        Assert.IsType<Decision<SubscriptionEvent>.Accepted>(Create(held: SubscriptionRules.PerPartnerMax - 1).Decide(null));
        Then.Refused(Create(held: SubscriptionRules.PerPartnerMax).Decide(null), RefusalCode.TooManySubscriptions, "");
    }

    [Fact]
    public void A_suspended_partner_subscribes_to_nothing()
    {
        var suspended = GridEu with { Suspended = true };

        Then.Refused((Create() with { By = suspended }).Decide(null), RefusalCode.Suspended, "");
        Then.Refused(new ChangeSubscription(suspended, "Substations", Energy).Decide(Created), RefusalCode.Suspended, "");
    }

    [Fact]
    public void The_owner_states_it_anew_so_many_times()
    {
        var change = new ChangeSubscription(GridEu, "Cables", Energy with { Sectors = [], Areas = ["area.submarine-cables"] });

        Then.Happens(SubscriptionEventCatalog.Catalog, change.Decide(Created), new SubscriptionEvent.SubscriptionChanged(change.Name, change.Filter));
        Then.Refused(change.Decide(Created with { Changes = SubscriptionRules.ChangesMax }), RefusalCode.Invalid, "");
    }

    [Fact]
    public void What_is_absent_anothers_or_cancelled_is_changed_by_nobody()
    {
        foreach (var state in new[] { null, Created with { Owner = CertEu.Id }, Created with { Cancelled = true } })
        {
            Then.Refused(new ChangeSubscription(GridEu, "Substations", Energy).Decide(state), RefusalCode.NotFound, "");
        }
    }

    [Fact]
    public void Cancelling_happens_once_and_only_by_its_owner()
    {
        Then.Happens(SubscriptionEventCatalog.Catalog, new CancelSubscription(GridEu.Id).Decide(Created), new SubscriptionEvent.SubscriptionCancelled());
        Then.NothingHappens(new CancelSubscription(GridEu.Id).Decide(Created with { Cancelled = true }));
        Then.Refused(new CancelSubscription(CertEu.Id).Decide(Created), RefusalCode.NotFound, "");
        Then.Refused(new CancelSubscription(GridEu.Id).Decide(null), RefusalCode.NotFound, "");
    }

    [Fact]
    public void The_kinds_that_can_be_asked_for_are_those_that_there_are() =>
        Assert.Equal(Enum.GetValues<ItemKind>().Select(kind => kind.Text()), SubscriptionRules.Kinds);
}
