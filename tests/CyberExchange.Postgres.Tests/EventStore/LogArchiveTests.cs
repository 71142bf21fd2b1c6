using CyberExchange.EventStore;
using CyberExchange.EventStore.Archiving;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>A log of small partitions, so that a handful of events fills one.</summary>
public sealed class LogArchiveTests : IAsyncLifetime
{
    private const int Width = 8;

    private readonly LogDatabase _database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _database.PartitionAsync(Width);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_archived_range_is_read_as_before_and_the_log_goes_on()
    {
        var streams = await FillAsync(3 * Width);
        await new LogUpkeep(_database.Connections.Service).DoDueAsync(Ct);
        var before = await ReadAsync(streams);

        var reported = new List<ArchiveProgress>();
        var archived = await new LogArchive(_database.Connections.Owner).ArchiveAsync((2 * Width) + 1, progress: new Reports(reported), ct: Ct);

        Assert.Equal([(1L, 8L), (9L, 16L)], archived.Select(range => (range.FirstPosition, range.LastPosition)));
        Assert.Equal([8L, 16L], reported.Select(progress => progress.CopiedPosition));
        Assert.Equal(before, await ReadAsync(streams));
        await FillAsync(Width);
        Assert.Equal(4 * Width, await _database.Log.HeadAsync(Ct));
        Assert.Empty(await new LogArchive(_database.Connections.Owner).ArchiveAsync((2 * Width) + 1, ct: Ct));
    }

    [Fact]
    public async Task A_range_that_is_not_full_stays_where_it_is()
    {
        await FillAsync(Width + 3);

        Assert.Equal([1L], (await new LogArchive(_database.Connections.Owner).ArchiveAsync(long.MaxValue, ct: Ct)).Select(range => range.FirstPosition));
    }

    [Fact]
    public async Task A_range_with_a_hole_is_refused_and_left_as_it_was()
    {
        var streams = await FillAsync(2 * Width);
        await _database.AsSuperuserAsync("delete from cx.event where position = 3");
        var before = await ReadAsync(streams);

        await Assert.ThrowsAsync<InvalidDataException>(() => new LogArchive(_database.Connections.Owner).ArchiveAsync(Width + 1, ct: Ct));

        Assert.Equal(before, await ReadAsync(streams));
        Assert.Equal(0L, await _database.AsSuperuserAsync("select count(*) from cx.event_range where archived_at is not null"));
    }

    [Fact]
    public async Task A_tablespace_that_is_not_there_is_refused_and_the_next_attempt_succeeds()
    {
        await FillAsync(Width);
        var archive = new LogArchive(_database.Connections.Owner);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => archive.ArchiveAsync(long.MaxValue, "nowhere", ct: Ct));
        Assert.Equal(PostgresErrorCodes.UndefinedObject, refused.SqlState);
        Assert.Single(await archive.ArchiveAsync(long.MaxValue, ct: Ct));
    }

    [Fact]
    public async Task Of_two_archives_at_once_one_is_told_to_wait()
    {
        var streams = await FillAsync(Width);
        var before = await ReadAsync(streams);
        await using var atWork = await _database.Connections.Owner.OpenConnectionAsync(Ct);
        await using var take = new NpgsqlCommand("select pg_advisory_lock(hashtext('cyberexchange archive'))", atWork);
        await take.ExecuteNonQueryAsync(Ct);
        var archive = new LogArchive(_database.Connections.Owner);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => archive.ArchiveAsync(long.MaxValue, ct: Ct));

        Assert.Contains("at work", refused.Message, StringComparison.Ordinal);
        await using var end = new NpgsqlCommand("select pg_advisory_unlock_all()", atWork);
        await end.ExecuteNonQueryAsync(Ct);
        Assert.Single(await archive.ArchiveAsync(long.MaxValue, ct: Ct));
        Assert.Equal(before, await ReadAsync(streams));
    }

    [Fact]
    public async Task A_range_that_is_to_be_archived_again_is_not_lost()
    {
        var streams = await FillAsync(Width);
        var before = await ReadAsync(streams);
        var archive = new LogArchive(_database.Connections.Owner);
        for (var round = 0; round < 3; round++)
        {
            Assert.Single(await archive.ArchiveAsync(long.MaxValue, ct: Ct));
            Assert.Equal(before, await ReadAsync(streams));
            await _database.AsSuperuserAsync("update cx.event_range set archived_at = null");
        }
    }

    [Fact]
    public async Task Nothing_that_serves_may_archive()
    {
        await FillAsync(Width);

        foreach (var source in new[] { _database.Connections.Service, _database.Connections.Projector })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => new LogArchive(source).ArchiveAsync(long.MaxValue, ct: Ct));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }

    [Fact]
    public async Task Partitions_are_made_ahead_and_take_what_came_before_them()
    {
        // One partition is there; nobody looks after the log while five are filled.
        var streams = await FillAsync(5 * Width);
        var before = await ReadAsync(streams);
        Assert.NotEqual(0L, await _database.AsSuperuserAsync("select count(*) from cx.event_rest"));

        var upkeep = new LogUpkeep(_database.Connections.Service);
        await Task.WhenAll(upkeep.DoDueAsync(Ct), new LogUpkeep(_database.Connections.Service).DoDueAsync(Ct));
        await upkeep.DoDueAsync(Ct);

        Assert.Equal(0L, await _database.AsSuperuserAsync("select count(*) from cx.event_rest"));
        Assert.Equal(6L, await _database.AsSuperuserAsync("select count(*) from cx.event_range"));
        Assert.Equal(before, await ReadAsync(streams));
    }

    private async Task<List<string>> FillAsync(int events)
    {
        var streams = new List<string>();
        for (var i = 0; i < events; i++)
        {
            var stream = i % 3 == 2 ? streams[i % streams.Count] : Appends.NewStream();
            streams.Add(stream);
            Assert.IsType<AppendResult.Appended>(await _database.Log.AppendAsync(
                Appends.To(stream, ExpectedVersion.Any, Appends.Event(body: $$"""{"text":"{{new string('x', 600)}}"}""", type: $"archive.{i % 2}")), Ct));
        }

        return streams;
    }

    /// <summary>Everything that is read: the whole log, its leaves, its types and each stream.</summary>
    private async Task<List<string>> ReadAsync(IEnumerable<string> streams)
    {
        var read = new List<string>();
        var head = await _database.Log.HeadAsync(Ct);
        read.AddRange((await _database.Log.ReadAllAsync(0, 1000, Ct)).Select(Line));
        read.AddRange((await _database.Log.ReadLeavesAsync(0, 1000, Ct)).Select(leaf => $"{leaf.Position} {Convert.ToHexString(leaf.Entry)}"));
        read.AddRange((await _database.Log.ReadTypesAsync(["archive.1"], 0, head, 1000, Ct)).Select(Line));
        foreach (var stream in streams.Distinct(StringComparer.Ordinal))
        {
            read.AddRange((await _database.Log.ReadStreamAsync(stream, ct: Ct)).Select(Line));
        }

        return read;
    }

    private static string Line(StoredEvent e) => $"{e.Position} {e.Stream} {e.Version} {e.Id} {e.Type} {e.RecordedAt:O} {Convert.ToHexString(e.Body)}";

    private sealed class Reports(List<ArchiveProgress> seen) : IProgress<ArchiveProgress>
    {
        public void Report(ArchiveProgress value) => seen.Add(value);
    }
}
