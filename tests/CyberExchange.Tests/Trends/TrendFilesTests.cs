using System.Text;
using System.Text.Json;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

public sealed class TrendFilesTests
{
    private static readonly TrendEdition Small = Publish(TrendWorld.Random(1));

    // Energy and banking of the EU, and finance of Japan, have a dozen reporters.
    private static readonly TrendEdition Whole = Publish(
        from sector in new[] { "eu.energy.gas", "eu.energy.oil", "eu.banking", "jp.finance", "jp.gas" }
        from i in Enumerable.Range(0, 12)
        select Record(sector, "rsit.fraud.phishing", Period.OfMonth(2025, 3), i, sector.StartsWith("jp", StringComparison.Ordinal) ? Jurisdiction.JP : Jurisdiction.EU),
        Plan(tables: TrendTables.All));

    [Fact]
    public void Csv_has_a_line_for_each_cell_and_a_mark_where_it_is_withheld()
    {
        var table = Small.Tables[0];
        var lines = TrendCsv.Of(Cited(Small), table).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("edition,label,asOf,table,side,row,parent,nameEn,nameJa,nameFr,period,number,numberOfEdition", lines[0]);
        Assert.Equal(1 + (table.Rows.Count * table.Periods.Count), lines.Length);
        Assert.Equal(table.Withheld, lines.Count(l => l.EndsWith(",withheld,", StringComparison.Ordinal)));
        Assert.Contains($"{Small.Id},TLP:GREEN,2026-02-01T00:00:00Z,a,EU,total,,All incidents,全インシデント,Tous les incidents,2025,{table.Numbers[0][0]},1", lines);
    }

    [Fact]
    public void Json_has_the_numbers_the_edition_and_why_something_is_withheld()
    {
        using var json = JsonDocument.Parse(TrendJson.Of(Cited(Small), Small.Tables[0]));
        var total = json.RootElement.GetProperty("rows")[0].GetProperty("cells")[0];
        var cells = json.RootElement.GetProperty("rows").EnumerateArray().SelectMany(r => r.GetProperty("cells").EnumerateArray()).ToList();

        Assert.Equal(Small.Id, json.RootElement.GetProperty("edition").GetString());
        Assert.Equal(Small.Tables[0].Numbers[0][0], total.GetProperty("number").GetInt64());
        Assert.Equal(Small.Tables[0].Withheld, cells.Count(c => c.TryGetProperty("withheld", out var withheld) && withheld.GetBoolean()));
        Assert.Contains("fewer than 4 incidents", json.RootElement.GetProperty("withheldBecause").GetProperty("en").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sides_stand_side_by_side_and_no_counterpart_is_said()
    {
        var lines = TrendCsv.SideBySide(Cited(Whole)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(1 + ((SectorBridge.All.Count + 1) * Whole.Tables[0].Periods.Count), lines.Length);
        Assert.Contains(lines, l => l.EndsWith(",total,All incidents,total,All incidents,all incidents of each side,,2025,36,1,24,1", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(",eu.space,Space,,,no counterpart in Japan,Candidate named", StringComparison.Ordinal) && l.EndsWith(",2025,withheld,,none,", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains(",,,jp.credit,Credit card services,no counterpart in the EU (NIS2),", StringComparison.Ordinal) && l.Contains(",2025,none,,", StringComparison.Ordinal));

        using var json = JsonDocument.Parse(TrendJson.SideBySide(Cited(Whole)));
        var space = json.RootElement.GetProperty("lines").EnumerateArray().First(l => l.GetProperty("eu") is { ValueKind: JsonValueKind.Object } eu && eu.GetProperty("id").GetString() == "eu.space");
        Assert.Equal(JsonValueKind.Null, space.GetProperty("jp").ValueKind);
        Assert.Equal("日本側に対応する分野なし", space.GetProperty("relation").GetProperty("ja").GetString());
    }

    [Fact]
    public void What_is_withheld_is_told_in_words_that_are_the_same_for_every_cell()
    {
        var words = WithheldWords.Of(Whole);

        Assert.Equal(Whole.AllTables.Count(), words.Count);
        Assert.Contains(words, w => w.En == $"Sectors: Japan: {Whole.Table("sectors.jp")!.Withheld} of {Whole.Table("sectors.jp")!.Rows.Count * 17} numbers are withheld.");
        Assert.All(new[] { WithheldWords.Why(Rule).En, WithheldWords.Why(Rule).Ja, WithheldWords.Why(Rule).Fr }, Assert.NotEmpty);
        Assert.DoesNotContain("complement", Encoding.UTF8.GetString(Whole.Canonical()), StringComparison.OrdinalIgnoreCase);
    }
}
