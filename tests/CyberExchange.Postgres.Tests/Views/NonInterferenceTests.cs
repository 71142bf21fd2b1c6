using System.Text;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Links;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.Domain.Trends;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using CyberExchange.Views.Explain;
using CyberExchange.Views.Search;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Two worlds that differ only in items which a partner never saw give that partner the same bytes, whatever it asks.</summary>
/// <remarks>
/// The second world is the first without every event of those items: their reports, labels, embargoes, forwards and withdrawals by
/// whomever. Positions close up, as a log's do, so every cursor is another; what is compared is what following it yields. In the
/// first, besides, whatever others reported was filed for them by a CERT, under mandates that the second never had.
/// </remarks>
public sealed class NonInterferenceTests : IAsyncLifetime
{
    private const int PageMax = 3;
    private const int Steps = 20;

    // Each statement is planned once: a world has a handful of rows, and planning took four fifths of the time.
    private const string PlannedOnce = ";Options=-c plan_cache_mode=force_generic_plan -c jit=off";

    private static readonly ItemFilter[] Filters =
    [
        new() { Labels = [TlpLabel.Amber, TlpLabel.Red] },
        new() { Sectors = ["eu.energy"] },
        new() { Cves = ["CVE-2026-0001"], Withdrawn = false },
    ];

