using System.Diagnostics;
using System.Globalization;
using CyberExchange.Bench.Sharing;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Storage;
using CyberExchange.Views.Duties;
using Npgsql;

namespace CyberExchange.Bench.Duties;

/// <summary>What open duty files cost at a thousand, ten thousand and a hundred thousand: all of them computed anew after other rules were adopted, and the list of one partner among them.</summary>
/// <remarks>
/// <para>The recomputation is held to deleting and inserting the same rows in the same pages, without computing anything. Both take
/// turns, and dead rows are removed between them. Lists are held to the plain select of the same rows by a role that no policy holds
/// for. Growth holds the rate at the greatest size to that at the smallest; minutes lie between the two.</para>
/// <para><c>--files N</c> measures one size of N files alone.</para>
/// </remarks>
internal static class DutiesBench
{
    private const double RecomputeTarget = 0.5;
    private const double ListTarget = 0.7;
    private const double GrowthTarget = 0.5;
    private const int PageMax = 50;

    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        var sizes = BenchOptions.Number(options, "--files") is { } files ? [files] : Sizes;
        var clock = Stopwatch.StartNew();
        var seed = new DutySeed(new DutiesView());
        await using var server = await KeptServer.StartAsync("duties", DutySeed.Recipe());
        List<IReadOnlyList<Measurement>> bySize = [];
        foreach (var size in sizes)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"files_{size}");
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,6:0} s  {size:N0} files"));
            await server.EnsureAsync(name, from: null, connectionString => seed.FillAsync(connectionString, size));
            List<Measurement> measured = [];
            await foreach (var measurement in MeasureAsync(server.ConnectionString(name), seed, size, rounds))
            {
                Tell(measurement);
                measured.Add(measurement);
            }

            bySize.Add(measured);
        }

        foreach (var (first, last) in bySize.Count > 1 ? bySize[0].Zip(bySize[^1]) : [])
        {
            Tell(Measurement.Of($"growth.{first.Name}-to-{SizeOf(sizes[^1])}", first.Unit, [(last.Value, first.Value)], GrowthTarget));
        }

        return 0;

        void Tell(Measurement measurement) => Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
    }

    private static string SizeOf(int files) => string.Create(CultureInfo.InvariantCulture, $"{files / 1_000.0:0.#}k");

    private static async IAsyncEnumerable<Measurement> MeasureAsync(string connectionString, DutySeed seed, int files, int rounds)
    {
        await using var exchange = new ExchangeDatabase(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = true }.ConnectionString);
        await using var bypassing = WallReads.Bypassing(connectionString);
        var floor = new DutyFloor(bypassing);
        await floor.VacuumAsync();
        yield return await RecomputeAsync(exchange, seed, floor, files, rounds);
        foreach (var (name, ours, plain) in Lists(new(exchange.Service), floor))
        {
            if (!(await ours()).SequenceEqual(await plain()))
            {
                throw new InvalidOperationException($"The list {name} has other rows than the plain select.");
            }

            yield return await Turns.AlternateAsync($"{name}.{SizeOf(files)}", "pages/s", rounds, ListTarget, _ => ours(), _ => plain());
        }
    }

    private static async Task<Measurement> RecomputeAsync(ExchangeDatabase exchange, DutySeed seed, DutyFloor floor, int files, int rounds)
    {
        var rows = await floor.CountAsync();
        var results = new List<(double, double)>();
        for (var round = 0; round <= rounds; round++)
        {
            var plain = await floor.RewriteAsync();
            await floor.VacuumAsync();
            var clock = Stopwatch.StartNew();
            await seed.AdoptAsync(exchange, round + 1); // Another one than the round before.
            var ours = clock.Elapsed;
            await floor.VacuumAsync();
            if (round > 0) // The first warms up.
            {
                results.Add((files / ours.TotalSeconds, files / plain.TotalSeconds));
            }
        }

        return await floor.CountAsync() == rows
            ? Measurement.Of($"recompute.{SizeOf(files)}", "files/s", results, RecomputeTarget)
            : throw new InvalidOperationException("The recomputation left more rows or less than it found.");
    }

    private static IEnumerable<(string Name, Func<Task<IReadOnlyList<Guid>>> Ours, Func<Task<IReadOnlyList<Guid>>> Plain)> Lists(DutyQueries queries, DutyFloor floor)
    {
        var reader = DutyWorld.Listed;
        yield return ("list.first", () => OursAsync(null), () => floor.FirstAsync(reader.Value, PageMax));
        yield return ("list.next", () => OursAsync(DutyState.Next), () => floor.NextAsync(reader.Value, PageMax, DutyWorld.Now));

        async Task<IReadOnlyList<Guid>> OursAsync(DutyState? state) =>
            [.. (await queries.ListAsync(reader, new(ByOwner: true, state, Before: null, After: null), DutyWorld.Now, PageMax, default)).Select(row => row.Id)];
    }
}
