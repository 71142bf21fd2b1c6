using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>Which terms an originator may state, and what they then say exactly.</summary>
public sealed class SharingRulesTests
{
    [Theory]
    [InlineData(TlpLabel.Clear, "nobody", true)]
    [InlineData(TlpLabel.Clear, "partner", false)]
    [InlineData(TlpLabel.Clear, "person", false)]
    [InlineData(TlpLabel.Clear, "kind", false)]
    [InlineData(TlpLabel.Green, "nobody", true)]
    [InlineData(TlpLabel.Green, "partner", true)]
    [InlineData(TlpLabel.Green, "person", false)]
    [InlineData(TlpLabel.Green, "kind", true)]
    [InlineData(TlpLabel.Amber, "nobody", true)]
    [InlineData(TlpLabel.Amber, "partner", true)]
    [InlineData(TlpLabel.Amber, "person", false)]
    [InlineData(TlpLabel.Amber, "kind", true)]
    [InlineData(TlpLabel.AmberStrict, "nobody", true)]
    [InlineData(TlpLabel.AmberStrict, "partner", true)]
    [InlineData(TlpLabel.AmberStrict, "person", false)]
    [InlineData(TlpLabel.AmberStrict, "kind", true)]
    [InlineData(TlpLabel.Red, "nobody", true)]
    [InlineData(TlpLabel.Red, "partner", false)]
    [InlineData(TlpLabel.Red, "person", true)]
    [InlineData(TlpLabel.Red, "kind", false)]
    public void Each_label_takes_its_own_audiences(TlpLabel label, string audience, bool accepted)
    {
        var (terms, refusal) = Accept(Terms(label, audience switch
        {
            "partner" => Named(GridEu),
            "person" => Audience.None with { Members = [Person(GridEu)] },
            "kind" => Audience.None with { Roles = [Role.Operator] },
            _ => Audience.None,
        }));

        Assert.Equal(accepted, terms is not null);
        Assert.Equal(accepted ? null : RefusalCode.AudienceNotForLabel, refusal?.Code);
    }

    [Fact]
    public void A_service_is_not_named_under_red() =>
        Refused(Terms(TlpLabel.Red, Audience.None with { Members = [Service(GridEu)] }), RefusalCode.AudienceNotForLabel, "/audience/members/0");

    [Fact]
    public void A_steward_is_not_named() =>
        Refused(Terms(audience: Named(Steward)), RefusalCode.AudienceNotForLabel, "/audience/partners/0");

    [Fact]
    public void A_person_of_a_steward_is_not_named() =>
        Refused(Terms(TlpLabel.Red, Audience.None with { Members = [Person(Steward)] }), RefusalCode.AudienceNotForLabel, "/audience/members/0");

    [Fact]
    public void A_delegate_is_reached_by_name()
    {
        var (terms, _) = Accept(Terms(audience: Named(DelegateEu)));

        Assert.Equal([DelegateEu.Id], terms!.Audience.Partners);
    }

    [Theory]
    [InlineData(Role.Delegate)]
    [InlineData(Role.Steward)]
    public void A_kind_does_not_reach_delegates_or_stewards(Role role) =>
        Refused(Terms(audience: Audience.None with { Roles = [Role.Cert, role] }), RefusalCode.AudienceNotForLabel, "/audience/roles");

    [Fact]
    public void An_unknown_partner_is_refused() =>
        Refused(Terms(audience: Audience.None with { Partners = [Stranger] }), RefusalCode.UnknownParty, "/audience/partners/0");

    [Fact]
    public void An_unknown_person_is_refused() =>
        Refused(Terms(TlpLabel.Red, Audience.None with { Members = [new(Id(999))] }), RefusalCode.UnknownParty, "/audience/members/0");

    [Fact]
    public void An_unknown_sector_is_refused() =>
        Refused(Terms(audience: Audience.None with { Sectors = ["eu.gambling"] }), RefusalCode.UnknownTerm, "/audience/sectors");

    // A name that the stored form does not take would be written once and never read again.
    [Theory]
    [InlineData("")]
    [InlineData("Rail")]
    [InlineData("a,b")]
    public void A_group_that_is_not_a_short_name_is_refused(string group) =>
        Refused(Terms(audience: Audience.None with { Groups = [new(group)] }), RefusalCode.Invalid, "/audience/groups/0");

    // Whoever is in a group of others would show in how many partners are withheld.
    [Fact]
    public void A_group_of_others_is_refused_in_the_words_for_none()
    {
        var own = new GroupId("bank-isac");
        Refusal OfSecond(GroupId group) => Then.Refused(
            Accept(Terms(audience: Audience.None with { Groups = [own, group] }), CertEu with { Groups = [own] }).Refusal, RefusalCode.UnknownParty, "/audience/groups/1");

        Assert.Equal(OfSecond(new("never-formed")), OfSecond(Rail));
    }

    [Fact]
    public void Terms_without_a_label_have_the_strictest_default_of_their_groups()
    {
        GroupId strict = new("strict"), old = new("stated-with-partners");
        var directory = new PartnerDirectory([], [], [new(Rail, TlpLabel.Green), new(strict, TlpLabel.AmberStrict), new(old, DefaultLabel: null)]);

        Assert.Equal(TlpLabel.Green, GroupsOfAudience.DefaultLabel([Rail], directory));
        Assert.Equal(TlpLabel.AmberStrict, GroupsOfAudience.DefaultLabel([Rail, strict], directory));
        Assert.Null(GroupsOfAudience.DefaultLabel([Rail, old], directory));
        Assert.Null(GroupsOfAudience.DefaultLabel([Rail, new("absent")], directory));
        Assert.Null(GroupsOfAudience.DefaultLabel([], directory));
    }

