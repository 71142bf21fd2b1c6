using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage;
using CyberExchange.Views.Core;

namespace CyberExchange.Bench.Sharing;

/// <summary>One read, ours and the floor's.</summary>
internal sealed record SharingRead(string Name, string Unit, Func<int, Task> Ours, Func<int, Task> Floor)
{
    public double Target { get; init; } = SharingReads.Target;
}

/// <summary>The reads that are measured. Each is run once beforehand, and both sides must tell the same items.</summary>
internal static class SharingReads
{
    /// <summary>Half of what a table made for exactly this read can do.</summary>
    public const double Target = 0.5;

    private const int PageMax = 50;
    private const int Places = 64;
    private const string Sector = "eu.transport.rail";
    private const string Category = "csaf_security_advisory";

    public static async Task<IReadOnlyList<SharingRead>> AllAsync(ExchangeDatabase exchange, PairFloor floor, SharingWorld world)
    {
        var items = new ItemQueries(exchange.Service);
        var feed = new FeedQueries(exchange.Service);
        List<SharingRead> reads = [];
        foreach (var (viewer, who) in new[] { (world.Partners.Most, "most"), (world.Partners.Least, "least") })
        {
            var middle = await floor.MiddleAsync(viewer, Places);
            await AgreeAsync(items, feed, floor, viewer, who, middle);
            reads.AddRange(
            [
                new($"list.first.{who}", "pages/s", _ => items.ListAsync(viewer, ItemFilter.None, null, PageMax, default), _ => floor.ListAsync(viewer, ItemCursor.Last, PageMax + 1)),
                new($"list.middle.{who}", "pages/s", n => items.ListAsync(viewer, ItemFilter.None, At(n), PageMax, default), n => floor.ListAsync(viewer, At(n), PageMax + 1)),
                new($"list.sector.{who}", "pages/s", n => items.ListAsync(viewer, OfSector, At(n), PageMax, default), n => floor.SectorAsync(viewer, Sector, At(n), PageMax + 1)),
                new($"list.severe.{who}", "pages/s", n => items.ListAsync(viewer, Severe, At(n), PageMax, default), n => floor.SevereAsync(viewer, Category, At(n), PageMax + 1)),
                new($"feed.middle.{who}", "pages/s", n => feed.FeedAsync(viewer, null, At(n), PageMax, default), n => floor.FeedAsync(viewer, At(n), PageMax + 1)),
                new($"count.{who}", "counts/s", _ => items.CountAsync(viewer, ItemFilter.None, default), _ => floor.CountAsync(viewer)),
                new($"read.{who}", "reads/s", n => items.FindAsync(viewer, new(At(n).Item), default), n => floor.FindAsync(viewer, At(n).Item)),
            ]);

            ItemCursor At(int n) => middle[n % middle.Count];
        }

        return reads;
    }

    private static ItemFilter OfSector { get; } = new() { Sectors = [Sector] };

    private static ItemFilter Severe { get; } = new() { CvssMin = 9, Categories = [Category] };

    // What is fast and wrong is not measured.
    private static async Task AgreeAsync(
        ItemQueries items, FeedQueries feed, PairFloor floor, Viewer.Partner viewer, string who, IReadOnlyList<ItemCursor> middle)
    {
        foreach (var at in middle.Take(4).Prepend(ItemCursor.Last))
        {
            Same("list", (await items.ListAsync(viewer, ItemFilter.None, at, PageMax, default)).Rows.Select(r => r.Id.Value), (await floor.ListAsync(viewer, at, PageMax)));
            Same("severe", (await items.ListAsync(viewer, Severe, at, PageMax, default)).Rows.Select(r => r.Id.Value), await floor.SevereAsync(viewer, Category, at, PageMax));
            Same("sector", (await items.ListAsync(viewer, OfSector, at, PageMax, default)).Rows.Select(r => r.Id.Value), (await floor.SectorAsync(viewer, Sector, at, PageMax)));
        }

        foreach (var at in middle.Take(4).Prepend(ItemCursor.First))
        {
            var page = await feed.FeedAsync(viewer, null, at, PageMax, default);
            var arrived = page.Rows.OfType<FeedRow.Arrived>().Select(r => r.Row.Id.Value).ToList();
            Same("feed", arrived, (await floor.FeedAsync(viewer, at, PageMax)).Take(arrived.Count));
        }

        Same("count", [await items.CountAsync(viewer, ItemFilter.None, default)], [await floor.CountAsync(viewer)]);

        void Same<T>(string what, IEnumerable<T> ours, IEnumerable<T> floors)
        {
            if (!ours.SequenceEqual(floors))
            {
                throw new InvalidOperationException($"{what} of the partner that sees {who}: the floor tells other items than ours");
            }
        }
    }
}
