using CyberExchange.EventStore;
using Xunit;

namespace CyberExchange.Postgres.Tests.EventStore;

/// <summary>Instants become positions. Each test has a log of its own, for what others recorded would count.</summary>
public sealed class InstantTests : IAsyncLifetime
{
    private readonly LogDatabase _database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_event_recorded_by_a_clock_that_stepped_back_belongs_to_the_latest_instant_before_it()
    {
        var stream = Appends.NewStream();
        var began = Appends.RecordedAt;
        foreach (var (version, minutes) in new[] { (0, 0), (1, 60), (2, 1), (3, 61) })
        {
            await _database.Log.AppendAsync(Appends.To(stream, ExpectedVersion.Exactly(version)) with { RecordedAt = began.AddMinutes(minutes) }, Ct);
        }

        Assert.Equal([1], (await _database.Log.ReadStreamAsOfAsync(stream, began, Ct)).Select(e => e.Version));
        Assert.Equal([1], (await _database.Log.ReadStreamAsOfAsync(stream, began.AddMinutes(59), Ct)).Select(e => e.Version));
        Assert.Equal([1, 2, 3], (await _database.Log.ReadStreamAsOfAsync(stream, began.AddMinutes(60), Ct)).Select(e => e.Version));
        Assert.Equal([1, 2, 3, 4], (await _database.Log.ReadStreamAsOfAsync(stream, began.AddMinutes(61), Ct)).Select(e => e.Version));
        Assert.Equal(0, await _database.Log.PositionAtAsync(DateTimeOffset.UnixEpoch, Ct));
    }

    [Fact]
    public async Task Marks_lead_to_the_positions_that_a_scan_finds()
    {
        var recorded = Appends.RecordedAt;
        for (var i = 0; i < 5; i++)
        {
            // 600 to an append, so that marks fall into the middle of one; and the clock steps back at the fourth.
            NewEvent[] events = [.. Enumerable.Range(0, 600).Select(_ => Appends.Event())];
            await _database.Log.AppendAsync(
                Appends.To(Appends.NewStream(), ExpectedVersion.None, events) with { RecordedAt = recorded.AddMinutes(i == 3 ? -30 : i) }, Ct);
        }

        DateTimeOffset[] asked = [.. Enumerable.Range(-2, 8).Select(minute => recorded.AddMinutes(minute))];
        var scanned = await Task.WhenAll(asked.Select(at => _database.Log.PositionAtAsync(at, Ct)));
        await new LogUpkeep(_database.Connections.Service).DoDueAsync(Ct);
        Assert.True((long)(await _database.AsSuperuserAsync("select count(*) from cx.instant_mark"))! >= 2); // A count is never null.

        Assert.Equal(scanned, await Task.WhenAll(asked.Select(at => _database.Log.PositionAtAsync(at, Ct))));
        Assert.Equal(scanned.Order(), scanned);
    }
}
