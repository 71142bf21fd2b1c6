using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Views.Search;

/// <summary>Finds items by their words, among those that the viewer sees.</summary>
/// <remarks>
/// The index says which items have the words, by ways of the viewer; <c>core.ways_to</c> says which of them the viewer
/// sees now. What the index does not know yet, or still knows, shows in nothing but a moment's lag.
/// </remarks>
public sealed class SearchQueries(NpgsqlDataSource service)
{
    /// <summary>Items that are ranked. Of more, the newest are, and the answer says that there are more.</summary>
    public const int RankedMax = 1_000;

    /// <summary>
    /// Items that have the words and are looked at in search of those that pass the filters and hold the phrases: some tenths of
    /// a second. Where that is not enough, the answer says that there may be more.
    /// </summary>
    public const int LookedAtMax = 5_000;

    // Taken from the index at a time: one more than is ranked, so that mostly one look is enough.
    private const int MatchesMax = RankedMax + 1;

    // Of one look into the index: PostgreSQL compares each key with those before it.
    private const int KeysMax = 600;

    private const string Scopes = """
        select s.block, s.number
        from core.audiences_of($1, $2) a
        join search.scope s on s.audience_id = a.audience_id and s.destination = a.destination
        where a.to_position is null
          and (s.newcomers or s.block >= search.block(a.from_position))
        order by s.block desc, s.audience_id, s.destination, s.newcomers
        """;

    private const string Matches = "select m.item_id, m.newest from search.matches($1, $2, $3, $4, $5) m order by m.newest desc, m.item_id desc";

    // Who came to the item with a later text does not find it by an earlier one that the index may still have.
    //
    // A key has not the whole of a word: the item is asked for it. Whoever may not know whom an incident befell does not find it
    // while the index may still know it by its reference.
    private const string Visible = $"""
        select i.item_id, i.stated_at,
               (select avg(case when k.word = any (s.identifiers) or k.victim = any (s.identifiers) then 1000
                                when k.word = any (s.title) then 300
                                when k.word = any (s.names) then 100
                                else 10 end)
                from unnest($32::bigint[], $35::bigint[]) k (word, victim))::int
        from core.item i
        join search.item s on s.item_id = i.item_id
        where i.item_id = any ($31)
          and s.revision = i.revision
          and exists (select 1 from core.ways_to($1, $2, i.item_id) w where w.lost_position is null)
          and ($34 or not s.reference_shown or i.label = 0
               or not core.by_operator(i.originator_id))
          and not exists (
              select 1
              from unnest($32::bigint[], $35::bigint[]) k (word, victim)
              where not (k.word = any (s.words) or coalesce(k.victim = any (s.words), false)))
          and not exists (
              select 1
              from unnest($33::text[]) n
              where strpos(s.flow, n) = 0 and not ($34 and strpos(s.victim_flow, n) > 0))
        {ViewerPages.Filter}
        """;

    // Where the items stand in the viewer's list, newest change first: by the way that opened first, as there.
    private const string Listed = $"""
        select i.item_id, w.feed_position, w.changed_position, (w.feed_position, w.changed_position, i.item_id) < ($32, $33, $34)
        from core.item i
        cross join lateral (
            select o.feed_position, o.changed_position
            from core.ways_to($1, $2, i.item_id) o
            where o.lost_position is null
            order by o.opened, o.reason, o.audience_id, o.destination
            limit 1
        ) w
        where i.item_id = any ($31)
        {ViewerPages.Filter}
        order by w.feed_position desc, w.changed_position desc, i.item_id desc
        """;

    private const string Rows = $"""
        select {ItemReader.Columns}, p.reason, p.feed_position, p.changed_position,
               case when p.reason = 6 then (select f.clients_of from core.audience f where f.audience_id = p.audience_id) end
        from (
            select distinct on (o.item_id) o.item_id, o.audience_id, o.reason, o.feed_position, o.changed_position
            from core.open_paths($1, $2) o
            where o.item_id = any ($3)
            order by o.item_id, o.opened, o.reason, o.audience_id, o.destination
        ) p
        join core.item i on i.item_id = p.item_id
        """;

