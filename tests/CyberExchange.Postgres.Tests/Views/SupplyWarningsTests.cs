using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Supply signals and early warnings in the core: rows, outcomes, and who reads a warning in its feed.</summary>
public sealed class SupplyWarningsTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>, IAsyncLifetime
{
    private const int PageMax = 2;

    private readonly ExchangeDatabase _exchange = new(database.ConnectionString);
    private SharingCore _core = null!; // Made before each test.
    private NpgsqlConnection _connection = null!; // Likewise.
    private SharingWorld _world = null!; // Likewise.
    private long _position;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _core = new(new LiveDirectory(_exchange.Service));
        _connection = await _exchange.Projector.OpenForAsync("core", Ct);
        await _core.ClearAsync(_connection, Ct);
        _world = new(new VisibilityOracle(), ApplyAsync);
        await _world.BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _exchange.DisposeAsync();
    }

    [Fact]
    public async Task A_warning_stands_once_in_the_feed_of_every_member_of_its_receiver_and_in_no_others()
    {
        var receiver = _world.Partners.First(p => !p.Suspended);
        var signal = await PostAsync(receiver, SharingTerms.OriginatorOnly(TlpLabel.Amber));
        var warning = Warning(receiver, new(1, 1, "likely", 90), signal);
        await ApplyAsync(Stored(SupplyWarningEventCatalog.Stream(receiver.Id), SupplyWarningEventCatalog.Catalog.Write(warning)));

        var feed = new FeedQueries(_exchange.Service);
        foreach (var partner in _world.Partners)
        {
            foreach (var member in partner.Members.Values)
            {
                var viewer = new Viewer.Partner(_world.ProfileOf(partner), member.Id);
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
        var originator = _world.Partners.First(p => !p.Suspended);
        var item = Guid.CreateVersion7();
        var id = await PostAsync(originator, SharingTerms.OriginatorOnly(TlpLabel.Clear), Content(item));
        await ApplyAsync(Stored(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog.Write(
            new SignalEvent.SignalOutcomeRecorded(new(SupplyWords.CameTrue, new DateOnly(2026, 12, 1), "It did.", [])))));

        var items = new ItemQueries(_exchange.Service);
        var own = await FoundAsync(items, new Viewer.Partner(_world.ProfileOf(originator), originator.Members.Keys.First()), id);
        var seen = await FoundAsync(items, Viewer.Public, id);

        Assert.Equal((2, "Neon", SupplyWords.CameTrue), (own.Revision, own.Signal!.Signal.Title, own.Signal.Outcome!.Verdict));
        Assert.Equal([item], own.Signal.Signal.Items);
        Assert.Empty(seen.Signal!.Signal.Items);
        Assert.True(seen.ShowsOriginator);
        using var queries = new SignalQueries(_exchange.Service);
        var figured = Assert.Single((await queries.AllAsync(Viewer.Public, Ct)).Signals);
        Assert.Equal((id, originator.Id, SupplyWords.CameTrue, false), (figured.Id, figured.Originator, figured.Verdict, figured.Withdrawn));
        Assert.Equivalent(SignalGist.Of(Content(item)), figured.Content);
        Assert.Equal(1, await new ItemQueries(_exchange.Service).CountAsync(Viewer.Public, new ItemFilter { Kinds = [ItemKind.Signal] }, Ct));
    }

    // A signal that is narrowed or relabelled after a warning is told of no more, and too few are no warning.
    [Fact]
    public async Task A_warning_tells_of_what_its_reader_sees_now()
    {
        var (receiver, grid, cert) = (Named("delegate-eu"), Named("grid-eu"), Named("cert-eu"));
        var member = receiver.Members.Keys.First();
        var viewer = new Viewer.Partner(_world.ProfileOf(receiver), member);
        var named = SharingTerms.OriginatorOnly(TlpLabel.Amber) with { Audience = Audience.None with { Partners = [receiver.Id] } };
        SignalId[] signals = [await PostAsync(grid, named), await PostAsync(grid, named), await PostAsync(cert, named), await PostAsync(cert, named)];
        var warning = Warning(receiver, new(2, 2, "likely", 90), signals);
        await ApplyAsync(Stored(SupplyWarningEventCatalog.Stream(receiver.Id), SupplyWarningEventCatalog.Catalog.Write(warning)));
        var feed = new FeedQueries(_exchange.Service);

        var whole = Assert.Single(await ToldAsync());
        Assert.Equal((signals.Length, 2), (whole.Row.Raised.Signals.Count, whole.Row.Raised.Partners));
        Assert.Single(await feed.StandingAsync(viewer, [whole], Ct));

        await ShareAsync(signals[0], SharingTerms.OriginatorOnly(TlpLabel.Amber));
        Assert.Equal(signals[1..], Assert.Single(await ToldAsync()).Row.Raised.Signals);
        Assert.Empty(await feed.StandingAsync(viewer, [whole], Ct)); // What was read before and is not written yet.

        await ShareAsync(signals[3], SharingTerms.OriginatorOnly(TlpLabel.Red) with { Audience = Audience.None with { Members = [member] } });
        Assert.IsType<ItemLookup.Found>(await new ItemQueries(_exchange.Service).FindAsync(viewer, new(signals[3].Value), Ct));
        Assert.Equal(signals[1..3], Assert.Single(await ToldAsync()).Row.Raised.Signals);

        await ShareAsync(signals[1], SharingTerms.OriginatorOnly(TlpLabel.Amber));
        Assert.Empty(await ToldAsync());

        Partner Named(string handle) => _world.Partners.Single(p => p.Facts.Handle == handle);
        Task ShareAsync(SignalId id, SharingTerms terms) =>
            ApplyAsync(Stored(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog.Write(new SignalEvent.SignalShared { Terms = terms })));
        async Task<List<FeedRow.Warned>> ToldAsync() =>
            [.. (await ReadAsync(after => feed.WithOwnAsync(viewer, reminders: false, warnings: true, after, PageMax, Ct))).OfType<FeedRow.Warned>()];
    }

    // What is withdrawn, over, decided, old or TLP:RED takes no place among those that may count, and neither does what one partner posts in masses.
    [Fact]
    public async Task What_cannot_count_takes_no_place_and_who_posts_many_pushes_out_nobody()
    {
        var (grid, cert) = (_world.Partners.Single(p => p.Facts.Handle == "grid-eu"), _world.Partners.Single(p => p.Facts.Handle == "cert-eu"));
        var clear = SharingTerms.OriginatorOnly(TlpLabel.Clear);
        var open = await PostAsync(cert, clear);
        var (told, gone) = (await PostAsync(grid, clear), await PostAsync(grid, clear));
        await ApplyAsync(Stored(SignalEventCatalog.Stream(told), SignalEventCatalog.Catalog.Write(new SignalEvent.SignalOutcomeRecorded(new(SupplyWords.CannotTell, null, "n", [])))));
        await ApplyAsync(Stored(SignalEventCatalog.Stream(gone), SignalEventCatalog.Catalog.Write(new SignalEvent.SignalWithdrawn("w"))));
        var over = await PostAsync(grid, clear, Content() with { HorizonTo = new(1970, 1, 1) });
        using var queries = new SignalQueries(_exchange.Service);
        var day2 = DateTimeOffset.UnixEpoch.AddDays(1);

        Assert.Equal([open], (await queries.OpenAsync(Viewer.Public, day2, days: 1, Ct)).Signals.Select(s => s.Id));
        Assert.Empty((await queries.OpenAsync(Viewer.Public, day2.AddSeconds(1), days: 1, Ct)).Signals);
        Assert.Equal(new[] { open, told, gone, over }.OrderBy(s => s.Value), (await queries.AllAsync(Viewer.Public, Ct)).Signals.Select(s => s.Id).OrderBy(s => s.Value));
        Assert.False((await queries.AllAsync(Viewer.Public, Ct)).Cut);
        var member = cert.Members.Keys.First();
        await PostAsync(grid, SharingTerms.OriginatorOnly(TlpLabel.Red) with { Audience = Audience.None with { Members = [member] } });
        var viewer = new Viewer.Partner(_world.ProfileOf(cert), member);
        Assert.Equal((5, 1), ((await queries.AllAsync(viewer, Ct)).Signals.Count, (await queries.OpenAsync(viewer, day2, days: 1, Ct)).Signals.Count));

        // As many rows as one more than the limit, all of one originator and later than the others.
        await using (var flood = _connection.CreateCommand())
        {
            flood.CommandText = $"""
                insert into core.item
                select (jsonb_populate_record(i, jsonb_build_object('item_id', gen_random_uuid(), 'first_at', i.first_at + interval '1 hour'))).*
                from core.item i, generate_series(0, {SignalQueries.OfOneMax})
                where i.item_id = '{over.Value}';
                insert into core.released
                select (jsonb_populate_record(r, jsonb_build_object('item_id', i.item_id))).*
                from core.released r, core.item i
                where r.item_id = '{over.Value}' and i.originator_id = '{grid.Id.Value}' and i.first_at > 'epoch'
                """;
            await flood.ExecuteNonQueryAsync(Ct);
        }

        var all = await queries.AllAsync(Viewer.Public, Ct);
        Assert.Equal((SignalQueries.OfOneMax + 1, true), (all.Signals.Count, all.Cut));
        Assert.Contains(all.Signals, s => s.Id == open);
    }

    private Task ApplyAsync(StoredEvent e) => _core.ApplyAsync(_connection, e with { Position = ++_position }, e.RecordedAt, Ct);

    private static async Task<ItemRow> FoundAsync(ItemQueries items, Viewer viewer, SignalId id) =>
        Assert.IsType<ItemLookup.Found>(await items.FindAsync(viewer, new(id.Value), Ct)).Row;

    private async Task<SignalId> PostAsync(Partner originator, SharingTerms terms, SupplySignal? content = null)
    {
        var id = new SignalId(Guid.CreateVersion7());
        await ApplyAsync(Stored(SignalEventCatalog.Stream(id), SignalEventCatalog.Catalog.Write(new SignalEvent.SignalPosted
        {
            Signal = id, Originator = originator.Id, PostedBy = originator.Members.Keys.First(), Home = originator.Facts.Jurisdiction, Content = content ?? Content(), Terms = terms,
        })));
        return id;
    }

    private static SupplyWarningEvent.WarningRaised Warning(Partner receiver, WatchThreshold threshold, params SignalId[] signals) =>
        new(Guid.CreateVersion7(), receiver.Id, new("logic", "Wafers", "wafers", "logic", null, threshold), 1, signals, 2);

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

    private static SupplySignal Content(params Guid[] items) => new()
    {
        Title = "Neon", Summary = "s", Stage = "wafers", ProductClass = "logic", Product = null, Regions = [], Observed = ["price"],
        HorizonFrom = new(2026, 12, 1), HorizonTo = new(2026, 12, 31), Confidence = "likely", References = [], Items = items,
    };

    private static StoredEvent Stored(string stream, StoredForm form) =>
        new(0, stream, 1, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, form.Addressing);
}
