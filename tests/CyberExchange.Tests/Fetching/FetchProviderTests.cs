using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CyberExchange.DevHost.Certificates;
using CyberExchange.Fetching;
using CyberExchange.Testing.Certificates;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Fetching;

public sealed class FetchProviderTests : IAsyncLifetime
{
    private const string Host = "maker.example";
    private const string Other = "csaf.other.example";
    private const string DnsPath = $"csaf.data.security.{Host}";

    private ServedProvider _site = null!; // Made before each test.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _site = await ServedProvider.StartAsync(Host, Other, DnsPath);

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("well-known", new[] { $"{Host}{MadeProvider.WellKnown}" })]
    [InlineData("security.txt", new[] { $"{Host}{MadeProvider.WellKnown}", $"{Host}/.well-known/security.txt", $"{Other}/metadata.json" })]
    [InlineData("old security.txt", new[] { $"{Host}{MadeProvider.WellKnown}", $"{Host}/.well-known/security.txt", $"{Host}/security.txt", $"{Other}/metadata.json" })]
    [InlineData("dns", new[] { $"{Host}{MadeProvider.WellKnown}", $"{Host}/.well-known/security.txt", $"{Host}/security.txt", $"{DnsPath}/" })]
    public async Task Metadata_is_looked_for_in_the_order_of_the_standard(string way, string[] asked)
    {
        const string securityTxt = $"Contact: mailto:a@{Host}\nCSAF: http://{Other}/not-followed.json\ncsaf: https://{Other}/metadata.json\n";
        var metadata = MadeProvider.Metadata(Host);
        _site.Add($"{DnsPath}/", metadata);
        _site.Add($"{Other}/metadata.json", metadata);
        _site.Add("nowhere", "");
        var place = way switch
        {
            "well-known" => $"{Host}{MadeProvider.WellKnown}",
            "security.txt" => $"{Host}/.well-known/security.txt",
            "old security.txt" => $"{Host}/security.txt",
            _ => "nowhere",
        };
        _site.Add(place, way == "well-known" ? metadata : securityTxt);
        _site.Add($"{Host}/csaf/index.txt", "");

        await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.Equal(asked, _site.Take().Select(one => one.Url).Where(url => !url.StartsWith($"{Host}/csaf/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_domain_without_a_provider_is_told_with_every_place_that_was_looked_at()
    {
        var none = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options, Host, ct: Ct));

        Assert.Equal(FetchReason.Absent, none.Reason);
        Assert.All(["/.well-known/csaf/", "/.well-known/security.txt", "/security.txt", DnsPath], (string place) => Assert.Contains(place, none.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData($"http://{Host}/provider-metadata.json")]
    [InlineData($"https://user@{Host}/provider-metadata.json")]
    [InlineData("file:///etc/passwd")]
    [InlineData("a domain")]
    [InlineData("")]
    public async Task What_is_neither_a_domain_nor_an_https_url_is_not_asked(string source)
    {
        Assert.Equal(FetchReason.Address, (await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options, source, ct: Ct))).Reason);
        Assert.Empty(_site.Take());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"canonical_url":"\ud800","role":"csaf_provider","publisher":{"namespace":"https://maker.example"}}""")]
    [InlineData("""{"\ud800nonical_url":"https://maker.example/","role":"csaf_provider","publisher":{"namespace":"https://maker.example"}}""")]
    [InlineData("""{"canonical_url":"http://maker.example/","role":"csaf_provider","publisher":{"namespace":"https://maker.example"}}""")]
    public async Task Metadata_that_is_none_is_told(string text)
    {
        _site.Add($"{Host}/m.json", text);

        Assert.Equal(FetchReason.Malformed, (await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options, $"https://{Host}/m.json", ct: Ct))).Reason);
    }

    [Fact]
    public async Task An_authority_that_is_not_given_is_not_trusted()
    {
        var failure = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(_site.Options with { Anchors = null }, Host, ct: Ct));

        Assert.Equal(FetchReason.Unreachable, failure.Reason);
        Assert.Empty(_site.Take());
    }

    [Fact]
    public async Task A_connection_that_whoever_opens_it_refuses_is_tried_once()
    {
        var tries = 0;
        var options = _site.Options with
        {
            Connect = (host, _, _) =>
            {
                tries++;
                throw new FetchException(FetchReason.Address, $"{host} is not for us");
            },
        };

        var refused = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(options, $"https://{Host}/m.json", ct: Ct));

        Assert.Equal((FetchReason.Address, $"{Host} is not for us", 1), (refused.Reason, refused.Message, tries));
    }

    [Fact]
    public async Task A_run_ends_once_the_provider_has_sent_as_many_bytes_as_it_may()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\n2026/b-1.json\n");
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1"));
        const int headers = 10_000; // Of all requests together, and less than the last document.
        var last = _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1") + new string(' ', 2 * headers));
        var enough = _site.Files.Values.Sum(file => (long)file.Length) + headers;

        Assert.Null((await FetchRun.OfAsync(_site.Options with { RunBytesMax = enough }, Host, ct: Ct)).Summary.Stopped);
        var run = await FetchRun.OfAsync(_site.Options with { RunBytesMax = enough - _site.Files[last].Length, ParallelRequests = 1 }, Host, ct: Ct);

        Assert.Contains("bytes in this run", run.Summary.Stopped!.Message, StringComparison.Ordinal);
        Assert.Single(run.Taken);
    }

    [Fact]
    public async Task Lists_that_lie_are_told_and_the_documents_are_taken()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        foreach (var id in new[] { "a-1", "b-1", "c-1", "d-1" })
        {
            _site.Publish(Host, $"{id}.json", MadeProvider.Document(id.ToUpperInvariant()));
        }

        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2025-12-31T00:00:00Z\"\n2026/b-1.json,2026-01-01T00:00:00Z\n\"2026/d-1.json\",\"soon\"\n");
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\r\n2026/b-1.json\r\n2026/c-1.json\r\n");

        var run = await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.Equal(4, run.Taken.Count);
        Assert.Equal(["it is listed with 2025-12-31T00:00:00Z, and was released 2026-01-01T00:00:00+00:00"], run["a-1.json"].Notes);
        Assert.Equal(["changes.csv is not in its order, newest first"], run["b-1.json"].Notes);
        Assert.Equal(["index.txt names it, and changes.csv does not"], run["c-1.json"].Notes);
        Assert.Equal(["changes.csv has no date for it"], run["d-1.json"].Notes);
    }

    [Fact]
    public void A_list_is_refused_where_it_is_too_long_and_a_name_where_it_is()
    {
        var (folder, url) = (new Uri($"https://{Host}/csaf/"), new Uri($"https://{Host}/csaf/index.txt"));
        var many = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a.json\n", FetchLimits.ListedMax + 1)));
        var name = new string('a', 70_000) + ".json";

        Assert.Equal(FetchReason.TooLarge, Assert.Throws<FetchException>(() => Listing.OfIndex(folder, url, many)).Reason);
        var feed = Encoding.UTF8.GetBytes("""{"feed":{"entry":[""" + string.Concat(Enumerable.Repeat("1,", FetchLimits.ListedMax)) + "1]}}");
        Assert.Equal(FetchReason.TooLarge, Assert.Throws<FetchException>(() => Listing.OfFeed(url, "WHITE", feed)).Reason);
        var fault = Assert.Single(Listing.OfIndex(folder, url, Encoding.UTF8.GetBytes(name))).Fault;
        Assert.Equal(FetchReason.Address, fault?.Reason);
        Assert.InRange(fault!.Message.Length, 1, 500);
    }

    [Theory]
    [InlineData("../a.json")]
    [InlineData("2026/../../a.json")]
    [InlineData("/etc/a.json")]
    [InlineData("//elsewhere.example/a.json")]
    [InlineData("https://elsewhere.example/a.json")]
    [InlineData("2026\\a.json")]
    [InlineData("2026/%2e%2e/a.json")]
    [InlineData("2026/a.json?b=.json")]
    [InlineData("2026/.a.json")]
    [InlineData("2026/a.json\0.json")]
    [InlineData("2026/a.csv")]
    public void A_name_that_leaves_the_folder_or_is_read_in_two_ways_is_not_followed(string name)
    {
        var (folder, url) = (new Uri($"https://{Host}/csaf/"), new Uri($"https://{Host}/csaf/index.txt"));

        Assert.Equal(FetchReason.Address, Assert.Single(Listing.OfIndex(folder, url, Encoding.UTF8.GetBytes(name))).Fault?.Reason);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_and_the_others_are_taken()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host, ("/feed.json", "WHITE")));
        var (a, b) = (_site.Publish(Host, "a-1.json", MadeProvider.Document("A-1")), _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1")));
        var c = _site.Publish(Host, "c-1.json", MadeProvider.Document("C-1").Replace("\"Test\"", "\"\\ud800\"", StringComparison.Ordinal));
        var d = _site.Publish(Host, "d-1.json", MadeProvider.Document("D-1").Replace("\"title\"", "\"\\ud800tle\": 1, \"title\"", StringComparison.Ordinal));
        var e = _site.Publish(Host, "e-1.json", MadeProvider.Document("\\ud800-1"));
        _site.Add($"{Host}/feed.json", $$$"""{"feed":{"entry":[{{{Entry(a, $"{a}.sha512")}}},{{{Entry(b, $"{b}?y=.sha512")}}},{{{Entry(c, $"{c}.sha512")}}},{{{Entry(d, $"{d}.sha512")}}},{{{Entry(e, $"{e}.sha512")}}}]}}""");

        var run = await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.Equal(["a-1.json"], run.Taken.Keys);
        Assert.Equal(FetchReason.HashMissing, run["b-1.json"].Reason);
        Assert.All(["c-1.json", "d-1.json", "e-1.json"], (string file) => Assert.Equal((file, FetchReason.Invalid), (file, run[file].Reason)));

        static string Entry(string document, string hash) =>
            $$"""{"id":"\ud800","updated":"2026-01-01T00:00:00Z","link":[{"rel":"self","href":"https://{{document}}"},{"rel":"hash","href":"https://{{hash}}"}]}""";
    }

    [Fact]
    public async Task What_is_listed_without_a_date_costs_one_conditional_request()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        var (a, b) = (_site.Publish(Host, "a-1.json", MadeProvider.Document("A-1")), _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1")));
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\n2026/b-1.json\n");
        var state = new FetchState();
        await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        _site.Take();

        var again = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        Assert.Equal(2, again.Summary.Count(FetchOutcome.Unchanged));
        Assert.Equal([(a, 304), (b, 304)], Documents());

        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1", "2", "2026-02-01T00:00:00Z"));
        var changed = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        Assert.Equal((FetchOutcome.Changed, "2"), (changed["a-1.json"].Outcome, changed["a-1.json"].Version));
        Assert.Equal((FetchOutcome.Unchanged, 1), (changed["b-1.json"].Outcome, changed.Taken.Count));

        IEnumerable<(string, int)> Documents() => _site.Take().Where(asked => asked.Url.EndsWith("-1.json", StringComparison.Ordinal)).Select(asked => (asked.Url, asked.Status)).Order();
    }

    [Fact]
    public async Task A_document_that_is_not_valid_or_misnamed_is_told_each_time_and_not_asked_for_again()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1").Replace("\"number\": \"1\"", "\"number\": \"7\"", StringComparison.Ordinal));
        _site.Publish(Host, "b-2.json", MadeProvider.Document("B-1"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n\"2026/b-2.json\",\"2026-01-01T00:00:00Z\"\n");
        var state = new FetchState();
        await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        _site.Take();

        var again = await FetchRun.OfAsync(_site.Options, Host, state, Ct);

        Assert.Equal((FetchReason.Invalid, FetchReason.FileName), (again["a-1.json"].Reason, again["b-2.json"].Reason));
        Assert.Contains("6.1.16", again["a-1.json"].Detail, StringComparison.Ordinal);
        Assert.Empty(again.Taken);
        Assert.DoesNotContain(_site.Take(), asked => asked.Status == 200);
    }

    [Fact]
    public async Task A_document_that_former_tests_found_not_valid_is_tested_anew()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1").Replace("\"number\": \"1\"", "\"number\": \"7\"", StringComparison.Ordinal));
        var b = _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n\"2026/b-1.json\",\"2026-01-01T00:00:00Z\"\n");
        var state = new FetchState();
        await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        var taken = state.Find($"https://{b}")!; // It is.
        state.Put(taken with { Reason = FetchReason.Invalid, TestedBy = "those of a former release" });
        _site.Take();

        var run = await FetchRun.OfAsync(_site.Options, Host, state, Ct);

        Assert.Equal(["b-1.json"], run.Taken.Keys);
        Assert.Equal(taken, state.Find($"https://{b}"));
        Assert.DoesNotContain(_site.Take(), asked => asked.Url.EndsWith("a-1.json", StringComparison.Ordinal)); // Today's found it so.
    }

    [Fact]
    public async Task A_busy_provider_is_asked_again_when_it_says()
    {
        var attempts = 0;
        _site.Add($"{Host}/csaf/index.txt", "");
        _site.Answers[$"{Host}{MadeProvider.WellKnown}"] = async context =>
        {
            if (Interlocked.Increment(ref attempts) == 1)
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "0";
                return;
            }

            await context.Response.WriteAsync(MadeProvider.Metadata(Host));
        };

        await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task A_provider_that_asks_for_too_long_a_wait_is_busy_and_one_that_drips_is_too_slow()
    {
        _site.Answers[$"{Host}/busy.json"] = context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        _site.Answers[$"{Host}/slow.json"] = async context =>
        {
            await context.Response.Body.WriteAsync(new byte[1]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        Assert.Equal(FetchReason.Busy, await ReasonAsync(_site.Options, "busy.json"));
        Assert.Equal(FetchReason.TooSlow, await ReasonAsync(_site.Options with { RequestTime = TimeSpan.FromMilliseconds(500) }, "slow.json"));
        Assert.Single(_site.Take(), asked => asked.Url == $"{Host}/busy.json");

        async Task<FetchReason> ReasonAsync(FetchOptions options, string file) =>
            (await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(options, $"https://{Host}/{file}", ct: Ct))).Reason;
    }

    [Fact]
    public async Task A_provider_that_goes_away_ends_the_run_and_the_next_one_goes_on()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        var names = Enumerable.Range(10, 20).Select(number => $"a-{number}.json").ToList();
        _site.Add($"{Host}/csaf/changes.csv", string.Concat(names.Select(name => $"\"2026/{name}\",\"2026-01-01T00:00:00Z\"\n")));
        names.ForEach(name => _site.Publish(Host, name, MadeProvider.Document(name[..^5].ToUpperInvariant())));
        names.Skip(2).ToList().ForEach(name => _site.Answers[$"{Host}/csaf/2026/{name}"] = BusyAsync);
        var state = new FetchState();

        var cut = await FetchRun.OfAsync(_site.Options with { ParallelRequests = 1 }, Host, state, Ct);

        Assert.NotNull(cut.Summary.Stopped);
        Assert.Equal((2, 20 - 2 - FetchLimits.UnansweredInRowMax + 1), (cut.Taken.Count, cut.Summary.NotDone));

        _site.Answers.Clear();
        var rest = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        Assert.Equal((18, 2, 0), (rest.Taken.Count, rest.Summary.Count(FetchOutcome.Unchanged), rest.Summary.NotDone));

        static Task BusyAsync(HttpContext context)
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_run_asks_for_so_many_documents_and_for_none_from_before_a_date_and_the_next_takes_the_rest()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        foreach (var day in Enumerable.Range(1, 4))
        {
            _site.Publish(Host, $"a-{day}.json", MadeProvider.Document($"A-{day}", "2", $"2026-02-0{day}T00:00:00Z"));
        }

        _site.Add($"{Host}/csaf/changes.csv", string.Concat(Enumerable.Range(1, 4).Reverse().Select(day => $"\"2026/a-{day}.json\",\"2026-02-0{day}T00:00:00Z\"\n")));
        var state = new FetchState();

        var some = await FetchRun.OfAsync(_site.Options with { DocumentsMax = 2, Since = new(2026, 2, 2, 0, 0, 0, TimeSpan.Zero) }, Host, state, Ct);
        Assert.Equal(["a-3.json", "a-4.json"], some.Taken.Keys.Order());
        Assert.Equal((1, 1), (some.Summary.Aside, some.Summary.NotDone));

        var rest = await FetchRun.OfAsync(_site.Options, Host, state, Ct);
        Assert.Equal(["a-1.json", "a-2.json"], rest.Taken.Keys.Order());
        Assert.Equal(2, rest.Summary.Count(FetchOutcome.Unchanged));
    }

    [Fact]
    public async Task Headers_count_as_bytes_and_a_validator_without_end_is_not_kept()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\n");
        var a = _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1"));
        var document = _site.Files[a];
        _site.Answers[a] = context =>
        {
            context.Response.Headers.ETag = $"\"{new string('e', 10_000)}\"";
            return context.Response.Body.WriteAsync(document).AsTask();
        };
        var state = new FetchState();

        Assert.Single((await FetchRun.OfAsync(_site.Options, Host, state, Ct)).Taken);
        Assert.Null(state.Find($"https://{a}")!.Etag); // It was taken.

        var run = await FetchRun.OfAsync(_site.Options with { RunBytesMax = 10_000 }, Host, ct: Ct);
        Assert.Contains("bytes in this run", run.Summary.Stopped!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_looked_at_comes_before_what_is_refused_each_time_or_has_no_date()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        foreach (var number in Enumerable.Range(1, 4))
        {
            _site.Publish(Host, $"a-{number}.json", MadeProvider.Document($"A-{number}"));
        }

        _site.Files.TryRemove($"{Host}/csaf/2026/a-1.json", out _);
        _site.Add($"{Host}/csaf/index.txt", string.Concat(Enumerable.Range(1, 4).Select(number => $"2026/a-{number}.json\n")));
        var (state, options) = (new FetchState(), _site.Options with { DocumentsMax = 2 });

        var first = await FetchRun.OfAsync(options, Host, state, Ct);
        var second = await FetchRun.OfAsync(options, Host, state, Ct);

        Assert.Equal(FetchReason.Absent, first["a-1.json"].Reason);
        Assert.Equal(["a-2.json"], first.Taken.Keys);
        Assert.Equal(["a-3.json", "a-4.json"], second.Taken.Keys.Order());
    }

    [Fact]
    public async Task All_lists_together_have_so_many_bytes_and_name_so_many_documents()
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Publish(Host, "a-1.json", MadeProvider.Document("A-1"));
        _site.Add($"{Host}/csaf/changes.csv", "\"2026/a-1.json\",\"2026-01-01T00:00:00Z\"\n");
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\n2026/b-1.json\n");
        var bytes = _site.Files[$"{Host}/csaf/changes.csv"].Length + _site.Files[$"{Host}/csaf/index.txt"].Length;

        var large = await FetchRun.OfAsync(_site.Options with { ListingsBytesMax = bytes - 1 }, Host, ct: Ct);
        var many = await FetchRun.OfAsync(_site.Options with { ListedMax = 1 }, Host, ct: Ct);
        var fitting = await FetchRun.OfAsync(_site.Options with { ListingsBytesMax = bytes, ListedMax = 2 }, Host, ct: Ct);

        Assert.Equal((FetchReason.TooLarge, FetchReason.TooLarge), (large.Summary.Lines.Single().Reason, many.Summary.Lines.Single().Reason));
        Assert.Single(fitting.Taken);
    }

    [Theory]
    [InlineData("//[")]
    [InlineData("https://:99999999/")]
    [InlineData("//:99999999/a")]
    public async Task A_redirect_to_what_is_no_url_is_told_of_its_document_alone(string location)
    {
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Host));
        _site.Add($"{Host}/csaf/index.txt", "2026/a-1.json\n2026/b-1.json\n");
        _site.Publish(Host, "b-1.json", MadeProvider.Document("B-1"));
        _site.Answers[$"{Host}/csaf/2026/a-1.json"] = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        };

        var run = await FetchRun.OfAsync(_site.Options, Host, ct: Ct);

        Assert.Equal(["b-1.json"], run.Taken.Keys);
        Assert.Equal(FetchReason.Redirect, run["a-1.json"].Reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_a_certificate_says_that_its_issuer_stands_is_not_asked(bool anchored)
    {
        using var issuers = new TcpListener(IPAddress.Loopback, 0);
        issuers.Start();
        var now = DateTimeOffset.UtcNow;
        using var root = CertificateAuthority.CreateRoot(CertificateProfile.Authority("Root", now.AddDays(-1), now.AddDays(30)));
        using var issuer = root.CreateSubordinate(CertificateProfile.Authority("Issuer", now.AddDays(-1), now.AddDays(30)));
        using var leaf = issuer.Issue(CertificateProfile.LoopbackServer(now.AddMinutes(-5), now.AddDays(1)) with
        {
            FurtherExtensions = [new X509AuthorityInformationAccessExtension([], [$"http://127.0.0.1:{((IPEndPoint)issuers.LocalEndpoint).Port}/issuer.crt"])],
        });
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var port = ((IPEndPoint)server.LocalEndpoint).Port;
        var served = Task.Run(
            async () =>
            {
                using var client = await server.AcceptTcpClientAsync(Ct);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true) }, Ct);
            },
            Ct);

        var options = new FetchOptions { Anchors = anchored ? [root.Certificate] : null };
        var failure = await Assert.ThrowsAsync<FetchException>(() => FetchRun.OfAsync(options, $"https://localhost:{port}/m.json", ct: Ct));

        Assert.Equal(FetchReason.Unreachable, failure.Reason);
        Assert.False(issuers.Pending());
        await Task.WhenAny(served); // A client that does not trust it may break off before the server knows.
    }

    [Fact]
    public async Task A_protected_feed_is_asked_for_only_with_a_certificate_that_no_other_host_sees()
    {
        using var authorities = new TestAuthorities(DateTimeOffset.UtcNow);
        using X509Certificate2 certificate = authorities.IssueEuropean("grid-eu");
        var (a, b) = (_site.Publish(Other, "a-1.json", MadeProvider.Document("A-1")), _site.Publish(Other, "b-1.json", MadeProvider.Document("B-1", label: "AMBER")));
        _site.Add($"{Host}{MadeProvider.WellKnown}", MadeProvider.Metadata(Other, ("/white.json", "WHITE"), ("/green.json", "GREEN"), ("/amber.json", "AMBER")));
        _site.Answers[$"{Other}/green.json"] = context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        _site.Add($"{Other}/white.json", Feed(a));
        _site.Add($"{Other}/amber.json", Feed(b));

        var without = await FetchRun.OfAsync(_site.Options with { Certificate = certificate, CertificateHosts = new HashSet<string> { Host } }, Host, ct: Ct);

        Assert.Equal(["a-1.json"], without.Taken.Keys);
        Assert.Equal(0, without.Summary.Count(FetchOutcome.Refused));
        Assert.All(["green.json", "amber.json"], (string feed) => Assert.Contains(without.Summary.Notes, note => note.Contains(feed, StringComparison.Ordinal)));
        Assert.All(_site.Take(), asked => Assert.Equal(asked.Url.StartsWith(Host + "/", StringComparison.Ordinal), asked.Certificate is not null));

        var with = await FetchRun.OfAsync(_site.Options with { Certificate = certificate, CertificateHosts = new HashSet<string> { Other } }, Host, ct: Ct);

        Assert.Equal(["a-1.json", "b-1.json"], with.Taken.Keys.Order());
        Assert.All(_site.Take(), asked => Assert.Equal(asked.Url.StartsWith(Other + "/", StringComparison.Ordinal), asked.Certificate is not null));

        static string Feed(string document) =>
            $$$"""{"feed":{"entry":[{"id":"x","updated":"2026-01-01T00:00:00Z","link":[{"rel":"self","href":"https://{{{document}}}"},{"rel":"hash","href":"https://{{{document}}}.sha512"}]}]}}""";
    }
}