    /// <summary>A part of what is found, best first; without words, of the list under the filter.</summary>
    public async Task<SearchSlice> SearchAsync(Viewer viewer, SearchQuery? query, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct) =>
        query is not null ? await RankAsync(viewer, query, filter, after, max, ct)
            : (filter.NamesFew ? await FewAsync(viewer, filter, after, max, ct) : null) ?? await ListAsync(viewer, filter, after, max, ct);

    // The same list, of few items that the index names; null where it names more than are ranked, and the list soon finds a page of them.
    private async Task<SearchSlice?> FewAsync(Viewer viewer, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginSearchSnapshotAsync(RowCaller.Of(viewer), ct);
        await connection.Statement("set local enable_seqscan = off").RunAsync(ct); // However few rows a fresh table seems to have.
        var wanted = Wanted.Of(filter);
        var named = new HashSet<Guid>();
        foreach (var part in Parts(await connection.Statement(Scopes).WithViewer(viewer).ReadAsync(Scope.Read, ct), wanted))
        {
            named.UnionWith((await MatchesAsync(connection, part, wanted, (long.MaxValue, Guid.AllBitsSet), ct)).Select(m => m.Item));
            if (named.Count > RankedMax)
            {
                return null;
            }
        }

        var found = await connection.Statement(Listed).WithViewer(viewer).WithFilter(filter, viewer)
            .With(named.ToArray()).With((after ?? ItemCursor.Last).Position).With((after ?? ItemCursor.Last).Change).With((after ?? ItemCursor.Last).Item)
            .ReadAsync(r => (Cursor: new ItemCursor(r.GetInt64(1), r.GetInt64(2), r.GetGuid(0)), Follows: r.GetBoolean(3)), ct);
        var rest = found.Where(f => f.Follows).Select(f => f.Cursor).ToList();
        var page = rest.Take(max).ToList();
        var rows = await RowsAsync(connection, viewer, page.Select(place => place.Item), ct);
        return new()
        {
            Hits = [.. page.Select(place => new SearchHit(rows[place.Item], Score: 0))],
            Next = rest.Count > page.Count ? page[^1] : null,
            Total = found.Count,
            More = false,
        };
    }

    // What nobody typed cannot be ranked: it is the list, newest change first, and its count.
    private async Task<SearchSlice> ListAsync(Viewer viewer, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        var items = new ItemQueries(service);
        var list = await items.ListAsync(viewer, filter, after, max, ct);
        return new()
        {
            Hits = [.. list.Rows.Select(row => new SearchHit(row, Score: 0))],
            Next = list.Next,
            Total = (int)Math.Min(await items.CountAsync(viewer, filter, ct), int.MaxValue),
            More = false,
        };
    }

    private async Task<SearchSlice> RankAsync(Viewer viewer, SearchQuery query, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        // One snapshot for all looks, so that what goes in between is not shown.
        await using var connection = await service.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginSearchSnapshotAsync(RowCaller.Of(viewer), ct);
        await connection.Statement("set local enable_seqscan = off").RunAsync(ct); // However few rows a fresh table seems to have.
        var (found, more) = await FindAsync(connection, viewer, query, filter, ct);
        var ranked = found.Select(f => f.Place).Order(SearchPlace.BestFirst).ToList();
        var rest = after is { } from ? ranked.Where(place => SearchPlace.BestFirst.Compare(place, SearchPlace.Of(from)) > 0).ToList() : ranked;
        var page = rest.Take(max).ToList();
        var rows = await RowsAsync(connection, viewer, page.Select(place => place.Item), ct);
        return new()
        {
            Hits = [.. page.Select(place => new SearchHit(rows[place.Item], place.Score))],
            Next = rest.Count > page.Count ? page[^1].Cursor : null,
            Total = ranked.Count,
            More = more,
        };
    }

    private static async Task<Dictionary<Guid, ItemRow>> RowsAsync(NpgsqlConnection connection, Viewer viewer, IEnumerable<Guid> items, CancellationToken ct) =>
        (await connection.Statement(Rows).WithViewer(viewer).With(items.ToArray()).ReadAsync(r => ItemReader.Read(r, viewer), ct)).ToDictionary(row => row.Id.Value);

