using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class ReadTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventLog Log => database.Log;

    [Fact]
    public async Task A_stream_is_read_as_it_was_at_a_version()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event(), Appends.Event());
        await Log.AppendAsync(append, Ct);

        Assert.Equal([1, 2], (await Log.ReadStreamAsOfAsync(append.Stream, 2, Ct)).Select(e => e.Version));
        Assert.Equal([1, 2, 3], (await Log.ReadStreamAsOfAsync(append.Stream, 9, Ct)).Select(e => e.Version));
        Assert.Empty(await Log.ReadStreamAsOfAsync(append.Stream, 0, Ct));
        Assert.Empty(await Log.ReadStreamAsOfAsync(Appends.NewStream(), 2, Ct));
    }

    [Fact]
    public async Task Types_are_read_without_the_others_and_in_the_order_of_the_log()
    {
        var before = await Log.HeadAsync(Ct);
        string[] types = ["read.first", "read.second", "read.third", "read.first", "read.second", "read.first"];
        foreach (var type in types)
        {
            await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event() with { Type = type }), Ct);
        }

        var head = await Log.HeadAsync(Ct);
        var page = await Log.ReadTypesAsync(["read.second", "read.first", "read.none"], before, head, 4, Ct);
        Assert.Equal([before + 1, before + 2, before + 4, before + 5], page.Select(e => e.Position));
        Assert.Equal(["read.first", "read.second", "read.first", "read.second"], page.Select(e => e.Type));
        Assert.Equal([before + 6], (await Log.ReadTypesAsync(["read.first"], before + 4, head, 4, Ct)).Select(e => e.Position));
        Assert.Empty(await Log.ReadTypesAsync(["read.first"], before + 4, before + 5, 4, Ct));
        Assert.Equal(["read.first", "read.second", "read.third"], (await Log.TypesAsync(Ct)).Where(t => t.StartsWith("read.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_scan_gives_every_event_between_two_positions_and_no_less()
    {
        await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event(), Appends.Event(), Appends.Event()), Ct);
        var head = await Log.HeadAsync(Ct);

        Assert.Equal([head - 2, head - 1], await Log.ScanAsync(head - 3, head - 1, Ct).Select(e => e.Position).ToListAsync(Ct));
        Assert.Empty(await Log.ScanAsync(head, head, Ct).ToListAsync(Ct));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await Log.ScanAsync(head - 1, head + 1, Ct).ToListAsync(Ct));
    }
}
