using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>What a viewer may read of the items. Lists, single reads and counts all join the one relation.</summary>
public sealed class ItemQueries(NpgsqlDataSource service)
{
    // The statement names a table itself, so it waits for one that is being changed over before it takes its snapshot. What a
    // function looks at is locked only after that. Of the table no row is read.
    private const string Locked = "exists (select 1 from core.item where false)";

    private const string Count = $"""
        select count(*), {Locked}
        from core.filterable($1, $2) i
        where true
        {ViewerPages.Filter}
        """;

    // Without a filter the relation alone tells.
    private const string CountAll = $"select core.count_of($1, $2), {Locked}";

    // What is forwarded goes no further: 6 is the reason Forwarded.
    private const string OtherWay = """
        select w.reason
        from core.ways_to($1, $2, $3) w
        where w.lost_position is null and w.reason <> 6
        order by w.opened, w.reason
        limit 1
        """;

    /// <summary>A part of the viewer's items, newest change first.</summary>
    public async Task<ItemSlice> ListAsync(Viewer viewer, ItemFilter filter, ItemCursor? after, int max, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var from = after ?? ItemCursor.Last;
        var rows = filter.NarrowsNothing
            ? await connection.Statement(ViewerWays.NewestFirst).WithViewer(viewer).WithCursor(from, max + 1).ReadAsync(RowCaller.Of(viewer), r => ItemReader.Read(r, viewer), ct)
            : await new NarrowedList(connection, viewer, filter).ReadAsync(from, max + 1, ct);
        return rows.Count <= max
            ? new(rows, Next: null)
            : new(rows[..max], rows[max - 1].Cursor);
    }

    /// <summary>How many items the viewer sees.</summary>
    public async Task<long> CountAsync(Viewer viewer, ItemFilter filter, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var command = filter.NarrowsNothing
            ? connection.Statement(CountAll).WithViewer(viewer)
            : connection.Statement(Count).WithViewer(viewer).WithFilter(filter, viewer);
        var rows = await command.ReadAsync(RowCaller.Of(viewer), r => r.GetInt64(0), ct);
        return rows[0];
    }

    /// <summary>Why the viewer sees an item, other than because a CERT forwarded it; null where it does not.</summary>
    public async Task<ReleaseReason?> OtherWayAsync(Viewer viewer, ItemId id, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var reasons = await connection.Statement(OtherWay).WithViewer(viewer).With(id.Value)
            .ReadAsync(RowCaller.Of(viewer), r => (ReleaseReason?)r.GetInt16(0), ct);
        return reasons.FirstOrDefault();
    }

    /// <summary>Those of some items that are the partner's own.</summary>
    public async Task<IReadOnlySet<Guid>> OwnAsync(Viewer.Partner partner, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        return (await connection.Statement("select i.item_id from core.item i where i.item_id = any ($1) and i.originator_id = $2")
            .With(ids.ToArray()).With(partner.Profile.Id.Value)
            .ReadAsync(RowCaller.Of(partner), r => r.GetGuid(0), ct)).ToHashSet();
    }

    /// <summary>One item, if the viewer sees it.</summary>
    public async Task<ItemLookup> FindAsync(Viewer viewer, ItemId id, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var found = await connection.Statement(ViewerWays.One).WithViewer(viewer).With(id.Value).ReadAsync(
            RowCaller.Of(viewer),
            ItemLookup (r) => r.GetOrdinal("lost_at") is var lostAt && r.IsDBNull(lostAt)
                ? new ItemLookup.Found(ItemReader.Read(r, viewer))
                : new ItemLookup.Gone(ItemReader.KindOf(r.GetString(r.GetOrdinal("kind_of_lost"))), r.GetFieldValue<DateTimeOffset>(lostAt)),
            ct);
        return found is [var lookup] ? lookup : new ItemLookup.Absent();
    }
}

