using CyberExchange.Domain.Partners;
using CyberExchange.EventStore;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Projections;
using CyberExchange.Views.Subscriptions;
using Npgsql;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>One node writes a view, and one that lost it changes nothing.</summary>
public sealed class LeaseTests : InViewWorld
{
    [Fact]
    public async Task Of_two_nodes_one_writes_the_view_and_both_come_to_hold_it()
    {
        await using var one = World.Start("one");
        await using var two = World.Start("two");
        await World.FillAsync(steps: 20);
        await ViewWorld.HoldsAsync(one.Runner, await World.HeadAsync());
        await ViewWorld.HoldsAsync(two.Runner, await World.HeadAsync());

        Assert.True(one.Runner.Holds ^ two.Runner.Holds);
        var (writer, reader) = one.Runner.Holds ? (one, two) : (two, one);
        Assert.Equal(await World.HeadAsync(), writer.Runner.Applied);
        Assert.Equal(0, reader.Runner.Applied);
        Assert.True(reader.Runner.IsFresh(TimeSpan.FromMinutes(10)));
        Assert.NotEmpty(reader.Directory.Current.Entries);
    }

    [Fact]
    public async Task A_holder_that_dies_is_followed_by_another_when_the_lease_has_ended()
    {
        await World.ExecuteAsync("insert into core.checkpoint (view, version, position, instant) values ('sharing-core', 0, 0, 'epoch')");
        await World.ExecuteAsync("insert into cx.view_lease (view, kind, holder, fence, expires_at) values ('sharing-core', 'keep', 'dead', 7, clock_timestamp() + interval '4500 milliseconds')");
        await World.FillAsync(steps: 5);
        await using var node = World.Start("alive");
        Assert.False(await node.Runner.WaitForAsync(1, TimeSpan.FromMilliseconds(500), Ct));

        await World.ExecuteAsync("update cx.view_lease set expires_at = clock_timestamp()");

        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.Equal(8L, await World.NumberAsync("select fence from core.checkpoint"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("'dead'")]
    public async Task A_clock_of_the_database_that_was_set_back_an_hour_locks_nobody_out(string holder)
    {
        await World.ExecuteAsync($"insert into cx.view_lease (view, kind, holder, fence, expires_at) values ('sharing-core', 'keep', {holder}, 7, clock_timestamp() + interval '1 hour')");
        await World.ExecuteAsync("insert into cx.view_node (node, seen_at) values ('dead', clock_timestamp() + interval '1 hour')");
        await World.FillAsync(steps: 5);

        await using var node = World.Start("alive");

        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.True(node.Runner.Holds);
    }

    [Fact]
    public async Task A_view_that_no_other_node_wants_stays_with_one_that_has_more_than_its_share()
    {
        // Two nodes that cannot keep it, as of an older program, and two views that this node keeps already.
        await World.ExecuteAsync("insert into cx.view_node (node, seen_at) select n, clock_timestamp() + interval '4500 milliseconds' from unnest(array['old-1', 'old-2']) as n");
        await World.ExecuteAsync("insert into cx.view_lease (view, kind, holder, fence, expires_at) select v, 'keep', 'alive', 1, clock_timestamp() + interval '4500 milliseconds' from unnest(array['a-view', 'b-view']) as v");
        await World.FillAsync(steps: 5);
        await using var node = World.Start("alive");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        await World.ExecuteAsync("create table public.taken as select l.expires_at from cx.view_lease l where l.view = 'sharing-core'");

        // It renews the lease twice, and has not taken it anew.
        await World.UntilAsync("select count(*) from cx.view_lease l, public.taken t where l.view = 'sharing-core' and l.expires_at > t.expires_at + interval '2 seconds'", 1);

        Assert.Equal(1, await World.NumberAsync("select fence from cx.view_lease where view = 'sharing-core'"));
    }

    [Fact]
    public async Task A_node_that_stops_hands_the_view_over_at_once()
    {
        var one = World.Start("one");
        await World.FillAsync(steps: 5);
        await ViewWorld.HoldsAsync(one.Runner, await World.HeadAsync());

        await one.DisposeAsync();

        Assert.Equal(1, await World.NumberAsync("select count(*) from cx.view_lease where holder is null and expires_at <= clock_timestamp()"));
        Assert.Equal(0, await World.NumberAsync("select count(*) from cx.view_node"));
        await using var two = World.Start("two");
        await World.FillAsync(steps: 5, seed: 1);
        await ViewWorld.HoldsAsync(two.Runner, await World.HeadAsync());
        Assert.True(two.Runner.Holds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_late_holder_changes_nothing(bool othersFirst)
    {
        await World.FillAsync(steps: 15);
        var late = new HeldView(new SharingCore(new LiveDirectory(World.Exchange.Service)), holdAt: 10);
        var applied = false;
        await using (var one = World.Start("one", late))
        {
            await late.Holding.WaitAsync(ViewWorld.Patience, Ct);

            // The first is in the middle of a page when the view is given to the second.
            await World.ExecuteAsync("update cx.view_lease set holder = 'two', fence = fence + 1, expires_at = clock_timestamp() + interval '4500 milliseconds'");
            await using var two = World.Start("two");
            await World.UntilAsync("select count(*) from core.checkpoint c join cx.view_lease l on l.fence = c.fence where l.holder = 'two'", 1);
            if (othersFirst)
            {
                // Its rows are locked until the first is gone; the database ends a session that is idle in a page.
                await ViewWorld.HoldsAsync(two.Runner, await World.HeadAsync());
                applied = true;
            }

            late.GoOn();
            await ViewWorld.HoldsAsync(two.Runner, await World.HeadAsync());
            await ViewWorld.HoldsAsync(one.Runner, await World.HeadAsync());
            Assert.IsType<ProjectionHealth.Running>(one.Runner.Health);
            Assert.Equal(0, one.Runner.Applied);
            Assert.Equal(await World.HeadAsync(), two.Runner.Applied);
        }

        Assert.Equal(othersFirst, applied);
        await World.EqualsAReplayAsync();
    }

    [Fact]
    public async Task A_fence_that_is_past_commits_nothing_even_where_nobody_else_wrote()
    {
        await World.FillAsync(steps: 15);
        var late = new HeldView(new SharingCore(new LiveDirectory(World.Exchange.Service)), holdAt: 10);
        await using var one = World.Start("one", late);
        await late.Holding.WaitAsync(ViewWorld.Patience, Ct);

        await World.ExecuteAsync("update core.checkpoint set fence = fence + 1; update cx.view_lease set holder = 'gone', fence = fence + 1, expires_at = 'infinity'");
        late.GoOn();

        await World.UntilAsync(() => Task.FromResult(!one.Runner.Holds));
        Assert.Equal(0, await World.NumberAsync("select position from core.checkpoint"));
        Assert.Equal(0, await World.NumberAsync("select count(*) from core.partner"));
        Assert.Equal(0, one.Runner.Checkpoint);
    }

    [Fact]
    public async Task Nodes_share_the_views_out()
    {
        await World.FillAsync(steps: 5);
        var log = World.Log;
        var first = Views("first");
        await using var one = new RunningViews(first);
        await World.UntilAsync(() => Task.FromResult(first.All.All(view => view.Holds)));

        var second = Views("second");
        var half = first.All.Count / 2;
        await using (var two = new RunningViews(second))
        {
            await World.UntilAsync(() => Task.FromResult(second.All.Count(view => view.Holds) == half && first.All.Count(view => view.Holds) == half));
        }

        await World.UntilAsync(() => Task.FromResult(first.All.All(view => view.Holds)));
        foreach (var view in first.All)
        {
            await ViewWorld.HoldsAsync(view, await World.HeadAsync());
        }

        ViewRunners Views(string name) => new(
            log, World.Exchange.Projector, CyberExchange.Views.ViewCatalog.All(new LiveDirectory(World.Exchange.Service)), TimeProvider.System, new ViewNode(name));
    }

    [Fact]
    public async Task A_node_whose_clock_is_an_hour_off_neither_takes_nor_loses_a_view_by_it()
    {
        await World.FillAsync(steps: 5);
        await using var right = World.Start("right");
        await ViewWorld.HoldsAsync(right.Runner, await World.HeadAsync());
        var fence = await World.NumberAsync("select fence from cx.view_lease");

        await using var ahead = World.Start("ahead", clock: new WrongClock(TimeSpan.FromHours(1)));
        await using var back = World.Start("back", clock: new WrongClock(TimeSpan.FromHours(-1)));
        await World.FillAsync(steps: 5, seed: 1);
        foreach (var node in new[] { right, ahead, back })
        {
            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        }

        Assert.True(right.Runner.Holds);
        Assert.Equal(fence, await World.NumberAsync("select fence from cx.view_lease"));
    }

    [Fact]
    public async Task A_program_without_leases_may_still_move_the_checkpoint_and_what_it_touched_is_read_anew()
    {
        var world = await World.FillAsync(steps: 5);
        await using var node = World.Start("new");
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        // As the program before did it: under the row's lock, knowing of no fence, and here with a change of the directory.
        await using var connection = await Database.OpenAsync(Ct);
        await using (var transaction = await connection.BeginTransactionAsync(Ct))
        {
            await ViewWorld.ExecuteAsync(connection, "select 1 from core.checkpoint for update");
            await ViewWorld.ExecuteAsync(connection, $"update core.partner set suspended = true where partner_id = '{world.Partners[0].Id.Value}'");
            await World.SuspendAsync(world.Partners[0].Id);
            await ViewWorld.ExecuteAsync(connection, $"update core.checkpoint set position = {await World.HeadAsync()}, stopped_because = null");
            await transaction.CommitAsync(Ct);
        }

        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.IsType<ProjectionHealth.Running>(node.Runner.Health);
        await World.UntilAsync(() => Task.FromResult(node.Directory.Current.Partners.Find(world.Partners[0].Id)!.Suspended)); // It is enrolled.
    }

    /// <summary>Says another time of day than it is. How time passes it does not change.</summary>
    private sealed class WrongClock(TimeSpan off) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + off;
    }
}
