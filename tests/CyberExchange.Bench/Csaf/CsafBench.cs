using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CyberExchange.Testing.CsafPeers;
using CyberExchange.Testing.Suites;

namespace CyberExchange.Bench.Csaf;

/// <summary>Documents per second of our validator and of an npm package that the field uses, over real documents, and the peak memory of each.</summary>
/// <remarks>
/// Both are one process that reads the same files from disk and writes a line with the results of each to a file; both go through all
/// documents some times to warm up, and then take turns. Where others use the machine too, the rate for each second of processor time tells
/// more than that for each second. Tests that ask the network or start a program (6.3.6 to 6.3.8) are left out of both.
/// </remarks>
internal static class CsafBench
{
    private const double MandatoryTarget = 3;
    private const double FullTarget = 5;
    private const double MemoryTarget = 1;

    // Both compile what is called often while it runs: after these neither becomes faster.
    private const int WarmUps = 4;

    private static readonly string[] Folders = ["data/cisa-csaf", "data/ni-csaf/advisories", "data/stackable-csaf-site/csaf/v2/advisories"];

    public static async Task<int> RunAsync(string[] options)
    {
        var (json, rounds) = BenchOptions.Read(options);
        var files = Folders.SelectMany(folder => Directory.GetFiles(SharedSuites.Require(folder), "*.json", SearchOption.AllDirectories)).Order(StringComparer.Ordinal).ToList();
        foreach (var (preset, target) in new[] { ("mandatory", MandatoryTarget), ("full", FullTarget) })
        {
            foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
            {
                await foreach (var measurement in MeasureAsync(preset, threads, files, rounds, target))
                {
                    Console.WriteLine(json ? measurement.ToJson() : measurement.ToLine());
                }
            }
        }

        return 0;
    }

    private static async IAsyncEnumerable<Measurement> MeasureAsync(string preset, int threads, List<string> files, int rounds, double target)
    {
        var count = threads.ToString(CultureInfo.InvariantCulture);
        using var peer = CsafPeer.StartNode("validator.mjs", count);

        // As cyx runs: a program of the web collects its garbage later, with a heap for each core.
        using var ours = CsafPeer.Start(Environment.ProcessPath!, [typeof(CsafWorker).Assembly.Location, "csaf-worker", count], ("DOTNET_gcServer", "0")); // ProcessPath is null on no system that this runs on
        List<(double, double)> rates = [];
        List<(double, double)> costs = [];
        List<(double, double)> peaks = [];
        var (myProcessorSeconds, theirProcessorSeconds) = (0d, 0d); // Of the rounds before.
        for (var round = 0; round < WarmUps + rounds; round++)
        {
            var theirs = await OnceAsync(peer, preset, files);
            var mine = await OnceAsync(ours, preset, files);
            if (round >= WarmUps)
            {
                rates.Add((mine.Rate, theirs.Rate));
                costs.Add((files.Count / (mine.ProcessorSeconds - myProcessorSeconds), files.Count / (theirs.ProcessorSeconds - theirProcessorSeconds)));
                peaks.Add((mine.PeakMebibytes, theirs.PeakMebibytes));
            }

            (myProcessorSeconds, theirProcessorSeconds) = (mine.ProcessorSeconds, theirs.ProcessorSeconds);
        }

        var name = $"csaf.{preset}{(threads > 1 ? ".cores" : "")}";
        yield return Measurement.Of(name, "documents/s", rates, target);
        yield return Measurement.Of(name + ".processor", "documents/s", costs, target);
        yield return Measurement.Of(name + ".peak", "MiB", [peaks[^1]], MemoryTarget, "lower");
    }

    private static async Task<(double Rate, double ProcessorSeconds, double PeakMebibytes)> OnceAsync(CsafPeer validator, string preset, List<string> files)
    {
        var to = Path.GetTempFileName();
        try
        {
            var request = new JsonObject { ["preset"] = preset, ["files"] = new JsonArray([.. files.Select(file => JsonValue.Create(file))]), ["to"] = to };
            var clock = Stopwatch.StartNew();
            var last = await validator.AskAsync(request, line => throw new InvalidOperationException($"A line that was to be in the file: {line}"));
            var seconds = clock.Elapsed.TotalSeconds;
            var answered = await File.ReadLinesAsync(to).CountAsync();
            return answered == files.Count
                ? (answered / seconds, (double)last["processorMilliseconds"]! / 1000, (double)last["peakKilobytes"]! / 1024)
                : throw new InvalidOperationException($"{files.Count} documents were given, and {answered} answered.");
        }
        finally
        {
            File.Delete(to);
        }
    }
}
