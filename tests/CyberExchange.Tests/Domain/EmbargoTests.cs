using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Xunit;
using static CyberExchange.Tests.Domain.World;

namespace CyberExchange.Tests.Domain;

/// <summary>When an embargo ends and who sees the item before.</summary>
public sealed class EmbargoTests
{
    [Theory]
    [InlineData("2026-12-01T09:00:00", "Asia/Tokyo", "2026-12-01T00:00:00Z")]
    [InlineData("2026-12-01T09:00:00", "Europe/Berlin", "2026-12-01T08:00:00Z")]
    [InlineData("2027-07-01T09:00:00", "Europe/Berlin", "2027-07-01T07:00:00Z")]
    [InlineData("2027-03-28T03:00:00", "Europe/Berlin", "2027-03-28T01:00:00Z")]
    [InlineData("2027-10-31T03:00:00", "Europe/Berlin", "2027-10-31T02:00:00Z")]
    public void A_local_time_is_one_instant(string local, string zone, string instant) => Assert.Equal(Instant(instant), LiftsAt(local, zone));

    // The clocks go from 03:00 back to 02:00, so 02:30 happens at 00:30Z and again at 01:30Z.
    [Fact]
    public void Of_two_instants_the_later_is_meant() => Assert.Equal(Instant("2027-10-31T01:30:00Z"), LiftsAt("2027-10-31T02:30:00", "Europe/Berlin"));

    [Theory]
    [InlineData("2027-03-28T02:00:00")]
    [InlineData("2027-03-28T02:30:00")]
    public void A_local_time_that_the_clocks_skip_is_refused(string local) =>
        Refused(new(local, "Europe/Berlin", []), RefusalCode.ImpossibleTime, "/embargo/localTime");

    [Theory]
    [InlineData("2026-12-01")]
    [InlineData("2026-12-01T09:00:00Z")]
    [InlineData("2026-12-01T09:00:00+09:00")]
    [InlineData("2026-02-30T09:00:00")]
    [InlineData("tomorrow")]
    public void A_text_that_is_no_local_time_is_refused(string local) =>
        Refused(new(local, "Asia/Tokyo", []), RefusalCode.Invalid, "/embargo/localTime");

