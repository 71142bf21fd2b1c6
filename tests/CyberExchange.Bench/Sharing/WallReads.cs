using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>Reads behind the row-level policies, held to the same reads of the same rows by a role that no policy holds for.</summary>
/// <remarks>
/// Both go through the query classes of the views and name their caller. What naming it costs is measured apart, on a statement
/// that does nothing.
/// </remarks>
internal static class WallReads
{
    /// <summary>A policy on plain columns cost up to three times; half of the rate is what we want of a whole read.</summary>
    public const double Target = 0.5;

    private const int PageMax = 50;
    private const int Places = 64;

    private static readonly ItemFilter OfSector = new() { Sectors = ["eu.transport.rail"] };

    /// <summary>A source that reads as the login, a superuser, and otherwise like the service.</summary>
    public static NpgsqlDataSource Bypassing(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            NoResetOnClose = true,
            Options = "-c jit=off",
            ReadBufferSize = 64 * 1024,
            WriteBufferSize = 64 * 1024,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
        });

    public static async Task<IReadOnlyList<SharingRead>> AllAsync(NpgsqlDataSource service, NpgsqlDataSource bypassing, PairFloor floor, SharingWorld world)
    {
        var ours = Reader.Of(service);
        var free = Reader.Of(bypassing);
        List<SharingRead> reads = [Read("caller.named", "statements/s", _ => NamedAsync(service), _ => NothingAsync(service))];
        foreach (var (viewer, who) in new[] { (world.Partners.Most, "most"), (world.Partners.Least, "least") })
        {
            var middle = await floor.MiddleAsync(viewer, Places);
            reads.AddRange(
            [
                Both($"list.first.{who}", "pages/s", (r, _) => r.Items.ListAsync(viewer, ItemFilter.None, null, PageMax, default)),
                Both($"list.middle.{who}", "pages/s", (r, n) => r.Items.ListAsync(viewer, ItemFilter.None, At(n), PageMax, default)),
                Both($"list.sector.{who}", "pages/s", (r, n) => r.Items.ListAsync(viewer, OfSector, At(n), PageMax, default)),
                Both($"feed.middle.{who}", "pages/s", (r, n) => r.Feed.FeedAsync(viewer, null, At(n), PageMax, default)),
                Both($"feed.sector.{who}", "pages/s", (r, n) => r.Feed.NarrowedAsync(viewer, OfSector, At(n), PageMax, default)),
                Both($"count.{who}", "counts/s", (r, _) => r.Items.CountAsync(viewer, ItemFilter.None, default)),
                Both($"count.sector.{who}", "counts/s", (r, _) => r.Items.CountAsync(viewer, OfSector, default)),
                Both($"read.{who}", "reads/s", (r, n) => r.Items.FindAsync(viewer, new(At(n).Item), default)),
            ]);

            ItemCursor At(int n) => middle[n % middle.Count];
        }

        return reads;

        SharingRead Both(string name, string unit, Func<Reader, int, Task> read) => Read(name, unit, n => read(ours, n), n => read(free, n));
    }

    private static SharingRead Read(string name, string unit, Func<int, Task> ours, Func<int, Task> floor) => new(name, unit, ours, floor) { Target = Target };

    private static async Task NothingAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select 1");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task NamedAsync(NpgsqlDataSource source)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(new("select set_config('cx.partner', $1, true), set_config('cx.member', $2, true), set_config('cx.errand', $3, true), set_config('cx.item', $4, true)")
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = "00000000-0000-7000-8000-000000000001" },
                new NpgsqlParameter<string> { TypedValue = "00000000-0000-7000-8000-000000000002" },
                new NpgsqlParameter<string> { TypedValue = "" },
                new NpgsqlParameter<string> { TypedValue = "" },
            },
        });
        batch.BatchCommands.Add(new("select 1"));
        await batch.ExecuteNonQueryAsync();
    }

    private sealed record Reader(ItemQueries Items, FeedQueries Feed)
    {
        public static Reader Of(NpgsqlDataSource source) => new(new(source), new(source));
    }
}
