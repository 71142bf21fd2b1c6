using CyberExchange.Fetching;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Fetching;

public sealed class UnlistedDocumentsTests : IAsyncLifetime
{
    private const string Host = "maker.example";
    private const string A = $"https://{Host}/csaf/2026/a-1.json";
    private const string B = $"https://{Host}/csaf/2026/b-1.json";
    private const string LineA = "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n";
    private const string LineB = "\"2026/b-1.json\",\"2026-01-01T00:00:00Z\"\n";

    private readonly FetchState _state = new();
    private ServedProvider _site = null!; // Made before each test.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _site = await ServedProvider.StartAsync(Host);
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1"));
        _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1"));
        List(LineA + LineB, "2026/a-1.json\n2026/b-1.json\n");
        await RunAsync();
    }

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task What_no_list_names_any_longer_is_told_once_and_is_not_unchanged_while_the_list_is()
    {
        List(LineA, "2026/a-1.json\n");

        var told = await RunAsync();
        var next = await RunAsync();

        Assert.Equal([B], told.Unlisted);
        Assert.Equal([A], told.Lines.Select(line => line.Url.AbsoluteUri));
        Assert.Empty(next.Unlisted);
        Assert.Equal([(A, FetchOutcome.Unchanged)], next.Lines.Select(line => (line.Url.AbsoluteUri, line.Outcome)));
    }

    [Fact]
    public async Task What_is_listed_again_is_looked_at_again()
    {
        List(LineA, "2026/a-1.json\n");
        await RunAsync();
        List(LineA + LineB, "2026/a-1.json\n2026/b-1.json\n");

        var again = await RunAsync();

        Assert.Equal(FetchOutcome.New, again.Lines.Single(line => line.Url.AbsoluteUri == B).Outcome);
        Assert.Empty(again.Unlisted);
    }

    [Fact]
    public async Task A_list_that_was_not_sent_again_still_counts()
    {
        // Only what has changed lately stands in many a changes.csv, and all of it in index.txt.
        _site.Add($"{Host}/csaf/changes.csv", LineA);

        var run = await RunAsync();
        var next = await RunAsync();

        Assert.Empty(run.Unlisted);
        Assert.All([run, next], (FetchSummary one) => Assert.Equal(2, one.Count(FetchOutcome.Unchanged)));
    }

    [Fact]
    public async Task Nothing_is_gone_because_its_list_cannot_be_read()
    {
        _site.Files.TryRemove($"{Host}/csaf/index.txt", out _);
        _site.Answers[$"{Host}/csaf/changes.csv"] = context =>
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };

        Assert.Empty((await RunAsync()).Unlisted);

        _site.Answers.Clear();
        Assert.Equal(2, (await RunAsync()).Count(FetchOutcome.Unchanged));
    }

    [Fact]
    public async Task Nothing_is_gone_because_its_feed_is_not_for_us_any_longer()
    {
        var feeds = new FetchState();
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host, ("/white.json", "WHITE"), ("/green.json", "GREEN")));
        _site.Add($"{Host}/white.json", Feed(A));
        _site.Add($"{Host}/green.json", Feed(B));
        Assert.Equal(2, (await FetchRun.OfAsync(_site.Options, Host, feeds, Ct)).Taken.Count);
        _site.Answers[$"{Host}/green.json"] = context =>
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };

        Assert.Empty((await FetchRun.OfAsync(_site.Options, Host, feeds, Ct)).Summary.Unlisted);

        static string Feed(string url) =>
            $$$"""{"feed":{"entry":[{"id":"x","updated":"2026-01-01T00:00:00Z","link":[{"rel":"self","href":"{{{url}}}"},{"rel":"hash","href":"{{{url}}}.sha512"}]}]}}""";
    }

    [Fact]
    public async Task What_was_never_taken_is_not_told()
    {
        _site.Publish(Host, "c-1.json", MadeProvider.Document("C-2"));
        List(LineA + LineB + "\"2026/c-1.json\",\"2026-01-01T00:00:00Z\"\n", "2026/a-1.json\n2026/b-1.json\n2026/c-1.json\n");
        Assert.Equal(1, (await RunAsync()).Count(FetchOutcome.Refused));
        List(LineA + LineB, "2026/a-1.json\n2026/b-1.json\n");

        var run = await RunAsync();

        Assert.Empty(run.Unlisted);
        Assert.Equal($"https://{Host}/csaf/2026/c-1.json", Assert.Single(run.Gone));
    }

    private void List(string changes, string index)
    {
        _site.Add($"{Host}/csaf/changes.csv", changes);
        _site.Add($"{Host}/csaf/index.txt", index);
    }

    private async Task<FetchSummary> RunAsync() => (await FetchRun.OfAsync(_site.Options, Host, _state, Ct)).Summary;
}
