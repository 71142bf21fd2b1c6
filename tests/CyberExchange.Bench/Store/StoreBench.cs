using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using Npgsql;

namespace CyberExchange.Bench.Store;

/// <summary>The log against plain Npgsql: appends, reads, rebuilds and followers; with <c>--growth</c> at three sizes of the log.</summary>
/// <remarks>
/// Same database, same run, fsync on, bodies of 935 bytes; ours and the floor take turns, so that a noisy neighbour meets
/// both. The database is a private one on the local disk, or the one that CYBEREXCHANGE_DATABASE names.
/// </remarks>
internal static class StoreBench
{
    private const int ScannedEvents = 200_000;
    private const int WarmingEvents = 50_000;
    private const int FoldedEvents = 100;
    private const int GrowthPerStream = 4;

    /// <summary>Raised when the way of filling changes.</summary>
    private const int FillVersion = 1;

    private static readonly long[] Sizes = [10_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        var only = BenchOptions.Text(options, "--only");
        var clock = Stopwatch.StartNew();
        var measurements = options.Contains("--growth", StringComparer.Ordinal)
            ? GrowthAsync(rounds, BenchOptions.Number(options, "--events") is { } size ? [size] : Sizes, Wanted, Say)
            : AllAsync(rounds, Wanted, Say);
        await foreach (var measurement in measurements)
        {
            Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
        }

        return 0;

        // A group is wanted where one of its own is.
        bool Wanted(string name) => only is null || name.Contains(only, StringComparison.Ordinal) || only.StartsWith(name + ".", StringComparison.Ordinal);
        void Say(string line) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0} s  {line}"));
    }

    private static async IAsyncEnumerable<Measurement> AllAsync(int rounds, Func<string, bool> wanted, Action<string> say)
    {
        await using var database = await BenchDatabase.OpenAsync();
        await Migrator.MigrateAsync(database.ConnectionString);
        await foreach (var measurement in StoreAppends.MeasureAsync(database.ConnectionString, "", rounds, wanted))
        {
            yield return measurement;
        }

        if (wanted("follow"))
        {
            foreach (var measurement in await StoreFollowers.MeasureAsync(database.ConnectionString))
            {
                yield return measurement;
            }
        }

        if (wanted("read") || wanted("rebuild"))
        {
            // What is compared is the database's first time with its second, and not the program's.
            await using var warming = await FilledAsync(database, "warming", WarmingEvents, say);
            await StoreRebuild.MeasureAsync(warming.ConnectionString, WarmingEvents, rounds: 2);
            await using var filled = await FilledAsync(database, "scanned", ScannedEvents, say);
            foreach (var measurement in wanted("rebuild") ? await StoreRebuild.MeasureAsync(filled.ConnectionString, ScannedEvents, rounds) : [])
            {
                yield return measurement;
            }

            await using (var source = NpgsqlDataSource.Create(filled.ConnectionString))
            {
                await new LogUpkeep(source).DoDueAsync(CancellationToken.None);
            }

            await foreach (var measurement in ReadsAsync(filled.ConnectionString, ScannedEvents / FoldedEvents, FoldedEvents, "", rounds, wanted))
            {
                yield return measurement;
            }
        }
    }

    private static async Task<BenchDatabase> FilledAsync(BenchDatabase database, string name, long events, Action<string> say)
    {
        var filled = await database.AnotherAsync(name);
        await Migrator.MigrateAsync(filled.ConnectionString);
        await new StoreFill(filled.ConnectionString, say).FillAsync(events, FoldedEvents, analyze: false);
        return filled;
    }

    private static async IAsyncEnumerable<Measurement> GrowthAsync(int rounds, long[] sizes, Func<string, bool> wanted, Action<string> say)
    {
        await using var server = await KeptServer.StartAsync("store", Recipe());
        foreach (var size in sizes)
        {
            // The largest takes minutes to fill and stays, with what measuring appends to it; the others are filled anew.
            var name = string.Create(CultureInfo.InvariantCulture, $"events_{size}");
            if (size < Sizes[^1])
            {
                await server.DropAsync(name);
            }

            say($"{size:N0} events");
            await server.EnsureAsync(name, from: null, connectionString => new StoreFill(connectionString, say).FillAsync(size, GrowthPerStream));
            var connectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString(name)) { Pooling = true }.ConnectionString;
            await StoreFill.WarmAsync(connectionString, say);
            var suffix = string.Create(CultureInfo.InvariantCulture, $".{size:0.#E+0}").Replace("E+", "e", StringComparison.Ordinal);
            await foreach (var measurement in ReadsAsync(connectionString, (int)(size / GrowthPerStream), GrowthPerStream, suffix, rounds, n => n != "read.scan" && wanted(n)))
            {
                yield return measurement;
            }

            await foreach (var measurement in StoreAppends.MeasureAsync(connectionString, suffix, rounds, wanted))
            {
                yield return measurement;
            }
        }
    }

    private static async IAsyncEnumerable<Measurement> ReadsAsync(
        string connectionString, int streams, int perStream, string suffix, int rounds, Func<string, bool> wanted)
    {
        await using var log = new OurLog(connectionString);
        await using var plain = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
        await foreach (var measurement in new StoreReads(log, plain, streams, await log.Log.HeadAsync(), perStream).MeasureAsync(suffix, rounds, wanted))
        {
            yield return measurement;
        }
    }

    private static string Recipe()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var script in SchemaScript.Embedded())
        {
            hash.AppendData(script.Sha256.Span);
        }

        hash.AppendData([FillVersion]);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }
}