    [Theory]
    [InlineData("2026-11-20T18:00:00", "Asia/Tokyo")]
    [InlineData("2025-01-01T00:00:00", "Asia/Tokyo")]
    [InlineData("2029-01-01T00:00:00", "Asia/Tokyo")]
    [InlineData("0001-01-01T00:00:00", "Asia/Tokyo")]
    [InlineData("-0400-01-01T00:00:00", "Asia/Tokyo")]
    [InlineData("9999-12-31T23:59:59", "America/New_York")]
    public void An_end_that_is_past_or_far_away_is_refused(string local, string zone) =>
        Refused(new(local, zone, []), RefusalCode.ImpossibleTime, "/embargo/localTime");

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("")]
    public void An_unknown_zone_is_refused(string zone) =>
        Refused(new("2026-12-01T09:00:00", zone, []), RefusalCode.UnknownTerm, "/embargo/zone");

    [Fact]
    public void A_party_outside_the_audience_is_refused() =>
        Refused(Tomorrow(GridEu, MakerEu), RefusalCode.UnknownParty, "/embargo/parties/1");

    [Fact]
    public void An_unknown_party_is_refused() =>
        Refused(new("2026-12-01T09:00:00", "Asia/Tokyo", [Stranger]), RefusalCode.UnknownParty, "/embargo/parties/0");

    [Fact]
    public void A_steward_is_no_party_even_of_what_will_be_clear()
    {
        var (_, refusal) = SharingRules.Accept(Terms(TlpLabel.Clear) with { Embargo = Tomorrow(Steward) }, CertEu, Enrolled, Now);

        Then.Refused(refusal, RefusalCode.UnknownParty, "/embargo/parties/0");
    }

    [Fact]
    public void A_foreign_party_without_a_basis_is_refused_even_of_what_will_be_clear()
    {
        var (_, refusal) = SharingRules.Accept(Terms(TlpLabel.Clear) with { Embargo = Tomorrow(GridJp) }, CertEu, Enrolled, Now);

        Then.Refused(refusal, RefusalCode.LegalBasisMissing, "/embargo/parties/0");
    }

    // Whether an organisation is in a group is known to the group's members alone, by the directory and so by refusals too.
    [Fact]
    public void A_party_matches_by_a_group_only_where_the_originator_is_in_it()
    {
        var terms = Terms(audience: Audience.None with { Groups = [Rail] }) with { Embargo = Tomorrow(GridEu) };
        var (_, refusal) = SharingRules.Accept(terms, CertEu, Enrolled, Now);
        var (accepted, _) = SharingRules.Accept(terms, CertEu with { Groups = [Rail] }, Enrolled, Now);

        Then.Refused(refusal, RefusalCode.UnknownParty, "/audience/groups/0");
        Assert.Equal([GridEu.Id], accepted!.Embargo!.Parties);
    }

    [Fact]
    public void A_party_matches_by_what_every_directory_shows()
    {
        var kinds = Audience.None with { Roles = [Role.Operator], Jurisdictions = [Jurisdiction.EU], Sectors = ["eu.energy"] };
        var (accepted, _) = SharingRules.Accept(Terms(audience: kinds) with { Embargo = Tomorrow(GridEu) }, CertEu, Enrolled, Now);

        Assert.Equal([GridEu.Id], accepted!.Embargo!.Parties);
    }

    // A party is an organisation; under TLP:RED it would open the item to colleagues of the person who is named.
    [Fact]
    public void Red_takes_no_parties()
    {
        var terms = Terms(TlpLabel.Red, Audience.None with { Members = [Person(GridEu)] }) with { Embargo = Tomorrow(GridEu) };
        var (_, refusal) = SharingRules.Accept(terms, CertEu, Enrolled, Now);

        Then.Refused(refusal, RefusalCode.AudienceNotForLabel, "/embargo/parties");
    }

    [Fact]
    public void Red_under_embargo_waits_even_for_those_it_names()
    {
        var terms = Terms(TlpLabel.Red, Audience.None with { Members = [Person(GridEu)] }) with { Embargo = Tomorrow() };
        var item = new SharedItem(CertEu.Id, Jurisdiction.EU, SharingRules.Accept(terms, CertEu, Enrolled, Now).Terms!, EmbargoLifted: false);

        Assert.Equal(new Verdict.Withheld(WithheldReason.Embargo), ReleasePolicy.Judge(AsPerson(GridEu), item));
        Assert.Equal(new Verdict.Visible(ReleaseReason.Named), ReleasePolicy.Judge(AsPerson(GridEu), item with { EmbargoLifted = true }));
    }

    [Fact]
    public void Parties_are_kept_once_and_in_order()
    {
        var (terms, _) = SharingRules.Accept(
            Terms(audience: Named(GridEu, CertEu)) with { Embargo = Tomorrow(GridEu, CertEu, GridEu) }, MakerEu, Enrolled, Now);

        Assert.Equal([CertEu.Id, GridEu.Id], terms!.Embargo!.Parties);
    }

    private static StatedEmbargo Tomorrow(params PartnerProfile[] parties) => new("2026-11-21T09:00:00", "Europe/Berlin", [.. parties.Select(p => p.Id)]);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset LiftsAt(string local, string zone)
    {
        var (terms, _) = SharingRules.Accept(Terms() with { Embargo = new(local, zone, []) }, CertEu, Enrolled, Now);
        Assert.NotNull(terms?.Embargo);
        Assert.Equal((local, zone), (terms.Embargo.LocalTime, terms.Embargo.Zone));
        return terms.Embargo.LiftsAt;
    }

    private static void Refused(StatedEmbargo embargo, RefusalCode code, string pointer)
    {
        var (terms, refusal) = SharingRules.Accept(Terms(audience: Named(GridEu)) with { Embargo = embargo }, CertEu, Enrolled, Now);

        Assert.Null(terms);
        Then.Refused(refusal, code, pointer);
    }
}
