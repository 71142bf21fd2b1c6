using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>
/// A viewer's feed: every item that it sees, where it last changed for that viewer, and one entry for each that it lost.
/// Whoever follows from the beginning holds at the end exactly what the viewer sees. Reminders of its partner's duties and early warnings stand between them.
/// </summary>
public sealed class FeedQueries(NpgsqlDataSource service)
{
    // Up to the position in $8. Kinds are asked of all that was lost up to there, or a page of others would hide the next.
    private const string Removals = """
        select l.item_id, l.lost_position, l.lost_at
        from core.losses_after($1, $2, $4, $5, $6, $8, case when $3::text[] is null then $7 else 2147483647 end) l
        where ($3::text[] is null or core.kind_seen(l.item_id) = any ($3))
        order by l.lost_position, l.item_id
        limit $7
        """;

    // Up to here the snapshot holds every entry that there ever will be. Of a viewer who sees nothing at all it holds none: what
    // a suspension hides comes back where it was.
    private const string End = """
        select c.position
        from core.checkpoint c
        where c.view = $3
          and exists (select 1 from core.audiences_of($1, $2))
        """;

    // The way to an item is chosen as for arrivals and lists.
    private const string Standing = """
        select distinct on (p.item_id) p.feed_position, p.changed_position, p.item_id
        from core.open_paths($1, $2) p
        where p.item_id = any ($3)
        order by p.item_id, p.opened, p.reason, p.audience_id, p.destination
        """;

    // Those of signals that the viewer sees under the policy of items and that may count for a warning: 4 is TLP:RED.
    private const string Counting = """
        select i.item_id
        from core.item i
        where i.item_id = any ($1) and i.label <> 4
        """;

    /// <summary>The entries of items that follow a place in the feed, oldest first.</summary>
    /// <param name="viewer">Whose feed.</param>
    /// <param name="kind">Only items of this kind; null for all.</param>
    /// <param name="after">The last entry that was read; null reads from the beginning.</param>
    /// <param name="max">At most so many entries.</param>
    /// <param name="ct">Gives up.</param>
    public Task<FeedSlice> FeedAsync(Viewer viewer, ItemKind? kind, ItemCursor? after, int max, CancellationToken ct) => kind is { } one
        ? ReadAsync(
            viewer,
            new ItemFilter { Kinds = [one] },
            ViewerPages.OldestFirst,
            r => new FeedRow.Arrived(ItemReader.Read(r, viewer)),
            after ?? ItemCursor.First,
            max,
            ct)
        : WholeAsync(viewer, remindersOf: null, warningsOf: null, after ?? ItemCursor.First, max, ct);

    /// <summary>The entries that follow a place in the feed, oldest first: of all items, and of what the viewer's partner is told besides.</summary>
    /// <param name="viewer">Whose feed. What a partner is told is for every member of it, and for nobody else.</param>
    /// <param name="reminders">Whether with reminders of its duties.</param>
    /// <param name="warnings">Whether with early warnings.</param>
    /// <param name="after">The last entry that was read; null reads from the beginning.</param>
    /// <param name="max">At most so many entries.</param>
    /// <param name="ct">Gives up.</param>
    public Task<FeedSlice> WithOwnAsync(Viewer.Partner viewer, bool reminders, bool warnings, ItemCursor? after, int max, CancellationToken ct) =>
        WholeAsync(viewer, reminders ? viewer.Profile.Id : null, warnings ? viewer.Profile.Id : null, after ?? ItemCursor.First, max, ct);

