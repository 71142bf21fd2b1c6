using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Interop.Veris;
using CyberExchange.Postgres.Tests.EventStore;
using CyberExchange.Testing.EventStore;
using CyberExchange.Testing.Suites;
using CyberExchange.Views.Trends;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Editions over incidents that happened, made of nothing but the log.</summary>
public sealed class TrendLogTests(LogDatabase database, ITestOutputHelper output) : IClassFixture<LogDatabase>
{
    // Every incident, or every fifth where time is short.
    private static readonly int Step = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is "full" or "soak" ? 1 : 5;

    private static readonly DateTimeOffset RecordedAt = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Vcdb_in_the_log_makes_the_same_edition_byte_for_byte_each_time()
    {
        var reported = Vcdb();
        await StoreAsync(reported);
        var position = await database.Log.HeadAsync(Ct);
        var first = await MakeAsync(database.Log, position);

        // What comes later, and another node with an empty memory.
        await StoreAsync([.. reported.Take(50).Select((r, i) => r with { Incident = new(new Guid(i, 1, 0, new byte[8])) })]);
        await using var other = new EventLog(database.Connections.Service);
        var second = await MakeAsync(other, position);

        output.WriteLine($"{reported.Count} incidents, {first.Length / 1024} KiB");
        Assert.True(reported.Count > 5_000 / Step, "VCDB is read.");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(first)), Convert.ToHexStringLower(SHA256.HashData(second)));
        Assert.True(TrendEdition.Read(first).Table("sectors.eu")!.Figure(TrendTable.Total, Period.OfYear(2013)) is { Number: > 100 }, "A busy year is stated.");
        Assert.NotEqual(first, await MakeAsync(other, await database.Log.HeadAsync(Ct)));
    }

    private static async Task<byte[]> MakeAsync(EventLog log, long position)
    {
        var fold = await TrendFold.ReadAsync(log, position, Ct);
        var plan = new EditionPlan(TrendTables.All, DisclosureRule.Standard, RecordedAt, Period.OfQuarter(2010, 1), Period.OfQuarter(2018, 4), IsCorrection: false);
        var (edition, refusal) = PublishTrends.Make(plan, [], fold.AsOf(position), _ => throw new InvalidOperationException("Nobody corrects here."));
        Assert.Null(refusal);
        return edition!.Canonical(); // What is not refused is there.
    }

    private async Task StoreAsync(IReadOnlyList<IncidentEvent.IncidentReported> reported) => await Parallel.ForEachAsync(
        reported,
        new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct },
        async (r, ct) => await database.Log.StoreAsync(IncidentEventCatalog.Stream(r.Incident), 0, RecordedAt, [IncidentEventCatalog.Catalog.Write(r)], ct));

    // A reporter for each industry and country that VERIS names: the reduced records do not name the victim.
    private static List<IncidentEvent.IncidentReported> Vcdb()
    {
        string[] files =
        [
            Path.Combine(SharedSuites.Require("data/vcdb-reduced"), "vcdb.jsonl"), Path.Combine(SharedSuites.Require("data/vcdb-narratives"), "incidents_clean.jsonl"),
        ];
        var all = new List<IncidentEvent.IncidentReported>();
        foreach (var line in files.SelectMany(File.ReadLines).Where((_, i) => i % Step == 0))
        {
            using var json = JsonDocument.Parse(line);
            if (VerisIncident.Translate(json.RootElement, new("eu.research", VictimInNotes: false)).Draft?.Report is { } report)
            {
                all.Add(Reported(report, json.RootElement, all.Count));
            }
        }

        return all;
    }

    private static IncidentEvent.IncidentReported Reported(IncidentReport report, JsonElement json, int number)
    {
        var victim = json.TryGetProperty("victim", out var v) ? v.GetRawText() : report.Reference ?? report.Title;
        var reporter = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(victim + (report.Reference?[..2] ?? ""))).AsSpan(0, 16));
        return new()
        {
            Incident = new(new Guid(number, 0, 0, new byte[8])),
            Originator = new(reporter),
            ReportedBy = new(reporter),
            Home = report.Sectors[0].StartsWith("jp", StringComparison.Ordinal) ? Jurisdiction.JP : Jurisdiction.EU,
            Report = report,
            Terms = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { PermitsStatistics = true },
        };
    }
}
