using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>The released-to relation: which item is open to which audience, from when to when.</summary>
/// <remarks>
/// A way that stays open through a change of terms keeps its row, so that its recipients learn nothing of the change. Where
/// sharing again lets more of an audience in, a second row opens beside the first, for them. Rows of forwards are brought to
/// what their CERT states, and beyond that they only close.
/// </remarks>
internal sealed class ReleaseRows(AudienceRows audiences)
{
    private const string AnyDestination = "*";

    private sealed record Row(Guid Audience, string Destination, long From, ReleaseReason Reason, bool Newcomers, Guid? Forwarder);

    /// <summary>Opens the ways of an item that had none.</summary>
    public async Task OpenAsync(NpgsqlConnection connection, ItemId id, SharedItem item, PolicyVersion policy, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var paths = policy.Paths(item);
        foreach (var path in paths)
        {
            await audiences.EnsureAsync(connection, path.Clause, position, instant, ct);
        }

        await InsertAsync(connection, id, policy, paths, born: true, position, instant, ct);
    }

    /// <summary>Brings the item's rows to what the policy says of its present terms.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="id">The item.</param>
    /// <param name="item">Its present terms.</param>
    /// <param name="policy">The version of the policy under which they were stated.</param>
    /// <param name="sharedAgain">Whether the originator stated the terms anew, which lets in those who came to match meanwhile.</param>
    /// <param name="position">Position of the event.</param>
    /// <param name="instant">Running maximum of the recorded times.</param>
    /// <param name="ct">Gives up.</param>
    public async Task StateAsync(
        NpgsqlConnection connection, ItemId id, SharedItem item, PolicyVersion policy, bool sharedAgain, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var open = await OpenRowsAsync(connection, id, ct);
        await BringAsync(connection, id, open.Where(row => row.Forwarder is null), policy, policy.Paths(item), sharedAgain, position, instant, ct);
        if (open.Any(row => row.Forwarder is not null))
        {
            // A forward does not follow the terms: what they close stays closed until it is stated anew.
            await ForwardRows.CloseAsync(connection, id, policy.ForwardDestinations(item), position, instant, ct);
        }
    }

    /// <summary>Brings the rows of one CERT's forward to what it states now.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="id">The item.</param>
    /// <param name="cert">The CERT.</param>
    /// <param name="policy">The version of the policy under which the item's terms were stated.</param>
    /// <param name="paths">The ways that the forward opens; none ends it.</param>
    /// <param name="position">Position of the event.</param>
    /// <param name="instant">Running maximum of the recorded times.</param>
    /// <param name="ct">Gives up.</param>
    public async Task ForwardAsync(
        NpgsqlConnection connection,
        ItemId id,
        PartnerId cert,
        PolicyVersion policy,
        IReadOnlyList<ReleasePath> paths,
        long position,
        DateTimeOffset instant,
        CancellationToken ct)
    {
        var open = await OpenRowsAsync(connection, id, ct);
        await BringAsync(connection, id, open.Where(row => row.Forwarder == cert.Value), policy, paths, sharedAgain: true, position, instant, ct);
    }

    private async Task BringAsync(
        NpgsqlConnection connection,
        ItemId id,
        IEnumerable<Row> open,
        PolicyVersion policy,
        IReadOnlyList<ReleasePath> paths,
        bool sharedAgain,
        long position,
        DateTimeOffset instant,
        CancellationToken ct)
    {
        var before = open.ToList();
        foreach (var row in before.Where(row => !paths.Any(path => Continues(row, path))))
        {
            await CloseAsync(connection, id, row, position, instant, ct);
        }

        foreach (var path in paths)
        {
            await audiences.EnsureAsync(connection, path.Clause, position, instant, ct);
            var kept = before.Where(row => Continues(row, path)).ToList();
            if (kept.Count == 0 || (sharedAgain && await WouldGainAsync(connection, kept, path, ct)))
            {
                await InsertAsync(connection, id, policy, [path], born: false, position, instant, ct);
            }
            else if (kept.Any(row => row.Reason != path.Reason))
            {
                await ReasonAsync(connection, id, path, position, ct);
            }
        }
    }

    /// <summary>Marks a change that every recipient may know of.</summary>
    public static async Task TouchAsync(NpgsqlConnection connection, ItemId id, long position, CancellationToken ct) =>
        await connection.Statement("update released set changed_position = $2 where item_id = $1 and to_position is null")
            .With(id.Value).With(position)
            .RunAsync(ct);

