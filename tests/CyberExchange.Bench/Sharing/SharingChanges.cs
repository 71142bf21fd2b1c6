using System.Diagnostics;
using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using EventLog = CyberExchange.EventStore.EventLog;

namespace CyberExchange.Bench.Sharing;

/// <summary>Changes of mind, from the append to the log until the reads show them.</summary>
/// <remarks>
/// A real log, appender and runner go on behind the seed. What a round changed is put back before the next, unmeasured, so that
/// the database stays what it was; the rows that tell of it stay as history.
/// </remarks>
internal sealed class SharingChanges : IAsyncDisposable
{
    private const int JoiningMembers = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SharingWorld _world;
    private readonly PairFloor _floor;
    private readonly int _windows;
    private readonly ItemQueries _items;
    private readonly EventLog _log;
    private readonly ProjectionRunner _runner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public SharingChanges(ExchangeDatabase exchange, PairFloor floor, SharingWorld world, int windows)
    {
        (_world, _floor, _windows) = (world, floor, windows);
        _items = new(exchange.Service);
        _log = new(exchange.Service);
        _runner = new(_log, exchange.Projector, new SharingCore(new LiveDirectory(exchange.Service)), TimeProvider.System);
        _running = _runner.RunAsync(_stop.Token);
    }

    public async Task<IReadOnlyList<Measurement>> MeasureAsync(string size, int rounds)
    {
        await _floor.AddCommunityAsync([.. Enumerable.Range(0, rounds + 1).Select(CommunityItem).Distinct().Select(i => i.Value)]);
        return
        [
            await RoundsAsync($"change.raise.{size}", "raises/s", rounds, RaiseAsync, LowerAsync, round => _floor.RaiseAsync(CommunityItem(round).Value), _ => _floor.LowerAsync()),
            await RoundsAsync($"change.join.{size}", "joins/s", rounds, _ => JoinAsync(), _ => LeaveAsync(), _ => _floor.JoinAsync(Growing, Joining), _ => _floor.LeaveAsync(Joining)),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // This is how a runner ends that was told to.
        }

        await _log.DisposeAsync();
        _stop.Dispose();
    }

    private IReadOnlyList<PartnerProfile> Joining => _world.Partners.Outside(JoiningMembers);

    private static AudienceClause Growing => new AudienceClause.Kinds([WorldPartners.Group(WorldPartners.GrowingGroup)], [], [], []);

    private static async Task<Measurement> RoundsAsync(
        string name, string unit, int rounds, Func<int, Task> ours, Func<int, Task> oursBack, Func<int, Task> floor, Func<int, Task> floorBack)
    {
        var results = new List<(double, double)>();
        for (var round = 0; round <= rounds; round++)
        {
            var floorRate = await RateAsync(floor, round);
            await floorBack(round);
            var rate = await RateAsync(ours, round);
            await oursBack(round);
            if (round > 0) // The first warms up.
            {
                results.Add((rate, floorRate));
            }
        }

        return Measurement.Of(name, unit, results, target: 1);
    }

    private static async Task<double> RateAsync(Func<int, Task> once, int round)
    {
        var clock = Stopwatch.StartNew();
        await once(round);
        return 1 / clock.Elapsed.TotalSeconds;
    }

    // The first two windows stay as they were filled: the seed is held against them.
    private ItemId CommunityItem(int round) => new(WorldIds.Item(_windows <= 2 ? 1 : 2 + (round % (_windows - 2)), SharingWorld.CommunityPlace));

    /// <summary>From the whole community on both sides to the originator alone.</summary>
    private async Task RaiseAsync(int round)
    {
        await ShareAsync(CommunityItem(round), TlpLabel.Amber);
        if (await _items.FindAsync(_world.Partners.Most, CommunityItem(round), default) is not ItemLookup.Gone)
        {
            throw new InvalidOperationException("a raised item is still read");
        }
    }

    private Task LowerAsync(int round) => ShareAsync(CommunityItem(round), TlpLabel.Green);

    private async Task ShareAsync(ItemId item, TlpLabel label)
    {
        var form = IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentShared { Terms = WorldTerms.Community(_world.HomeOfCommunityItem, label) });
        await ShowAsync([(IncidentEventCatalog.Stream(new(item.Value)), form)]);
    }

    private async Task JoinAsync()
    {
        var first = Joining[0];
        var viewer = new Viewer.Partner(first, WorldPartners.PersonOf(first.Id));
        var before = await _items.CountAsync(viewer, ItemFilter.None, default);
        await ChangeMembersAsync(JoiningIds, []);
        if (await _items.CountAsync(viewer, ItemFilter.None, default) <= before)
        {
            throw new InvalidOperationException("a partner that joined a group sees nothing of it");
        }
    }

    private Task LeaveAsync() => ChangeMembersAsync([], JoiningIds);

    private IReadOnlyList<PartnerId> JoiningIds => [.. Joining.Select(p => p.Id)];

    // One event, however many they are.
    private Task ChangeMembersAsync(IReadOnlyList<PartnerId> joined, IReadOnlyList<PartnerId> left) => ShowAsync([(
        GroupEventCatalog.Stream(WorldPartners.Group(WorldPartners.GrowingGroup)),
        GroupEventCatalog.Catalog.Write(new GroupEvent.GroupMembersChanged(joined, left)))]);

    // Appends all at once, as many callers would, and waits until the view has the last of them.
    private async Task ShowAsync(IReadOnlyList<(string Stream, StoredForm Form)> events)
    {
        var results = await Task.WhenAll(events.Select(e => _log.AppendAsync(new()
        {
            Stream = e.Stream,
            Expected = ExpectedVersion.Any,
            Key = new(Guid.Empty, Guid.NewGuid().ToString("N"), new byte[32]),
            Events = [new() { Id = Guid.CreateVersion7(), Type = e.Form.Name, TypeVersion = e.Form.Version, Body = e.Form.Body, Addressing = e.Form.Addressing }],
            RecordedAt = DateTimeOffset.UtcNow,
            Metadata = "{}"u8.ToArray(),
        })));
        var last = results.Max(r => r is AppendResult.Appended appended ? appended.LastPosition : throw new InvalidOperationException($"an append was answered {r}"));
        if (!await _runner.WaitForAsync(last, Patience, default))
        {
            throw new InvalidOperationException($"the view did not reach position {last}: {_runner.Health}");
        }
    }
}
