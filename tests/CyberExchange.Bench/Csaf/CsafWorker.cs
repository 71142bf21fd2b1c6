using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using CyberExchange.Cli.Csaf;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Bench.Csaf;

/// <summary>Our validator as a process that is asked as the others' are: what <c>cyx csaf validate --json</c> does, request after request.</summary>
internal static class CsafWorker
{
    public static async Task<int> RunAsync(string[] options)
    {
        var inWork = int.Parse(options[0], NumberStyles.None, CultureInfo.InvariantCulture);
        while (await Console.In.ReadLineAsync() is { } request)
        {
            var asked = JsonSerializer.Deserialize<JsonObject>(request)!; // a request is an object
            var preset = Enum.Parse<CsafPreset>((string)asked["preset"]!, ignoreCase: true);
            var files = asked["files"]!.AsArray().Select(file => (string)file!).ToList();
            await using var output = new StreamWriter((string)asked["to"]!);
            var run = new ValidationRun(CsafValidationOptions.Default with { Preset = preset }) { InWorkMax = inWork };
            await foreach (var line in run.RunAsync(files.Select(file => new ValidationFile(file, file, IsNamed: true)), CancellationToken.None))
            {
                await output.WriteLineAsync(CyxJson.WriteLine(line));
            }

            using var me = Process.GetCurrentProcess();
            await output.FlushAsync();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"documents":{{files.Count}},"peakKilobytes":{{me.PeakWorkingSet64 / 1024}},"processorMilliseconds":{{me.TotalProcessorTime.TotalMilliseconds:0}}}"""));
        }

        return 0;
    }
}
