using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>How sharing groups are formed, changed and dissolved.</summary>
public sealed class GroupTests
{
    private static readonly GroupFacts Facts = new("Rail ISAC", "Disturbances of rail traffic.", TlpLabel.Amber);

    [Fact]
    public void Forming_states_purpose_label_and_members() =>
        Then.Happens(
            GroupEventCatalog.Catalog,
            new FormGroup(Rail, Facts, [GridJp.Id, GridEu.Id, GridJp.Id]).Decide(null, Enrolled),
            new GroupEvent.GroupFormed(Rail, Facts, [GridEu.Id, GridJp.Id]));

    [Fact]
    public void A_name_is_given_once_for_all_time()
    {
        Then.Refused(new FormGroup(Rail, Facts, []).Decide(Given(), Enrolled), RefusalCode.AlreadyExists, "/group");
        Then.Refused(new FormGroup(Rail, Facts, []).Decide(Given(new GroupEvent.GroupDissolved("Merged.")), Enrolled), RefusalCode.AlreadyExists, "/group");
        Then.Refused(new FormGroup(new("Rail ISAC"), Facts, []).Decide(null, Enrolled), RefusalCode.Invalid, "/group");
    }

    [Theory]
    [InlineData(TlpLabel.Clear, false)]
    [InlineData(TlpLabel.Green, true)]
    [InlineData(TlpLabel.Amber, true)]
    [InlineData(TlpLabel.AmberStrict, true)]
    [InlineData(TlpLabel.Red, false)]
    public void A_default_label_is_one_that_takes_groups(TlpLabel label, bool accepted)
    {
        var refusal = GroupRules.Check(Facts with { DefaultLabel = label });

        Assert.Equal(accepted, refusal is null);
        Assert.Equal(accepted ? null : "/defaultLabel", refusal?.Pointer);
    }

    [Fact]
    public void Facts_that_cannot_stand_are_refused()
    {
        foreach (var (facts, pointer) in new[]
        {
            (Facts with { Name = " " }, "/name"), (Facts with { Name = new('n', GroupRules.NameCharactersMax + 1) }, "/name"),
            (Facts with { Purpose = "" }, "/purpose"), (Facts with { Purpose = new('p', GroupRules.PurposeCharactersMax + 1) }, "/purpose"),
        })
        {
            Then.Refused(new FormGroup(Rail, facts, []).Decide(null, Enrolled), RefusalCode.Invalid, pointer);
            Then.Refused(new ChangeGroup(facts).Decide(Given()), RefusalCode.Invalid, pointer);
        }
    }

    [Fact]
    public void A_group_takes_whom_an_audience_of_groups_can_reach()
    {
        Then.Refused(new FormGroup(Rail, Facts, [GridEu.Id, Steward.Id]).Decide(null, Enrolled), RefusalCode.AudienceNotForLabel, "/members/1");
        Then.Refused(Changed([GridEu.Id, DelegateEu.Id], []), RefusalCode.AudienceNotForLabel, "/join/1");
        Then.Refused(Changed([Stranger], []), RefusalCode.UnknownParty, "/join/0");
    }

    [Fact]
    public void A_change_of_members_is_one_event_however_many_come_and_go() =>
        Then.Happens(
            GroupEventCatalog.Catalog,
            Changed([CertJp.Id, CertEu.Id, GridJp.Id], [GridEu.Id, MakerEu.Id]),
            new GroupEvent.GroupMembersChanged([CertEu.Id, CertJp.Id], [GridEu.Id]));

    [Fact]
    public void Who_is_in_already_and_who_is_not_stay_so() => Then.NothingHappens(Changed([GridEu.Id], [MakerEu.Id]));

    [Fact]
    public void Nobody_joins_and_leaves_at_once() => Then.Refused(Changed([CertEu.Id], [GridJp.Id, CertEu.Id]), RefusalCode.Invalid, "/leave/1");

    [Fact]
    public void A_group_has_a_bounded_number_of_members()
    {
        var many = Enumerable.Range(1, GroupRules.MembersMax + 1).Select(n => GridEu with { Id = new(Id(n)) }).ToList();
        var directory = new PartnerDirectory(many, [], []);

        Then.Refused(new FormGroup(Rail, Facts, [.. many.Select(p => p.Id)]).Decide(null, directory), RefusalCode.Invalid, "/members");
        Then.Refused(new ChangeGroupMembers([.. many.Select(p => p.Id)], []).Decide(Given(), directory), RefusalCode.Invalid, "/join");
    }

    [Fact]
    public void As_many_groups_stand_as_may_at_once()
    {
        var full = new PartnerDirectory([], [], Enumerable.Range(0, GroupRules.GroupsMax).Select(n => new GroupProfile(new($"group-{n}"), TlpLabel.Green)));

        Then.Refused(new FormGroup(Rail, Facts, []).Decide(null, full), RefusalCode.Invalid, "");
    }

    [Fact]
    public void Changing_states_purpose_and_label_anew()
    {
        var stricter = Facts with { DefaultLabel = TlpLabel.AmberStrict };

        Then.Happens(GroupEventCatalog.Catalog, new ChangeGroup(stricter).Decide(Given()), new GroupEvent.GroupChanged(stricter));
        Then.NothingHappens(new ChangeGroup(Facts).Decide(Given()));
    }

    [Fact]
    public void Nobody_is_in_a_dissolved_group_and_it_takes_no_change()
    {
        var dissolved = new GroupEvent.GroupDissolved("Merged.");

        Then.Happens(GroupEventCatalog.Catalog, new DissolveGroup("Merged.").Decide(Given()), dissolved);
        Then.Refused(new DissolveGroup(" ").Decide(Given()), RefusalCode.Invalid, "/reason");
        Assert.Empty(Given(dissolved).Members);
        foreach (var state in new[] { null, Given(dissolved) })
        {
            Then.Refused(new ChangeGroup(Facts).Decide(state), RefusalCode.NotFound, "");
            Then.Refused(new ChangeGroupMembers([CertEu.Id], []).Decide(state, Enrolled), RefusalCode.NotFound, "");
            Then.Refused(new DissolveGroup("Merged.").Decide(state), RefusalCode.NotFound, "");
        }
    }

    private static Decision<GroupEvent> Changed(IReadOnlyList<PartnerId> joining, IReadOnlyList<PartnerId> leaving) =>
        new ChangeGroupMembers(joining, leaving).Decide(Given(), Enrolled);

    private static Group Given(params GroupEvent[] after) => Group.Fold([new GroupEvent.GroupFormed(Rail, Facts, [GridEu.Id, GridJp.Id]), .. after])!;
}
