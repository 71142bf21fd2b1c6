using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Reads a list under a filter: the viewer's ways in their order, as many at a time as the rest of the page seems to need.</summary>
/// <remarks>
/// One statement cannot know how far it has to look, and looking in each audience for a page of its own cost many pages. Each
/// step has a snapshot of its own, as pages have: what changes between two steps stands at the top of the list by then.
/// </remarks>
internal sealed class NarrowedList(NpgsqlConnection connection, Viewer viewer, ItemFilter filter)
{
    /// <summary>Ways of one step; more take longer than a caller who gave up should keep a connection.</summary>
    private const int StepWaysMax = 16_000;

    /// <summary>How many more ways are looked at next when none passed.</summary>
    private const int Growth = 8;

    private readonly List<ItemRow> _rows = [];

    private sealed record Way(ItemCursor Cursor, bool Passes, long Ways, ItemRow? Row);

    /// <summary>At most so many rows that pass, from a place on.</summary>
    public async Task<List<ItemRow>> ReadAsync(ItemCursor from, int rowsMax, CancellationToken ct)
    {
        var (step, looked) = (rowsMax, 0L);
        while (true)
        {
            var passed = 0;
            var ways = await connection.Statement(ViewerWays.Narrowed).WithPage(viewer, filter, from, step)
                .ReadAsync(RowCaller.Of(viewer), r => Read(r, ref passed, rowsMax - _rows.Count), ct);
            _rows.AddRange(ways.Select(w => w.Row).OfType<ItemRow>());
            if (_rows.Count >= rowsMax || ways.Count == 0 || ways[^1].Ways < step)
            {
                return _rows;
            }

            from = ways[^1].Cursor;
            looked += ways[^1].Ways;
            step = NextStep(rowsMax, looked);
        }
    }

    // As many as hold the rest if it goes on as it went, and a fifth more.
    private int NextStep(int rowsMax, long looked) =>
        (int)Math.Clamp(_rows.Count == 0 ? looked * Growth : (rowsMax - _rows.Count) * looked * 6 / (_rows.Count * 5), rowsMax, StepWaysMax);

    private Way Read(NpgsqlDataReader r, ref int passed, int wanted)
    {
        var passes = r.GetBoolean(r.GetOrdinal("passes"));
        var cursor = new ItemCursor(r.GetInt64(r.GetOrdinal("feed_position")), r.GetInt64(r.GetOrdinal("changed_position")), r.GetGuid(0));
        return new(cursor, passes, r.GetInt64(r.GetOrdinal("ways")), passes && passed++ < wanted ? ItemReader.Read(r, viewer) : null);
    }
}