    /// <summary>
    /// The entries of the same feed that pass a filter, and whatever a reader of them must know besides: every item that the
    /// viewer lost, whether it ever passed or not, and those that changed and do not pass.
    /// </summary>
    /// <remarks>
    /// What became of an item after its loss does not decide whether the loss is told. Whoever follows from the beginning under
    /// one filter holds at the end exactly what the viewer sees and the filter passes, in its present state.
    /// </remarks>
    /// <param name="viewer">Whose feed.</param>
    /// <param name="filter">What narrows it.</param>
    /// <param name="after">The last entry that was read, of this feed or of the whole one; null reads from the beginning.</param>
    /// <param name="max">At most so many entries.</param>
    /// <param name="ct">Gives up.</param>
    public Task<FeedSlice> NarrowedAsync(Viewer viewer, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        return ReadAsync(viewer, filter, ViewerPages.Narrowed, Narrowed, after ?? ItemCursor.First, max, ct);

        FeedRow Narrowed(NpgsqlDataReader r)
        {
            var item = ItemReader.Read(r, viewer);
            return ItemMatches.Read(r, ItemReader.ColumnsWithPath, item, filter) is { } match
                ? new FeedRow.Arrived(item, match)
                : new FeedRow.Unmatched(item.Id, item.Cursor);
        }
    }

    private async Task<FeedSlice> WholeAsync(Viewer viewer, PartnerId? remindersOf, PartnerId? warningsOf, ItemCursor from, int max, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var entries = await connection.Statement(ViewerWays.Feed).WithViewer(viewer).WithCursor(from, max + 1)
            .WithNullable(NpgsqlDbType.Uuid, remindersOf?.Value)
            .WithNullable(NpgsqlDbType.Uuid, warningsOf?.Value)
            .ReadAsync(RowCaller.Of(viewer), r => Entry(r, viewer), ct);
        return Slice(entries, from, max);
    }

    private static FeedRow Entry(NpgsqlDataReader r, Viewer viewer)
    {
        if (r.IsDBNull(r.GetOrdinal("lost_at")) && r.IsDBNull(r.GetOrdinal("reminded_at")) && r.IsDBNull(r.GetOrdinal("warned_at")))
        {
            return new FeedRow.Arrived(ItemReader.Read(r, viewer));
        }

        var (item, position) = (r.GetGuid(r.GetOrdinal("entry_id")), r.GetInt64(r.GetOrdinal("feed_position")));
        if (!r.IsDBNull(r.GetOrdinal("reminded_at")))
        {
            return new FeedRow.Reminded(new(
                position, new(item), r.GetString(r.GetOrdinal("obligation_id")),
                Text("due_text") is { } due ? DateTimeOffset.Parse(due, CultureInfo.InvariantCulture) : null,
                r.IsDBNull(r.GetOrdinal("percent")) ? null : r.GetInt32(r.GetOrdinal("percent")),
                r.GetFieldValue<DateTimeOffset>(r.GetOrdinal("reminded_at")), Text("reminder_state"), Text("reminder_verdict")));

            string? Text(string column) => r.IsDBNull(r.GetOrdinal(column)) ? null : r.GetString(r.GetOrdinal(column));
        }

        if (!r.IsDBNull(r.GetOrdinal("warned_at")))
        {
            var raised = CanonicalJson.Read(r.GetFieldValue<byte[]>(r.GetOrdinal("warning")), SupplyWarningJson.Default.WarningRaised);
            var seen = r.GetFieldValue<Guid[]>(r.GetOrdinal("warned_of")).ToHashSet();
            raised = raised with
            {
                Signals = [.. raised.Signals.Where(s => seen.Contains(s.Value))],
                Partners = (int)r.GetInt64(r.GetOrdinal("warned_from")),
            };
            return new FeedRow.Warned(new(position, raised, r.GetFieldValue<DateTimeOffset>(r.GetOrdinal("warned_at"))));
        }

        return new FeedRow.Removed(new(item), r.GetFieldValue<DateTimeOffset>(r.GetOrdinal("lost_at")), new(position, position, item));
    }

    private static FeedSlice Slice(List<FeedRow> entries, ItemCursor from, int max)
    {
        var page = entries.Take(max).ToList();
        return new(page, page.Count == 0 ? from : page[^1].Cursor, entries.Count > max);
    }

