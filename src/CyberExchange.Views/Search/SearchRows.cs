using System.Globalization;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.Interop.Csaf;
using CyberExchange.Views.Core;
using Npgsql;

namespace CyberExchange.Views.Search;

/// <summary>The rows of the search view, stated anew for the items that were touched.</summary>
internal sealed class SearchRows
{
    /// <summary>Items whose text is in memory at a time.</summary>
    private const int BatchItemsMax = 500;

    /// <summary>
    /// Keys that one statement writes: about a second's work on a busy machine. A partner may name 1,000 others in an item of
    /// 4,000 words, and a statement that takes half a minute is ended, and would be ended again each time it is tried.
    /// </summary>
    private const int StatementKeysMax = 200_000;

    private const string Items = """
        select i.item_id, i.kind, i.originator_id, i.label, i.content, i.severity, i.sectors, i.cves, i.vendors, i.products,
               exists (select 1 from core.partner p where p.partner_id = i.originator_id and p.is_operator), i.revision,
               i.cwes, i.category, i.tracking_status, i.purl_keys, i.cpe_keys
        from core.item i
        where i.item_id = any ($1)
        order by i.item_id
        """;

    // Rows that came out the same are left as they are; the ids of the others come back.
    private const string StateItems = """
        insert into item as s (item_id, originator_id, words, identifiers, title, names, flow, victim_flow, reference_shown, revision)
        select t.item_id, t.originator_id, t.words::bigint[], t.identifiers::bigint[], t.title::bigint[], t.names::bigint[],
               t.flow, t.victim_flow, t.reference_shown, t.revision
        from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::boolean[], $10::integer[])
             as t (item_id, originator_id, words, identifiers, title, names, flow, victim_flow, reference_shown, revision)
        on conflict (item_id) do update
        set words = excluded.words, identifiers = excluded.identifiers, title = excluded.title, names = excluded.names,
            flow = excluded.flow, victim_flow = excluded.victim_flow, reference_shown = excluded.reference_shown,
            revision = excluded.revision
        where (s.words, s.identifiers, s.title, s.names, s.flow, s.victim_flow, s.reference_shown, s.revision)
              is distinct from (excluded.words, excluded.identifiers, excluded.title, excluded.names, excluded.flow, excluded.victim_flow, excluded.reference_shown, excluded.revision)
        returning s.item_id
        """;

    private const string EndWays = """
        delete from way w
        where w.item_id = any ($1)
          and (w.item_id = any ($2) or not exists (
              select 1
              from core.released r
              where r.item_id = w.item_id and r.audience_id = w.audience_id and r.destination = w.destination
                and r.from_position = w.from_position and r.to_position is null))
        """;

    private const string StateWays = """
        insert into way (item_id, audience_id, destination, from_position, newcomers, keys)
        select r.item_id, r.audience_id, r.destination, r.from_position, r.newcomers,
               search.keys(s.words, search.scope_number(r.audience_id, r.destination, r.newcomers, search.block(r.from_position)))
        from core.released r
        join item s on s.item_id = r.item_id
        where r.item_id = any ($1) and r.to_position is null
          and not exists (
              select 1
              from way w
              where w.item_id = r.item_id and w.audience_id = r.audience_id and w.destination = r.destination
                and w.from_position = r.from_position)
        order by r.from_position, r.item_id, r.audience_id, r.destination
        limit $2
        """;

    private const string WordsOfLongest = "select coalesce(max(cardinality(s.words)), 0) from item s where s.item_id = any ($1)";

    // Of closed ways too: the same scopes come out whenever the rows are made.
    private const string StateScopes = """
        insert into scope (audience_id, destination, newcomers, block, number)
        select n.audience_id, n.destination, n.newcomers, n.block, search.scope_number(n.audience_id, n.destination, n.newcomers, n.block)
        from (
            select distinct r.audience_id, r.destination, r.newcomers, search.block(r.from_position) as block
            from core.released r
            where r.item_id = any ($1)
        ) n
        order by n.audience_id, n.destination, n.newcomers, n.block
        on conflict (audience_id, destination, newcomers, block) do nothing
        """;

    private const string Changed = """
        select s.item_id
        from item s
        join core.item i on i.item_id = s.item_id
        where s.originator_id = any ($1)
          and (s.victim_flow <> '' or s.reference_shown)
          and s.reference_shown <> (i.label = 0
               or not exists (select 1 from core.partner p where p.partner_id = i.originator_id and p.is_operator))
        """;

    /// <summary>The incidents of these partners whose references are indexed for other readers than may read them now.</summary>
    public static async Task<List<Guid>> ReferencesChangedAsync(NpgsqlConnection connection, Guid[] partners, CancellationToken ct) =>
        await connection.Statement(Changed).With(partners).ReadAsync(r => r.GetGuid(0), ct);

    /// <summary>The items of forwards that ended at these positions, with a membership that their CERT lost and not by an event of their own.</summary>
    public static async Task<List<Guid>> ForwardsEndedAsync(NpgsqlConnection connection, long[] positions, CancellationToken ct) =>
        await connection.Statement("select f.item_id from core.forward f where f.to_position = any ($1)").With(positions).ReadAsync(r => r.GetGuid(0), ct);

