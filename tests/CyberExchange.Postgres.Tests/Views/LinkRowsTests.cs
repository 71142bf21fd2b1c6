using CyberExchange.Domain;
using CyberExchange.Domain.Links;
using CyberExchange.Domain.Sharing;
using CyberExchange.Testing.Worlds;
using CyberExchange.Views.Core;
using Xunit;

namespace CyberExchange.Postgres.Tests.Views;

/// <summary>Links between the items of a random world: each viewer reads those of which it sees both ends, and nothing else moves.</summary>
public sealed class LinkRowsTests : InViewWorld
{
    [Fact]
    public async Task A_link_is_shown_to_whoever_sees_both_ends_and_moves_nothing_for_anybody()
    {
        var world = await World.FillAsync(steps: 70);
        var links = Linked(world);
        IReadOnlyList<Viewer> viewers = [.. world.Partners.SelectMany(p => p.Members.Keys.Select(m => (Viewer)new Viewer.Partner(world.ProfileOf(p), m))), Viewer.Public];
        await using (var node = World.Start("one"))
        {
            var before = await World.HeadAsync();
            await ViewWorld.HoldsAsync(node.Runner, before);
            var untouched = await Task.WhenAll(viewers.Select(ToldAsync));
            foreach (var link in links)
            {
                await AppendAsync(link, version: 1, link);
            }

            await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

            Assert.Equal(untouched, await Task.WhenAll(viewers.Select(ToldAsync)));
            var (shown, kept) = (0, 0);
            foreach (var viewer in viewers)
            {
                var seen = (await new ItemQueries(World.Exchange.Service).ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct)).Rows.Select(row => row.Id.Value).ToHashSet();
                foreach (var id in world.Incidents.Keys.Select(i => i.Value))
                {
                    var both = links.Where(l => l.Incident.Value == id || l.Advisory.Value == id).Where(l => seen.Contains(l.Incident.Value) && seen.Contains(l.Advisory.Value)).ToList();
                    var told = (await new LinkQueries(World.Exchange.Service).ListAsync(viewer, new(id), Ct)).Links;
                    Assert.Equal(both.Select(l => (l.Incident, l.Advisory, l.Reason, l.By == (viewer as Viewer.Partner)?.Profile.Id)).Reverse(), told.Select(l => (l.Incident, l.Advisory, l.Reason, l.Own)));
                    var part = await new LinkQueries(World.Exchange.Service).ListAsync(viewer, new(id), Ct, max: 1);
                    Assert.Equal((Math.Min(1, both.Count), both.Count > 1), (part.Links.Count, part.More));
                    (shown, kept) = (shown + both.Count, kept + (links.Count - both.Count));
                }
            }

            Assert.True(shown > 20 && kept > 20, $"{shown} links were shown and {kept} were not: nothing was shown.");
        }

        await World.EqualsAReplayAsync();
    }

    [Fact]
    public async Task A_link_is_stated_anew_and_taken_back()
    {
        var world = await World.FillAsync(steps: 40);
        var link = Linked(world)[0];
        var originator = world.Partners.First(p => p.Id == link.By);
        var viewer = new Viewer.Partner(world.ProfileOf(originator), originator.Members.Keys.First());
        await using var node = World.Start("one");
        await AppendAsync(link, version: 1, link);
        await AppendAsync(link, version: 2, link with { Kind = "mitigated-by", Reason = "Once more." });
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());
        Assert.Equal(("mitigated-by", "Once more."), Assert.Single((await new LinkQueries(World.Exchange.Service).ListAsync(viewer, new(link.Incident.Value), Ct)).Links) is var told ? (told.Kind, told.Reason) : default);

        await AppendAsync(link, version: 3, new LinkEvent.LinkWithdrawn(link.StatedBy));
        await ViewWorld.HoldsAsync(node.Runner, await World.HeadAsync());

        Assert.Empty((await new LinkQueries(World.Exchange.Service).ListAsync(viewer, new(link.Incident.Value), Ct)).Links);
    }

    // A viewer's items and feed, with the places that they have in it.
    private async Task<string> ToldAsync(Viewer viewer)
    {
        var list = await new ItemQueries(World.Exchange.Service).ListAsync(viewer, ItemFilter.None, after: null, max: 1_000, Ct);
        var feed = await new FeedQueries(World.Exchange.Service).FeedAsync(viewer, kind: null, after: null, max: 1_000, Ct);
        return string.Join('\n', list.Rows.Select(row => $"{row.Cursor} {row.StreamVersion} {row.Revision}").Concat(feed.Rows.Select(row => $"{row.GetType().Name} {row.Cursor}")));
    }

    // Each item with the two after it, by whoever originated the first; to the view every item is one.
    private static List<LinkEvent.LinkStated> Linked(SharingWorld world)
    {
        var incidents = world.Incidents.Values.OrderBy(i => i.Id.Value).ToList();
        return
        [
            .. from i in Enumerable.Range(0, incidents.Count)
               from j in Enumerable.Range(i, Math.Min(3, incidents.Count - i))
               let owner = world.Partners.First(p => p.Id == incidents[i].Sharing.Originator)
               where !owner.Suspended || j == i
               select new LinkEvent.LinkStated(incidents[i].Id, new(incidents[j].Id.Value), "related", $"{i} and {j}", owner.Id, owner.Members.Keys.First()),
        ];
    }

    private async Task AppendAsync(LinkEvent.LinkStated of, int version, LinkEvent e)
    {
        var form = LinkEventCatalog.Catalog.Write(e);
        await World.AppendAsync(new(0, LinkEventCatalog.Stream(of.By, of.Incident, of.Advisory), version, Guid.Empty, form.Name, form.Version, DateTimeOffset.UnixEpoch, [], form.Body, []));
    }
}
