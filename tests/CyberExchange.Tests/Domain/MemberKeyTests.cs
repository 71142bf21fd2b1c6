using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>A public key speaks for one member and, once unbound, never again.</summary>
public sealed class MemberKeyTests
{
    private static readonly SpkiDigest Key = new(new string('c', 64));

    private static readonly SpkiDigest Other = new(new string('d', 64));

    private static readonly MemberProfile Anna = new(Person(GridEu), GridEu.Id, MemberKind.Person, "anna");

    private static readonly MemberKeyEvent Bound = new MemberKeyEvent.MemberKeyBound(Key, GridEu.Id, Anna.Id);

    [Fact]
    public void A_key_is_bound_to_a_member() => Then.Happens(PartnerEventCatalog.Keys, Bind().Decide(null, Anna), Bound);

    [Fact]
    public void Binding_a_key_again_to_its_member_changes_nothing() => Then.NothingHappens(Bind().Decide(MemberKey.Fold([Bound]), Anna));

    [Fact]
    public void A_bound_key_does_not_go_to_another_member()
    {
        var service = new MemberProfile(Service(GridEu), GridEu.Id, MemberKind.Service, "pump");

        Then.Refused(new BindKey(Key, GridEu.Id, service.Id).Decide(MemberKey.Fold([Bound]), service), RefusalCode.KeyTaken, "/spkiSha256");
    }

    [Fact]
    public void An_unbound_key_never_comes_back() =>
        Then.Refused(Bind().Decide(MemberKey.Fold([Bound, new MemberKeyEvent.MemberKeyUnbound("Lost.")]), Anna), RefusalCode.KeyTaken, "/spkiSha256");

    [Fact]
    public void A_key_is_bound_only_to_a_member_of_the_partner()
    {
        Then.Refused(Bind().Decide(null, member: null), RefusalCode.NotFound, "");
        Then.Refused(Bind().Decide(null, Anna with { Partner = MakerEu.Id }), RefusalCode.NotFound, "");
    }

    [Fact]
    public void A_key_is_unbound_once()
    {
        var unbound = new MemberKeyEvent.MemberKeyUnbound("Lost.");

        Then.Happens(PartnerEventCatalog.Keys, new UnbindKey(Other, "Lost.").Decide(MemberKey.Fold([Bound])), unbound);
        Then.Refused(new UnbindKey(Other, "Lost.").Decide(MemberKey.Fold([Bound, unbound])), RefusalCode.NotFound, "");
        Then.Refused(new UnbindKey(Other, "Lost.").Decide(null), RefusalCode.NotFound, "");
        Then.Refused(new UnbindKey(Other, "").Decide(MemberKey.Fold([Bound])), RefusalCode.Invalid, "/reason");
    }

    [Fact]
    public void A_steward_does_not_unbind_the_key_it_is_using() =>
        Then.Refused(new UnbindKey(Key, "Lost.").Decide(MemberKey.Fold([Bound])), RefusalCode.Invalid, "");

    [Fact]
    public void A_member_of_another_partner_may_give_up_the_key_it_is_using() =>
        Then.Happens(PartnerEventCatalog.Keys, new UnbindKey(With: null, "Lost.").Decide(MemberKey.Fold([Bound])), new MemberKeyEvent.MemberKeyUnbound("Lost."));

    [Theory]
    [InlineData("cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", true)]
    [InlineData("CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC", false)]
    [InlineData("ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc", false)]
    [InlineData("", false)]
    public void A_digest_is_64_lower_case_hexadecimal_digits(string text, bool valid) => Assert.Equal(valid, SpkiDigest.IsValid(text));

    private static BindKey Bind() => new(Key, GridEu.Id, Anna.Id);
}