    /// <summary>Brings the rows of these items to what the core holds of them now.</summary>
    public async Task StateAsync(NpgsqlConnection connection, Guid[] items, CancellationToken ct)
    {
        foreach (var batch in items.Chunk(BatchItemsMax))
        {
            var changed = await StateItemsAsync(connection, await ReadAsync(connection, batch, ct), ct);
            await connection.Statement(StateScopes).With(batch).RunAsync(ct);
            await connection.Statement(EndWays).With(batch).With(changed).RunAsync(ct);
            await StateWaysAsync(connection, batch, ct);
        }
    }

    private static async Task StateWaysAsync(NpgsqlConnection connection, Guid[] items, CancellationToken ct)
    {
        var words = (await connection.Statement(WordsOfLongest).With(items).ReadAsync(r => r.GetInt32(0), ct))[0];
        var waysMax = Math.Max(1, StatementKeysMax / Math.Max(1, words));
        while (await connection.Statement(StateWays).With(items).With(waysMax).RunAsync(ct) == waysMax)
        {
            // There may be more.
        }
    }

    private static async Task<List<IndexedItem>> ReadAsync(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        var rows = await connection.Statement(Items).With(ids).ReadAsync(ItemContent.Read, ct);
        var indexed = new List<IndexedItem>(rows.Count);
        foreach (var row in rows)
        {
            indexed.Add(row.Kind switch
            {
                ItemKind.Incident => IndexedItem.Of(row, CanonicalJson.Read(row.Content, IncidentJson.Default.IncidentReport)),
                ItemKind.Advisory => await AdvisoryAsync(connection, row, ct),
                ItemKind.Signal => IndexedItem.Of(row, CanonicalJson.Read(row.Content, CoreJson.Default.SignalContent)),
            });
        }

        return indexed;
    }

    private static async Task<IndexedItem> AdvisoryAsync(NpgsqlConnection connection, ItemContent row, CancellationToken ct)
    {
        var content = CanonicalJson.Read(row.Content, CoreJson.Default.AdvisoryContent);
        var texts = await connection.Statement("select d.bytes from cx.document d where d.sha512 = $1")
            .With(Convert.FromHexString(content.Document.Sha512))
            .ReadAsync(r => CsafTexts.Read(r.GetFieldValue<byte[]>(0), IndexedItem.TextCharactersMax), ct);
        return IndexedItem.Of(row, content, texts.Single());
    }

    private static async Task<Guid[]> StateItemsAsync(NpgsqlConnection connection, List<IndexedItem> items, CancellationToken ct)
    {
        var changed = await connection.Statement(StateItems)
            .With(items.Select(i => i.Id).ToArray())
            .With(items.Select(i => i.Originator).ToArray())
            .With(items.Select(i => Literal(i.Words)).ToArray())
            .With(items.Select(i => Literal(i.Identifiers)).ToArray())
            .With(items.Select(i => Literal(i.Title)).ToArray())
            .With(items.Select(i => Literal(i.Names)).ToArray())
            .With(items.Select(i => i.Flow).ToArray())
            .With(items.Select(i => i.VictimFlow).ToArray())
            .With(items.Select(i => i.ReferenceShown).ToArray())
            .With(items.Select(i => i.Revision).ToArray())
            .ReadAsync(r => r.GetGuid(0), ct);
        return [.. changed];
    }

    // Rows have arrays of different lengths, which an array of arrays cannot have.
    private static string Literal(IEnumerable<long> numbers) => $"{{{string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)))}}}";
}

/// <summary>What of an item's row is indexed.</summary>
internal sealed record ItemContent
{
    public required Guid Id { get; init; }

    public required ItemKind Kind { get; init; }

    public required Guid Originator { get; init; }

    public required TlpLabel Label { get; init; }

    public required byte[] Content { get; init; }

    public required string? Severity { get; init; }

    public required IReadOnlyList<string> Sectors { get; init; }

    public required IReadOnlyList<string> Cves { get; init; }

    public required IReadOnlyList<string> Vendors { get; init; }

    public required IReadOnlyList<string> Products { get; init; }

    public required bool ByOperator { get; init; }

    public required int Revision { get; init; }

    public required IReadOnlyList<string> Cwes { get; init; }

    public required string? Category { get; init; }

    public required string? TrackingStatus { get; init; }

    public required IReadOnlyList<string> PurlKeys { get; init; }

    public required IReadOnlyList<string> CpeKeys { get; init; }

    public static ItemContent Read(NpgsqlDataReader r) => new()
    {
        Id = r.GetGuid(0),
        Kind = ItemReader.KindOf(r.GetString(1)),
        Originator = r.GetGuid(2),
        Label = (TlpLabel)r.GetInt16(3),
        Content = r.GetFieldValue<byte[]>(4),
        Severity = r.Nullable<string>(5),
        Sectors = r.GetFieldValue<string[]>(6),
        Cves = r.GetFieldValue<string[]>(7),
        Vendors = r.GetFieldValue<string[]>(8),
        Products = r.GetFieldValue<string[]>(9),
        ByOperator = r.GetBoolean(10),
        Revision = r.GetInt32(11),
        Cwes = r.GetFieldValue<string[]>(12),
        Category = r.Nullable<string>(13),
        TrackingStatus = r.Nullable<string>(14),
        PurlKeys = r.GetFieldValue<string[]>(15),
        CpeKeys = r.GetFieldValue<string[]>(16),
    };
}
