using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>The released-to relation: which item is open to which audience, from when to when.</summary>
/// <remarks>
/// A way that stays open through a change of terms keeps its row, so that its recipients learn nothing of the change. Where
/// sharing again lets more of an audience in, a second row opens beside the first, for them.
/// </remarks>
internal sealed class ReleaseRows(AudienceRows audiences)
{
    private const string AnyDestination = "*";

    private sealed record Row(Guid Audience, string Destination, long From, ReleaseReason Reason, bool Newcomers);

    /// <summary>Opens the ways of an item that had none.</summary>
    public async Task OpenAsync(NpgsqlConnection connection, ItemId id, SharedItem item, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var paths = ReleasePolicy.Paths(item);
        foreach (var path in paths)
        {
            await audiences.EnsureAsync(connection, path.Clause, position, instant, ct);
        }

        await InsertAsync(connection, id, paths, born: true, position, instant, ct);
    }

    /// <summary>Brings the item's rows to what the policy says of its present terms.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="id">The item.</param>
    /// <param name="item">Its present terms.</param>
    /// <param name="sharedAgain">Whether the originator stated the terms anew, which lets in those who came to match meanwhile.</param>
    /// <param name="position">Position of the event.</param>
    /// <param name="instant">Running maximum of the recorded times.</param>
    /// <param name="ct">Gives up.</param>
    public async Task StateAsync(
        NpgsqlConnection connection, ItemId id, SharedItem item, bool sharedAgain, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var paths = ReleasePolicy.Paths(item);
        var open = await OpenRowsAsync(connection, id, ct);
        foreach (var row in open.Where(row => !paths.Any(path => Continues(row, path))))
        {
            await CloseAsync(connection, id, row, position, instant, ct);
        }

        foreach (var path in paths)
        {
            await audiences.EnsureAsync(connection, path.Clause, position, instant, ct);
            var kept = open.Where(row => Continues(row, path)).ToList();
            if (kept.Count == 0 || (sharedAgain && await WouldGainAsync(connection, kept, path, ct)))
            {
                await InsertAsync(connection, id, [path], born: false, position, instant, ct);
            }
            else if (kept.Any(row => row.Reason != path.Reason))
            {
                await ReasonAsync(connection, id, path, position, ct);
            }
        }
    }

    /// <summary>Marks a change that every recipient may know of.</summary>
    public static async Task TouchAsync(NpgsqlConnection connection, ItemId id, long position, CancellationToken ct) =>
        await connection.Statement("update core.released set changed_position = $2 where item_id = $1 and to_position is null")
            .With(id.Value).With(position)
            .RunAsync(ct);

    // A row that was closed to newcomers and now is not, or the other way round, is another release.
    private static bool Continues(Row row, ReleasePath path) =>
        row.Audience == path.Clause.AudienceId && row.Destination == Destination(path) && row.Newcomers == path.OpenToNewcomers;

    private static string Destination(ReleasePath path) => path.Destination?.Text() ?? AnyDestination;

    private static async Task<List<Row>> OpenRowsAsync(NpgsqlConnection connection, ItemId id, CancellationToken ct)
    {
        const string sql = """
            select r.audience_id, r.destination, r.from_position, r.reason, r.newcomers
            from core.released r
            where r.item_id = $1 and r.to_position is null
            order by r.from_position, r.audience_id, r.destination
            """;
        return await connection.Statement(sql).With(id.Value).ReadAsync(
            r => new Row(r.GetGuid(0), r.GetString(1), r.GetInt64(2), (ReleaseReason)r.GetInt16(3), r.GetBoolean(4)), ct);
    }

    private static async Task<bool> WouldGainAsync(NpgsqlConnection connection, List<Row> kept, ReleasePath path, CancellationToken ct)
    {
        if (path.OpenToNewcomers || path.Clause is not AudienceClause.Kinds)
        {
            return false;
        }

        const string sql = """
            select m.partner_id
            from core.audience_member m
            where m.audience_id = $1 and m.to_position is null and m.from_position > $2
            limit 1
            """;
        var gaining = await connection.Statement(sql)
            .With(path.Clause.AudienceId).With(kept.Max(row => row.From))
            .ReadAsync(r => r.GetGuid(0), ct);
        return gaining.Count > 0;
    }

    private static async Task CloseAsync(NpgsqlConnection connection, ItemId id, Row row, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update core.released
            set to_position = $5, to_at = $6
            where item_id = $1 and audience_id = $2 and destination = $3 and from_position = $4
            """;
        await connection.Statement(sql)
            .With(id.Value).With(row.Audience).With(row.Destination).With(row.From).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, ItemId id, IReadOnlyList<ReleasePath> paths, bool born, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into core.released (
                item_id, audience_id, destination, from_position, from_at, changed_position, reason, newcomers, born, policy_version)
            select $1, p.audience_id, p.destination, $2, $3, $2, p.reason, p.newcomers, $4, $5
            from unnest($6, $7, $8, $9) as p (audience_id, destination, reason, newcomers)
            """;
        await connection.Statement(sql)
            .With(id.Value).With(position).With(instant).With(born).With(ReleasePolicy.Version)
            .With(paths.Select(p => p.Clause.AudienceId).ToArray())
            .With(paths.Select(Destination).ToArray())
            .With(paths.Select(p => (short)p.Reason).ToArray())
            .With(paths.Select(p => p.OpenToNewcomers).ToArray())
            .RunAsync(ct);
    }

    // The reason is part of what the recipients read. The row no longer changes with those that opened beside it.
    private static async Task ReasonAsync(NpgsqlConnection connection, ItemId id, ReleasePath path, long position, CancellationToken ct)
    {
        const string sql = """
            update core.released
            set reason = $4, changed_position = $5, born = false
            where item_id = $1 and audience_id = $2 and destination = $3 and to_position is null
            """;
        await connection.Statement(sql)
            .With(id.Value).With(path.Clause.AudienceId).With(Destination(path)).With((short)path.Reason).With(position)
            .RunAsync(ct);
    }
}
