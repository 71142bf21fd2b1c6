using System.Globalization;
using CyberExchange.Domain.Sharing;
using CyberExchange.Storage;
using CyberExchange.Testing.Databases;
using CyberExchange.Views.Core;
using CyberExchange.Views.Search;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>Search: the index filled as its view fills it, and what is measured of it.</summary>
/// <remarks>
/// <para>The words of the first window are those of the real view; the later windows have the same, and each item one of its own
/// besides. Ways and scopes are written by the functions of the schema, as the view writes them.</para>
/// <para>A word that stands only in what the viewer may not see is held to a word that stands nowhere: there the floor is our own
/// search, and the ratio should be one.</para>
/// </remarks>
internal sealed class SharingSearch(ExchangeDatabase exchange, string connectionString, SharingWorld world, int windows)
{
    private const string Common = "ra";
    private const string Hidden = "hiddenword";
    private const string Absent = "absentword";
    private const int PageMax = 50;

    /// <summary>How near a word that is hidden has to come to one that is absent.</summary>
    private const double LikeAbsent = 0.9;

    // A partner's pairs, and of the items the words: what one would write who has only this to do.
    private const string FloorRare = """
        with found as materialized (select s.item_id from search.item s where s.words @> array[search.word($2)])
        select i.item_id, i.content, i.terms, v.position
        from found f
        join floor.visible v on v.item_id = f.item_id and v.partner_id = $1
        join core.item i on i.item_id = f.item_id
        order by v.position desc
        limit 50
        """;

    private const string FloorCommon = """
        select i.item_id, i.content, i.terms, v.position
        from floor.visible v
        join search.item s on s.item_id = v.item_id
        join core.item i on i.item_id = v.item_id
        where v.partner_id = $1 and s.words @> array[search.word($2)]
        order by v.position desc
        limit 50
        """;

    private const string FloorNamed = """
        select i.item_id, i.content, i.terms, v.position
        from core.item i
        join floor.visible v on v.item_id = i.item_id and v.partner_id = $1
        where i.kind = 'advisory' and i.cves && array[$2::text]
        order by v.position desc
        limit 50
        """;

    private readonly SearchQueries _search = new(exchange.Service);

    public async Task<IReadOnlyList<SharingRead>> ReadsAsync(PairFloor floor)
    {
        await FillAsync();
        var (most, least) = (world.Partners.Most, world.Partners.Least);
        var (ofMost, ofLeast) = (OwnWord((await floor.MiddleAsync(most, count: 1))[0].Item), OwnWord((await floor.MiddleAsync(least, count: 1))[0].Item));
        await ExpectAsync(most, ofMost, count: 1);
        await ExpectAsync(least, ofLeast, count: 1);
        await ExpectAsync(most, Hidden, count: 0);
        await ExpectAsync(most, Absent, count: 0);
        var (cveOfMost, cveOfLeast) = (await CveAsync(most), await CveAsync(least));
        return
        [
            new("search.rare.most", "searches/s", _ => FindAsync(most, ofMost), _ => floor.RowsAsync(FloorRare, most, ofMost)),
            new("search.common.most", "searches/s", _ => FindAsync(most, Common), _ => floor.RowsAsync(FloorCommon, most, Common)),
            new("search.rare.least", "searches/s", _ => FindAsync(least, ofLeast), _ => floor.RowsAsync(FloorRare, least, ofLeast)),
            new("search.hidden.most", "searches/s", _ => FindAsync(most, Hidden), _ => FindAsync(most, Absent)) { Target = LikeAbsent },
            new("search.cve.most", "searches/s", _ => NamedAsync(most, cveOfMost), _ => floor.RowsAsync(FloorNamed, most, cveOfMost)),
            new("search.cve.least", "searches/s", _ => NamedAsync(least, cveOfLeast), _ => floor.RowsAsync(FloorNamed, least, cveOfLeast)),
        ];
    }

    /// <summary>The same searches behind the row-level policies and free of them.</summary>
    public async Task<IReadOnlyList<SharingRead>> WallReadsAsync(NpgsqlDataSource bypassing, PairFloor floor)
    {
        await FillAsync();
        var free = new SearchQueries(bypassing);
        var (most, least) = (world.Partners.Most, world.Partners.Least);
        var (ofMost, ofLeast) = (OwnWord((await floor.MiddleAsync(most, count: 1))[0].Item), OwnWord((await floor.MiddleAsync(least, count: 1))[0].Item));
        return
        [
            Both("search.rare.most", most, ofMost),
            Both("search.common.most", most, Common),
            Both("search.rare.least", least, ofLeast),
            Both("search.common.least", least, Common),
            Both("search.hidden.most", most, Hidden),
        ];

        SharingRead Both(string name, Viewer viewer, string word) =>
            new(name, "searches/s", _ => FindAsync(viewer, word), _ => FindAsync(free, viewer, word)) { Target = WallReads.Target };
    }

