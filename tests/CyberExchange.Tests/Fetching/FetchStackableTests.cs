using System.Text;
using CyberExchange.Fetching;
using CyberExchange.Testing.Suites;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Fetching;

/// <summary>A real trusted provider's site, with its own key, hashes and signatures.</summary>
public sealed class FetchStackableTests
{
    private const string Host = "advisories.stackable.tech";
    private const string Folder = $"{Host}/csaf/v2/advisories/";
    private const string Metadata = $"{Host}/.well-known/csaf/provider-metadata.json";
    private const string Fingerprint = "218E03479FE800223105FEA631905DED3EFD610A";
    private const string OtherFingerprint = "A4BE1EC463AA541E15FF54AB88EDA0F297A4367A";
    private const string Key = $"{Host}/csaf/v2/openpgp/4005788070EAA8A5.txt";
    private const string OtherKey = $"{Host}/csaf/v2/openpgp/A2A781A51BC3B8C6.txt";
    private const int Documents = 23;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_hash_and_signature_is_checked_and_a_second_run_costs_three_conditional_requests()
    {
        await using var site = await StartAsync();
        var state = new FetchState();

        var run = await FetchRun.OfAsync(site.Options, Host, state, Ct);

        Assert.Equal(Documents, run.Taken.Count);
        Assert.All(run.Summary.Lines, line => Assert.Equal((FetchOutcome.New, "sha512", Fingerprint, true), (line.Outcome, line.Hash, line.Signature, line.Valid)));
        Assert.All(run.Taken, one => Assert.Equal(site.Files[$"{Host}{one.Value.Url.AbsolutePath}"], one.Value.Bytes));
        Assert.Equal(["stacksa_2024_0089_0001.json: it is listed more than once"], run.Notes); // As it is.
        Assert.Equal((3 * Documents) + 4, site.Take().Count); // Metadata, changes.csv, index.txt and the key.

        var again = await FetchRun.OfAsync(site.Options, Host, state, Ct);

        Assert.All(site.Take(), asked => Assert.Equal((true, 304), (asked.IsConditional, asked.Status)));
        Assert.Empty(again.Taken);
        Assert.Equal(Documents, again.Summary.Count(FetchOutcome.Unchanged));
    }

