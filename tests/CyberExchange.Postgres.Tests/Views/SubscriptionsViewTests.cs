using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Testing.EventStore;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

public sealed class SubscriptionsViewTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    // No assert depends on it: it only ends a run that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly PartnerId Owner = new(new Guid("00000000-0000-7000-8000-000000000003"));

    private static readonly SubscriptionFilter Filter = new()
    {
        Kinds = ["advisory"],
        Sectors = ["eu.energy"],
        Areas = ["area.6g"],
        Vendors = ["Siemens"],
        ProductTexts = ["S7-1500"],
        Cves = ["CVE-2026-12345"],
        CvssMinTenths = 71,
        Labels = [TlpLabel.AmberStrict],
        Originators = [Owner],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rebuilt_view_has_the_same_rows_and_holds_what_was_stated_last()
    {
        await using var exchange = new ExchangeDatabase(database.ConnectionString);
        await using var log = new EventLog(exchange.Service);
        var (first, second, third) = (Id(1), Id(2), Id(3));
        await CreateAsync(log, first, "First");
        await CreateAsync(log, second, "Second");
        await CreateAsync(log, third, "Third");
        await AppendAsync(log, first, version: 1, new SubscriptionEvent.SubscriptionChanged("First again", Filter with { CvssMinTenths = null }));
        await AppendAsync(log, second, version: 1, new SubscriptionEvent.SubscriptionCancelled());
        var runner = new ProjectionRunner(log, exchange.Projector, new SubscriptionsView(), TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = Task.Run(() => runner.RunAsync(stop.Token), Ct);
        var head = await log.HeadAsync(Ct);
        Assert.True(await runner.WaitForAsync(head, Patience, Ct));

        var queries = new SubscriptionQueries(exchange.Service);
        var listed = await queries.ListAsync(Owner, Ct);
        Assert.Equal(["First again", "Third"], listed.Select(s => s.Name));
        Assert.Equal([2, 1], listed.Select(s => s.StreamVersion));
        Assert.Equal([null, 7.1], listed.Select(s => s.ItemFilter.CvssMin));
        Assert.Null(await queries.FindStandingAsync(Owner, second, Ct));
        Assert.True((await queries.FindAsync(Owner, second, Ct))!.Cancelled);
        Assert.Null(await queries.FindAsync(new PartnerId(Guid.NewGuid()), first, Ct));

        var rows = await DumpAsync();
        await runner.ClearAsync(Ct);
        Assert.True(await runner.WaitForAsync(head, Patience, Ct));
        Assert.Equal(rows, await DumpAsync());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static SubscriptionId Id(int number) => new(new Guid($"00000000-0000-7000-8000-{number:d12}"));

    private static Task CreateAsync(EventLog log, SubscriptionId id, string name) =>
        AppendAsync(log, id, version: 0, new SubscriptionEvent.SubscriptionCreated(id, Owner, name, Filter));

    private static Task AppendAsync(EventLog log, SubscriptionId id, int version, SubscriptionEvent e) => log.StoreAsync(
        SubscriptionEventCatalog.Stream(id), version, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(version), [SubscriptionEventCatalog.Catalog.Write(e)], Ct);

    private Task<IReadOnlyList<string>> DumpAsync() => ViewRows.DumpAsync(database.ConnectionString, ["subscription"], Ct);
}