    [Fact]
    public void Too_many_names_are_refused() =>
        Refused(
            Terms(audience: Audience.None with { Partners = [.. Enumerable.Range(0, SharingRules.AudienceNamesMax + 1).Select(n => new PartnerId(Id(n)))] }),
            RefusalCode.Invalid,
            "/audience");

    [Fact]
    public void The_same_audience_is_written_in_one_way()
    {
        var (once, _) = Accept(Terms(audience: Audience.None with { Partners = [CertEu.Id, GridEu.Id], Roles = [Role.Maker, Role.Cert], Sectors = ["eu.fmi", "eu.banking"] }));
        var (twice, _) = Accept(Terms(audience: Audience.None with { Partners = [GridEu.Id, CertEu.Id, GridEu.Id], Roles = [Role.Cert, Role.Maker, Role.Cert], Sectors = ["eu.banking", "eu.fmi"] }));

        Assert.Equal(once!.Audience.Partners, twice!.Audience.Partners);
        Assert.Equal(once.Audience.Roles, twice.Audience.Roles);
        Assert.Equal(once.Audience.Sectors, twice.Audience.Sectors);
    }

    [Fact]
    public void A_foreign_partner_without_a_basis_is_refused() =>
        Refused(Terms(audience: Named(GridJp)), RefusalCode.LegalBasisMissing, "/legalBases");

    [Fact]
    public void A_foreign_person_without_a_basis_is_refused() =>
        Refused(Terms(TlpLabel.Red, Audience.None with { Members = [Person(GridJp)] }), RefusalCode.LegalBasisMissing, "/legalBases");

    [Fact]
    public void A_foreign_jurisdiction_without_a_basis_is_refused() =>
        Refused(Terms(audience: Audience.None with { Jurisdictions = [Jurisdiction.JP] }), RefusalCode.LegalBasisMissing, "/legalBases");

    [Fact]
    public void A_stated_basis_opens_its_destination()
    {
        var (terms, _) = Accept(Terms(audience: Named(GridJp)) with { LegalBases = [ToJapan with { Standing = true }] });

        // Whether a basis is standing is for the exchange to say, not for the caller.
        Assert.Equal([ToJapan], terms!.LegalBases);
    }

    [Fact]
    public void A_standing_agreement_opens_its_destination()
    {
        var agreement = new LegalBasis(Jurisdiction.JP, "mou", "2025/3", Standing: false);
        var (terms, _) = Accept(Terms(audience: Named(GridJp)), CertEu with { StandingAgreements = [agreement] });

        Assert.Equal([agreement with { Standing = true }], terms!.LegalBases);
    }

    [Fact]
    public void A_stated_basis_goes_before_a_standing_agreement()
    {
        var agreement = new LegalBasis(Jurisdiction.JP, "mou", "2025/3", Standing: true);
        var (terms, _) = Accept(Terms(audience: Named(GridJp)) with { LegalBases = [ToJapan] }, CertEu with { StandingAgreements = [agreement] });

        Assert.Equal([ToJapan], terms!.LegalBases);
    }

    [Fact]
    public void A_kind_that_matches_abroad_without_a_basis_is_withheld_there()
    {
        var (terms, _) = Accept(Terms(audience: Audience.None with { Groups = [Rail] }), CertEu with { Groups = [Rail] });
        var item = new SharedItem(CertEu.Id, Jurisdiction.EU, terms!, EmbargoLifted: false);

        Assert.Equal(new Verdict.Withheld(WithheldReason.LegalBasisMissing), ReleasePolicy.Judge(As(GridJp), item));
        Assert.Equal(new Verdict.Visible(ReleaseReason.Audience), ReleasePolicy.Judge(As(GridEu), item));
    }

    [Fact]
    public void A_basis_for_home_is_refused() =>
        Refused(Terms() with { LegalBases = [ToJapan, ToEurope] }, RefusalCode.Invalid, "/legalBases/1/destination");

    [Fact]
    public void Two_bases_for_one_destination_are_refused() =>
        Refused(Terms() with { LegalBases = [ToJapan, ToJapan with { Code = "mou" }] }, RefusalCode.Invalid, "/legalBases");

    [Theory]
    [InlineData("", "file 7")]
    [InlineData("consent", " ")]
    public void A_basis_without_words_is_refused(string code, string reference) =>
        Refused(Terms() with { LegalBases = [new(Jurisdiction.JP, code, reference, Standing: false)] }, RefusalCode.Invalid, "/legalBases/0");

    [Fact]
    public void A_basis_that_is_an_essay_is_refused() =>
        Refused(
            Terms() with { LegalBases = [ToJapan with { Reference = new string('x', SharingRules.LegalBasisTextCharactersMax) }] },
            RefusalCode.Invalid,
            "/legalBases/0");

    private static void Refused(StatedTerms stated, RefusalCode code, string pointer)
    {
        var (terms, refusal) = Accept(stated);

        Assert.Null(terms);
        Then.Refused(refusal, code, pointer);
    }

    private static (SharingTerms? Terms, Refusal? Refusal) Accept(StatedTerms stated, PartnerProfile? by = null) =>
        SharingRules.Accept(stated, by ?? CertEu, Enrolled, Now);
}
