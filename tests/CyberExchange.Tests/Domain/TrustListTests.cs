using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trust;
using Xunit;

namespace CyberExchange.Tests.Domain;

/// <summary>Given lists, when a member of the steward proposes, approves or turns down, then events or a refusal.</summary>
public sealed class TrustListTests
{
    private static readonly PartnerId Steward = new(Guid.CreateVersion7());
    private static readonly MemberProfile First = Member(MemberKind.Person);
    private static readonly MemberProfile Second = Member(MemberKind.Person);
    private static readonly MemberProfile Program = Member(MemberKind.Service);

    [Fact]
    public void A_list_takes_force_when_another_member_approves_it()
    {
        var proposed = Happens(Propose(Jurisdiction.JP, 1, "a").Decide(null));
        var state = TrustLists.Fold([proposed]);
        Assert.Empty(state!.InForce);

        var adopted = Happens(new ApproveTrustList(Second, Jurisdiction.JP, "a").Decide(state));

        Assert.Equal(new TrustListEvent.TrustListAdopted(Jurisdiction.JP, "a", Second.Id), adopted);
        var after = TrustLists.Evolve(state, adopted);
        Assert.Equal("a", after.InForce[Jurisdiction.JP].Digest);
        Assert.Empty(after.Proposed);
    }

    [Fact]
    public void Whoever_proposed_it_does_not_approve_it_and_a_service_never_does()
    {
        var state = TrustLists.Fold([Happens(Propose(Jurisdiction.EU, 1, "a").Decide(null))]);

        Refused(RefusalCode.SecondMemberNeeded, "", new ApproveTrustList(First, Jurisdiction.EU, "a").Decide(state));
        Refused(RefusalCode.SecondMemberNeeded, "", new ApproveTrustList(Program, Jurisdiction.EU, "a").Decide(state));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void Lists_do_not_go_back(int number)
    {
        var state = InForce(Jurisdiction.EU, 3, "a", "key-1");

        Refused(RefusalCode.VersionNotNewer, "/signed", Propose(Jurisdiction.EU, number, "b").Decide(state));
    }

    [Fact]
    public void A_list_that_was_overtaken_while_it_waited_is_not_approved()
    {
        var waits = Happens(Propose(Jurisdiction.EU, 2, "b").Decide(null));
        var state = InForce(Jurisdiction.EU, 3, "a", "key-1") with { Proposed = TrustLists.Fold([waits])!.Proposed };

        Refused(RefusalCode.VersionNotNewer, "", new ApproveTrustList(Second, Jurisdiction.EU, "b").Decide(state));
    }

    [Fact]
    public void An_approval_names_the_list_that_was_read()
    {
        var state = TrustLists.Fold([Happens(Propose(Jurisdiction.EU, 1, "a").Decide(null)), Happens(Propose(Jurisdiction.EU, 2, "b").Decide(null))]);

        Refused(RefusalCode.NothingProposed, "/digest", new ApproveTrustList(Second, Jurisdiction.EU, "a").Decide(state));
        Happens(new ApproveTrustList(Second, Jurisdiction.EU, "b").Decide(state));
    }

    [Fact]
    public void An_anchor_of_one_side_does_not_stand_on_the_other()
    {
        var state = InForce(Jurisdiction.EU, 1, "a", "shared");

        Refused(RefusalCode.Invalid, "/signed", Propose(Jurisdiction.JP, 1, "b", "shared").Decide(state));
        Happens(Propose(Jurisdiction.EU, 2, "b", "shared").Decide(state));
    }

    [Fact]
    public void What_was_proposed_twice_is_proposed_once_and_what_was_turned_down_waits_no_more()
    {
        var state = TrustLists.Fold([Happens(Propose(Jurisdiction.EU, 1, "a").Decide(null))]);
        Assert.Equal(Decision<TrustListEvent>.Nothing, Propose(Jurisdiction.EU, 1, "a").Decide(state));

        var rejected = Happens(new RejectTrustList(First, Jurisdiction.EU, "a").Decide(state));

        Refused(RefusalCode.NothingProposed, "", new ApproveTrustList(Second, Jurisdiction.EU, "a").Decide(TrustLists.Evolve(state, rejected)));
        Refused(RefusalCode.NothingProposed, "", new RejectTrustList(Second, Jurisdiction.JP, "a").Decide(state));
    }

    [Theory]
    [InlineData("NTRDE", "NTRDE-HRB1", true)]
    [InlineData("NTRDE", "NTRFR-HRB1", false)]
    [InlineData("NTRDE", "VATDE-1", false)]
    [InlineData("VATDE-1", "VATDE-1", true)]
    [InlineData("VATDE-1", "VATDE-12", false)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", "LEIXG-529900T8BM49AURSDO55", true)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", "LEIXG-529900T8BM49AURSDO56", false)]
    public void A_scope_covers_a_scheme_of_a_country_or_one_organisation(string scope, string identifier, bool covers) =>
        Assert.Equal(covers, IdentifierScope.Parse(scope)!.Covers(OrganizationIdentifier.Parse(identifier)!));

    [Theory]
    [InlineData("NTRDE", Jurisdiction.EU, true)]
    [InlineData("NTRDE", Jurisdiction.JP, false)]
    [InlineData("NTRJP", Jurisdiction.JP, true)]
    [InlineData("NTRJP-0000000000001", Jurisdiction.EU, false)]
    [InlineData("VATEL", Jurisdiction.EU, true)]
    [InlineData("NTREL", Jurisdiction.EU, false)]
    [InlineData("LEIXG", Jurisdiction.EU, false)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", Jurisdiction.EU, true)]
    [InlineData("LEIXG-529900T8BM49AURSDO55", Jurisdiction.JP, true)]
    [InlineData("NTRXG-1", Jurisdiction.EU, false)]
    public void A_scope_fits_in_its_own_jurisdiction_and_one_without_a_country_only_whole(string scope, Jurisdiction jurisdiction, bool fits) =>
        Assert.Equal(fits, IdentifierScope.Parse(scope)!.FitsIn(jurisdiction));

    [Theory]
    [InlineData("")]
    [InlineData("NTR")]
    [InlineData("ntrde")]
    [InlineData("NTRDE-")]
    [InlineData("NTRDEX")]
    [InlineData("NTRDE NTRFR")]
    public void What_only_looks_like_a_scope_is_none(string text) => Assert.Null(IdentifierScope.Parse(text));

    private static ProposeTrustList Propose(Jurisdiction jurisdiction, int number, string digest, string key = "key") =>
        new(First, jurisdiction, number, digest, $"signed {digest}", [key]);

    private static TrustLists InForce(Jurisdiction jurisdiction, int number, string digest, string key) => TrustLists.Fold(
    [
        new TrustListEvent.TrustListProposed(jurisdiction, number, digest, "signed", [key], First.Id),
        new TrustListEvent.TrustListAdopted(jurisdiction, digest, Second.Id),
    ])!;

    private static TrustListEvent Happens(Decision<TrustListEvent> decision) => Assert.Single(Assert.IsType<Decision<TrustListEvent>.Accepted>(decision).Events);

    private static void Refused(RefusalCode code, string pointer, Decision<TrustListEvent> decision) => Then.Refused(decision, code, pointer);

    private static MemberProfile Member(MemberKind kind) => new(new MemberId(Guid.CreateVersion7()), Steward, kind, "somebody");
}
