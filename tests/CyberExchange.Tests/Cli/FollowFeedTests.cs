using System.Collections.Concurrent;
using System.Text;
using CyberExchange.Cli;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CyberExchange.Tests.Cli;

public sealed class FollowFeedTests(InstanceFolder folder) : IClassFixture<InstanceFolder>
{
    private const string Id = "019a0000-0000-7000-8000-00000000000";

    [Fact]
    public async Task Following_goes_on_after_the_last_entry_when_the_connection_ends_and_ends_well_by_cancelling()
    {
        var askedAfter = new ConcurrentQueue<string>();
        await using var exchange = await FakeExchange.StartAsync(folder, async context =>
        {
            askedAfter.Enqueue(context.Request.Headers["Last-Event-ID"].ToString());
            context.Response.ContentType = "text/event-stream";
            var n = askedAfter.Count;
            await context.Response.WriteAsync($": hello\n\nid: c{n}\nevent: removal\ndata: {Removal(n)}\n\n");
            if (n > 1)
            {
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var output = new MemoryStream();
        using var surroundings = CyxRun.Surroundings(Stream.Null, new NotifyingStream(output, lines: 2, stop), Stream.Null);

        var code = await CyxProgram.RunAsync(["feed", "--follow", "--json", "--server", exchange.Url, "--home", folder.Home], surroundings, stop.Token);

        Assert.Equal(ExitCode.Done, (ExitCode)code);
        Assert.Equal(["", "c1"], askedAfter);
        Assert.Equal([Removal(1), Removal(2)], Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Pages_are_read_until_there_are_no_more_and_a_removal_prints_as_one()
    {
        var asked = new ConcurrentQueue<string>();
        await using var exchange = await FakeExchange.StartAsync(folder, context =>
        {
            asked.Enqueue(context.Request.QueryString.Value!);
            var n = asked.Count;
            return context.JsonAsync($$"""{"entries":[{{Removal(n)}}],"cursor":"c{{n}}","more":{{(n == 1 ? "true" : "false")}}}""");
        });

        var run = await CyxRun.OfAsync(
            ["feed", "--kind", "incident", "--server", exchange.Url, "--home", folder.Home], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(["?kind=incident", "?kind=incident&after=c1"], asked);
        Assert.Equal($"2026-11-20T09:00:00Z  removal  {Id}1  no longer yours to see", run.OutputLines[0]);
        Assert.Equal(2, run.OutputLines.Count);
    }

    [Fact]
    public async Task A_refusal_ends_following_with_its_code()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, c => c.ProblemAsync(403, "forbidden", "Not you.", ""));

        var run = await CyxRun.OfAsync(["feed", "--follow", "--server", exchange.Url, "--home", folder.Home], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.NotPermitted, run.Code);
    }

    [Fact]
    public async Task A_stream_that_the_exchange_ends_is_not_begun_again()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($$"""
                id: c1
                event: unmatched
                data: {"type":"unmatched","id":"{{Id}}1","cursor":"c1"}

                event: end
                data: {"reason":"subscription-cancelled"}


                """);
        });

        var run = await CyxRun.OfAsync(
            ["feed", "--follow", "--subscription", $"{Id}9", "--server", exchange.Url, "--home", folder.Home], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal([$"unmatched  {Id}1  changed, and not what the subscription asks for"], run.OutputLines);
        Assert.Contains("the exchange ended the stream: subscription-cancelled", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_prints_what_is_due_and_when()
    {
        await using var exchange = await FakeExchange.StartAsync(folder, context =>
            context.JsonAsync($$"""{"entries":[{{Reminder(1, 50)}},{{Reminder(2, 100)}}],"cursor":"c2","more":false}"""));

        var run = await CyxRun.OfAsync(["feed", "--server", exchange.Url, "--home", folder.Home], ct: TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal(
            [
                $"2026-11-22T00:30:00Z  reminder  {Id}9  due 2026-11-23T00:30:00Z, 50 % of the time has passed  gdpr-authority  Notification",
                $"2026-11-22T00:30:00Z  reminder  {Id}9  was due 2026-11-23T00:30:00Z  gdpr-authority  Notification",
            ],
            run.OutputLines);
    }

    private static string Reminder(int n, int percent) => $$$"""
        {"type":"reminder","id":"{{{Id}}}{{{n}}}","cursor":"c{{{n}}}","reminder":{"incident":"{{{Id}}}9","obligation":"gdpr-authority","title":"Notification",
        "due":"2026-11-23T00:30:00+00:00","percent":{{{percent}}},"remindedAt":"2026-11-22T00:30:00+00:00"}}
        """;

    private static string Removal(int n) => $$"""{"type":"removal","id":"{{Id}}{{n}}","removedAt":"2026-11-20T09:00:00+00:00","cursor":"c{{n}}"}""";

    /// <summary>Cancels once so many lines have been written, as a person with Ctrl-C would.</summary>
    private sealed class NotifyingStream(MemoryStream inner, int lines, CancellationTokenSource stop) : Stream
    {
        private int _left = lines;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            _left -= buffer.AsSpan(offset, count).Count((byte)'\n');
            if (_left <= 0)
            {
                stop.Cancel();
            }
        }
    }
}
