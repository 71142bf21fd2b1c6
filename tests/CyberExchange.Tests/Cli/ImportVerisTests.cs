using System.Collections.Concurrent;
using System.Text.Json;
using CyberExchange.Cli;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ImportVerisTests(InstanceFolder folder) : IClassFixture<InstanceFolder>, IDisposable
{
    private readonly string _records = Directory.CreateTempSubdirectory("cyx-veris-").FullName;

    public void Dispose() => Directory.Delete(_records, recursive: true);

    [Fact]
    public async Task Lines_arrays_and_single_objects_of_a_folder_are_reported_for_the_importer_alone()
    {
        Write("a.jsonl", Record("L-1") + "\n\n" + Record("L-2") + "\n");
        Write("deep/b.json", $"[{Record("A-1")},\n {Record("A-2")}]");
        Write("deep/c.json", "\uFEFF" + Record("S-1"));
        Write("deep/notes.txt", "not looked at");
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("5 imported, 0 present, 0 there with other content, 0 refused\n", run.Output);
        Assert.Equal(["A-1", "A-2", "L-1", "L-2", "S-1"], exchange.References.Order());
        Assert.Equal(5, exchange.Shown.Count(token => token == "sealed"));
        Assert.All(exchange.Bodies, body => Assert.Contains("\"sharing\":{\"label\":\"TLP:AMBER\\u002BSTRICT\",\"permitsStatistics\":false}", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_finds_everything_present_and_other_content_stays_as_it_is()
    {
        Write("a.jsonl", Record("L-1") + "\n" + Record("L-2"));
        await using var exchange = await KeepingExchange.StartAsync(folder);
        await ImportAsync(exchange);

        var again = await ImportAsync(exchange);
        Write("a.jsonl", Record("L-1") + "\n" + Record("L-2", year: 2014));
        var changed = await ImportAsync(exchange);

        Assert.Equal((ExitCode.Done, "0 imported, 2 present, 0 there with other content, 0 refused\n"), (again.Code, again.Output));
        Assert.Equal(ExitCode.Done, changed.Code);
        Assert.Equal($"differs  {_records}/a.jsonl:2  L-2 is there with other content or under other terms, and stays as it is", changed.OutputLines[0]);
        Assert.Equal(2, exchange.References.Count);
    }

    [Fact]
    public async Task A_bad_line_is_named_with_its_number_and_the_others_are_in()
    {
        Write("a.jsonl", Record("L-1") + "\n{broken\n" + Record("L-3", year: 2099));
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange);

        Assert.Equal(ExitCode.PartlyImported, run.Code);
        Assert.StartsWith($"refused  {_records}/a.jsonl:2  The line is not JSON: ", run.OutputLines[0], StringComparison.Ordinal);
        Assert.Equal($"refused  {_records}/a.jsonl:3  The incident is detected in the future. (at /report/detectedAt)", run.OutputLines[1]);
        Assert.Equal("1 imported, 0 present, 0 there with other content, 2 refused", run.OutputLines[2]);
    }

    [Theory]
    [InlineData("--dry-run", "1 can be imported, 1 refused; nothing was sent", ExitCode.PartlyImported)]
    [InlineData("--strict", "1 can be imported, 1 refused; nothing was sent", ExitCode.PartlyImported)]
    public async Task A_dry_run_and_a_strict_one_with_a_bad_line_send_nothing(string option, string said, ExitCode code)
    {
        Write("a.jsonl", Record("L-1") + "\n[]");
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange, option);

        Assert.Equal((code, said), (run.Code, run.OutputLines[^1]));
        Assert.Empty(exchange.References);
    }

    [Fact]
    public async Task A_strict_run_names_the_bad_lines_as_json_too()
    {
        Write("a.jsonl", Record("L-1") + "\n[]");
        await using var exchange = await KeepingExchange.StartAsync(folder);

        var run = await ImportAsync(exchange, "--strict", "--json");

        using var line = JsonDocument.Parse(run.OutputLines[0]);
        Assert.Equal($"{_records}/a.jsonl:2", line.RootElement.GetProperty("path").GetString());
        Assert.Equal(3, run.OutputLines.Count);
    }

    [Fact]
    public async Task What_was_lost_stands_in_the_file_that_was_asked_for()
    {
        Write("a.jsonl", Record("L-1") + "\n" + Record("L-2"));
        await using var exchange = await KeepingExchange.StartAsync(folder);
        var file = Path.Combine(_records, "loss.out");

        var run = await ImportAsync(exchange, "--loss", file);

        Assert.Contains("what exchange could not carry of 2 record(s):", run.Error, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(("veris", "exchange", 2), (
            report.RootElement.GetProperty("from").GetString(), report.RootElement.GetProperty("to").GetString(), report.RootElement.GetProperty("records").GetInt32()));
        var oid = report.RootElement.GetProperty("losses").EnumerateArray().Single(l => l.GetProperty("path").GetString() == "_id.$oid");
        Assert.Equal(("Dropped", 2, "5b9e"), (oid.GetProperty("fate").GetString(), oid.GetProperty("records").GetInt32(), oid.GetProperty("example").GetString()));
    }

    [Fact]
    public async Task An_exchange_that_goes_away_ends_the_run_and_the_next_one_goes_on()
    {
        Write("a.jsonl", string.Join('\n', Enumerable.Range(0, 40).Select(i => Record($"L-{i}"))));
        await using var exchange = await KeepingExchange.StartAsync(folder);
        exchange.WritesUntilGone = 10;

        var cut = await ImportAsync(exchange);
        exchange.WritesUntilGone = int.MaxValue;
        var rest = await ImportAsync(exchange);

        Assert.Equal((ExitCode.Unavailable, 10), (cut.Code, cut.Output.StartsWith("10 imported, ", StringComparison.Ordinal) ? 10 : -1));
        Assert.EndsWith("0 refused, 30 not done\n", cut.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, "30 imported, 10 present, 0 there with other content, 0 refused\n"), (rest.Code, rest.Output));
    }

    [Fact]
    public async Task A_sector_that_is_not_in_the_taxonomy_is_refused_before_anything_is_read()
    {
        var run = await CyxRun.OfAsync(["import", "veris", "nowhere.json", "--sector", "eu.magic"], ct: TestContext.Current.CancellationToken);

        Assert.Equal((ExitCode.Usage, "'eu.magic' is not a sector of the taxonomy, such as eu.energy.electricity\n"), (run.Code, run.Error));
    }

    private static string Record(string id, int year = 2013) =>
        $$$"""{"_id":{"$oid":"5b9e"},"incident_id":"{{{id}}}","actor":{"unknown":{}},"victim":{"country":"USA","industry":"Public"},"timeline":{"incident":{"year":{{{year}}} } },"action":{"hacking":{"variety":["DoS"]} } }""";

    private void Write(string path, string text)
    {
        var full = Path.Combine(_records, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private Task<CyxRun> ImportAsync(KeepingExchange exchange, params string[] more) => CyxRun.OfAsync(
        ["--as", "cert-eu", "import", "veris", _records, "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0", .. more],
        ct: TestContext.Current.CancellationToken);
}

/// <summary>Keeps reports by their idempotency keys, as the exchange does.</summary>
internal sealed class KeepingExchange : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (Guid Id, string Body)> _kept = new(StringComparer.Ordinal);

    private FakeExchange? _exchange;
    private int _writes;

    public string Url => _exchange!.Url;

    /// <summary>After so many new reports every further one finds the exchange busy.</summary>
    public int WritesUntilGone { get; set; } = int.MaxValue;

    /// <summary>The consistency tokens that reads came with.</summary>
    public ConcurrentBag<string> Shown { get; } = [];

    public IReadOnlyList<string> Bodies => [.. _kept.Values.Select(k => k.Body)];

    public IReadOnlyList<string> References =>
        [.. Bodies.Select(b => JsonDocument.Parse(b).RootElement.GetProperty("report").GetProperty("reference").GetString()!)];

    public static async Task<KeepingExchange> StartAsync(InstanceFolder folder)
    {
        var made = new KeepingExchange();
        made._exchange = await FakeExchange.StartAsync(folder, made.AnswerAsync);
        return made;
    }

    public ValueTask DisposeAsync() => _exchange!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/v1/me")
        {
            var me = Guid.Parse("019a0000-0000-7000-8000-0000000000aa");
            await context.JsonAsync(
                $$"""
                {"partner":{"id":"{{me}}","handle":"cert-eu","name":"n","jurisdiction":"EU","roles":["cert"],"sectors":[]},
                 "member":{"id":"{{me}}","handle":"cert-eu","kind":"person","keys":[]},"capabilities":[],"certificateEndsAt":"2027-01-01T00:00:00Z"}
                """);
            return;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            Shown.Add(context.Request.Headers["Consistency-Token"].ToString());
            await context.JsonAsync("{}");
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (_kept.TryGetValue(key, out var before))
        {
            await (before.Body == body ? ReceiptAsync(context, before.Id, repeated: true) : context.ProblemAsync(409, "idempotency-key-reused", "Another request.", ""));
        }
        else if (Interlocked.Increment(ref _writes) > WritesUntilGone)
        {
            await context.ProblemAsync(503, "busy", "Later.", "");
        }
        else
        {
            _kept[key] = (Guid.NewGuid(), body);
            await ReceiptAsync(context, _kept[key].Id, repeated: false);
        }
    }

    private static Task ReceiptAsync(HttpContext context, Guid id, bool repeated)
    {
        if (repeated)
        {
            context.Response.Headers["Idempotency-Replayed"] = "true";
        }

        context.Response.StatusCode = 201;
        return context.JsonAsync($$"""{"id":"{{id}}","consistencyToken":"sealed"}""");
    }
}