    // A row that was closed to newcomers and now is not, or the other way round, is another release.
    private static bool Continues(Row row, ReleasePath path) =>
        row.Audience == path.Clause.AudienceId && row.Destination == Destination(path) && row.Newcomers == path.OpenToNewcomers;

    private static string Destination(ReleasePath path) => path.Destination?.Text() ?? AnyDestination;

    private static async Task<List<Row>> OpenRowsAsync(NpgsqlConnection connection, ItemId id, CancellationToken ct)
    {
        const string sql = """
            select r.audience_id, r.destination, r.from_position, r.reason, r.newcomers, a.clients_of
            from released r
            join audience a on a.audience_id = r.audience_id
            where r.item_id = $1 and r.to_position is null
            order by r.from_position, r.audience_id, r.destination
            """;
        return await connection.Statement(sql).With(id.Value).ReadAsync(
            r => new Row(r.GetGuid(0), r.GetString(1), r.GetInt64(2), (ReleaseReason)r.GetInt16(3), r.GetBoolean(4), r.IsDBNull(5) ? null : r.GetGuid(5)), ct);
    }

    private static async Task<bool> WouldGainAsync(NpgsqlConnection connection, List<Row> kept, ReleasePath path, CancellationToken ct)
    {
        if (path.OpenToNewcomers || path.Clause is not (AudienceClause.Kinds or AudienceClause.Clients))
        {
            return false;
        }

        const string sql = """
            select m.partner_id
            from audience_member m
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
            update released
            set to_position = $5, to_at = $6
            where item_id = $1 and audience_id = $2 and destination = $3 and from_position = $4
            """;
        await connection.Statement(sql)
            .With(id.Value).With(row.Audience).With(row.Destination).With(row.From).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task InsertAsync(
        NpgsqlConnection connection, ItemId id, PolicyVersion policy, IReadOnlyList<ReleasePath> paths, bool born, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into released (
                item_id, audience_id, destination, from_position, from_at, changed_position, reason, newcomers, born, policy_version,
                sole, originator_id)
            select $1, p.audience_id, p.destination, $2, $3, $2, p.reason, p.newcomers, $4, $5,
                   p.sole, (select i.originator_id from item i where i.item_id = $1)
            from unnest($6, $7, $8, $9, $10) as p (audience_id, destination, reason, newcomers, sole)
            """;
        await connection.Statement(sql)
            .With(id.Value).With(position).With(instant).With(born).With(policy.Number)
            .With(paths.Select(p => p.Clause.AudienceId).ToArray())
            .With(paths.Select(Destination).ToArray())
            .With(paths.Select(p => (short)p.Reason).ToArray())
            .With(paths.Select(p => p.OpenToNewcomers).ToArray())
            .With(paths.Select(p => born && IsSole(p, paths)).ToArray())
            .RunAsync(ct);
        if (!born)
        {
            await connection.Statement("update released set sole = false where item_id = $1 and sole").With(id.Value).RunAsync(ct);
        }
    }

    // Told of all the ways of an item: whether no other may lead a viewer there who is not its originator.
    private static bool IsSole(ReleasePath path, IReadOnlyList<ReleasePath> paths) => path.Reason is not ReleaseReason.Originator
        && paths.All(other => ReferenceEquals(other, path) || other.Reason is ReleaseReason.Originator || !MayMeet(path, other));

    private static bool MayMeet(ReleasePath one, ReleasePath other) =>
        (one.Destination is null || other.Destination is null || one.Destination == other.Destination)
        && (one.Clause, other.Clause) switch
        {
            (AudienceClause.NamedPartner a, AudienceClause.NamedPartner b) => a == b,
            (AudienceClause.NamedMember a, AudienceClause.NamedMember b) => a == b,
            _ => true,
        };

    // The reason is part of what the recipients read. The row no longer changes with those that opened beside it.
    private static async Task ReasonAsync(NpgsqlConnection connection, ItemId id, ReleasePath path, long position, CancellationToken ct)
    {
        const string sql = """
            update released
            set reason = $4, changed_position = $5, born = false
            where item_id = $1 and audience_id = $2 and destination = $3 and to_position is null
            """;
        await connection.Statement(sql)
            .With(id.Value).With(path.Clause.AudienceId).With(Destination(path)).With((short)path.Reason).With(position)
            .RunAsync(ct);
    }
}
