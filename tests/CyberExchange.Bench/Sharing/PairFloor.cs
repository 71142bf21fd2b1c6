using CyberExchange.Domain.Sharing;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Bench.Sharing;

/// <summary>The plainest way to tell who sees what: a row for each pair of partner and item, in the order of the partner's list.</summary>
/// <remarks>
/// Hand-written for exactly these reads: one index answers a page and the count of a list, another the single read. It knows
/// neither members nor the past, and it reads rows as bytes. A thousand partners and a million items would be hundreds of
/// millions of rows, so it holds those of the two partners that are measured, and of the items that are changed.
/// </remarks>
internal sealed class PairFloor : IAsyncDisposable
{
    private const string Columns = """
        i.item_id, i.kind, i.originator_id, i.revision, i.first_at, i.stated_at, i.label, i.pap, i.withdrawn_because,
               i.content, i.stream_version, i.home, i.terms, i.embargo_lifted, i.withheld, p.is_operator, v.position
        """;

    private const string NewestFirst = $"""
        select {Columns}
        from floor.visible v
        join core.item i on i.item_id = v.item_id
        join core.partner p on p.partner_id = i.originator_id
        where v.partner_id = $1 and (v.position, v.item_id) < ($2, $3)
        order by v.position desc, v.item_id desc
        limit $4
        """;

    private const string OldestFirst = $"""
        select {Columns}
        from floor.visible v
        join core.item i on i.item_id = v.item_id
        join core.partner p on p.partner_id = i.originator_id
        where v.partner_id = $1 and (v.position, v.item_id) > ($2, $3)
        order by v.position, v.item_id
        limit $4
        """;

    private const string OfSector = $"""
        select {Columns}
        from floor.visible v
        join core.item i on i.item_id = v.item_id
        join core.partner p on p.partner_id = i.originator_id
        where v.partner_id = $1 and (v.position, v.item_id) < ($2, $3) and i.sectors && array[$5]::text[]
        order by v.position desc, v.item_id desc
        limit $4
        """;

    private const string OfSevere = $"""
        select {Columns}
        from floor.visible v
        join core.item i on i.item_id = v.item_id
        join core.partner p on p.partner_id = i.originator_id
        where v.partner_id = $1 and (v.position, v.item_id) < ($2, $3) and i.cvss_max >= 9 and i.category = $5
        order by v.position desc, v.item_id desc
        limit $4
        """;

    private const string One = $"""
        select {Columns}
        from floor.visible v
        join core.item i on i.item_id = v.item_id
        join core.partner p on p.partner_id = i.originator_id
        where v.partner_id = $1 and v.item_id = $2
        """;

    private readonly NpgsqlDataSource _source;

    private PairFloor(NpgsqlDataSource source) => _source = source;

    /// <summary>Makes the table anew and fills it from the relation.</summary>
    public static async Task<PairFloor> CreateAsync(string connectionString, params IReadOnlyList<Viewer.Partner> viewers)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = true,
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 0,