    private Task<SearchSlice> FindAsync(Viewer viewer, string word) => FindAsync(_search, viewer, word);

    private static Task<SearchSlice> FindAsync(SearchQueries search, Viewer viewer, string word) =>
        search.SearchAsync(viewer, SearchQuery.Read(word).Query!, ItemFilter.None, after: null, PageMax, default); // A word asks for something.

    // A filter alone; the index names the items.
    private Task<SearchSlice> NamedAsync(Viewer viewer, string cve) =>
        _search.SearchAsync(viewer, query: null, new() { Cves = [cve] }, after: null, PageMax, default);

    // Of those that the viewer sees named, the one that fewest advisories name.
    private async Task<string> CveAsync(Viewer.Partner viewer)
    {
        const string sql = """
            select c.cve
            from floor.visible v
            join core.item i on i.item_id = v.item_id
            cross join unnest(i.cves) c (cve)
            where v.partner_id = $1 and i.kind = 'advisory'
            group by c.cve
            order by count(*), c.cve
            limit 1
            """;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0, Parameters = { new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value } } };
        return (string)(await command.ExecuteScalarAsync())!; // Everybody sees advisories that name one.
    }

    private async Task ExpectAsync(Viewer viewer, string word, int count)
    {
        var found = await FindAsync(viewer, word);
        if (found.Total != count)
        {
            throw new InvalidOperationException($"{word} finds {found.Total} items instead of {count}: what is fast and wrong is not measured");
        }
    }

    private static string OwnWord(Guid item) => $"u{item:N}7";

    private async Task FillAsync()
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (var filled = new NpgsqlCommand("select exists (select 1 from core.checkpoint c where c.view = 'search')", connection))
        {
            if ((bool)(await filled.ExecuteScalarAsync())!) // Exists is never null.
            {
                return;
            }
        }

        await RunAsync(connection, "truncate search.item, search.way, search.scope");
        await ProjectFirstAsync();
        foreach (var step in Steps())
        {
            await RunAsync(connection, step);
        }
    }

    // The real view, over the first window alone.
    private async Task ProjectFirstAsync()
    {
        var view = new SearchView();
        await using var projector = await exchange.Projector.OpenForAsync(view.Schema, CancellationToken.None);
        await using var transaction = await projector.BeginTransactionAsync();
        foreach (var e in world.Window(0))
        {
            await view.ApplyAsync(projector, e, e.RecordedAt, CancellationToken.None);
        }

        await view.CompleteAsync(projector, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private IEnumerable<string> Steps() =>
    [
        "drop index if exists search.way_by_key, search.item_by_word_of_floor",
        "truncate search.way, search.scope",
        string.Create(CultureInfo.InvariantCulture, $"""
            insert into search.item (item_id, originator_id, words, identifiers, title, names, flow, victim_flow, reference_shown, revision)
            select (lpad(to_hex(w.number), 8, '0') || substr(t.item_id::text, 9))::uuid, t.originator_id, t.words, t.identifiers, t.title, t.names,
                   t.flow, t.victim_flow, t.reference_shown, t.revision
            from search.item t
            cross join generate_series(1, {windows - 1}) w (number)
            """),
        $"""
        update search.item s
        set words = s.words || search.word('u' || replace(s.item_id::text, '-', '') || '7')
            || case when exists (select 1 from floor.visible v where v.item_id = s.item_id and v.partner_id = '{world.Partners.Most.Profile.Id.Value}')
                    then '{"{}"}'::bigint[] else array[search.word('{Hidden}')] end
        """,
        """
        insert into search.scope (audience_id, destination, newcomers, block, number)
        select n.audience_id, n.destination, n.newcomers, n.block, search.scope_number(n.audience_id, n.destination, n.newcomers, n.block)
        from (select distinct r.audience_id, r.destination, r.newcomers, search.block(r.from_position) as block from core.released r) n
        """,
        """
        insert into search.way (item_id, audience_id, destination, from_position, newcomers, keys)
        select r.item_id, r.audience_id, r.destination, r.from_position, r.newcomers, search.keys(s.words, c.number)
        from core.released r
        join search.item s on s.item_id = r.item_id
        join search.scope c on c.audience_id = r.audience_id and c.destination = r.destination and c.newcomers = r.newcomers
             and c.block = search.block(r.from_position)
        where r.to_position is null
        order by r.from_position, r.item_id
        """,
        "set maintenance_work_mem = '1GB'",
        "create index way_by_key on search.way using gin (keys) with (fastupdate = off)",
        "create index item_by_word_of_floor on search.item using gin (words)",
        "vacuum (analyze) search.item, search.way, search.scope",
        string.Create(CultureInfo.InvariantCulture, $"""
            insert into core.checkpoint (view, version, position, instant)
            select 'search', {new SearchView().Version}, c.position, c.instant from core.checkpoint c where c.view = 'sharing-core'
            """),
    ];

    // Texts of this file, numbers and ids.
    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