internal static class ViewerParameters
{
    /// <summary>Adds the viewer's partner and member; the public is the zero id in both.</summary>
    public static NpgsqlCommand WithViewer(this NpgsqlCommand command, Viewer viewer) => viewer switch
    {
        Viewer.Partner partner => command.With(partner.Profile.Id.Value).With(partner.Member.Value),
        Viewer.Anyone => command.With(Guid.Empty).With(Guid.Empty),
        _ => throw new System.Diagnostics.UnreachableException("A viewer of no known kind."),
    };

    /// <summary>Adds the filter: $3 to $30.</summary>
    public static NpgsqlCommand WithFilter(this NpgsqlCommand command, ItemFilter filter, Viewer viewer) => command
        .WithSome(NpgsqlDbType.Text, filter.Kinds.Select(kind => kind.Text()))
        .WithSome(NpgsqlDbType.Smallint, filter.Labels.Select(label => (short)label))
        .WithSome(NpgsqlDbType.Text, filter.Sectors.SelectMany(Sectors.Below))
        .WithSome(NpgsqlDbType.Uuid, filter.Originators.Select(originator => originator.Value))
        .WithSome(NpgsqlDbType.Text, filter.Severities)
        .WithSome(NpgsqlDbType.Text, filter.Cves)
        .WithSome(NpgsqlDbType.Text, filter.Vendors.Select(Searchable.Folded))
        .WithSome(NpgsqlDbType.Text, filter.Products.Select(Searchable.Folded))
        .WithNullable(NpgsqlDbType.Double, filter.CvssMin)
        .WithNullable(NpgsqlDbType.TimestampTz, filter.ChangedSince?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.Boolean, filter.Withdrawn)
        .With(filter.Originators.Where(o => VictimNames.AreShown(viewer, o, byOperator: true)).Select(o => o.Value).ToArray()) // Else a narrowed list would name them.
        .WithSome(NpgsqlDbType.Text, filter.ProductTexts.Select(Searchable.Folded))
        .WithSome(NpgsqlDbType.Text, filter.Areas)
        .WithSome(NpgsqlDbType.Text, filter.Cwes)
        .WithSome(NpgsqlDbType.Text, filter.VendorTexts.Select(Searchable.Folded))
        .WithNullable(NpgsqlDbType.Double, filter.CvssMax)
        .WithSome(NpgsqlDbType.Smallint, filter.CvssVersions.Select(version => (short)version))
        .WithNullable(NpgsqlDbType.TimestampTz, filter.CurrentReleaseSince?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.TimestampTz, filter.CurrentReleaseBefore?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.TimestampTz, filter.InitialReleaseSince?.ToUniversalTime())
        .WithNullable(NpgsqlDbType.TimestampTz, filter.InitialReleaseBefore?.ToUniversalTime())
        .WithSome(NpgsqlDbType.Text, filter.Categories)
        .WithSome(NpgsqlDbType.Text, filter.Statuses)
        .WithNullable(NpgsqlDbType.Boolean, filter.KnownExploited)
        .WithSome(NpgsqlDbType.Text, filter.Purls.SelectMany(ProductKeys.Asked).Distinct(StringComparer.Ordinal))
        .WithSome(NpgsqlDbType.Text, filter.Cpes.SelectMany(ProductKeys.Asked).Distinct(StringComparer.Ordinal))
        .WithSome(NpgsqlDbType.Text, filter.Cpes.Select(ProductKeys.Pattern));

    /// <summary>Adds what <see cref="ViewerPages"/> takes: viewer, filter, cursor and the number of rows.</summary>
    public static NpgsqlCommand WithPage(this NpgsqlCommand command, Viewer viewer, ItemFilter filter, ItemCursor cursor, int rowsMax) => command
        .WithViewer(viewer)
        .WithFilter(filter, viewer)
        .WithCursor(cursor, rowsMax);

    /// <summary>Adds where a page begins and the number of rows.</summary>
    public static NpgsqlCommand WithCursor(this NpgsqlCommand command, ItemCursor cursor, int rowsMax) => command
        .With(cursor.Position).With(cursor.Change).With(cursor.Item)
        .With(rowsMax);
}
