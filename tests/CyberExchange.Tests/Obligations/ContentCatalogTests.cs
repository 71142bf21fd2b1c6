using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using NodaTime;
using Xunit;

namespace CyberExchange.Tests.Obligations;

/// <summary>The catalogue of report contents against the rulebook that asks for them.</summary>
public sealed class ContentCatalogTests
{
    private static readonly LocalDate FirstForms = new(2025, 10, 1);
    private static readonly LocalDate ThirdForm = new(2026, 10, 1);

    public static TheoryData<string> Duties => [.. Rulebook.Shipped.Obligations.Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Duties))]
    public void Every_required_content_is_answered_by_rows(string duty)
    {
        var rule = Rulebook.Shipped.Find(duty)!;

        Assert.All(rule.RequiredContent, content =>
        {
            var mapping = ContentCatalog.Shipped.Of(content);
            Assert.NotNull(mapping);
            Assert.True(mapping.Rows.Count > 0 || mapping.CommonForm, content);
            Assert.True(rule.Jurisdiction is Jurisdiction.EU || mapping.Japanese is not null, $"{content} has no Japanese");
        });
    }

    [Theory]
    [MemberData(nameof(Duties))]
    public void No_form_asks_for_a_row_twice(string duty)
    {
        var rule = Rulebook.Shipped.Find(duty)!;
        var sheet = new ContentSheet(ContentCatalog.Shipped, new(), new Dictionary<string, IReadOnlyList<string>>());
        FormChoice[] choices = [.. ContentCatalog.Shipped.CommonForms.Select(form => new FormChoice(IncidentClasses.Test, form.EffectiveFrom, form.Id))];

        Assert.All(choices, choice =>
        {
            var rows = ReportColumn.Of(ContentCatalog.Shipped, rule, sheet, choice).Items.SelectMany(item => item.Rows).Select(row => row.Key).ToList();
            Assert.Equal(rows.Distinct(), rows);
        });
    }

    [Fact]
    public void The_catalogue_maps_nothing_that_no_rule_asks_for()
    {
        var asked = Rulebook.Shipped.Obligations.SelectMany(o => o.RequiredContent).ToHashSet();

        Assert.All(ContentCatalog.Shipped.Mappings, mapping => Assert.Contains(mapping.Text, asked));
    }

    [Fact]
    public void What_the_law_asks_for_only_where_it_applies_is_never_counted_as_missing() =>
        Assert.All(
            ContentCatalog.Shipped.Mappings.Where(m => m.Text.Contains("where available", StringComparison.Ordinal) || m.Text.Contains("where applicable", StringComparison.Ordinal)),
            mapping => Assert.Equal(ContentNeed.IfApplicable, mapping.Need));

    [Fact]
    public void Rows_that_name_people_are_sealed() => Assert.Equal(
        ["contact-point", "malicious-actor"],
        ContentCatalog.Shipped.Rows.Where(row => row.Personal).Select(row => row.Key));

    [Theory]
    [InlineData("rsit.availability.ddos", "jpform.ddos")]
    [InlineData("rsit.availability.dos", "jpform.ddos")]
    [InlineData("rsit.malicious-code.infected-system", "jpform.ransomware")]
    [InlineData("rsit.information-content-security.unauthorised-information-modification", "jpform.ransomware")]
    [InlineData("rsit.information-content-security.data-loss", "jpform.ransomware")]
    [InlineData("rsit.intrusions.system-compromise", "jpform.other")]
    [InlineData("rsit.other", "jpform.other")]
    public void The_class_chooses_the_common_form(string classification, string form) =>
        Assert.Equal(form, ContentCatalog.Shipped.FormFor(classification, ThirdForm)?.Id);

    [Fact]
    public void The_form_for_all_other_incidents_begins_a_year_after_the_first_two()
    {
        var catalog = ContentCatalog.Shipped;

        Assert.Null(catalog.FormFor("rsit.availability.ddos", FirstForms.PlusDays(-1)));
        Assert.Equal(FirstForms, catalog.FormFor("rsit.availability.ddos", FirstForms)?.EffectiveFrom);
        Assert.Null(catalog.FormFor("rsit.fraud.phishing", ThirdForm.PlusDays(-1)));
        Assert.Equal("jpform.other", catalog.FormFor("rsit.fraud.phishing", ThirdForm)?.Id);
        Assert.Equal(ThirdForm, catalog.FormFor("rsit.availability.ddos", ThirdForm)?.EffectiveFrom);
    }

    [Fact]
    public void On_no_day_are_two_versions_of_a_form_in_force() =>
        Assert.All(ContentCatalog.Shipped.CommonForms.SelectMany(f => new[] { f.EffectiveFrom, f.EffectiveTo ?? f.EffectiveFrom }), day =>
            Assert.Distinct(ContentCatalog.Shipped.CommonForms.Where(f => f.IsInForce(day)).Select(f => f.Id)));

    // Their fields were not read in the forms themselves, and nobody may take them for that.
    [Fact]
    public void No_common_form_pretends_to_be_the_form_itself() => Assert.All(ContentCatalog.Shipped.CommonForms, form => Assert.False(form.Verified));

    [Theory]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false},{"key":"a","en":"A","ja":"あ","kind":"text","personal":false}""", """{"text":"t","need":"all","rows":["a"]}""", "/rows/1/key")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false}""", """{"text":"t","need":"all","rows":["b","a"]}""", "/contents/0/rows")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false}""", """{"text":"t","need":"all","rows":["a","a"]}""", "/contents/0/rows")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false}""", """{"text":"t","need":"all","rows":[]}""", "/contents/0/rows")]
    [InlineData("""{"key":"a","en":"A","kind":"text","personal":false}""", """{"text":"t","need":"all","rows":["a"]}""", "/rows/0/ja")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text"}""", """{"text":"t","need":"all","rows":["a"]}""", "/rows/0/personal")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false,"sauce":"x"}""", """{"text":"t","need":"all","rows":["a"]}""", "/rows/0/sauce")]
    [InlineData("""{"key":"a","en":"A","ja":"あ","kind":"text","personal":false},{"key":"b","en":"B","ja":"い","kind":"list","personal":false}""", """{"text":"t","need":"all","rows":["a"]}""", "/rows/1")]
    public void A_faulty_catalogue_says_where(string rows, string contents, string pointer)
    {
        using var document = JsonDocument.Parse($$"""{"version":"1","rows":[{{rows}}],"contents":[{{contents}}],"common_forms":[]}""");
        var faults = new List<RulebookFault>();

        _ = ContentCatalogReader.Read(document.RootElement, faults);

        Assert.Contains(faults, fault => fault.Pointer == pointer);
    }
}