    private readonly MigratedDatabase _whole = new();
    private readonly MigratedDatabase _less = new();
    private ExchangeDatabase _ofWhole = null!; // Opened before every test.
    private ExchangeDatabase _ofLess = null!; // Opened before every test.
    private int _hidden;
    private int _warned;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _whole.InitializeAsync();
        await _less.InitializeAsync();
        (_ofWhole, _ofLess) = (new(_whole.ConnectionString + PlannedOnce), new(_less.ConnectionString + PlannedOnce));
    }

    public async ValueTask DisposeAsync()
    {
        await _ofWhole.DisposeAsync();
        await _ofLess.DisposeAsync();
        await _whole.DisposeAsync();
        await _less.DisposeAsync();
    }

    [Fact]
    public void What_is_hidden_from_a_partner_changes_nothing_that_it_gets()
    {
        // Another PostgreSQL than the embedded one is asked whether it plays along, in fewer worlds.
        var another = Environment.GetEnvironmentVariable("CYBEREXCHANGE_PG_BIN") is { Length: > 0 };
        var worlds = Environment.GetEnvironmentVariable("CYBEREXCHANGE_TEST_LEVEL") switch { "soak" => 10_000, "full" => another ? 100 : 500, _ => 25 };
        var steps = Gen.Choose(0, SharingWorld.StepMax).ArrayOf(Steps).ToArbitrary();
        var property = Prop.ForAll(
            Arb.From(steps.Generator, numbers => Enumerable.Range(0, numbers.Length).Select(i => numbers.Where((_, at) => at != i).ToArray())),
            numbers =>
            {
                var failure = Task.Run(() => CompareAsync(numbers), Ct).GetAwaiter().GetResult();
                return (failure is null).Label(failure ?? "");
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(worlds), property);
        Assert.True(_hidden > worlds, $"Of {worlds} worlds only {_hidden} items were hidden: nothing was shown.");
        Assert.True(_warned > 0, $"In {worlds} worlds nobody was warned: nothing was shown.");
    }

    [Fact]
    public async Task An_item_that_is_shown_and_left_out_is_noticed()
    {
        var numbers = Enumerable.Range(1, Steps).Select(i => i * 7_919).ToArray();

        Assert.NotNull(await CompareAsync(numbers, leaveOutSeen: true));
    }

    // Null when the bytes are the same; else the story and where they part.
    private async Task<string?> CompareAsync(int[] numbers, bool leaveOutSeen = false)
    {
        var events = new List<StoredEvent>();
        var oracle = new VisibilityOracle();
        var seen = new HashSet<(ItemId Item, MemberId? Viewer)>();
        var world = new SharingWorld(oracle, e =>
        {
            events.Add(e);
            return Task.CompletedTask;
        });
        await world.BeginAsync();
        foreach (var number in numbers)
        {
            await world.StepAsync(number);
            seen.UnionWith(
                from id in oracle.Items
                from member in world.Partners.SelectMany(p => p.Members.Keys).Select(m => (MemberId?)m).Append(null)
                where oracle.Sees(member, id) || oracle.Lost(member, id)
                select (id, member));
        }

        var partner = world.Partners[numbers.Sum() % world.Partners.Count];
        MemberId?[] members = [.. partner.Members.Keys, null]; // What a partner asks it may ask as the public too.
        var hidden = oracle.Items
            .Where(id => world.Incidents[new(id.Value)].Sharing.Originator != partner.Id)
            .Where(id => leaveOutSeen != members.All(member => !seen.Contains((id, member))))
            .Select(id => IncidentEventCatalog.Stream(new(id.Value)))
            .ToHashSet(StringComparer.Ordinal);
        _hidden += hidden.Count;
        await ProjectAsync(_ofWhole, [.. Linked(Foreseen(FiledForOthers(events, partner.Id, world))).Select((e, i) => e with { Position = i + 1 })]);
        await ProjectAsync(_ofLess, [.. Linked(Foreseen(events.Where(e => !hidden.Contains(e.Stream)))).Select((e, i) => e with { Position = i + 1 })]);
        foreach (var member in members)
        {
            Viewer viewer = member is { } known ? new Viewer.Partner(world.ProfileOf(partner), known) : Viewer.Public;
            var (whole, less) = (await EverythingAsync(_ofWhole, viewer, world), await EverythingAsync(_ofLess, viewer, world));
            _warned += whole.Contains("\"Receiver\"", StringComparison.Ordinal) ? 1 : 0;
            if (!string.Equals(whole, less, StringComparison.Ordinal))
            {
                var (a, b) = whole.Split('\n').Zip(less.Split('\n')).FirstOrDefault(pair => pair.First != pair.Second);
                return $"{string.Join("\n", world.Story)}\n=> {(member is null ? "the public" : partner.Facts.Handle)} gets\n{a}\nand without what is hidden\n{b}";
            }
        }

        return null;
    }

    // A mandate before each report of another partner, the filing with it, and the revocation with the next event.
    private static IEnumerable<StoredEvent> FiledForOthers(IEnumerable<StoredEvent> events, PartnerId partner, SharingWorld world)
    {
        var cert = world.Partners.First(p => p.Id != partner); // Roles come and go in a world; the rows ask for none.
        StoredEvent? revocation = null;
        foreach (var e in events)
        {
            if (revocation is not null)
            {
                yield return revocation;
                revocation = null;
            }

            if (!IncidentEventCatalog.Catalog.Knows(e.Type)
                || IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing) is not IncidentEvent.IncidentReported reported
                || reported.Originator == partner)
            {
                yield return e;
                continue;
            }

            var id = MandateOf(reported.Incident);
            yield return With(e, MandateEventCatalog.Stream(id), MandateEventCatalog.Catalog.Write(new MandateEvent.MandateGiven(
                id,
                new()
                {
                    Operator = reported.Originator,
                    Cert = cert.Id,
                    From = e.RecordedAt,
                    Until = e.RecordedAt.AddDays(1),
                    Classes = null,
                    Terms = reported.Terms with { Embargo = null },
                },
                "a.b.c",
                "key",
                reported.ReportedBy)));
            yield return e;
            yield return With(e, e.Stream, IncidentEventCatalog.Catalog.Write(new IncidentEvent.IncidentFiled(reported.Originator, cert.Id, id)));
            revocation = With(
                e, MandateEventCatalog.Stream(id), MandateEventCatalog.Catalog.Write(new MandateEvent.MandateRevoked(reported.ReportedBy, "Over.")));
        }

        static StoredEvent With(StoredEvent e, string stream, StoredForm form) => e with
        {
            Stream = stream, Type = form.Name, TypeVersion = form.Version, Body = form.Body, Addressing = form.Addressing,
        };
    }

    // Each report is linked with each before it, by its originator; some of that is taken back again. What is not there is linked with nothing.
    private static IEnumerable<StoredEvent> Linked(IEnumerable<StoredEvent> events)
    {
        List<IncidentId> before = [];
        foreach (var e in events)
        {
            yield return e;
            if (!IncidentEventCatalog.Catalog.Knows(e.Type) || IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing) is not IncidentEvent.IncidentReported reported)
            {
                continue;
            }

            foreach (var other in before)
            {
                var stream = LinkEventCatalog.Stream(reported.Originator, reported.Incident, new(other.Value));
                yield return With(e, stream, new LinkEvent.LinkStated(reported.Incident, new(other.Value), "related", $"{other.Value}", reported.Originator, reported.ReportedBy));
                if ((other.Value.GetHashCode() + reported.Incident.Value.GetHashCode()) % 4 == 0)
                {
                    yield return With(e, stream, new LinkEvent.LinkWithdrawn(reported.ReportedBy));
                }
            }

            before.Add(reported.Incident);
        }

        static StoredEvent With(StoredEvent e, string stream, LinkEvent link) => LinkEventCatalog.Catalog.Write(link) is var form
            ? e with { Stream = stream, Type = form.Name, TypeVersion = form.Version, Body = form.Body, Addressing = form.Addressing }
            : e;
    }

    // Beside some incidents a supply signal is posted, shared, forwarded and withdrawn as they are: who sees the one sees the other.
    private static IEnumerable<StoredEvent> Foreseen(IEnumerable<StoredEvent> events)
    {
        foreach (var e in events)
        {
            yield return e;
            if (IncidentEventCatalog.Catalog.Knows(e.Type)
                && IsForeseen(IncidentOf(e))
                && SignalOf(IncidentEventCatalog.Catalog.Read(e.Type, e.TypeVersion, e.Body, e.Addressing)) is { } signal
                && SignalEventCatalog.Catalog.Write(signal) is var form)
            {
                var stream = SignalEventCatalog.Stream(SignalOf(IncidentOf(e)));
                yield return e with { Stream = stream, Type = form.Name, TypeVersion = form.Version, Body = form.Body, Addressing = form.Addressing };
            }
        }
    }

    private static SignalEvent? SignalOf(IncidentEvent e) => e switch
    {
        IncidentEvent.IncidentReported r => new SignalEvent.SignalPosted
        {
            Signal = SignalOf(r.Incident), Originator = r.Originator, PostedBy = r.ReportedBy, Home = r.Home, Terms = r.Terms, Content = ContentOf(r.Report.Title),
        },
        IncidentEvent.IncidentAmended a => new SignalEvent.SignalRevised(ContentOf(a.Report.Title)),
        IncidentEvent.IncidentShared s => new SignalEvent.SignalShared { Terms = s.Terms },
        IncidentEvent.IncidentReleaseProposed p => new SignalEvent.SignalReleaseProposed { ProposedBy = p.ProposedBy, Terms = p.Terms },
        IncidentEvent.IncidentReleaseRejected => new SignalEvent.SignalReleaseRejected(),
        IncidentEvent.IncidentEmbargoLifted => new SignalEvent.SignalEmbargoLifted(),
        IncidentEvent.IncidentWithdrawn w => new SignalEvent.SignalWithdrawn(w.Reason),
        IncidentEvent.IncidentForwarded f => new SignalEvent.SignalForwarded(f.By, f.Basis) { Clients = f.Clients },
        IncidentEvent.IncidentForwardEnded f => new SignalEvent.SignalForwardEnded(f.By),
        _ => null,
    };

    private static SupplySignal ContentOf(string title) => new()
    {
        Title = title, Summary = "Foreseen.", Stage = "wafers", ProductClass = "logic", Product = null, Regions = [], Observed = ["shortage"],
        HorizonFrom = DateOnly.MinValue, HorizonTo = new(2099, 12, 31), Confidence = "likely", References = [], Items = [],
    };

    // A third of them: each item more is asked for at every door.
    private static bool IsForeseen(IncidentId incident) => incident.Value.GetHashCode() % 3 == 0;

    private static IncidentId IncidentOf(StoredEvent e) => new(Guid.ParseExact(e.Stream.AsSpan(IncidentEventCatalog.StreamPrefix.Length), "D"));

    // Another id than the incident's, made of it.
    private static SignalId SignalOf(IncidentId incident)
    {
        var bytes = incident.Value.ToByteArray();
        bytes[0] ^= 0xFF;
        return new(new Guid(bytes));
    }

    private static MandateId MandateOf(IncidentId incident) => new(incident.Value);

    private static async Task ProjectAsync(ExchangeDatabase exchange, IReadOnlyList<StoredEvent> events)
    {
        var core = new SharingCore(new LiveDirectory(exchange.Service));
        var search = new SearchView();
        await using var connection = await exchange.Projector.OpenForAsync(core.Schema, Ct);
        await using var ofSearch = await exchange.Projector.OpenForAsync(search.Schema, Ct);
        await core.ClearAsync(connection, Ct);
        await search.ClearAsync(ofSearch, Ct);
        foreach (var e in events)
        {
            await core.ApplyAsync(connection, e, e.RecordedAt, Ct);
            await search.ApplyAsync(ofSearch, e, e.RecordedAt, Ct);
        }

        await search.CompleteAsync(ofSearch, Ct);
    }

    /// <summary>All that a viewer gets, a line for each answer. Places in lists and feeds are followed and not told.</summary>
    private static async Task<string> EverythingAsync(ExchangeDatabase exchange, Viewer viewer, SharingWorld world)
    {
        var told = new StringBuilder();
        var (items, feed, search) = (new ItemQueries(exchange.Service), new FeedQueries(exchange.Service), new SearchQueries(exchange.Service));
        foreach (var filter in Filters.Prepend(ItemFilter.None))
        {
            Tell("count", await items.CountAsync(viewer, filter, Ct));
            ItemCursor? after = null;
            do
            {
                var slice = await items.ListAsync(viewer, filter, after, PageMax, Ct);
                Tell("list", slice.Rows.Select(Shown), slice.Next is null);
                after = slice.Next;
            }
            while (after is not null);
            await FollowAsync((from, max) => feed.NarrowedAsync(viewer, filter, from, max, Ct));
        }

        foreach (var sectors in new[] { [], new[] { "eu.energy" } })
        {
            var scope = new FigureScope(Period.OfYear(2020), Period.OfYear(2030), sectors, Names: []);
            Tell("figures", (await new FigureQueries(exchange.Service).CountAsync(viewer, scope, regimes: [], Ct)).Select(count => $"{count}"));
        }

        await FollowAsync((from, max) => feed.FeedAsync(viewer, kind: null, from, max, Ct));
        await FollowAsync((from, max) => feed.FeedAsync(viewer, ItemKind.Incident, from, max, Ct));
        foreach (var word in new[] { "world", "first", "outage", "absent" })
        {
            ItemCursor? place = null;
            do
            {
                var slice = await search.SearchAsync(viewer, SearchQuery.Read(word).Query!, ItemFilter.None, place, PageMax, Ct); // It asks for something.
                Tell($"search {word}", slice.Total, slice.More, slice.Next, slice.Hits.Select(h => new { h.Score, Row = Shown(h.Row) }));
                place = slice.Next;
            }
            while (place is not null);
        }

        foreach (var id in world.Incidents.Keys.Select(i => new ItemId(i.Value)).OrderBy(i => i.Value))
        {
            Tell($"read {id.Value}", await items.FindAsync(viewer, id, Ct) switch
            {
                ItemLookup.Found found => Shown(found.Row),
                ItemLookup.Gone gone => (object)gone,
                _ => "absent",
            });
            Tell("other way", await items.OtherWayAsync(viewer, id, Ct));
            if (IsForeseen(new(id.Value)))
            {
                Tell($"signal {id.Value}", await items.FindAsync(viewer, new(SignalOf(new IncidentId(id.Value)).Value), Ct) switch
                {
                    ItemLookup.Found found => Shown(found.Row),
                    ItemLookup.Gone gone => (object)gone,
                    _ => "absent",
                });
            }

            Tell("links", (await new LinkQueries(exchange.Service).ListAsync(viewer, id, Ct)).Links);
            if (viewer is Viewer.Partner { Profile.Id: var own } && world.Incidents[new(id.Value)].Sharing.Originator == own)
            {
                await ExplainAsync(id);
            }
        }

        using var signals = new SignalQueries(exchange.Service);
        var (figured, cut) = await signals.AllAsync(viewer, Ct);
        Tell("all", figured);
        Tell("figure", SignalCalibration.Of([.. figured], DateOnly.MaxValue), cut);
        var instant = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);
        var seen = (await signals.OpenAsync(viewer, instant, WatchListRules.DaysMax, Ct)).Signals;
        Tell("open", seen);
        if (viewer is Viewer.Partner { Profile.Id: var reader })
        {
            foreach (var enough in new[] { 1, 2, 4 })
            {
                var watch = new AgreedWatch(new("logic", "Wafers", "wafers", "logic", null, new(enough, 1, "likely", WatchListRules.DaysMax)), 1);
                Tell("warning", new RaiseWarning(reader, watch, seen).Decide(state: null, instant) switch
                {
                    Decision<SupplyWarningEvent>.Accepted { Events: [SupplyWarningEvent.WarningRaised raised] } => raised,
                    Decision<SupplyWarningEvent>.Refused refused => (object)refused.Refusal,
                    _ => throw new InvalidDataException("A warning is raised or refused."),
                });
            }

            var mandates = new MandateQueries(exchange.Service);
            Tell("mandates", await mandates.ListAsync(reader, DateTimeOffset.UnixEpoch, Ct));
            foreach (var id in world.Incidents.Keys)
            {
                Tell("mandate", await mandates.FindAsync(reader, MandateOf(id), Ct));
            }
        }

        return told.ToString();

        async Task ExplainAsync(ItemId id)
        {
            Tell("holders", (await new HolderQueries(exchange.Service).HoldersAsync(id, at: null, shown: null, HolderPlace.First, max: null, Ct)).Select(h => (object)h));
            foreach (var other in world.Partners)
            {
                var why = await new ExplainQueries(exchange.Service).ExplainAsync(id, world.ProfileOf(other), member: null, at: null, knownGroups: null, Ct);
                Tell($"why {other.Facts.Handle}", why?.Ways.Select(w => $"{w.Reason} {w.Clause} {w.Since:O} {w.ReleasedAt:O}"), why?.Withheld);
            }
        }

        async Task FollowAsync(Func<ItemCursor?, int, Task<FeedSlice>> read)
        {
            ItemCursor? after = null;
            var standing = 0;
            FeedSlice slice;
            do
            {
                slice = await read(after, PageMax);
                standing += (await feed.StandingAsync(viewer, slice.Rows, Ct)).Count;
                Tell("feed", slice.More, slice.Rows.Select(row => row switch
                {
                    FeedRow.Arrived arrived => new { Row = Shown(arrived.Row), arrived.Match },
                    FeedRow.Removed removed => new { removed.Id, removed.RemovedAt },
                    _ => (object)new { ((FeedRow.Unmatched)row).Id },
                }));
                after = slice.Last;
            }
            while (slice.More);
            Tell("standing", standing);
        }

        void Tell(string what, params object?[] answer) => told.Append(what).Append(' ').Append(JsonSerializer.Serialize(answer)).Append('\n');
    }

    // How many events an item's stream has never leaves either.
    private static ItemRow Shown(ItemRow row) => row with { Cursor = default, StreamVersion = 0 };
}
