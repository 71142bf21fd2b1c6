using CyberExchange.Domain;
using CyberExchange.Domain.Groups;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>The sharing groups' rows, and who is in them.</summary>
internal static class GroupRows
{
    public static async Task ApplyAsync(NpgsqlConnection connection, GroupEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var group = new GroupId(stored.Stream[GroupEventCatalog.StreamPrefix.Length..]);
        List<Guid> touched;
        switch (e)
        {
            case GroupEvent.GroupFormed formed:
                await StateAsync(connection, group, formed.Facts, ct);
                touched = await KeepAsync(connection, group, formed.Members, stored.Position, instant, ct);
                touched.AddRange(await JoinAsync(connection, group, formed.Members, stored.Position, instant, ct));
                break;
            case GroupEvent.GroupChanged changed:
                await StateAsync(connection, group, changed.Facts, ct);
                return;
            case GroupEvent.GroupMembersChanged changed:
                touched = await LeaveAsync(connection, group, changed.Left, stored.Position, instant, ct);
                touched.AddRange(await JoinAsync(connection, group, changed.Joined, stored.Position, instant, ct));
                break;
            case GroupEvent.GroupDissolved:
                await connection.Statement("update \"group\" set dissolved = true where group_id = $1").With(group.Value).RunAsync(ct);
                touched = await KeepAsync(connection, group, [], stored.Position, instant, ct);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the groups.");
        }

        await AudienceRows.MatchAsync(connection, [.. touched], group, stored.Position, instant, ct);
    }

    /// <summary>Puts a partner into the groups that its facts of version 1 state, and into no others. Groups that were formed say themselves who is in them.</summary>
    public static async Task StateAsync(
        NpgsqlConnection connection, PartnerId partner, IReadOnlyList<GroupId> groups, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var names = groups.Select(g => g.Value).Distinct(StringComparer.Ordinal).ToArray();
        const string leave = """
            update group_member m
            set to_position = $3, to_at = $4
            where m.partner_id = $1
              and m.to_position is null
              and not (m.group_id = any ($2))
              and not exists (select 1 from "group" f where f.group_id = m.group_id)
            """;
        await connection.Statement(leave).With(partner.Value).With(names).With(position).With(instant).RunAsync(ct);
        const string join = """
            insert into group_member (group_id, partner_id, from_position, from_at)
            select s.group_id, $1, $3, $4
            from unnest($2) as s (group_id)
            where not exists (select 1 from "group" f where f.group_id = s.group_id)
              and not exists (
                  select 1
                  from group_member m
                  where m.group_id = s.group_id and m.partner_id = $1 and m.to_position is null)
            """;
        await connection.Statement(join).With(partner.Value).With(names).With(position).With(instant).RunAsync(ct);
    }

    private static async Task StateAsync(NpgsqlConnection connection, GroupId group, GroupFacts facts, CancellationToken ct)
    {
        const string sql = """
            insert into "group" (group_id, name, purpose, default_label, dissolved)
            values ($1, $2, $3, $4, false)
            on conflict (group_id) do update
            set name = excluded.name, purpose = excluded.purpose, default_label = excluded.default_label
            """;
        await connection.Statement(sql)
            .With(group.Value).With(facts.Name).With(facts.Purpose).With((short)facts.DefaultLabel)
            .RunAsync(ct);
    }

    // Each answers those for whom something changed: who is in already does not join anew, or would lose what it had before.
    private static Task<List<Guid>> JoinAsync(
        NpgsqlConnection connection, GroupId group, IReadOnlyList<PartnerId> partners, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into group_member (group_id, partner_id, from_position, from_at)
            select $1, s.partner_id, $3, $4
            from unnest($2) as s (partner_id)
            where not exists (
                select 1
                from group_member m
                where m.group_id = $1 and m.partner_id = s.partner_id and m.to_position is null)
            returning partner_id
            """;
        return ChangeAsync(connection, sql, group, partners, position, instant, ct);
    }

    private static Task<List<Guid>> LeaveAsync(
        NpgsqlConnection connection, GroupId group, IReadOnlyList<PartnerId> partners, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update group_member m
            set to_position = $3, to_at = $4
            where m.group_id = $1 and m.partner_id = any ($2) and m.to_position is null
            returning m.partner_id
            """;
        return ChangeAsync(connection, sql, group, partners, position, instant, ct);
    }

    private static Task<List<Guid>> KeepAsync(
        NpgsqlConnection connection, GroupId group, IReadOnlyList<PartnerId> partners, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update group_member m
            set to_position = $3, to_at = $4
            where m.group_id = $1 and not (m.partner_id = any ($2)) and m.to_position is null
            returning m.partner_id
            """;
        return ChangeAsync(connection, sql, group, partners, position, instant, ct);
    }

    private static Task<List<Guid>> ChangeAsync(
        NpgsqlConnection connection, string sql, GroupId group, IReadOnlyList<PartnerId> partners, long position, DateTimeOffset instant, CancellationToken ct) =>
        connection.Statement(sql)
            .With(group.Value).With(partners.Select(p => p.Value).ToArray()).With(position).With(instant)
            .ReadAsync(r => r.GetGuid(0), ct);
}
