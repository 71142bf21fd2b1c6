using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using CyberExchange.Cli;
using Xunit;

namespace CyberExchange.Tests.Cli;

/// <summary>Files that somebody may give to `cyx csaf validate` to hurt it: the program itself answers each, in memory that ends.</summary>
public sealed class HostileFilesTests : IDisposable
{
    private const int ArrayItemsMax = 100_000;

    // Of the program, for all files of the run together: an allocation beyond it ends the process. In hexadecimal, as the runtime reads it: 512 MiB.
    private const string HeapBytesMax = "20000000";

    private static readonly bool IsQuick = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") is not ("full" or "soak");

    private readonly string _documents = Directory.CreateTempSubdirectory("cyx-hostile-").FullName;

    public void Dispose() => Directory.Delete(_documents, recursive: true);

    [Fact]
    public async Task Files_that_are_cut_huge_deep_or_full_are_answered_in_little_memory()
    {
        var products = IsQuick ? ArrayItemsMax : 1_000_000;
        Write("cut.json", "{\"document\":{\"notes\":[\"" + new string('a', 15_000_000));
        Write("deep.json", new string('[', 8_000_000));
        Write("many.json", Many(products));
        Write("twice.json", """{"document":{"title":"a","title":"b"}}""");
        using (var huge = File.Create(Path.Combine(_documents, "huge.json")))
        {
            huge.SetLength(100 * 1024 * 1024);
        }

        var (code, lines) = await ValidateAsync();

        Assert.Equal((int)ExitCode.Usage, code);
        Assert.Equal(["cut.json", "deep.json", "huge.json", "many.json", "twice.json"], lines.Select(line => Path.GetFileName((string?)line["file"])));
        Assert.All(lines, line => Assert.False((bool)line["valid"]!));
        Says(lines[0], "This stops being JSON at line 1, byte 15000024");
        Says(lines[1], "Objects and arrays may nest 128 deep; this goes deeper.");
        Says(lines[2], "A document may have 16777216 bytes; this one has 104857600.");
        Says(lines[3], string.Create(CultureInfo.InvariantCulture, $"This test fails at {products} places; the first 100 are listed."));
        Says(lines[4], "The member \"title\" stands twice in one object, again at byte 26");
    }

    private static void Says(JsonNode line, string message) =>
        Assert.Contains(line["results"]!.AsArray(), result => ((string)result!["message"]!).StartsWith(message, StringComparison.Ordinal));

    /// <summary>A document that speaks of many products and defines none.</summary>
    private static string Many(int products)
    {
        var vulnerabilities = Enumerable.Range(0, products).Chunk(ArrayItemsMax).Select(some =>
            "{\"product_status\":{\"known_affected\":[" + string.Join(',', some.Select(i => string.Create(CultureInfo.InvariantCulture, $"\"p{i}\""))) + "]}}");
        return "{\"document\":{\"csaf_version\":\"2.0\"},\"vulnerabilities\":[" + string.Join(',', vulnerabilities) + "]}";
    }

    private async Task<(int Code, IReadOnlyList<JsonNode> Lines)> ValidateAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ExitCode).Assembly.Location, "csaf", "validate", _documents, "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_GCHeapHardLimit"] = HeapBytesMax },
        };
        using var cyx = Process.Start(start)!; // a process of its own starts anew each time
        var output = await cyx.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await cyx.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (cyx.ExitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)]); // a line is an object
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_documents, name), text);
}
