using System.Globalization;
using CyberExchange.EventStore;
using CyberExchange.Postgres.Tests.EventStore;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Marten;

/// <summary>Marten's asynchronous daemon finds its marks, reads its pages and keeps its progress. See <see cref="MartenReadTests"/>.</summary>
public sealed class MartenDaemonTests : IAsyncLifetime
{
    private const int PageEvents = 40;

    private const string Statistics = """
        select (select last_value from marten.mt_events_sequence) as highest_sequence, p.last_seq_id,
               (select case when is_called then last_value else last_value - 1 end from marten.mt_events_sequence) as allocated_high
        from (values (1)) as one (x)
        left join marten.mt_event_progression p on p.name = 'HighWaterMark'
        """;

    private const string FirstGap = """
        select seq_id from (
            select seq_id, lead(seq_id) over (order by seq_id) as no from marten.mt_events where seq_id >= $1) ct
        where no is not null and no - seq_id > 1
        limit 1
        """;

    private readonly MartenDoor door = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => door.InitializeAsync();

    public ValueTask DisposeAsync() => door.DisposeAsync();

    [Fact]
    public async Task The_sequence_is_in_step_with_the_head()
    {
        Assert.Equal(["1|0|False"], await door.RowsAsync("select last_value, log_cnt, is_called from marten.mt_events_sequence"));
        Assert.Equal(["1|null|0"], await door.RowsAsync(Statistics));

        await door.AppendAsync("a", "test.happened", 1);
        Assert.Equal(["1|0|True"], await door.RowsAsync("select last_value, log_cnt, is_called from marten.mt_events_sequence"));
        Assert.IsType<AppendResult.Conflict>(await door.Log.AppendAsync(Appends.To("a", ExpectedVersion.None), Ct));
        await door.AppendAsync("b", "test.happened", 4);

        Assert.Equal(["5|null|5"], await door.RowsAsync(Statistics));
        Assert.Equal(["5"], await door.RowsAsync("select max(seq_id) from marten.mt_events where seq_id >= $1", 0L));
        Assert.Empty(await door.RowsAsync(FirstGap, 0L));
    }

    [Fact]
    public async Task Projections_page_through_the_log_and_then_follow_it()
    {
        await AppendStreamsAsync(30, eventsEach: 5);
        string[] shards = ["Incidents:All", "Partners:All"];
        var seen = shards.ToDictionary(s => s, _ => new List<long>());

        await MarkAsync();
        foreach (var shard in shards)
        {
            await CatchUpAsync(shard, seen[shard]);
        }

        await AppendStreamsAsync(3, eventsEach: 2);
        Assert.Equal(["156|150|156"], await door.RowsAsync(Statistics));
        await MarkAsync();
        foreach (var shard in shards)
        {
            await CatchUpAsync(shard, seen[shard]);
            Assert.Equal(Enumerable.Range(1, 156).Select(p => (long)p), seen[shard]);
        }

        Assert.Equal(
            ["HighWaterMark|156", "Incidents:All|156", "Partners:All|156"],
            await door.RowsAsync("select name, last_seq_id from marten.mt_event_progression where last_updated is not null order by name"));
        Assert.Empty(await door.RowsAsync("select ending_sequence from marten.mt_high_water_skips"));
    }

    [Fact]
    public async Task A_second_daemon_that_moves_the_same_progress_changes_nothing()
    {
        await door.RunAsync("insert into marten.mt_event_progression (name, last_seq_id) values ($1, $2)", "Shard:All", 10L);

        Assert.Equal(1, await AdvanceAsync("Shard:All", 10, 20));
        Assert.Equal(0, await AdvanceAsync("Shard:All", 10, 30));
        Assert.Equal(["20"], await door.RowsAsync("select last_seq_id from marten.mt_event_progression where name = $1", "Shard:All"));
        Assert.Equal(1, await door.RunAsync("delete from marten.mt_event_progression where name = $1", "Shard:All"));
    }

    [Fact]
    public async Task A_mark_skips_only_from_where_it_was_seen()
    {
        const string skip = "select marten.mt_mark_progression_with_skip('HighWaterMark', $1, $2)";

        Assert.Equal(["9"], await door.RowsAsync(skip, 9L, 5L));
        Assert.Equal(["9"], await door.RowsAsync(skip, 30L, 20L));
        Assert.Equal(["20"], await door.RowsAsync(skip, 20L, 9L));
        Assert.Equal(["20"], await door.RowsAsync("select last_seq_id from marten.mt_event_progression where name = 'HighWaterMark'"));
        Assert.Equal(["5|9", "9|20"], await door.RowsAsync("select starting_sequence, ending_sequence from marten.mt_high_water_skips order by 1"));
    }

    private async Task AppendStreamsAsync(int streams, int eventsEach)
    {
        for (var i = 0; i < streams; i++)
        {
            await door.AppendAsync(Appends.NewStream(), i % 2 == 0 ? "test.even" : "test.odd", eventsEach);
        }
    }

    // No number is missing, so the mark goes to the last one at once.
    private async Task MarkAsync()
    {
        Assert.Empty(await door.RowsAsync(FirstGap, 0L));
        var head = Number(await door.RowsAsync("select max(seq_id) from marten.mt_events where seq_id >= $1", 0L));
        await door.RowsAsync("select marten.mt_mark_event_progression('HighWaterMark', $1)", head);
    }

    private async Task CatchUpAsync(string shard, List<long> seen)
    {
        var ceiling = Number(await door.RowsAsync("select last_seq_id from marten.mt_event_progression where name = 'HighWaterMark'"));
        var progress = await door.RowsAsync("select last_seq_id from marten.mt_event_progression where name = $1", shard);
        var floor = progress is [] ? 0 : Number(progress);
        while (floor < ceiling)
        {
            var page = await PageAsync(floor, ceiling);
            seen.AddRange(page);
            Assert.Equal(1, floor == 0
                ? await door.RunAsync("insert into marten.mt_event_progression (name, last_seq_id) values ($1, $2)", shard, page[^1])
                : await AdvanceAsync(shard, floor, page[^1]));
            floor = page[^1];
        }
    }

    private async Task<List<long>> PageAsync(long floor, long ceiling) =>
    [
        .. (await door.RowsAsync(
            $"""
            select d.seq_id, d.data, d.type, s.type as stream_type
            from marten.mt_events as d inner join marten.mt_streams as s on d.stream_id = s.id
            where d.seq_id > $1 and d.seq_id <= $2 and d.type = any($3) and d.is_archived = false
            order by d.seq_id limit {PageEvents}
            """,
            floor, ceiling, new[] { "test.even", "test.odd" })).Select(row => long.Parse(row.Split('|')[0], CultureInfo.InvariantCulture)),
    ];

    private Task<int> AdvanceAsync(string shard, long floor, long ceiling) =>
        door.RunAsync(
            "update marten.mt_event_progression set last_seq_id = $1, last_updated = transaction_timestamp() where name = $2 and last_seq_id = $3",
            ceiling, shard, floor);

    private static long Number(List<string> rows) => long.Parse(Assert.Single(rows), CultureInfo.InvariantCulture);
}