    private static async Task<(List<Found> Found, bool More)> FindAsync(
        NpgsqlConnection connection, Viewer viewer, SearchQuery query, ItemFilter filter, CancellationToken ct)
    {
        var wanted = Wanted.Of(query, filter, viewer);
        var scopes = await connection.Statement(Scopes).WithViewer(viewer).ReadAsync(Scope.Read, ct);
        var looked = new HashSet<Guid>();
        var found = new List<Found>();
        foreach (var part in Parts(scopes, wanted))
        {
            var place = (Position: long.MaxValue, Item: Guid.AllBitsSet);
            while (true)
            {
                var matches = await MatchesAsync(connection, part, wanted, place, ct);
                var fresh = matches.Where(m => looked.Add(m.Item)).ToList();
                found.AddRange(await VisibleAsync(connection, viewer, wanted, filter, fresh, ct));
                if (found.Count > RankedMax || looked.Count > LookedAtMax)
                {
                    return ([.. found.Take(RankedMax)], More: true);
                }

                if (matches.Count < MatchesMax)
                {
                    break;
                }

                place = matches[^1];
            }
        }

        return (found, More: false);
    }

    /// <summary>Whole blocks, newest first, each part about twice as wide as the one before.</summary>
    private static IEnumerable<IReadOnlyList<Scope>> Parts(List<Scope> scopes, Wanted wanted)
    {
        var scopesMax = Math.Max(1, KeysMax / wanted.KeysOfScope);
        var (at, blocks) = (0, 1);
        while (at < scopes.Count)
        {
            var end = at;
            for (var taken = 0; taken < blocks && end < scopes.Count && end - at < scopesMax; taken++)
            {
                var block = scopes[end].Block;
                while (end < scopes.Count && scopes[end].Block == block && end - at < scopesMax)
                {
                    end++;
                }
            }

            yield return scopes[at..end];
            (at, blocks) = (end, blocks * 2);
        }
    }

    private static async Task<List<(long Position, Guid Item)>> MatchesAsync(
        NpgsqlConnection connection, IReadOnlyList<Scope> scopes, Wanted wanted, (long Position, Guid Item) before, CancellationToken ct)
    {
        var keys = new List<long>();
        var ends = new List<int>();
        foreach (var alternatives in wanted.Words)
        {
            keys.AddRange(scopes.SelectMany(s => alternatives.Select(s.Key)));
            ends.Add(keys.Count);
        }

        return await connection.Statement(Matches)
            .With(keys.ToArray()).With(ends.ToArray())
            .With(before.Position).With(before.Item).With(MatchesMax)
            .ReadAsync(r => (r.GetInt64(1), r.GetGuid(0)), ct);
    }

    private static async Task<List<Found>> VisibleAsync(
        NpgsqlConnection connection, Viewer viewer, Wanted wanted, ItemFilter filter, List<(long Position, Guid Item)> matches, CancellationToken ct)
    {
        if (matches.Count == 0)
        {
            return [];
        }

        var visible = await connection.Statement(Visible)
            .WithViewer(viewer)
            .WithFilter(filter, viewer)
            .With(matches.Select(m => m.Item).ToArray())
            .With(wanted.Ranked)
            .With(wanted.Needles)
            .With(wanted.Victims is not null)
            .With(wanted.Victims ?? [])
            .ReadAsync(r => new SearchPlace(r.GetInt32(2), r.GetFieldValue<DateTimeOffset>(1), r.GetGuid(0)), ct);
        var byItem = visible.ToDictionary(place => place.Item);
        return [.. matches.Where(m => byItem.ContainsKey(m.Item)).Select(m => new Found(byItem[m.Item], m.Position))];
    }

    private sealed record Found(SearchPlace Place, long Position);

    private sealed record Scope(long Block, long Number)
    {
        private const int WordBits = 36;

        /// <summary>The key of a word in this scope: the same as <c>search.keys</c> makes in the database.</summary>
        public long Key(long word) => (Number << WordBits) | (word & ((1L << WordBits) - 1));

        public static Scope Read(NpgsqlDataReader r) => new(r.GetInt64(0), r.GetInt64(1));
    }

