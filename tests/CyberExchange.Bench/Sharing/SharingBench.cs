using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CyberExchange.Storage;
using CyberExchange.Views.Core;

namespace CyberExchange.Bench.Sharing;

/// <summary>What a thousand partners cost at ten thousand, a hundred thousand and a million items, against a row for each pair.</summary>
/// <remarks>
/// <para>Both read the same database in turns of half a second, on one connection each, fsync on. Ours goes through the query
/// classes of the views and ends in records; the floor is <see cref="PairFloor"/>, and ends in bytes.</para>
/// <para><c>--items N</c> measures one size of N items alone; more than a million take <c>--items</c> too.</para>
/// <para><c>ops/bench wall</c> reads the same databases, behind the row-level policies and free of them; see <see cref="WallReads"/>.</para>
/// </remarks>
internal static class SharingBench
{
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000];

    /// <summary>The index of more takes gigabytes and minutes to fill: <c>--search</c> asks for it.</summary>
    private const int SearchItemsMax = 100_000;

    public static async Task<int> RunAsync(string[] options, bool wall = false)
    {
        var (json, rounds) = BenchOptions.Read(options);
        var sizes = BenchOptions.Number(options, "--items") is { } items ? [items] : Sizes;
        var clock = Stopwatch.StartNew();
        var world = new SharingWorld(new WorldPartners(), WorldDocuments.Load(count: 600));
        var seed = new SharingSeed(world, Say);
        Say(world.Documents.Source);
        await using var server = await KeptServer.StartAsync("sharing", Recipe(world));
        await server.EnsureAsync("first", from: null, seed.ProjectFirstAsync);
        var checkedSeed = false;
        foreach (var size in sizes)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"items_{size}");
            var windows = Math.Max(2, size / SharingWorld.WindowItems);
            Say($"{windows * SharingWorld.WindowItems:N0} items");
            await server.EnsureAsync(name, from: "first", connectionString => seed.MultiplyAsync(connectionString, windows));
            if (!checkedSeed)
            {
                await CheckAsync(server, seed, name);
                checkedSeed = true;
            }

            var searches = size <= SearchItemsMax || options.Contains("--search", StringComparer.Ordinal);
            var measured = wall
                ? MeasureWallAsync(server.ConnectionString(name), world, windows * SharingWorld.WindowItems, rounds, searches)
                : MeasureAsync(server.ConnectionString(name), world, windows * SharingWorld.WindowItems, rounds, searches);
            await foreach (var measurement in measured)
            {
                Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
            }
        }

        return 0;

        void Say(string line) => Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0} s  {line}"));
    }

    // The schema, the version of the projection's rows, and every event.
    private static string Recipe(SharingWorld world)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var script in SchemaScript.Embedded())
        {
            hash.AppendData(script.Sha256.Span);
        }

        hash.AppendData(Encoding.ASCII.GetBytes($"{new SharingCore(new LiveDirectory(null!)).Version} {SharingSeed.Version}")); // The directory is not asked.
        foreach (var e in world.Enrolment().Concat(world.Window(0)))
        {
            hash.AppendData(e.Body);
            hash.AppendData(e.Addressing);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static async Task CheckAsync(KeptServer server, SharingSeed seed, string filled)
    {
        await server.DropAsync("projected");
        await server.EnsureAsync("projected", from: null, projected => seed.CheckAsync(server.ConnectionString("first"), server.ConnectionString(filled), projected));
        await server.DropAsync("projected");
    }

    private static async IAsyncEnumerable<Measurement> MeasureWallAsync(string connectionString, SharingWorld world, int items, int rounds, bool searches)
    {
        await using var exchange = new ExchangeDatabase(new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString);
        await using var bypassing = WallReads.Bypassing(connectionString);
        await using var floor = await PairFloor.CreateAsync(connectionString, world.Partners.Most, world.Partners.Least);
        var search = new SharingSearch(exchange, connectionString, world, items / SharingWorld.WindowItems);
        foreach (var read in await WallReads.AllAsync(exchange.Service, bypassing, floor, world))
        {
            yield return await Turns.AlternateAsync($"wall.{read.Name}.{SizeOf(items)}", read.Unit, rounds, read.Target, read.Ours, read.Floor);
        }

        foreach (var read in searches ? await search.WallReadsAsync(bypassing, floor) : [])
        {
            yield return await Turns.AlternateAsync($"wall.{read.Name}.{SizeOf(items)}", read.Unit, rounds, read.Target, read.Ours, read.Floor);
        }
    }

    private static string SizeOf(int items) => items switch
    {
        >= 1_000_000 => $"{items / 1_000_000}m",
        _ => $"{items / 1_000}k",
    };

    private static async IAsyncEnumerable<Measurement> MeasureAsync(string connectionString, SharingWorld world, int items, int rounds, bool searches)
    {
        await using var exchange = new ExchangeDatabase(new Npgsql.NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString);
        await using var floor = await PairFloor.CreateAsync(connectionString, world.Partners.Most, world.Partners.Least);
        var windows = items / SharingWorld.WindowItems;
        var size = SizeOf(items);
        foreach (var read in await SharingReads.AllAsync(exchange, floor, world))
        {
            yield return await Turns.AlternateAsync($"{read.Name}.{size}", read.Unit, rounds, read.Target, read.Ours, read.Floor);
        }

        foreach (var read in searches ? await new SharingSearch(exchange, connectionString, world, windows).ReadsAsync(floor) : [])
        {
            yield return await Turns.AlternateAsync($"{read.Name}.{size}", read.Unit, rounds, read.Target, read.Ours, read.Floor);
        }

        foreach (var storage in await SharingStorage.MeasureAsync(connectionString, size, windows))
        {
            yield return storage;
        }

        await using var changes = new SharingChanges(exchange, floor, world, windows);
        foreach (var change in await changes.MeasureAsync(size, rounds))
        {
            yield return change;
        }
    }
}
