using CyberExchange.Domain;
using CyberExchange.Domain.Subscriptions;
using CyberExchange.EventStore;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>A view of few among many events is brought those, and whatever this program does not know.</summary>
public sealed class SomeTypesTests : InViewWorld
{
    [Fact]
    public async Task Events_of_other_types_are_passed_by_and_the_view_reaches_the_end_of_the_log()
    {
        await World.FillAsync(steps: 20);
        await CreateAsync("First");
        await World.FillAsync(steps: 20, seed: 1);
        var view = new CountingView(new SubscriptionsView());
        await using var node = World.Start("one", view);

        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        Assert.Equal(1, view.Applied);
        Assert.Equal(1, await World.NumberAsync("select count(*) from core.subscription"));
        await CreateAsync("Second");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.Equal(2, await World.NumberAsync("select count(*) from core.subscription"));

        await World.ExecuteAsync("delete from core.subscription; insert into cx.view_rebuild (view, version) values ('subscriptions', 1)");
        await World.UntilAsync("select count(*) from cx.view_rebuild", 0);
        Assert.Equal(2, await World.NumberAsync("select count(*) from core.subscription"));
        Assert.Equal(2, view.AppliedBeside);
    }

    [Fact]
    public async Task An_event_of_a_type_that_this_program_does_not_know_stops_the_view_before_it()
    {
        await World.FillAsync(steps: 10);
        var before = await World.HeadAsync();
        await using var node = World.Start("one", new SubscriptionsView());
        await ViewWorld.HoldsAsync(node.Runner, before);

        await World.AppendPoisonAsync();

        Assert.False(await node.Runner.WaitForAsync(before + 1, ViewWorld.Patience, Ct));
        var stopped = Assert.IsType<ProjectionHealth.Stopped>(node.Runner.Health);
        Assert.Equal(before, stopped.Position);
        Assert.Contains($"position {before + 1}", stopped.Because, StringComparison.Ordinal);
    }

    private async Task CreateAsync(string name)
    {
        var id = new SubscriptionId(Guid.CreateVersion7());
        var filter = new SubscriptionFilter
        {
            Kinds = [],
            Sectors = ["jp.electricity"],
            Areas = [],
            Vendors = [],
            ProductTexts = [],
            Cves = [],
            CvssMinTenths = null,
            Labels = [],
            Originators = [],
        };
        var form = SubscriptionEventCatalog.Catalog.Write(new SubscriptionEvent.SubscriptionCreated(id, new PartnerId(Guid.CreateVersion7()), name, filter));
        await World.AppendAsync(
            new StoredEvent(0, SubscriptionEventCatalog.Stream(id), 1, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, form.Addressing));
    }
}