    /// <summary>What the index is asked for.</summary>
    /// <param name="Words">Of each, any of these numbers; all of them are required.</param>
    /// <param name="Ranked">The words that were typed, by which what is found is ranked.</param>
    /// <param name="Victims">The same words in references that tell of victims; null where the viewer may not read those.</param>
    /// <param name="Needles">What the text must hold.</param>
    private sealed record Wanted(IReadOnlyList<long[]> Words, long[] Ranked, long[]? Victims, string[] Needles)
    {
        public int KeysOfScope => Words.Sum(alternatives => alternatives.Length);

        public static Wanted Of(SearchQuery query, ItemFilter filter, Viewer viewer)
        {
            // What the public sees is CLEAR, and its references are words like all others.
            var showsVictims = viewer is Viewer.Partner && VictimNames.AreShown(viewer, originator: default, byOperator: true);
            var ranked = Numbers(query.Words);
            var victims = showsVictims ? Numbers(query.Words.Select(IndexedWords.OfVictim)) : null;
            IEnumerable<long[]> asked = victims is null ? ranked.Select(word => new[] { word }) : ranked.Zip(victims, (word, victim) => new[] { word, victim });
            return new([.. asked, .. Narrowing(filter).Where(any => any.Length > 0)], ranked, victims, [.. query.Needles]);
        }

        /// <summary>What the index knows of a filter alone.</summary>
        public static Wanted Of(ItemFilter filter) => new([.. Narrowing(filter).Where(any => any.Length > 0)], [], Victims: null, []);

        private static IEnumerable<long[]> Narrowing(ItemFilter filter) =>
        [
            Numbers(filter.Kinds.Select(IndexedWords.OfKind)),
            Numbers(filter.Labels.Select(IndexedWords.OfLabel)),
            Numbers(filter.Sectors.SelectMany(Sectors.Below).Select(IndexedWords.OfSector)),
            Numbers(filter.Areas.Select(IndexedWords.OfSector)),
            Numbers(filter.Severities.Select(IndexedWords.OfSeverity)),
            Numbers(filter.Categories.Select(IndexedWords.OfCategory)),
            Numbers(filter.Statuses.Select(IndexedWords.OfStatus)),
            Numbers(LongList.Cves.Asked(filter.Cves)),
            Numbers(LongList.Cwes.Asked(filter.Cwes)),
            Numbers(LongList.Vendors.Asked([.. filter.Vendors.Select(Searchable.Folded)])),
            Numbers(LongList.Purls.Asked([.. filter.Purls.SelectMany(ProductKeys.Asked)])),
            Numbers(LongList.Cpes.Asked([.. filter.Cpes.SelectMany(ProductKeys.Asked)])),
        ];

        private static long[] Numbers(IEnumerable<string> words) => [.. words.Select(Search.Words.Number)];
    }
}

/// <summary>Where something stands among what was found. A better score is a higher number.</summary>
internal readonly record struct SearchPlace(int Score, DateTimeOffset StatedAt, Guid Item)
{
    /// <summary>The place as tokens hold places.</summary>
    public ItemCursor Cursor => new(Score, StatedAt.ToUnixTimeMilliseconds(), Item);

    /// <summary>The place of a token; of one that was made for a list, some place.</summary>
    public static SearchPlace Of(ItemCursor cursor) =>
        new((int)cursor.Position, DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(cursor.Change, 0, MillisecondsMax)), cursor.Item);

    // Of the year 9999: what DateTimeOffset can hold.
    private const long MillisecondsMax = 253_402_300_799_999;

    /// <summary>By score, then by when it was stated, to the millisecond, then by id.</summary>
    internal static IComparer<SearchPlace> BestFirst { get; } = Comparer<SearchPlace>.Create((x, y) =>
        (y.Score, y.StatedAt.ToUnixTimeMilliseconds(), y.Item).CompareTo((x.Score, x.StatedAt.ToUnixTimeMilliseconds(), x.Item)));
}

/// <summary>Something found.</summary>
public sealed record SearchHit(ItemRow Row, int Score);

/// <summary>Part of what was found.</summary>
public sealed record SearchSlice
{
    public required IReadOnlyList<SearchHit> Hits { get; init; }

    /// <summary>The last one of this part, where there is another.</summary>
    public required ItemCursor? Next { get; init; }

    /// <summary>How many were ranked; without words, how many there are.</summary>
    public required int Total { get; init; }

    /// <summary>Whether there are more than were ranked.</summary>
    public required bool More { get; init; }
}
