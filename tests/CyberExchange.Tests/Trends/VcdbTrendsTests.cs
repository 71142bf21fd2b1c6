using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Interop.Trends;
using CyberExchange.Interop.Veris;
using CyberExchange.Testing.Suites;
using Xunit;
using static CyberExchange.Tests.Trends.TrendWorld;

namespace CyberExchange.Tests.Trends;

/// <summary>The trends over incidents that happened, and over as many as an exchange may ever hold.</summary>
public sealed class VcdbTrendsTests(ITestOutputHelper output)
{
    private static readonly EditionPlan Plan = new(
        TrendTables.All, DisclosureRule.Standard, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Period.OfQuarter(2010, 1), Period.OfQuarter(2018, 4), IsCorrection: false);

    [Fact]
    public void All_tables_are_made_of_vcdb_and_are_the_same_each_time()
    {
        var records = Vcdb();
        var watch = Stopwatch.StartNew();
        var edition = TrendWorld.Publish(records, Plan);
        var took = watch.Elapsed;
        var files = edition.Tables.Where(t => t.Side is Jurisdiction.JP).Select(t => (Csv: TrendCsv.Of(Cited(edition), t), Json: TrendJson.Of(Cited(edition), t))).ToList();

        output.WriteLine($"{records.Count} incidents, {edition.Tables.Sum(t => t.Rows.Count * t.Periods.Count)} cells, {edition.Tables.Sum(t => t.Withheld)} withheld, "
            + $"{took.TotalMilliseconds:0} ms, {edition.Canonical().Length / 1024} KiB, files {files.Sum(f => f.Csv.Length + f.Json.Length) / 1024} KiB");
        Assert.True(records.Count > 5_000, "VCDB is read.");
        Assert.Equal(edition.Id, TrendWorld.Publish(records.AsEnumerable().Reverse(), Plan).Id);
        Assert.True(edition.Table("sectors.eu")!.Figure("eu.health", Period.OfYear(2013)) is { Number: > 100 }, "A large sector of a busy year is stated.");
        Assert.All(files, f => Assert.True(f.Csv.Length > 0 && JsonDocument.Parse(f.Json).RootElement.GetProperty("edition").GetString() == edition.Id));
    }

    [Fact]
    public void A_million_incidents_are_published_in_one_pass()
    {
        int[] sizes = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? [10_000, 100_000, 1_000_000] : [10_000];
        foreach (var size in sizes)
        {
            var watch = Stopwatch.StartNew();
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var peak = before;
            var edition = TrendWorld.Publish(Synthetic(size, at => peak = at % 100_000 == 0 ? Math.Max(peak, GC.GetTotalMemory(false)) : peak), Plan with { From = Period.OfQuarter(2023, 1), Through = Period.OfQuarter(2025, 4) });
            peak = Math.Max(peak, GC.GetTotalMemory(false));

            output.WriteLine($"{size} incidents: {watch.Elapsed.TotalSeconds:0.00} s, {(peak - before) >> 20} MiB of objects seen at most, "
                + $"{edition.Tables.Sum(t => t.Withheld)} of {edition.Tables.Sum(t => t.Rows.Count * t.Periods.Count)} withheld");
            Assert.True(edition.Tables.Sum(t => t.Numbers.Sum(r => r.Count(n => n is not null))) > 0, "Something is stated.");
        }
    }

    // A reporter for each industry and country that VERIS names: the reduced records do not name the victim.
    private static List<TrendRecord> Vcdb()
    {
        string[] files =
        [
            Path.Combine(SharedSuites.Require("data/vcdb-reduced"), "vcdb.jsonl"), Path.Combine(SharedSuites.Require("data/vcdb-narratives"), "incidents_clean.jsonl"),
        ];
        return
        [
            .. from line in files.SelectMany(File.ReadLines)
               let json = JsonDocument.Parse(line).RootElement
               let report = VerisIncident.Translate(json, new("eu.research", VictimInNotes: false)).Draft?.Report
               where report is not null
               select Record(report, json),
        ];
    }

    private static TrendRecord Record(IncidentReport report, JsonElement json)
    {
        var sector = report.Sectors[0];
        var victim = json.TryGetProperty("victim", out var v) ? v.GetRawText() : report.Reference ?? report.Title;
        var number = BitConverter.ToInt32(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(victim + (report.Reference?[..2] ?? ""))));
        return TrendWorld.Record(sector, report.Classification, Period.MonthOf(report.DetectedAt), number, sector.StartsWith("jp", StringComparison.Ordinal) ? Jurisdiction.JP : Jurisdiction.EU) with
        {
            Severity = report.Severity,
        };
    }

    // Three years, 5,000 reporters, some of whom report a hundred times as much as others.
    private static IEnumerable<TrendRecord> Synthetic(int size, Action<int> at)
    {
        var random = new Random(1);
        var values = Enum.GetValues<Jurisdiction>().ToDictionary(side => side, side => new[] { TrendTables.Sectors, TrendTables.Areas, TrendTables.Classes, TrendTables.Severities }
            .Select(d => TrendTables.All.Single(t => t.Id == TrendTables.IdOf(d, side)).Rows.Select(r => r.Id).ToArray()).ToArray());
        for (var i = 0; i < size; i++)
        {
            at(i);
            var side = random.Next(3) == 0 ? Jurisdiction.JP : Jurisdiction.EU;
            var rows = values[side];
            var regimes = TrendRegimes.Of(side);
            yield return TrendWorld.Record(Draw(rows[0]), Draw(rows[2]), Period.OfMonth(2023 + random.Next(3), 1 + random.Next(12)), (int)(5_000 * Math.Pow(random.NextDouble(), 2)), side) with
            {
                Area = random.Next(4) == 0 ? Draw(rows[1]) : null,
                Severity = Draw(rows[3]),
                Regime = regimes[random.Next(regimes.Count)].Id,
                Timeliness = (Timeliness)random.Next(4),
            };
        }

        string Draw(string[] ids) => ids[(int)(ids.Length * Math.Pow(random.NextDouble(), 1.5))];
    }
}
