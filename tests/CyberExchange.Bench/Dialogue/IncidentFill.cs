using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.EventStore;

namespace CyberExchange.Bench.Dialogue;

/// <summary>Fills a log with incidents of three years and 5,000 reporters, some of whom report a hundred times as much as others; of every fifth a report to an authority follows.</summary>
internal static class IncidentFill
{
    private const int Writers = 64;
    private const int Reporters = 5_000;
    private const int Months = 36;

    // Raised when the way of filling changes.
    private const int Version = 1;

    public static readonly DateTimeOffset RecordedAt = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Classes = [.. IncidentClasses.All.Select(t => t.Id).Where(id => !IncidentClasses.IsTest(id))];
    private static readonly string[] European = [.. Sectors.All.Select(t => t.Id).Where(id => id.StartsWith("eu.", StringComparison.Ordinal))];
    private static readonly string[] Japanese = [.. Sectors.All.Select(t => t.Id).Where(id => id.StartsWith("jp.", StringComparison.Ordinal))];
    private static readonly string[] Duties = [.. Rulebook.Shipped.Obligations.Select(o => o.Id)];

    /// <summary>Names what is filled: the schema and the version of the way.</summary>
    public static string Recipe()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var script in SchemaScript.Embedded())
        {
            hash.AppendData(script.Sha256.Span);
        }

        hash.AppendData(Encoding.ASCII.GetBytes($"{Version} {Rulebook.Shipped.Version.Digest}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    public static async Task FillAsync(string connectionString, int incidents)
    {
        await using var exchange = new ExchangeDatabase(new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        await Parallel.ForEachAsync(Enumerable.Range(0, incidents), new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (number, ct) =>
        {
            var random = new Random(number);
            var reported = Reported(number, random);
            await log.StoreAsync(IncidentEventCatalog.Stream(reported.Incident), 0, RecordedAt, [IncidentEventCatalog.Catalog.Write(reported)], ct);
            if (number % 5 == 0)
            {
                await log.StoreAsync(DutyEventCatalog.Stream(reported.Incident), 0, RecordedAt, [DutyEventCatalog.Catalog.Write(Submitted(number, random))], ct);
            }
        });
    }

    private static IncidentEvent.IncidentReported Reported(int number, Random random)
    {
        var isJapanese = random.Next(3) == 0;
        var reporter = new Guid((isJapanese ? Reporters : 0) + (int)(Reporters * Math.Pow(random.NextDouble(), 2)), 1, 0, new byte[8]);
        return new()
        {
            Incident = new(new Guid(number, 2, 0, new byte[8])),
            Originator = new(reporter),
            ReportedBy = new(reporter),
            Home = isJapanese ? Jurisdiction.JP : Jurisdiction.EU,
            Report = new()
            {
                Reference = $"CASE-{number}",
                Title = "An incident of the measurement",
                Summary = new string('x', 100 + random.Next(600)),
                Classification = Draw(Classes, random),
                Severity = random.Next(3) == 0 ? null : isJapanese ? "jp-severity.level-2" : "nis-cg-impact.yellow",
                Sectors = [Draw(isJapanese ? Japanese : European, random)],
                BeganAt = null,
                DetectedAt = new DateTimeOffset(2023, 1, 15, 0, 0, 0, TimeSpan.Zero).AddMonths(random.Next(Months)),
                EndedAt = null,
                AffectedCount = random.Next(10_000),
                Vulnerabilities = [],
                Contacts = [],
                PersonalNotes = null,
            },
            Terms = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { PermitsStatistics = random.Next(10) > 0 },
        };
    }

    private static DutyEvent.DutyReportSubmitted Submitted(int number, Random random) => new(
        new(new Guid(number, 3, 0, new byte[8])), Draw(Duties, random), "2026-01-20T09:00:00Z", DutySubmission.FiledByHand, "The authority", null,
        new("receipt.pdf", new string('a', 64)), null,
        new(Rulebook.Shipped.Version.Id, Rulebook.Shipped.Version.Digest, null, "due", null, null, random.Next(4) > 0, null), null, null, new(Guid.Empty));

    private static string Draw(string[] words, Random random) => words[(int)(words.Length * Math.Pow(random.NextDouble(), 1.5))];
}
