using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Supply signals and early warnings in the core: rows, outcomes, and who reads a warning in its feed.</summary>
public sealed class SupplyWarningsTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int PageMax = 2;

    private readonly ExchangeDatabase _exchange = new(database.ConnectionString);
    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _exchange.DisposeAsync();

    [Fact]
    public async Task A_warning_stands_once_in_the_feed_of_every_member_of_its_receiver_and_in_no_others()
    {
        var core = new SharingCore(new LiveDirectory(_exchange.Service));
        await using var connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        Task ApplyAsync(StoredEvent e) => core.ApplyAsync(connection, e with { Position = ++_position }, e.RecordedAt, Ct);
        var world = new SharingWorld(new VisibilityOracle(), ApplyAsync);
        await world.BeginAsync();
        var receiver = world.Partners.First(p => !p.Suspended);
        var warning = new SupplyWarningEvent.WarningRaised(
            Guid.CreateVersion7(), receiver.Id, new("logic", "Wafers", "wafers", "logic", null, new(1, 1, "likely", 90)), 1, [new(Guid.CreateVersion7())], 1);
        await ApplyAsync(Stored(SupplyWarningEventCatalog.Stream(receiver.Id), SupplyWarningEventCatalog.Catalog.Write(warning)));

        var feed = new FeedQueries(_exchange.Service);
        foreach (var partner in world.Partners)
        {
            foreach (var member in partner.Members.Values)
            {
                var viewer = new Viewer.Partner(world.ProfileOf(partner), member.Id);
                var told = (await ReadAsync(after => feed.WithOwnAsync(viewer, reminders: false, warnings: true, after, PageMax, Ct))).OfType<FeedRow.Warned>().ToList();
                if (partner.Id == receiver.Id)
                {
                    var row = Assert.Single(told).Row;
                    Assert.Equal((warning.Warning, "logic", _position), (row.Raised.Warning, row.Raised.Entry.Id, row.Position));
                    Assert.Equal(told.Count, (await feed.StandingAsync(viewer, told, Ct)).Count);
                }
                else
                {
                    Assert.Empty(told);
                }

                Assert.Empty((await ReadAsync(after => feed.WithOwnAsync(viewer, reminders: true, warnings: false, after, PageMax, Ct))).OfType<FeedRow.Warned>());
                Assert.Empty((await ReadAsync(after => feed.FeedAsync(viewer, kind: null, after, PageMax, Ct))).OfType<FeedRow.Warned>());
            }
        }
    }

    [Fact]
    public async Task An_outcome_is_a_revision_that_keeps_what_was_foreseen_and_which_items_bear_it_out_is_the_originators()
    {
        var core = new SharingCore(new LiveDirectory(_exchange.Service));
        await using var connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await core.ClearAsync(connection, Ct);
        Task ApplyAsync(StoredEvent e) => core.ApplyAsync(connection, e with { Position = ++_position }, e.RecordedAt, Ct);
        var world = new SharingWorld(new VisibilityOracle(), ApplyAsync);
        await world.BeginAsync();
        var originator = world.Partners.First(p => !p.Suspended);
        var id = new SignalId(Guid.CreateVersion7());
        var item = Guid.CreateVersion7();
        await ApplyAsync(Stored(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog.Write(new SignalEvent.SignalPosted
        {
            Signal = id, Originator = originator.Id, PostedBy = originator.Members.Keys.First(), Home = originator.Facts.Jurisdiction, Content = Content(item),
            Terms = SharingTerms.OriginatorOnly(TlpLabel.Clear),
        })));
        await ApplyAsync(Stored(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog.Write(
            new SignalEvent.SignalOutcomeRecorded(new(SupplyWords.CameTrue, new DateOnly(2026, 12, 1), "It did.", [])))));

        var queries = new SignalQueries(_exchange.Service);
        var own = Assert.Single(await queries.AllAsync(new Viewer.Partner(world.ProfileOf(originator), originator.Members.Keys.First()), Ct));
        var seen = Assert.Single(await queries.AllAsync(Viewer.Public, Ct));

        Assert.Equal((2, "Neon", SupplyWords.CameTrue), (own.Revision, own.Signal!.Signal.Title, own.Signal.Outcome!.Verdict));
        Assert.Equal([item], own.Signal.Signal.Items);
        Assert.Empty(seen.Signal!.Signal.Items);
        Assert.True(seen.ShowsOriginator);
        Assert.Equal(SupplyWords.CameTrue, SignalQueries.Seen(seen).Verdict);
        Assert.Equal(1, await new ItemQueries(_exchange.Service).CountAsync(Viewer.Public, new ItemFilter { Kinds = [ItemKind.Signal] }, Ct));
    }

    private static async Task<List<FeedRow>> ReadAsync(Func<ItemCursor?, Task<FeedSlice>> read)
    {
        List<FeedRow> rows = [];
        ItemCursor? after = null;
        FeedSlice slice;
        do
        {
            slice = await read(after);
            rows.AddRange(slice.Rows);
            after = slice.Last;
        }
        while (slice.More);
        return rows;
    }

    private static SupplySignal Content(Guid item) => new()
    {
        Title = "Neon", Summary = "s", Stage = "wafers", ProductClass = "logic", Product = null, Regions = [], Observed = ["price"],
        HorizonFrom = new(2026, 12, 1), HorizonTo = new(2026, 12, 31), Confidence = "likely", References = [], Items = [item],
    };

    private static StoredEvent Stored(string stream, StoredForm form) =>
        new(0, stream, 1, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, form.Addressing);
}
