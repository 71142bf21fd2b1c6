using CyberExchange.Domain;
using CyberExchange.Domain.Sharing;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>What CERTs stated of their forwards, and how forwards end by what happens to others.</summary>
/// <remarks>
/// A forward stands as long as its CERT has another way to the item, open now. Its suspension is not asked: reinstatement
/// restores. It is enough to look when a way closes: by an event of the item, or because somebody left an audience.
/// </remarks>
internal sealed class ForwardRows(ReleaseRows releases)
{
    // Of core.released r: no way to the item but a forward leads to the CERT c.cert_id. What is forwarded is never for
    // persons by name, so a way is a partner's.
    private const string CertHasNoWay = """
        not exists (
            select 1
            from released w
            join audience_member m on m.audience_id = w.audience_id
            join partner p on p.partner_id = c.cert_id
            where w.item_id = r.item_id and w.to_position is null and w.reason <> 6
              and m.partner_id = c.cert_id and m.member_id = '00000000-0000-0000-0000-000000000000'::uuid and m.to_position is null
              and w.destination in ('*', p.jurisdiction)
              and (w.newcomers or m.from_position <= w.from_position))
        """;

    /// <summary>A CERT opened an item to its clients, in place of what it had opened before.</summary>
    /// <remarks>If it lost its way to the item since it was asked whether it may, nothing opens.</remarks>
    public async Task StateAsync(
        NpgsqlConnection connection,
        ItemId id,
        (SharedItem Item, PolicyVersion Policy) stands,
        PartnerId cert,
        ForwardClients clients,
        ForwardBasis basis,
        long position,
        DateTimeOffset instant,
        CancellationToken ct)
    {
        var paths = await HasWayAsync(connection, id, cert, ct) ? stands.Policy.ForwardPaths(stands.Item, cert, clients).ToList() : [];
        await EndAsync(connection, id, stands.Policy, cert, paths, position, instant, ct);
        if (paths.Count == 0)
        {
            return;
        }

        const string sql = """
            insert into forward (item_id, cert_id, from_position, from_at, all_clients, clients, basis_code, basis_reference)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
        await connection.Statement(sql)
            .With(id.Value).With(cert.Value).With(position).With(instant)
            .With(clients.All).With(clients.Named.Select(c => c.Value).ToArray()).With(basis.Code).With(basis.Reference)
            .RunAsync(ct);
    }

    /// <summary>A CERT took back what it had opened.</summary>
    public Task EndAsync(NpgsqlConnection connection, ItemId id, PolicyVersion policy, PartnerId cert, long position, DateTimeOffset instant, CancellationToken ct) =>
        EndAsync(connection, id, policy, cert, [], position, instant, ct);

    /// <summary>Closes what the item's terms no longer let CERTs forward, and the forwards of CERTs that lost it.</summary>
    public static async Task CloseAsync(
        NpgsqlConnection connection, ItemId id, IReadOnlyList<Jurisdiction> destinations, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = $"""
            update released r
            set to_position = $3, to_at = $4
            from (select a.audience_id, a.clients_of as cert_id from audience a where a.clients_of is not null) c
            where r.item_id = $1 and r.to_position is null and r.reason = 6 and c.audience_id = r.audience_id
              and (r.destination <> all ($2) or {CertHasNoWay})
            """;
        await connection.Statement(sql)
            .With(id.Value).With(destinations.Select(d => d.Text()).ToArray()).With(position).With(instant)
            .RunAsync(ct);
        await ForgetAsync(connection, position, instant, ct);
    }

    /// <summary>Closes the forwards of CERTs that lost their other way to an item by leaving an audience at this position.</summary>
    public static async Task CloseLeftAsync(NpgsqlConnection connection, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = $"""
            update released r
            set to_position = $1, to_at = $2
            from (
                select a.audience_id, a.clients_of as cert_id
                from audience a
                where a.clients_of in (select m.partner_id from audience_member m where m.to_position = $1)
            ) c
            where r.audience_id = c.audience_id and r.to_position is null and r.reason = 6
              and {CertHasNoWay}
            """;
        if (await connection.Statement(sql).With(position).With(instant).RunAsync(ct) > 0)
        {
            await ForgetAsync(connection, position, instant, ct);
        }
    }

    private async Task EndAsync(
        NpgsqlConnection connection,
        ItemId id,
        PolicyVersion policy,
        PartnerId cert,
        IReadOnlyList<ReleasePath> paths,
        long position,
        DateTimeOffset instant,
        CancellationToken ct)
    {
        await releases.ForwardAsync(connection, id, cert, policy, paths, position, instant, ct);
        await connection.Statement("update forward set to_position = $3, to_at = $4 where item_id = $1 and cert_id = $2 and to_position is null")
            .With(id.Value).With(cert.Value).With(position).With(instant)
            .RunAsync(ct);
    }

    // What was stated ends with the last of its rows.
    private static async Task ForgetAsync(NpgsqlConnection connection, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update forward f
            set to_position = $1, to_at = $2
            from released closed
            join audience a on a.audience_id = closed.audience_id
            where closed.to_position = $1 and closed.reason = 6
              and f.item_id = closed.item_id and f.cert_id = a.clients_of and f.to_position is null
              and not exists (
                  select 1
                  from released r
                  join audience o on o.audience_id = r.audience_id
                  where r.item_id = f.item_id and r.to_position is null and o.clients_of = f.cert_id)
            """;
        await connection.Statement(sql).With(position).With(instant).RunAsync(ct);
    }

    private static async Task<bool> HasWayAsync(NpgsqlConnection connection, ItemId id, PartnerId cert, CancellationToken ct)
    {
        const string sql = $"select {CertHasNoWay} from (select $1 as item_id) r cross join (select $2 as cert_id) c";
        var found = await connection.Statement(sql).With(id.Value).With(cert.Value).ReadAsync(r => !r.GetBoolean(0), ct);
        return found[0];
    }
}