    [Fact]
    public async Task What_is_broken_is_told_with_its_reason_and_the_others_are_taken()
    {
        await using var site = await StartAsync();
        site.Files[$"{Folder}2026/cve-2026-8838.json"][100] ^= 1;
        site.Files.TryRemove($"{Folder}2026/cve-2026-6100.json.asc", out _);
        site.Files.TryRemove($"{Folder}2026/cve-2026-42778.json", out _);
        site.Files.TryRemove($"{Folder}2026/cve-2026-42581.json.sha512", out _);
        site.Files.TryRemove($"{Folder}2026/cve-2026-42203.json.sha512", out _);
        site.Files.TryRemove($"{Folder}2026/cve-2026-42203.json.sha256", out _);
        site.Files[$"{Folder}2026/cve-2026-42284.json.asc"] = site.Files[$"{Folder}2026/cve-2026-42035.json.asc"];
        site.Answers[$"{Folder}2026/cve-2026-48710.json"] = Redirect("https://elsewhere.example/cve-2026-48710.json");
        site.Answers[$"{Folder}2026/cve-2026-42271.json"] = Redirect($"http://{Folder}2026/cve-2026-42271.json");
        site.Answers[$"{Folder}2026/cve-2026-42579.json"] = EndlessAsync;
        site.Answers[$"{Folder}2026/cve-2026-42584.json"] = Redirect($"https://{Folder}2026/moved.json");
        site.Files[$"{Folder}2026/moved.json"] = site.Files[$"{Folder}2026/cve-2026-42584.json"];
        site.Files[$"{Folder}changes.csv"] =
        [
            .. "\"../../../cve-2026-0001.json\",\"2026-08-01T00:00:00Z\"\n\"2026/..%2f..%2fcve-2026-0002.json\",\"2026-08-01T00:00:00Z\"\n"u8,
            .. site.Files[$"{Folder}changes.csv"],
        ];

        var run = await FetchRun.OfAsync(site.Options, Host, ct: Ct);

        (string File, FetchReason Reason)[] refused =
        [
            ("cve-2026-8838.json", FetchReason.HashDiffers), ("cve-2026-6100.json", FetchReason.SignatureMissing), ("cve-2026-42778.json", FetchReason.Absent),
            ("cve-2026-42203.json", FetchReason.HashMissing), ("cve-2026-42284.json", FetchReason.SignatureWrong), ("cve-2026-48710.json", FetchReason.Redirect),
            ("cve-2026-42271.json", FetchReason.Redirect), ("cve-2026-42579.json", FetchReason.TooLarge),
        ];
        Assert.All(refused, one => Assert.Equal((FetchOutcome.Refused, one.Reason), (run[one.File].Outcome, run[one.File].Reason)));
        Assert.Equal(2, run.Summary.Lines.Count(line => line.Reason is FetchReason.Address));
        Assert.Equal(refused.Length + 2, run.Summary.Count(FetchOutcome.Refused));
        Assert.Equal(Documents - refused.Length, run.Taken.Count);
        Assert.Equal("sha256", run["cve-2026-42581.json"].Hash);
        Assert.Contains("it is redirected, which CSAF advises against (requirement 6)", run["cve-2026-42584.json"].Notes);
        Assert.All(site.Take(), asked => Assert.DoesNotContain("cve-2026-000", asked.Url, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Fingerprint, OtherKey, FetchReason.NoKey)]
    [InlineData(OtherFingerprint, Key, FetchReason.NoKey)]
    [InlineData(OtherFingerprint, OtherKey, FetchReason.SignatureWrong)]
    public async Task A_key_that_is_not_the_one_named_is_no_key_and_another_ones_signature_is_none(string fingerprint, string key, FetchReason reason)
    {
        await using var site = await StartAsync();
        Shorten(site);
        site.Add(Metadata, Encoding.UTF8.GetString(site.Files[Metadata])
            .Replace(Fingerprint, fingerprint, StringComparison.Ordinal)
            .Replace(Key, key, StringComparison.Ordinal));

        var run = await FetchRun.OfAsync(site.Options, Host, ct: Ct);

        Assert.Empty(run.Taken);
        Assert.All(run.Summary.Lines, line => Assert.Equal(reason, line.Reason));
        Assert.Equal(reason is FetchReason.NoKey, run.Summary.Notes.Any(note => note.Contains(fingerprint, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Key, true)]
    [InlineData(OtherKey, false)]
    public async Task Pinned_keys_alone_count(string key, bool isTaken)
    {
        await using var site = await StartAsync();
        Shorten(site);
        var pinned = site.Files[key];
        site.Files.Remove(Key, out _);

        var run = await FetchRun.OfAsync(site.Options with { PinnedKeys = [pinned] }, Host, ct: Ct);

        Assert.Equal(isTaken ? 2 : 0, run.Taken.Count);
        Assert.All(run.Summary.Lines, line => Assert.Equal(isTaken ? null : FetchReason.SignatureWrong, line.Reason));
    }

    [Fact]
    public async Task An_interrupted_run_goes_on_and_asks_for_no_document_twice()
    {
        await using var site = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("fetch-state-");
        var path = Path.Combine(folder.FullName, "state.jsonl");
        using (var file = FetchStateFile.Open(path))
        using (var stop = new CancellationTokenSource())
        {
            var taken = 0;
            using var fetcher = new CsafFetcher(site.Options, file.State, async (_, ct) =>
            {
                if (Interlocked.Increment(ref taken) > 6)
                {
                    await stop.CancelAsync();
                }

                ct.ThrowIfCancellationRequested();
                return null;
            });
            var plan = await fetcher.PlanAsync(Host, Ct);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.RunAsync(plan, _ => { }, stop.Token));
        }

        await File.AppendAllTextAsync(path, "{\"url\":\"https://advi", Ct); // As a run that is killed may leave it.
        site.Take();
        using var resumed = FetchStateFile.Open(path);
        var before = resumed.State.All.Where(record => record.Sha512 is not null).Select(record => record.Url).ToList();
        Assert.InRange(before.Count, 1, Documents - 1);

        var run = await FetchRun.OfAsync(site.Options, Host, resumed.State, Ct);

        Assert.Equal(Documents - before.Count, run.Taken.Count);
        Assert.Equal(before.Count, run.Summary.Count(FetchOutcome.Unchanged));
        Assert.DoesNotContain(site.Take(), asked => before.Contains($"https://{asked.Url}", StringComparer.Ordinal));
        Assert.Throws<IOException>(() => FetchStateFile.Open(path));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_rolie_feed_goes_before_a_directory_and_costs_one_request_while_it_is_unchanged()
    {
        await using var site = await StartAsync();
        var files = site.Files.Keys.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var entries = files.Select(file => $$"""
            {"id":"{{Path.GetFileName(file)}}","title":"t","updated":"2026-07-13T00:00:00Z","link":[
            {"rel":"self","href":"https://{{file}}"},{"rel":"hash","href":"https://{{file}}.sha512"},{"rel":"signature","href":"https://{{file}}.asc"}]}
            """);
        const string feed = $"{Host}/feed.json";
        site.Add(feed, Feed([.. entries, """{"id":"x","link":[{"rel":"self","href":"https://elsewhere.example/x.json"}]}"""]));
        site.Add(Metadata, Encoding.UTF8.GetString(site.Files[Metadata]).Replace(
            "\"distributions\": [", $$"""
            "distributions": [ { "rolie": { "feeds": [ { "summary": "s", "tlp_label": "WHITE", "url": "https://{{feed}}" } ] } },
            """,
            StringComparison.Ordinal));
        var state = new FetchState();

        var run = await FetchRun.OfAsync(site.Options, Host, state, Ct);

        Assert.Equal(Documents, run.Taken.Count);
        Assert.Equal(FetchReason.Address, Assert.Single(run.Summary.Lines, line => line.Outcome is FetchOutcome.Refused).Reason);
        Assert.All(run.Summary.Lines.Where(line => line.Outcome is FetchOutcome.New), line => Assert.Equal(("sha512", Fingerprint), (line.Hash, line.Signature)));
        Assert.DoesNotContain(site.Take(), asked => asked.Url.EndsWith("changes.csv", StringComparison.Ordinal));

        site.Add(feed, Feed(entries));
        await FetchRun.OfAsync(site.Options, Host, state, Ct);
        Assert.Equal([Metadata, feed], site.Take().Select(asked => asked.Url)); // No date has changed.

        var unchanged = await FetchRun.OfAsync(site.Options, Host, state, Ct);
        Assert.Equal([(Metadata, 304), (feed, 304)], site.Take().Select(asked => (asked.Url, asked.Status)));
        Assert.Equal(Documents, unchanged.Summary.Count(FetchOutcome.Unchanged));
    }

    private static async Task<ServedProvider> StartAsync()
    {
        var folder = SharedSuites.Require("data/stackable-csaf-site");
        var site = await ServedProvider.StartAsync(Host);
        site.AddFolder(Host, folder);
        return site;
    }

    private static string Feed(IEnumerable<string> entries) => $$$"""{"feed":{"id":"f","entry":[{{{string.Join(',', entries)}}}]}}""";

    private static void Shorten(ServedProvider site)
    {
        site.Add($"{Folder}changes.csv", string.Join('\n', Encoding.UTF8.GetString(site.Files[$"{Folder}changes.csv"]).Split('\n').Take(2)));
        site.Files.TryRemove($"{Folder}index.txt", out _);
    }

    private static RequestDelegate Redirect(string to) => context =>
    {
        context.Response.Redirect(to);
        return Task.CompletedTask;
    };

    // Nobody says how long it will be, and it does not end.
    private static async Task EndlessAsync(HttpContext context)
    {
        var some = new byte[1024 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(some, context.RequestAborted);
        }
    }
}
