using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CyberExchange.Bench.Sharing;
using CyberExchange.Domain.Trends;
using CyberExchange.Storage;
using CyberExchange.Views.Trends;
using Npgsql;

namespace CyberExchange.Bench.Dialogue;

/// <summary>What the publication of all tables of the trends costs over ten thousand, a hundred thousand and a million incidents, from the log to the bytes that are frozen.</summary>
/// <remarks>
/// <para>It is held to one bare scan of the same events, each body parsed and nothing made of it. Memory is what the fold holds when it has read the
/// log, beside the bytes of the bodies that it has read. Growth holds the rate at the greatest size to that at the smallest.</para>
/// <para>Public advisories are counted over CISA's documents, held to fetching each by plain Npgsql and parsing it.</para>
/// <para><c>--incidents N</c> measures one size alone; 0 measures advisories alone.</para>
/// </remarks>
internal static class DialogueBench
{
    private const double PublicationTarget = 0.3;
    private const double MemoryTarget = 0.5;
    private const double GrowthTarget = 0.5;
    private const double AdvisoriesTarget = 0.5;
    private const int AdvisoriesMax = 1_000;
    private const double Mebibyte = 1 << 20;

    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    private static readonly EditionPlan Plan = new(
        TrendTables.All, DisclosureRule.Standard, IncidentFill.RecordedAt.AddDays(1), Period.OfQuarter(2023, 1), Period.OfQuarter(2025, 4), IsCorrection: false);

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        var sizes = BenchOptions.Number(options, "--incidents") is { } incidents ? incidents == 0 ? [] : [incidents] : Sizes;
        await using var server = await KeptServer.StartAsync("dialogue", IncidentFill.Recipe());
        List<Measurement> rates = [];
        foreach (var size in sizes)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"incidents_{size}");
            await server.EnsureAsync(name, from: null, connectionString => IncidentFill.FillAsync(connectionString, size));
            await foreach (var measurement in MeasureAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Pooling = true }.ConnectionString, size, rounds))
            {
                Tell(measurement);
                if (measurement.Better == "higher")
                {
                    rates.Add(measurement);
                }
            }
        }

        if (rates.Count > 1)
        {
            Tell(Measurement.Of($"growth.{rates[0].Name}-to-{SizeOf(sizes[^1])}", rates[0].Unit, [(rates[^1].Value, rates[0].Value)], GrowthTarget));
        }

        if (sizes.Length is not 1)
        {
            var documents = WorldDocuments.Load(AdvisoriesMax);
            var name = string.Create(CultureInfo.InvariantCulture, $"advisories_{documents.Bytes.Count}");
            await server.EnsureAsync(name, from: null, connectionString => AdvisoryFill.FillAsync(connectionString, documents));
            Tell(await CountAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Pooling = true }.ConnectionString, documents.Bytes.Count, rounds));
        }

        return 0;

        void Tell(Measurement measurement) => Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
    }

    private static string SizeOf(int incidents) => string.Create(CultureInfo.InvariantCulture, $"{incidents / 1_000}k");

    private static async IAsyncEnumerable<Measurement> MeasureAsync(string connectionString, int incidents, int rounds)
    {
        await using var exchange = new ExchangeDatabase(connectionString);
        await using var plain = NpgsqlDataSource.Create(connectionString);
        await using var log = new EventStore.EventLog(exchange.Service);
        var head = await log.HeadAsync();
        var (speed, memory) = (new List<(double, double)>(), new List<(double, double)>());
        string? id = null;
        for (var round = 0; round <= rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var bytes = await ScanAsync(plain);
            var floor = clock.Elapsed;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            clock.Restart();
            var fold = await TrendFold.ReadAsync(log, head, CancellationToken.None);
            var read = clock.Elapsed;
            var held = GC.GetTotalMemory(forceFullCollection: true) - before;
            clock.Restart();
            var made = PublishTrends.Make(Plan, [], fold.AsOf(head), _ => throw new InvalidOperationException("Nobody corrects here.")).Edition!.Id; // Nothing is against it.
            var ours = read + clock.Elapsed;
            if (fold.Incidents != incidents || (id ?? made) != made)
            {
                throw new InvalidOperationException("The log makes another edition than the round before, or has other incidents.");
            }

            id = made;
            if (round > 0) // The first warms up.
            {
                speed.Add((incidents / ours.TotalSeconds, incidents / floor.TotalSeconds));
                memory.Add((held / Mebibyte, bytes / Mebibyte));
            }
        }

        yield return Measurement.Of($"publication.{SizeOf(incidents)}", "incidents/s", speed, PublicationTarget);
        yield return Measurement.Of($"memory.{SizeOf(incidents)}", "MiB", memory, MemoryTarget, "lower");
    }

    private static async Task<Measurement> CountAsync(string connectionString, int documents, int rounds)
    {
        await using var exchange = new ExchangeDatabase(connectionString);
        await using var plain = NpgsqlDataSource.Create(connectionString);
        await using var log = new EventStore.EventLog(exchange.Service);
        var head = await log.HeadAsync();
        var fold = await TrendFold.ReadAsync(log, head, CancellationToken.None);
        var pairs = new List<(double, double)>();
        for (var round = 0; round <= rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            await FetchAsync(plain);
            var floor = clock.Elapsed;
            clock.Restart();
            var counted = (await fold.Advisories.CountAsync(log, head, CancellationToken.None)).Where(c => c.Dimension == LiveTables.Scores).Sum(c => c.Items);
            var ours = clock.Elapsed;
            if (counted != documents)
            {
                throw new InvalidOperationException($"Of {documents} advisories {counted} were counted.");
            }

            if (round > 0) // The first warms up.
            {
                pairs.Add((documents / ours.TotalSeconds, documents / floor.TotalSeconds));
            }
        }

        return Measurement.Of("advisories", "documents/s", pairs, AdvisoriesTarget);
    }

    private static async Task FetchAsync(NpgsqlDataSource plain)
    {
        var digests = new List<byte[]>();
        await using (var all = plain.CreateCommand("select sha512 from cx.document"))
        await using (var reader = await all.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                digests.Add(await reader.GetFieldValueAsync<byte[]>(0));
            }
        }

        foreach (var digest in digests)
        {
            await using var one = plain.CreateCommand("select bytes from cx.document where sha512 = $1");
            one.Parameters.Add(new() { Value = digest });
            using var parsed = JsonDocument.Parse((byte[])(await one.ExecuteScalarAsync())!); // It was listed.
        }
    }

    private static async Task<long> ScanAsync(NpgsqlDataSource plain)
    {
        await using var command = plain.CreateCommand("select position, stream_id, version, event_id, type, type_version, recorded_at, metadata, body, addressing from cx.event order by position");
        await using var reader = await command.ExecuteReaderAsync();
        var bytes = 0L;
        while (await reader.ReadAsync())
        {
            var body = await reader.GetFieldValueAsync<byte[]>(8);
            using var parsed = JsonDocument.Parse(body);
            bytes += body.Length + (parsed.RootElement.ValueKind is JsonValueKind.Object ? 0 : 1);
        }

        return bytes;
    }
}
