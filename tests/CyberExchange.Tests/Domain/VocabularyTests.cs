using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using Xunit;

namespace CyberExchange.Tests.Domain;

/// <summary>The words that documents may use, and how they are told apart from what only looks like them.</summary>
public sealed class VocabularyTests
{
    [Theory]
    [InlineData("CVE-2026-1234", true)]
    [InlineData("CVE-1999-0001", true)]
    [InlineData("CVE-2026-1234567890123456789", true)]
    [InlineData("CVE-2026-12345678901234567890", false)]
    [InlineData("CVE-2026-123", false)]
    [InlineData("CVE-26-12345", false)]
    [InlineData("CVE-2026-12a45", false)]
    [InlineData("CVE-2026-１２３４", false)]
    [InlineData("cve-2026-12345", false)]
    [InlineData("CVE-2026-12345 ", false)]
    [InlineData("CVE-2026", false)]
    [InlineData("CVE-", false)]
    [InlineData("", false)]
    public void A_cve_id_has_its_own_shape(string text, bool valid) => Assert.Equal(valid, CveIds.IsCveId(text));

    [Theory]
    [InlineData("eu.energy", "eu.energy", true)]
    [InlineData("eu.energy", "eu.energy.gas", true)]
    [InlineData("eu.energy.gas", "eu.energy", false)]
    [InlineData("eu.waste", "eu.waste-water", false)]
    [InlineData("jp.gas", "eu.energy.gas", false)]
    [InlineData("", "eu.energy", false)]
    public void A_sector_stands_for_what_is_below_it(string asked, string held, bool covers) => Assert.Equal(covers, Sectors.Covers(asked, held));

    [Fact]
    public void Every_subsector_stands_below_a_sector_of_the_taxonomy() =>
        Assert.All(Sectors.All.Where(s => s.Id.Count(c => c == '.') > 1), s => Assert.True(Sectors.IsKnown(s.Id[..s.Id.LastIndexOf('.')]), s.Id));

    [Fact]
    public void Every_term_has_one_id_and_a_name()
    {
        IReadOnlyList<Term> terms = [.. Sectors.All, .. IncidentClasses.All, .. Severities.All];

        Assert.Equal(terms.Count, terms.Select(t => t.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(terms, t => Assert.NotEmpty(t.Name));
    }

    [Theory]
    [InlineData("rsit.test", true)]
    [InlineData("rsit.test.test", true)]
    [InlineData("rsit.other", false)]
    public void Exercises_are_of_class_test(string classification, bool test) => Assert.Equal(test, IncidentClasses.IsTest(classification));

    [Fact]
    public void Labels_are_read_as_they_are_written()
    {
        Assert.All(Enum.GetValues<TlpLabel>(), l => Assert.Equal(l, Labels.ParseTlp(l.Text())));
        Assert.All(Enum.GetValues<PapLabel>(), l => Assert.Equal(l, Labels.ParsePap(l.Text())));
        Assert.All(Enum.GetValues<Role>(), r => Assert.Equal(r, Roles.Parse(r.Text())));
        Assert.All(Enum.GetValues<Jurisdiction>(), j => Assert.Equal(j, Roles.ParseJurisdiction(j.Text())));
        Assert.All(Enum.GetValues<MemberKind>(), k => Assert.Equal(k, MemberKinds.Parse(k.Text())));
    }

    [Theory]
    [InlineData("TLP:WHITE")]
    [InlineData("tlp:red")]
    [InlineData("RED")]
    [InlineData("TLP:RED ")]
    [InlineData("4")]
    [InlineData("")]
    public void Other_text_is_no_label(string text) => Assert.Null(Labels.ParseTlp(text));

    [Theory]
    [InlineData("rail-isac", true)]
    [InlineData("5g", true)]
    [InlineData("a", false)]
    [InlineData("-ab", false)]
    [InlineData("ab-", false)]
    [InlineData("Rail", false)]
    [InlineData("rail_isac", false)]
    [InlineData("鉄道", false)]
    public void A_short_name_is_plain(string text, bool valid) => Assert.Equal(valid, Slugs.IsSlug(text));

    // EN 319 412-1, clause 5.1.4, and ETSI TS 119 495 for PSD.
    [Theory]
    [InlineData("VATDE-123456789", "VAT", "DE", "123456789")]
    [InlineData("NTRFR-123456789", "NTR", "FR", "123456789")]
    [InlineData("NTRJP-4011001098993", "NTR", "JP", "4011001098993")]
    [InlineData("VATEL-094259216", "VAT", "EL", "094259216")]
    [InlineData("VATGR-094259216", "VAT", "GR", "094259216")]
    [InlineData("LEIXG-529900T8BM49AURSDO55", "LEI", "XG", "529900T8BM49AURSDO55")]
    [InlineData("PSDES-BDE-3DFD21", "PSD", "ES", "BDE-3DFD21")]
    [InlineData("EI:SE-5567971433", "EI:", "SE", "5567971433")]
    public void An_organisation_identifier_has_three_parts(string text, string scheme, string country, string value)
    {
        Assert.Equal(new OrganizationIdentifier(scheme, country, value), OrganizationIdentifier.Parse(text));
        Assert.Equal(text, OrganizationIdentifier.Parse(text)?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("vatDE-123456789")]
    [InlineData("VATde-123456789")]
    [InlineData("VATDE 123456789")]
    [InlineData("VATDE-123 456 789")]
    [InlineData(" VATDE-123456789")]
    [InlineData("VATDE-123456789\n")]
    [InlineData("VATDE-")]
    [InlineData("VAT-123456789")]
    [InlineData("PNODE-123456789")]
    [InlineData("PASDE-123456789")]
    [InlineData("E:SE-5567971433")]
    [InlineData("NTRJP-４０１１００１０９８９９３")]
    public void What_only_looks_like_an_identifier_is_refused(string text) => Assert.Null(OrganizationIdentifier.Parse(text));

    [Fact]
    public void An_identifier_has_a_bounded_length() =>
        Assert.Null(OrganizationIdentifier.Parse("NTRDE-" + new string('1', OrganizationIdentifier.CharactersMax)));
}
