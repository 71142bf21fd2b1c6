using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.KnownExploited;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Interop.Csaf;
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

    [Fact]
    public async Task Public_advisories_are_counted_as_they_stood_and_no_others()
    {
        var documents = Directory.GetFiles(SharedSuites.Require("data/cisa-csaf"), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, i) => i % Step == 0).Select(File.ReadAllBytes).ToList();
        await Parallel.ForEachAsync(documents.Index(), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct }, async (d, _) => await PublishAsync(d.Index, d.Item, Public));
        var position = await database.Log.HeadAsync(Ct);
        var counted = await CountAsync(position);
        Assert.True(documents.Count > 900 / Step, "The advisories are read.");
        Assert.Equal(ByHand(documents), AsText(counted.Where(c => c.Dimension is LiveTables.Scores or LiveTables.Weaknesses)));
        var edition = TrendEdition.Read(await MakeAsync(database.Log, position));
        Assert.Equal(edition.Canonical(), await MakeAsync(database.Log, position));
        Assert.Equal(counted.Where(c => c is { Dimension: LiveTables.Scores, Side: Jurisdiction.EU } && Period.OfYear(2024).Overlaps(c.Month)).Sum(c => c.Items), edition.Table("scores.eu")!.Figure(TrendTable.Total, Period.OfYear(2024))!.Value.Number);
        Assert.NotEqual(0, edition.Table("vendors.jp")!.Figure("siemens", Period.OfYear(2024))!.Value.Number);

        // Each of these takes one away, or none.
        await ChangeAsync(0, new AdvisoryEvent.AdvisoryShared { Terms = Public with { Label = TlpLabel.Green } });
        await ChangeAsync(1, new AdvisoryEvent.AdvisoryShared { Terms = Public with { PermitsStatistics = false } });
        await ChangeAsync(2, new AdvisoryEvent.AdvisoryWithdrawn("It was another product."));
        await ChangeAsync(3, new AdvisoryEvent.AdvisoryShared { Terms = Embargoed });
        await ChangeAsync(4, new AdvisoryEvent.AdvisoryShared { Terms = Embargoed }, new AdvisoryEvent.AdvisoryEmbargoLifted());
        await ChangeAsync(5, new AdvisoryEvent.AdvisoryReleaseProposed { ProposedBy = new(Guid.Empty), Terms = Embargoed }, new AdvisoryEvent.AdvisoryReleaseRejected());
        Assert.Equal(ByHand([.. documents.Index().Where(d => d.Index > 3).Select(d => d.Item)], from: 4), AsText((await CountAsync(await database.Log.HeadAsync(Ct))).Where(c => c.Dimension is LiveTables.Scores or LiveTables.Weaknesses)));
        Assert.Equal(AsText(counted), AsText(await CountAsync(position)));

        // Copies of Japan: of one that counts already, of one that counts no more, and of the first by its publisher.
        var (eu, jp) = await BySideAsync();
        await PublishAsync(6, documents[6], Public, copy: 1);
        Assert.Equal((eu, jp), await BySideAsync());
        await PublishAsync(0, documents[0], Public, copy: 1);
        Assert.Equal((eu, jp + 1), await BySideAsync());
        await PublishAsync(6, documents[6], Public, copy: 2, Provenance.Publisher);
        Assert.Equal((eu - 1, jp + 2), await BySideAsync());

        // What is exploited is known from when the catalogue says so.
        var cve = documents[10..].Select(FirstCve).OfType<string>().First();
        var known = new KnownExploitedEvent.KnownExploitedStated(new("1", RecordedAt, 1, new string('0', 64)), [new(cve, "A", "B", "C", new(2026, 1, 1), null, Ransomware: false)], [], new(Guid.Empty));
        await database.Log.StoreAsync(KnownExploitedEventCatalog.Stream, 0, RecordedAt, [KnownExploitedEventCatalog.Catalog.Write(known)], Ct);
        Assert.DoesNotContain(counted, c => c.Dimension is LiveTables.Exploited);
        Assert.InRange((await CountAsync(await database.Log.HeadAsync(Ct))).Where(c => c.Dimension is LiveTables.Exploited).Sum(c => c.Items), 1, documents.Count);
    }

    private static SharingTerms Public => SharingTerms.OriginatorOnly(TlpLabel.Clear) with { PermitsStatistics = true };

    private static SharingTerms Embargoed => Public with { Embargo = new("2027-01-01T00:00:00", "Europe/Paris", new(2026, 12, 31, 23, 0, 0, TimeSpan.Zero), []) };

    private async Task<IReadOnlyList<LiveCount>> CountAsync(long position) => await (await TrendFold.ReadAsync(database.Log, position, Ct)).Advisories.CountAsync(database.Log, position, Ct);

    private async Task<(long Eu, long Jp)> BySideAsync()
    {
        var counts = await CountAsync(await database.Log.HeadAsync(Ct));
        return (Of(Jurisdiction.EU), Of(Jurisdiction.JP));

        long Of(Jurisdiction side) => counts.Where(c => c.Dimension is LiveTables.Scores && c.Side == side).Sum(c => c.Items);
    }

    private async Task PublishAsync(int number, byte[] bytes, SharingTerms terms, int copy = 0, Provenance provenance = Provenance.ThirdParty)
    {
        var read = CsafDocument.Summarise(bytes)!; // It is one.
        var published = new AdvisoryEvent.AdvisoryPublished
        {
            Advisory = IdOf(number, copy),
            Originator = new(Guid.Empty),
            PublishedBy = new(Guid.Empty),
            Home = number % 2 == 0 && copy == 0 ? Jurisdiction.EU : Jurisdiction.JP,
            Provenance = provenance,
            Document = new()
            {
                PublisherNamespace = read.Publisher.Namespace, TrackingId = read.Tracking.Id, TrackingVersion = read.Tracking.Version, Title = read.Title,
                Label = null, Sha512 = read.Sha512, LengthBytes = bytes.Length,
            },
            Terms = terms,
        };
        await database.Log.StoreAsync(
            AdvisoryEventCatalog.Stream(IdOf(number, copy)), 0, RecordedAt, [AdvisoryEventCatalog.Catalog.Write(published)], Ct, new Document(Convert.FromHexString(read.Sha512), bytes));
    }

    private Task ChangeAsync(int number, params AdvisoryEvent[] changes) =>
        database.Log.StoreAsync(AdvisoryEventCatalog.Stream(IdOf(number)), 1, RecordedAt, [.. changes.Select(AdvisoryEventCatalog.Catalog.Write)], Ct);

    private static AdvisoryId IdOf(int number, int copy = 0) => new(new Guid(number, 2, (short)copy, new byte[8]));

    // The JSON alone: how many advisories of a side and a month there are, and how many of them name a weakness.
    private static string[] ByHand(IReadOnlyList<byte[]> documents, int from = 0)
    {
        var lines = new List<string>();
        foreach (var (number, bytes) in documents.Index())
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            var month = Period.MonthOf(root.GetProperty("document").GetProperty("tracking").GetProperty("initial_release_date").GetDateTimeOffset());
            var side = (number + from) % 2 == 0 ? Jurisdiction.EU : Jurisdiction.JP;
            lines.Add($"{side} {month} advisory");
            lines.AddRange(Vulnerabilities(root).SelectMany(v => v.TryGetProperty("cwe", out var cwe) ? [cwe.GetProperty("id").GetString()!] : Array.Empty<string>()).Distinct().Select(cwe => $"{side} {month} {cwe}"));
        }

        return [.. lines.CountBy(l => l).Select(l => $"{l.Key}: {l.Value}").Order(StringComparer.Ordinal)];
    }

    private static string[] AsText(IEnumerable<LiveCount> counts) =>
    [
        .. counts.GroupBy(c => $"{c.Side} {c.Month} {(c.Dimension is LiveTables.Scores ? "advisory" : c.Term)}")
            .Select(g => $"{g.Key}: {g.Sum(c => c.Items)}").Order(StringComparer.Ordinal),
    ];

    private static string? FirstCve(byte[] bytes)
    {
        using var json = JsonDocument.Parse(bytes);
        return Vulnerabilities(json.RootElement).Select(v => v.TryGetProperty("cve", out var cve) ? cve.GetString() : null).FirstOrDefault(c => c is not null);
    }

    private static JsonElement[] Vulnerabilities(JsonElement root) => root.TryGetProperty("vulnerabilities", out var v) ? [.. v.EnumerateArray()] : [];

    private static async Task<byte[]> MakeAsync(EventLog log, long position)
    {
        var fold = await TrendFold.ReadAsync(log, position, Ct);
        var plan = new EditionPlan(TrendTables.All, DisclosureRule.Standard, RecordedAt, Period.OfQuarter(2010, 1), Period.OfQuarter(2025, 4), IsCorrection: false)
        {
            Advisories = await fold.Advisories.CountAsync(log, position, Ct),
        };
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
