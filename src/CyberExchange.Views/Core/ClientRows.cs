using CyberExchange.Domain;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Who is a client of which CERT, and the audiences that follow from it.</summary>
internal static class ClientRows
{
    // Each client in each audience of its CERT's clients, as the facts of the two are now.
    private const string Belonging = """
        select a.audience_id, c.client_id as partner_id
        from audience a
        join constituent c on c.cert_id = a.clients_of and (a.client is null or a.client = c.client_id)
        join partner p on p.partner_id = c.client_id and p.in_community
        """;

    /// <summary>Keeps whom a partner serves, and lets it and its clients join and leave the audiences of clients.</summary>
    public static async Task StateAsync(
        NpgsqlConnection connection, PartnerId cert, IEnumerable<PartnerId> clients, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var ids = clients.Select(c => c.Value).Distinct().ToArray();
        await connection.Statement("delete from constituent where cert_id = $1 and client_id <> all ($2)")
            .With(cert.Value).With(ids)
            .RunAsync(ct);
        if (ids.Length > 0)
        {
            await connection.Statement("insert into constituent (cert_id, client_id) select $1, c from unnest($2) c on conflict do nothing")
                .With(cert.Value).With(ids)
                .RunAsync(ct);
        }

        await MatchAsync(connection, cert, position, instant, ct);
    }

    /// <summary>Lets the clients of a new audience join it.</summary>
    public static async Task FillAsync(NpgsqlConnection connection, Guid audience, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = $"""
            insert into audience_member (audience_id, partner_id, member_id, from_position, from_at)
            select b.audience_id, b.partner_id, '00000000-0000-0000-0000-000000000000'::uuid, $2, $3
            from ({Belonging} where a.audience_id = $1) b
            """;
        await connection.Statement(sql).With(audience).With(position).With(instant).RunAsync(ct);
    }

    private static async Task MatchAsync(NpgsqlConnection connection, PartnerId partner, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string leave = $"""
            update audience_member m
            set to_position = $2, to_at = $3
            from audience c
            where c.audience_id = m.audience_id and c.clients_of is not null and m.to_position is null
              and (c.clients_of = $1 or m.partner_id = $1)
              and not exists (select 1 from ({Belonging}) b where b.audience_id = m.audience_id and b.partner_id = m.partner_id)
            """;
        const string join = $"""
            insert into audience_member (audience_id, partner_id, member_id, from_position, from_at)
            select b.audience_id, b.partner_id, '00000000-0000-0000-0000-000000000000'::uuid, $2, $3
            from ({Belonging} where a.clients_of = $1 or c.client_id = $1) b
            where not exists (
                select 1
                from audience_member m
                where m.audience_id = b.audience_id and m.partner_id = b.partner_id and m.to_position is null)
            """;
        await connection.Statement(leave).With(partner.Value).With(position).With(instant).RunAsync(ct);
        await connection.Statement(join).With(partner.Value).With(position).With(instant).RunAsync(ct);
    }
}