            // With the rows of two partners in it the table is read whole sooner than by its index; with those of a thousand it is not.
            Options = "-c enable_seqscan=off",
        };
        var floor = new PairFloor(NpgsqlDataSource.Create(settings));
        await floor.RunAsync("""
            drop schema if exists floor cascade;
            create schema floor;
            create table floor.visible (partner_id uuid not null, position bigint not null, item_id uuid not null);
            create table floor.removed (partner_id uuid not null, position bigint not null, item_id uuid not null);
            create index removed_in_order on floor.removed (partner_id, position, item_id);
            """);
        foreach (var viewer in viewers)
        {
            const string fill = """
                insert into floor.visible (partner_id, position, item_id)
                select $1, p.feed_position, p.item_id
                from (
                    select distinct on (p.item_id) p.item_id, p.feed_position
                    from core.open_paths($1, $2) p
                    order by p.item_id, p.opened, p.reason, p.audience_id, p.destination) p
                order by p.feed_position, p.item_id
                """;
            await using var command = floor._source.CreateCommand(fill);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Member.Value });
            await command.ExecuteNonQueryAsync();
        }

        await floor.RunAsync("create unique index visible_in_order on floor.visible (partner_id, position, item_id)");
        await floor.RunAsync("create index visible_by_item on floor.visible (item_id, partner_id)");
        await floor.RunAsync("vacuum (analyze) floor.visible");
        return floor;
    }

    /// <summary>Places in the middle third of what a partner sees.</summary>
    public async Task<IReadOnlyList<ItemCursor>> MiddleAsync(Viewer.Partner viewer, int count)
    {
        const string sql = """
            select v.position, v.item_id
            from (select v.position, v.item_id, row_number() over (order by v.position, v.item_id) as number, count(*) over () as total
                  from floor.visible v where v.partner_id = $1) v
            where v.number > v.total / 3 and v.number <= v.total * 2 / 3 and v.number % greatest(v.total / (3 * $2), 1) = 0
            order by v.number
            """;
        await using var command = _source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        await using var reader = await command.ExecuteReaderAsync();
        var places = new List<ItemCursor>();
        while (await reader.ReadAsync())
        {
            places.Add(new(reader.GetInt64(0), reader.GetInt64(0), reader.GetGuid(1)));
        }

        return places;
    }

    public Task<IReadOnlyList<Guid>> ListAsync(Viewer.Partner viewer, ItemCursor before, int max) => PageAsync(NewestFirst, viewer, before, max);

    public Task<IReadOnlyList<Guid>> FeedAsync(Viewer.Partner viewer, ItemCursor after, int max) => PageAsync(OldestFirst, viewer, after, max);

    public Task<IReadOnlyList<Guid>> SectorAsync(Viewer.Partner viewer, string sector, ItemCursor before, int max) => PageAsync(OfSector, viewer, before, max, sector);

    /// <summary>Advisories of a CSAF category with a score of at least 9.</summary>
    public Task<IReadOnlyList<Guid>> SevereAsync(Viewer.Partner viewer, string category, ItemCursor before, int max) => PageAsync(OfSevere, viewer, before, max, category);

    /// <summary>Reads all bytes of what a statement answers about a partner ($1) and a text ($2).</summary>
    public async Task<int> RowsAsync(string sql, Viewer.Partner viewer, string text)
    {
        await using var command = _source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            _ = await reader.GetFieldValueAsync<byte[]>(1);
            _ = await reader.GetFieldValueAsync<byte[]>(2);
        }

        return rows;
    }

    public async Task<long> CountAsync(Viewer.Partner viewer)
    {
        await using var command = _source.CreateCommand("select count(*) from floor.visible v where v.partner_id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
        return (long)(await command.ExecuteScalarAsync())!; // A count is never null.
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(Viewer.Partner viewer, Guid item)
    {
        await using var command = _source.CreateCommand(One);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = item });
        return await ReadAsync(command);
    }

    /// <summary>Adds the rows of everyone who sees the given items of the whole community.</summary>
    public Task AddCommunityAsync(Guid[] items) => RunAsync(
        """
        insert into floor.visible (partner_id, position, item_id)
        select distinct m.partner_id, r.from_position, r.item_id
        from core.released r
        join core.audience_member m on m.audience_id = r.audience_id and m.to_position is null
        join core.partner p on p.partner_id = m.partner_id and p.jurisdiction = r.destination
        where r.item_id = any ($1) and r.to_position is null
          and not exists (select 1 from floor.visible v where v.partner_id = m.partner_id and v.item_id = r.item_id)
        """,
        items);

    /// <summary>Takes an item from everyone, and leaves each a line that tells so.</summary>
    public Task RaiseAsync(Guid item) => RunAsync(
        """
        with lost as (delete from floor.visible v where v.item_id = $1 returning v.partner_id, v.position, v.item_id)
        insert into floor.removed (partner_id, position, item_id)
        select l.partner_id, l.position, l.item_id from lost l
        """,
        item);

    /// <summary>Puts back what was raised last.</summary>
    public Task LowerAsync() => RunAsync(
        """
        with back as (delete from floor.removed r returning r.partner_id, r.position, r.item_id)
        insert into floor.visible (partner_id, position, item_id)
        select b.partner_id, b.position, b.item_id from back b
        """);

    /// <summary>Gives partners what an audience shows to newcomers, at a position behind all others.</summary>
    public Task JoinAsync(AudienceClause audience, IEnumerable<PartnerProfile> partners) => RunAsync(
        """
        insert into floor.visible (partner_id, position, item_id)
        select p.partner_id, 9000000000, r.item_id
        from core.partner p
        join core.released r on r.destination = p.jurisdiction
        where p.partner_id = any ($1) and r.audience_id = $2 and r.to_position is null and r.newcomers
        """,
        partners.Select(p => p.Id.Value).ToArray(), audience.AudienceId);

    public Task LeaveAsync(IEnumerable<PartnerProfile> partners) => RunAsync(
        "delete from floor.visible v where v.partner_id = any ($1) and v.position = 9000000000",
        partners.Select(p => p.Id.Value).ToArray());

    private async Task RunAsync(string sql, params object[] values)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<IReadOnlyList<Guid>> PageAsync(string sql, Viewer.Partner viewer, ItemCursor cursor, int max, string? text = null)
    {
        await using var command = _source.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = viewer.Profile.Id.Value });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = cursor.Position });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = cursor.Item });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        if (text is not null)
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
        }

        return await ReadAsync(command);
    }

    private static async Task<IReadOnlyList<Guid>> ReadAsync(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(Row(reader));
        }

        return ids;
    }

    // Every column is read, as many bytes as ours reads, and nothing is made of them.
    private static Guid Row(NpgsqlDataReader reader)
    {
        _ = reader.GetString(1);
        _ = reader.GetGuid(2);
        _ = reader.GetInt32(3);
        _ = reader.GetFieldValue<DateTimeOffset>(4);
        _ = reader.GetFieldValue<DateTimeOffset>(5);
        _ = reader.GetInt16(6);
        _ = reader.GetInt16(7);
        _ = reader.IsDBNull(8) ? null : reader.GetString(8);
        _ = reader.GetFieldValue<byte[]>(9);
        _ = reader.GetInt32(10);
        _ = reader.GetString(11);
        _ = reader.GetFieldValue<byte[]>(12);
        _ = reader.GetBoolean(13);
        _ = reader.GetInt32(14);
        _ = reader.GetBoolean(15);
        _ = reader.GetInt64(16);
        return reader.GetGuid(0);
    }
}
