using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

/// <summary>Public advisories in editions: stated whole, and counted anew by each.</summary>
public sealed class EditionAdvisoriesTests
{
    private static readonly Period March = Period.OfMonth(2025, 3);

    private static readonly TrendEdition Edition = Publish([], Plan(tables: TrendTables.All) with
    {
        Advisories =
        [
            Of("scores", "high", 30), Of("scores", null, 1), Of("scores", "high", 4, Jurisdiction.JP), Of("scores", "high", 9, month: Period.OfMonth(2024, 12)),
            Of("exploited", "known", 2), Of("vendors", "early", 500, month: Period.OfMonth(2024, 12)),
            .. Enumerable.Range(1, LiveTables.NamesMax + 5).Select(i => Of("vendors", $"vendor {i:00}", i)),
        ],
    });

    [Fact]
    public void Every_number_is_stated_of_how_few_it_may_be_and_of_the_periods_alone()
    {
        var scores = Edition.Table("scores.eu")!;

        Assert.Equal((31, 1), scores.Figure(TrendTable.Total, Period.OfYear(2025)));
        Assert.Equal((1, 1), scores.Figure(TrendTable.Total + TrendTable.Rest, March));
        Assert.Equal((0, 1), scores.Figure("high", Period.OfQuarter(2025, 2)));
        Assert.Equal((2, 1), Edition.Table("exploited.eu")!.Figure("known", Period.OfQuarter(2025, 1)));
        Assert.Equal((4, 1), Edition.Table("scores.jp")!.Figure("high", Period.OfYear(2025)));
        Assert.All(Edition.Advisories, t => Assert.Equal(0, t.Withheld));
    }

    [Fact]
    public void The_names_that_stand_most_often_have_a_row()
    {
        var vendors = Edition.Table("vendors.eu")!.Rows.Select(r => r.Id).ToList();

        Assert.Equal(["total", .. Enumerable.Range(6, LiveTables.NamesMax).Reverse().Select(i => $"vendor {i:00}")], vendors);
    }

    [Fact]
    public void A_later_edition_counts_anew_whatever_the_one_before_said()
    {
        var later = Publish([], Plan(tables: TrendTables.All, through: Period.OfQuarter(2026, 1), asOf: Now.AddMonths(3)) with { Advisories = [Of("scores", "low", 2)] }, [Edition]);

        Assert.Equal((2, 2), later.Table("scores.eu")!.Figure(TrendTable.Total, March));
        Assert.Equal((0, 2), later.Table("scores.eu")!.Figure("high", March));
        Assert.Equal(["total"], later.Table("vendors.eu")!.Rows.Select(r => r.Id));
        Assert.Equal(later.Id, TrendEdition.Read(later.Canonical()).Id);
    }

    [Fact]
    public void Advisories_are_compared_with_advisories_in_their_own_words()
    {
        var (comparison, _) = CompareTrends.Of(Edition, new("scores.eu", "high", March), new("scores.jp", "high", March));

        Assert.Equal((30L, 4L), comparison!.Numbers);
        Assert.StartsWith("High, EU, 2025-03, and High, Japan, 2025-03: 30 and 4 advisories, a difference of +26", comparison.Sentence.En, StringComparison.Ordinal);
        Assert.Contains("only public ones (TLP:CLEAR)", comparison.Cautions[0].En, StringComparison.Ordinal);

        var (_, refusal) = CompareTrends.Of(Edition, new("scores.eu", "high", March), new("sectors.eu", "total", March));
        Assert.Equal(("/second/table", "Incidents and advisories are not compared with each other."), (refusal!.Pointer, refusal.Detail));
    }

    // One advisory may name both.
    [Fact]
    public void Two_vendors_of_one_side_have_advisories_in_common() => Assert.Equal(
        ComparisonOutcome.NotComparable, CompareTrends.Of(Edition, new("vendors.eu", "vendor 20", March), new("vendors.eu", "vendor 21", March)).Comparison!.Outcome);

    [Fact]
    public void Files_and_the_page_have_them_and_say_what_is_counted()
    {
        var table = Edition.Table("vendors.eu")!;
        var csv = TrendCsv.Of(Cited(Edition), table).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"{Edition.Id},TLP:GREEN,2026-02-01T00:00:00Z,vendors.eu,EU,vendor 25,total,vendor 25,vendor 25,vendor 25,2025-03,25,1", csv);

        using var json = JsonDocument.Parse(TrendJson.Of(Cited(Edition), table));
        Assert.Contains("TLP:CLEAR", json.RootElement.GetProperty("counts").GetProperty("ja").GetString(), StringComparison.Ordinal);

        var page = EditionHtml.Write(Cited(Edition), "fr");
        Assert.Contains("Avis par gravité CVSS : Union européenne", page, StringComparison.Ordinal);
        Assert.Contains("seulement les avis publics (TLP:CLEAR)", page, StringComparison.Ordinal);
    }

    private static LiveCount Of(string dimension, string? term, long items, Jurisdiction side = Jurisdiction.EU, Period? month = null) => new(dimension, side, month ?? March, term, items);
}
