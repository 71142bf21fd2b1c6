using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Tests.Domain;
using Xunit;
using static CyberExchange.Tests.Obligations.Files.DutyWorld;

namespace CyberExchange.Tests.Obligations.Files;

public sealed class StateProfileTests
{
    public static TheoryData<string, DutyProfile, RefusalCode> Faults => new()
    {
        { "/entityKinds/0", BankGroup with { EntityKinds = ["bakery"] }, RefusalCode.UnknownTerm },
        { "/sectors/1", BankGroup with { Sectors = ["banking", "bread"] }, RefusalCode.UnknownTerm },
        { "/size", BankGroup with { Size = "huge" }, RefusalCode.UnknownTerm },
        { "/memberState", BankGroup with { MemberState = "France" }, RefusalCode.UnknownTerm },
        { "/zone", BankGroup with { Zone = "Europe/Atlantis" }, RefusalCode.UnknownTerm },
        { "/entityFacts/0/fact", BankGroup with { EntityFacts = [new("founded_on", "1900-01-01")] }, RefusalCode.UnknownTerm },
        { "/entityFacts/0/on", BankGroup with { EntityFacts = [new("critical_entity_notified_on", "last summer")] }, RefusalCode.Invalid },
        { "/targets/0/obligation", BankGroup with { Targets = [new("gdpr-authority", 24)] }, RefusalCode.UnknownTerm },
        { "/targets/0/hours", BankGroup with { Targets = [new("jp-appi-persons", 0)] }, RefusalCode.Invalid },
        { "/targets", BankGroup with { Targets = [new("jp-appi-persons", 72), new("jp-appi-persons", 24)] }, RefusalCode.Invalid },
        { "/sectors", BankGroup with { Sectors = [.. Enumerable.Repeat("banking", StateProfile.ValuesMax + 1)] }, RefusalCode.Invalid },
    };

    [Fact]
    public void A_profile_is_stated_and_the_same_again_is_nothing_new()
    {
        Then.Happens(DutyEventCatalog.Profiles, State(BankGroup).Decide(null), new DutyProfileEvent.DutyProfileStated(Owner, BankGroup, By));
        Then.NothingHappens(State(BankGroup with { Sectors = [.. BankGroup.Sectors] }).Decide(Stated));
        Assert.Equal(2, StatedProfile.Evolve(Stated, new DutyProfileEvent.DutyProfileStated(Owner, BankGroup with { Size = null }, By)).Version);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_profile_in_other_words_than_the_rulebooks_is_refused_where_it_is_wrong(string pointer, DutyProfile profile, RefusalCode code) =>
        Then.Refused(State(profile).Decide(null), code, pointer);

    private static StateProfile State(DutyProfile profile) => new(Owner, By, profile, Rulebook.Shipped);
}