    private async Task<FeedSlice> ReadAsync(
        Viewer viewer, ItemFilter filter, string pages, Func<NpgsqlDataReader, FeedRow> arrival, ItemCursor from, int max, CancellationToken ct)
    {
        // One snapshot for both halves: an item that goes in between would be missing from each.
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginSnapshotAsync(RowCaller.Of(viewer), ct);
        var arrivals = await connection.Statement(pages).WithPage(viewer, filter, from, max + 1).ReadAsync(arrival, ct);
        var removals = await connection.Statement(Removals)
            .WithViewer(viewer)
            .WithSome(NpgsqlDbType.Text, filter.Kinds.Select(kind => kind.Text()))
            .With(from.Position).With(from.Change).With(from.Item)
            .With(max + 1)
            .With(arrivals.Count > max ? arrivals[^1].Cursor.Position : long.MaxValue) // Beyond a full page nothing is shown.
            .ReadAsync(Removed, ct);
        var entries = arrivals.Concat(removals)
            .OrderBy(e => e.Cursor.Position).ThenBy(e => e.Cursor.Change).ThenBy(e => e.Cursor.Item, PostgresGuidOrder.Instance)
            .ToList();
        var slice = Slice(entries, from, max);
        return slice.More ? slice : slice with { Last = await EndAsync(connection, viewer, slice.Last, ct) };
    }

    // What is rare in a long feed would else be looked for from the last entry on, again and again.
    private static async Task<ItemCursor> EndAsync(NpgsqlConnection connection, Viewer viewer, ItemCursor last, CancellationToken ct)
    {
        var ends = await connection.Statement(End).WithViewer(viewer).With(SharingCore.ViewName).ReadAsync(r => r.GetInt64(0), ct);
        return ends is [var position] && position >= last.Position ? new(position, position, Guid.AllBitsSet) : last;
    }

    private static FeedRow Removed(NpgsqlDataReader r)
    {
        var position = r.GetInt64(1);
        return new FeedRow.Removed(new(r.GetGuid(0)), r.GetFieldValue<DateTimeOffset>(2), new(position, position, r.GetGuid(0)));
    }

    /// <summary>The cursors of those rows that are still as they were read.</summary>
    /// <remarks>What the viewer lost, or what has changed since, stands elsewhere in the feed. A removal and a reminder stay true, and a warning while each of its signals is seen.</remarks>
    public async Task<HashSet<ItemCursor>> StandingAsync(Viewer viewer, IReadOnlyList<FeedRow> rows, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var standing = await connection.Statement(Standing)
            .WithViewer(viewer)
            .With(rows.Where(row => !StaysTrue(row) && row is not FeedRow.Warned).Select(row => row.Cursor.Item).ToArray())
            .ReadAsync(RowCaller.Of(viewer), r => new ItemCursor(r.GetInt64(0), r.GetInt64(1), r.GetGuid(2)), ct);
        var warnings = rows.OfType<FeedRow.Warned>().ToList();
        var counting = warnings.Count == 0 ? [] : (await connection.Statement(Counting)
            .With(warnings.SelectMany(w => w.Row.Raised.Signals).Select(s => s.Value).Distinct().ToArray())
            .ReadAsync(RowCaller.Of(viewer), r => r.GetGuid(0), ct)).ToHashSet();
        return
        [
            .. standing,
            .. rows.Where(StaysTrue).Select(row => row.Cursor),
            .. warnings.Where(w => w.Row.Raised.Signals.All(s => counting.Contains(s.Value))).Select(w => ((FeedRow)w).Cursor),
        ];
    }

    private static bool StaysTrue(FeedRow row) => row is FeedRow.Removed or FeedRow.Reminded;
}

/// <summary>The order in which PostgreSQL sorts uuids: byte by byte as written.</summary>
internal sealed class PostgresGuidOrder : IComparer<Guid>
{
    public static PostgresGuidOrder Instance { get; } = new();

    public int Compare(Guid x, Guid y)
    {
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        x.TryWriteBytes(a, bigEndian: true, out _);
        y.TryWriteBytes(b, bigEndian: true, out _);
        return a.SequenceCompareTo(b);
    }
}
