using System.Security.Cryptography;
using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

public sealed class AppendTests(LogDatabase database) : IClassFixture<LogDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private EventLog Log => database.Log;

    [Fact]
    public async Task An_appended_event_is_read_back_byte_for_byte()
    {
        var e = Appends.Event("""{"title":"電力"}""") with { TypeVersion = 3 };
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, e) with { RecordedAt = Appends.RecordedAt.AddTicks(12_345_678) };

        var appended = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct));
        var stored = Assert.Single(await Log.ReadStreamAsync(append.Stream, ct: Ct));

        Assert.Equal(new AppendResult.Appended(stored.Position, stored.Position, 1, append.Stream, Repeated: false), appended);
        Assert.Equal((append.Stream, 1, e.Id, e.Type, 3), (stored.Stream, stored.Version, stored.Id, stored.Type, stored.TypeVersion));
        Assert.Equal(Appends.RecordedAt.AddTicks(12_345_670), stored.RecordedAt);
        Assert.Equal(e.Body.ToArray(), stored.Body);
        Assert.Equal(e.Addressing.ToArray(), stored.Addressing);
        Assert.Equal(append.Metadata.ToArray(), stored.Metadata);
    }

    [Fact]
    public async Task Events_of_one_append_follow_each_other_in_the_log_and_in_the_stream()
    {
        NewEvent[] events = [.. Enumerable.Range(0, 50).Select(n => Appends.Event($$"""{"n":{{n}}}"""))];
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, events);

        var appended = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct));
        var stored = await Log.ReadStreamAsync(append.Stream, ct: Ct);

        Assert.Equal(events.Select(e => e.Id), stored.Select(e => e.Id));
        Assert.Equal(Enumerable.Range(1, 50), stored.Select(e => e.Version));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => appended.FirstPosition + i), stored.Select(e => e.Position));
        Assert.Equal((stored[^1].Position, 50), (appended.LastPosition, appended.Version));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_may_be_expected_at_its_version_absent_or_anywhere(int events)
    {
        var stream = Appends.NewStream();
        NewEvent[] Some() => [.. Enumerable.Range(0, events).Select(_ => Appends.Event())];

        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(Appends.To(stream, ExpectedVersion.None, Some()), Ct));
        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(Appends.To(stream, ExpectedVersion.Exactly(events), Some()), Ct));
        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(Appends.To(stream, ExpectedVersion.Any, Some()), Ct));
        Assert.IsType<AppendResult.Appended>(
            await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.Exactly(0), Some()), Ct));
        Assert.IsType<AppendResult.Appended>(
            await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.Any, Some()), Ct));
        Assert.Equal(3 * events, (await Log.ReadStreamAsync(stream, ct: Ct)).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Another_version_than_expected_is_a_conflict_that_stores_nothing_and_burns_no_position(int events)
    {
        var stream = Appends.NewStream();
        await Log.AppendAsync(Appends.To(stream, ExpectedVersion.None), Ct);
        var head = await Log.HeadAsync(Ct);
        NewEvent[] some = [.. Enumerable.Range(0, events).Select(_ => Appends.Event())];
        var losing = Appends.To(stream, ExpectedVersion.None, some);

        Assert.Equal(new AppendResult.Conflict(1), await Log.AppendAsync(losing, Ct));
        Assert.Equal(new AppendResult.Conflict(1), await Log.AppendAsync(losing with { Expected = ExpectedVersion.Exactly(2) }, Ct));
        Assert.Equal(
            new AppendResult.Conflict(0), await Log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.Exactly(1), some), Ct));
        Assert.Equal(head, await Log.HeadAsync(Ct));

        var won = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(losing with { Expected = ExpectedVersion.Exactly(1) }, Ct));
        Assert.Equal(head + 1, won.FirstPosition);
        Assert.False(won.Repeated);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_retry_with_the_same_key_answers_as_before_and_stores_nothing(int events)
    {
        var append = Appends.To(
            Appends.NewStream(), ExpectedVersion.None, [.. Enumerable.Range(0, events).Select(_ => Appends.Event())]);
        var first = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct));
        var head = await Log.HeadAsync(Ct);

        var again = Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(append, Ct));

        Assert.Equal(first with { Repeated = true }, again);
        Assert.Equal(head, await Log.HeadAsync(Ct));
        var known = await Log.FindKeyAsync(append.Key.Scope, append.Key.Key, Ct);
        Assert.Equal(again, known?.Appended);
        Assert.Equal(append.Key.RequestDigest.ToArray(), known?.RequestDigest);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_key_used_again_for_another_request_is_refused(int events)
    {
        NewEvent[] some = [.. Enumerable.Range(0, events).Select(_ => Appends.Event())];
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None, some);
        await Log.AppendAsync(append, Ct);
        var head = await Log.HeadAsync(Ct);
        var other = append with { Stream = Appends.NewStream(), Key = Appends.Key(append.Key.Key, "another request") };

        Assert.IsType<AppendResult.KeyReused>(await Log.AppendAsync(other, Ct));
        Assert.Empty(await Log.ReadStreamAsync(other.Stream, ct: Ct));
        Assert.Equal(head, await Log.HeadAsync(Ct));
        Assert.IsType<AppendResult.Appended>(
            await Log.AppendAsync(other with { Key = other.Key with { Scope = Guid.NewGuid() } }, Ct));
    }

    [Fact]
    public async Task A_key_that_has_stored_nothing_is_unknown()
    {
        Assert.Null(await Log.FindKeyAsync(Guid.Empty, "never used", Ct));
    }

    [Fact]
    public async Task A_document_is_kept_once_byte_for_byte_and_only_with_its_append()
    {
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        var document = new Document(SHA512.HashData(bytes), bytes);
        var stream = Appends.NewStream();
        await Log.AppendAsync(Appends.To(stream, ExpectedVersion.None), Ct);

        var losing = Appends.To(stream, ExpectedVersion.None) with { Documents = [document] };
        Assert.IsType<AppendResult.Conflict>(await Log.AppendAsync(losing, Ct));
        Assert.Null(await Log.ReadDocumentAsync(document.Sha512, Ct));

        Assert.IsType<AppendResult.Appended>(await Log.AppendAsync(losing with { Expected = ExpectedVersion.Exactly(1) }, Ct));
        Assert.IsType<AppendResult.Appended>(
            await Log.AppendAsync(Appends.To(stream, ExpectedVersion.Exactly(2)) with { Documents = [document, document] }, Ct));
        Assert.Equal(bytes, await Log.ReadDocumentAsync(document.Sha512, Ct));
    }

    [Fact]
    public async Task A_cancelled_caller_stores_nothing()
    {
        var append = Appends.To(Appends.NewStream(), ExpectedVersion.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Log.AppendAsync(append, new CancellationToken(canceled: true)));
        Assert.Empty(await Log.ReadStreamAsync(append.Stream, ct: Ct));
    }

    [Fact]
    public async Task A_closed_log_takes_no_append()
    {
        var log = new EventLog(database.Connections.Service);
        await log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct);
        await log.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => log.AppendAsync(Appends.To(Appends.NewStream(), ExpectedVersion.None), Ct));
    }
}
