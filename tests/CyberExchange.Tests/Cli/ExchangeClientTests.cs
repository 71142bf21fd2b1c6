using System.Collections.Concurrent;
using System.Net;
using CyberExchange.Cli;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class ExchangeClientTests(InstanceFolder folder) : IClassFixture<InstanceFolder>
{
    private const string Receipt = """{"id":"019a0000-0000-7000-8000-000000000001","consistencyToken":"sealed"}""";

    [Theory]
    [InlineData(400, ExitCode.Refused)]
    [InlineData(401, ExitCode.NotPermitted)]
    [InlineData(403, ExitCode.NotPermitted)]
    [InlineData(404, ExitCode.NotFound)]
    [InlineData(409, ExitCode.Conflict)]
    [InlineData(410, ExitCode.NotFound)]
    [InlineData(412, ExitCode.Conflict)]
    [InlineData(413, ExitCode.Refused)]
    [InlineData(422, ExitCode.Refused)]
    [InlineData(428, ExitCode.Conflict)]
    [InlineData(500, ExitCode.Unavailable)]
    [InlineData(503, ExitCode.Unavailable)]
    public async Task A_problem_is_one_line_and_the_code_of_its_kind(int status, ExitCode code)
    {
        await using var exchange = await FakeExchange.StartAsync(folder, c => c.ProblemAsync(status, "the-slug", "It will not do.", "/report/title"));

        var run = await RunAsync(exchange, "incident", "count");

        Assert.Equal(code, run.Code);
        Assert.Equal(["refused: It will not do. (the-slug, at /report/title)"], run.ErrorLines);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Escape_sequences_in_an_answer_do_not_reach_the_terminal()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, c => c.ProblemAsync(422, "invalid", @"\u001b]0;owned\u0007", "/x"));

        var run = await RunAsync(exchange, "incident", "count");

        Assert.Equal(["refused: \uFFFD]0;owned\uFFFD (invalid, at /x)"], run.ErrorLines);
    }

    [Fact]
    public async Task A_busy_exchange_is_asked_again_with_the_same_idempotency_key_and_body()
    {
        var asked = new ConcurrentQueue<(string Key, string Body)>();
        await using var exchange = await FakeExchange.StartAsync(folder, async context =>
        {
            if (context.Request.Method == HttpMethods.Get)
            {
                await context.JsonAsync("{}");
                return;
            }

            asked.Enqueue((context.Request.Headers["Idempotency-Key"].ToString(), await new StreamReader(context.Request.Body).ReadToEndAsync()));
            if (asked.Count < 3)
            {
                context.Response.Headers.RetryAfter = "0";
                await context.ProblemAsync(503, "busy", "Later.", "");
                return;
            }

            await context.JsonAsync(Receipt);
        });

        var run = await RunAsync(exchange, "incident", "report", "-", "--retry-for", "20");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(3, asked.Count);
        Assert.Single(asked.Distinct());
        Assert.NotEqual("", asked.First().Key);
    }

    [Fact]
    public async Task A_wait_beyond_the_limit_is_not_begun()
    {
        var asked = 0;
        await using var exchange = await FakeExchange.StartAsync(folder, context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.Headers.RetryAfter = "600";
            return context.ProblemAsync(503, "busy", "Later.", "");
        });

        var run = await RunAsync(exchange, "incident", "count", "--retry-for", "20");

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task The_named_members_certificate_is_presented()
    {
        string? subject = null;
        await using var exchange = await FakeExchange.StartAsync(folder, context =>
        {
            subject = context.Connection.ClientCertificate?.Subject;
            return context.JsonAsync("""{"count":7}""");
        });

        var run = await RunAsync(exchange, "--as", "grid-jp", "incident", "count");

        Assert.Equal("7\n", run.Output);
        Assert.Contains("grid-jp", subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_of_another_authority_is_asked_nothing()
    {
        var asked = 0;
        await using var exchange = await FakeExchange.StartAsync(folder, context =>
        {
            Interlocked.Increment(ref asked);
            return context.JsonAsync("""{"count":7}""");
        });
        using var stranger = new InstanceFolder();

        var run = await CyxRun.OfAsync(
            ["incident", "count", "--server", exchange.Url, "--home", stranger.Home, "--retry-for", "0"], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.StartsWith("untrusted: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_server_under_another_name_than_its_certificates_is_asked_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux all of 127.0.0.0/8 is this machine.");
        var asked = 0;
        await using var exchange = await FakeExchange.StartAsync(
            folder,
            context =>
            {
                Interlocked.Increment(ref asked);
                return context.JsonAsync("""{"count":7}""");
            },
            IPAddress.Parse("127.0.0.2"));

        var run = await RunAsync(exchange, "incident", "count");

        Assert.Equal(ExitCode.Unavailable, run.Code);
        Assert.StartsWith("untrusted: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_change_carries_the_tag_of_the_present_rendition_and_one_part_of_the_file()
    {
        string? tag = null;
        string? body = null;
        await using var exchange = await FakeExchange.StartAsync(folder, async context =>
        {
            if (context.Request.Method == HttpMethods.Get)
            {
                context.Response.Headers.ETag = "\"abc\"";
                await context.JsonAsync("{}");
                return;
            }

            tag = context.Request.Headers.IfMatch.ToString();
            body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await context.JsonAsync(Receipt);
        });

        var run = await CyxRun.OfAsync(
            ["incident", "amend", "019a0000-0000-7000-8000-000000000001", "-", "--server", exchange.Url, "--home", folder.Home],
            input: """{"report":{"title":"t"},"sharing":{"label":"TLP:CLEAR"}}""", ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal("\"abc\"", tag);
        Assert.Equal("""{"report":{"title":"t"}}""", body);
        Assert.Contains("'sharing' has a command of its own", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_page_has_no_cursor_and_ends_the_list()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, context => context.JsonAsync("""{"items":[]}"""));

        var run = await RunAsync(exchange, "incident", "list", "--json");

        Assert.Equal((ExitCode.Done, "", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task A_missing_certificate_is_an_identity_failure_before_anything_is_sent()
    {
        var run = await CyxRun.OfAsync(["--as", "nobody", "--home", folder.Home, "me"], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.NotPermitted, run.Code);
        Assert.StartsWith("no certificate for nobody", run.Error, StringComparison.Ordinal);
    }

    private Task<CyxRun> RunAsync(FakeExchange exchange, params string[] args) => CyxRun.OfAsync(
        args.Contains("--retry-for") ? [.. args, "--server", exchange.Url, "--home", folder.Home] : [.. args, "--server", exchange.Url, "--home", folder.Home, "--retry-for", "0"],
        input: """{"report":1}""",
        ct: TestContext.Current.CancellationToken);
}
