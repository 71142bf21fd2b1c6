using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>A request that changes nothing binds its key all the same.</summary>
public sealed class KeepKeyTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventLog Log => database.Log;

    [Fact]
    public async Task A_kept_key_answers_with_the_streams_last_event_and_stores_none()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, Appends.Event(), Appends.Event());
        var last = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct)).LastPosition;
        var key = Appends.Key();
        var kept = new AppendResult.Appended(last, last, 2, append.Stream, Repeated: false);

        Assert.Equal(kept, await Log.KeepKeyAsync(append.Stream, 2, key, Ct));
        Assert.Equal(kept with { Repeated = true }, await Log.KeepKeyAsync(append.Stream, 2, key, Ct));
        Assert.Equal(kept with { Repeated = true }, (await Log.FindKeyAsync(key.Scope, key.Key, Ct))?.Appended);
        Assert.Equal(last, await Log.HeadAsync(Ct));
    }

    [Fact]
    public async Task A_kept_key_takes_no_append_and_no_other_request()
    {
        var stream = Appends.NewStream();
        var key = Appends.Key();
        Assert.Equal(new AppendResult.Appended(0, 0, 0, stream, Repeated: false), await Log.KeepKeyAsync(stream, 0, key, Ct));
        var append = Appends.To(stream, ExpectedVersion.None) with { Key = key };

        Assert.True(Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct)).Repeated);
        Assert.IsType<AppendResult.KeyReused>(await Log.AppendAsync(append with { Key = Appends.Key(key.Key, "another") }, Ct));
        Assert.IsType<AppendResult.KeyReused>(await Log.KeepKeyAsync(stream, 0, Appends.Key(key.Key, "another"), Ct));
        Assert.Empty(await Log.ReadStreamAsync(stream, ct: Ct));
    }

    [Fact]
    public async Task A_key_is_not_kept_when_the_stream_has_moved_on()
    {
        var stream = Appends.NewStream();
        var key = Appends.Key();
        await Log.AppendAsync(Appends.To(stream, ExpectedVersion.None), Ct);

        Assert.Equal(new AppendResult.Conflict(1), await Log.KeepKeyAsync(stream, 0, key, Ct));
        Assert.Null(await Log.FindKeyAsync(key.Scope, key.Key, Ct));
    }

    [Fact]
    public async Task Behind_another_nodes_commit_a_key_waits_and_then_asks_to_come_back()
    {
        await using var held = await HeldHead.TakeAsync(database);

        Assert.IsType<AppendResult.Busy>(await Log.KeepKeyAsync(Appends.NewStream(), 0, Appends.Key(), Ct));
    }
}
