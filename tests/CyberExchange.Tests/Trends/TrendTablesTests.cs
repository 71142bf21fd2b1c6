using System.Text.Json;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Domain.Trends;
using CyberExchange.Testing.Suites;
using Xunit;

namespace CyberExchange.Tests.Trends;

public sealed class TrendTablesTests
{
    [Fact]
    public void Each_side_has_a_table_of_each_dimension_with_every_term()
    {
        Assert.Equal(10, TrendTables.All.Count);
        foreach (var side in Enum.GetValues<Jurisdiction>())
        {
            var prefix = side.Text().ToLowerInvariant() + ".";
            Assert.Equal(Sectors.All.Where(t => t.Id.StartsWith(prefix, StringComparison.Ordinal)).Select(t => t.Id), Listed(TrendTables.Sectors, side));
            Assert.Equal(Sectors.All.Where(t => t.Id.StartsWith("area.", StringComparison.Ordinal)).Select(t => t.Id), Listed(TrendTables.Areas, side));
            Assert.Equal(IncidentClasses.All.Where(t => !IncidentClasses.IsTest(t.Id)).Select(t => t.Id), Listed(TrendTables.Classes, side));
        }

        Assert.Equal(Severities.All.Select(t => t.Id), Enum.GetValues<Jurisdiction>().SelectMany(s => Listed(TrendTables.Severities, s)));
    }

    [Fact]
    public void Rows_below_a_row_end_with_the_rest_and_say_so_in_every_language()
    {
        Assert.All(TrendTables.All, table =>
        {
            Assert.Equal(TrendTable.Total, table.Rows[0].Id);
            Assert.All(table.Rows.Where(r => r.Parent is not null).GroupBy(r => r.Parent), g => Assert.Equal(g.Key + TrendTable.Rest, g.Last().Id));
            Assert.All(table.Rows, r => Assert.All(new[] { r.Name.En, r.Name.Ja, r.Name.Fr }, Assert.NotEmpty));
        });
    }

    [Fact]
    public void The_regimes_are_those_of_the_rulebook_that_are_law()
    {
        var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.RepositoryRoot, "src", "CyberExchange.Domain", "Obligations", "rulebook.json"))).RootElement;
        var regimes = facts.GetProperty("obligations").EnumerateArray()
            .Select(o => (Side: o.GetProperty("jurisdiction").GetString(), Regime: o.GetProperty("regime_id").GetString()!))
            .Where(r => !r.Regime.EndsWith("_proposed", StringComparison.Ordinal)).ToHashSet();

        foreach (var side in Enum.GetValues<Jurisdiction>())
        {
            Assert.Equal(
                regimes.Where(r => r.Side == side.Text()).Select(r => r.Regime).Order(StringComparer.Ordinal),
                TrendRegimes.Of(side).Select(r => r.Id).Except([TrendRecord.SeveralRegimes]).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_bridge_is_that_of_the_facts()
    {
        using var facts = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(SharedSuites.Require("facts"), "sectors.json")));
        var relations = new Dictionary<string, SectorRelation>
        {
            ["equivalent"] = SectorRelation.Equivalent, ["broader"] = SectorRelation.Broader, ["narrower"] = SectorRelation.Narrower,
            ["partial"] = SectorRelation.Partial, ["none_in_jp"] = SectorRelation.NoneInJapan, ["none_in_eu_nis2"] = SectorRelation.NoneInEurope,
        };

        Assert.Equal(
            facts.RootElement.GetProperty("mapping").EnumerateArray().Select(m => new BridgedSectors(
                m.GetProperty("eu").GetString(), m.GetProperty("jp").GetString(), relations[m.GetProperty("relation").GetString()!], m.GetProperty("note").GetString())),
            SectorBridge.All);
        Assert.All(facts.RootElement.GetProperty("jp_core_infrastructure").EnumerateArray(), c =>
            Assert.Equal(c.GetProperty("jp_sector").GetString(), SectorBridge.SectorOfCore(c.GetProperty("id").GetString()!)));
        Assert.All(SectorBridge.All, b => Assert.True((b.Eu is null || Sectors.IsKnown(b.Eu)) && (b.Jp is null || Sectors.IsKnown(b.Jp))));
    }

    [Fact]
    public void A_record_is_counted_in_its_own_rows()
    {
        var month = Period.OfMonth(2025, 3);
        TrendRecord one = TrendWorld.Record("jpcore.telecom", "rsit.fraud.phishing", month, 0, Jurisdiction.JP) with
        {
            Area = "area.6g", Severity = "jp-severity.level-2", Regime = "jp_tba", Timeliness = Timeliness.Late,
        };
        var records = Enumerable.Range(0, 10).Select(i => one with { Reporter = TrendWorld.Reporter(i) })
            .Concat(Enumerable.Range(0, 10).Select(i => one with { Reporter = TrendWorld.Reporter(i), Sector = "eu.energy", Area = null, Severity = "nis-cg-impact.red", Regime = null, Classification = "rsit.other.other" }));

        var edition = TrendWorld.Publish(records, TrendWorld.Plan(tables: TrendTables.All, rule: TrendWorld.Rule with { MinimumIncidents = 1, MinimumReporters = 1 }));

        // What has no number to withhold beside it is stated only with others; the rest and the own row make up the total.
        Assert.Equal(20, edition.Table("sectors.jp")!.Figure(TrendTable.Total, Period.OfYear(2025))!.Value.Number);
        Assert.Null(edition.Table("sectors.eu")!.Figure(TrendTable.Total, Period.OfYear(2025)));
    }

    // A regime in numbers is the sum of its rows, and the rest of all regimes is none of them.
    [Fact]
    public void A_regime_counts_what_nobody_knows_the_timeliness_of_among_its_own()
    {
        string?[] regimes = [.. TrendRegimes.Of(Jurisdiction.EU).Select(r => r.Id), null, "elsewhere"];
        var records = from regime in regimes
                      from timeliness in Enum.GetValues<Timeliness>()
                      from month in Enumerable.Range(1, 12)
                      from reporter in Enumerable.Range(0, 6)
                      select TrendWorld.Record("eu.energy", "rsit.fraud.phishing", Period.OfMonth(2025, month), reporter) with { Regime = regime, Timeliness = timeliness };

        var edition = TrendWorld.Publish([.. records], TrendWorld.Plan(tables: TrendTables.All));

        Assert.Equal((72L, 72L, 288L, 576L), (Number("nis2/late"), Number("nis2/rest"), Number("nis2"), Number("total/rest")));

        long? Number(string row) => edition.Table("regimes.eu")!.Figure(row, Period.OfYear(2025))?.Number;
    }

    // Editions are made from the log again by later programs: what a duty that was once shipped is counted as never changes.
    [Fact]
    public void The_regime_of_a_duty_that_was_ever_shipped_stays()
    {
        var ever = File.ReadAllLines(Path.Combine(SharedSuites.RepositoryRoot, "tests", "CyberExchange.Tests", "Trends", "ever-shipped-regimes.txt"));

        Assert.Equal(ever, Rulebook.Shipped.Obligations.Select(o => $"{o.Id} {o.RegimeId}").Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Listed(string dimension, Jurisdiction side) =>
        TrendTables.All.Single(t => t.Id == TrendTables.IdOf(dimension, side)).Rows.Select(r => r.Id)
            .Where(id => id != TrendTable.Total && !id.EndsWith(TrendTable.Rest, StringComparison.Ordinal));
}
