using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>Who belongs to which audience, and since when.</summary>
internal sealed class AudienceRows
{
    /// <summary>Enough for the clauses in daily use; more only cost a look at the table.</summary>
    private const int KnownMax = 100_000;

    private readonly HashSet<Guid> _known = [];
    private long _position;

    /// <summary>Tells which event comes next. One that came before means that rows were taken back, and nothing is known any more.</summary>
    public void Follow(long position)
    {
        if (position <= _position || _known.Count > KnownMax)
        {
            _known.Clear();
        }

        _position = position;
    }

    /// <summary>Makes sure that the clause is an audience with its members.</summary>
    public async Task EnsureAsync(NpgsqlConnection connection, AudienceClause clause, long position, DateTimeOffset instant, CancellationToken ct)
    {
        if (!_known.Add(clause.AudienceId))
        {
            return;
        }

        const string sql = """
            insert into core.audience (audience_id, clause, kinds)
            values ($1, $2, $3)
            on conflict (audience_id) do nothing
            """;
        var kinds = clause is AudienceClause.Kinds k ? CanonicalJson.Write(KindsForm.Of(k), CoreJson.Default.KindsForm) : null;
        var added = await connection.Statement(sql)
            .With(clause.AudienceId).With(clause.Key).WithNullable(NpgsqlDbType.Bytea, kinds)
            .RunAsync(ct);
        if (added == 0)
        {
            return;
        }

        switch (clause)
        {
            case AudienceClause.Everyone:
                await JoinAsync(connection, clause.AudienceId, default, default, position, instant, ct);
                break;
            case AudienceClause.NamedPartner named:
                await JoinAsync(connection, clause.AudienceId, named.Partner, default, position, instant, ct);
                break;
            case AudienceClause.NamedMember named:
                await JoinAsync(connection, clause.AudienceId, await PartnerOfAsync(connection, named.Member, ct), named.Member, position, instant, ct);
                break;
            case AudienceClause.Kinds matched:
                foreach (var partner in (await ProfilesAsync(connection, ct)).Where(matched.Matches))
                {
                    await JoinAsync(connection, clause.AudienceId, partner.Id, default, position, instant, ct);
                }

                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{clause.GetType().Name} has no members.");
        }
    }

    /// <summary>How many partners the terms address now that cannot be reached for want of a legal basis.</summary>
    public async Task<int> CountWithheldAsync(NpgsqlConnection connection, SharedItem item, long position, DateTimeOffset instant, CancellationToken ct)
    {
        var abroad = Enum.GetValues<Jurisdiction>().Except(ReleasePolicy.PermittedDestinations(item)).Select(j => j.Text()).ToArray();
        var clauses = ReleasePolicy.AddressedClauses(item.Terms).Select(c => c.Clause).Where(c => c is not AudienceClause.Everyone).ToList();
        if (abroad.Length == 0 || clauses.Count == 0)
        {
            return 0;
        }

        foreach (var clause in clauses)
        {
            await EnsureAsync(connection, clause, position, instant, ct); // Under an embargo nobody has asked for it yet.
        }

        const string sql = """
            select count(distinct m.partner_id)
            from core.audience_member m
            join core.partner p on p.partner_id = m.partner_id
            where m.audience_id = any ($1) and m.to_position is null and not p.suspended and p.jurisdiction = any ($2)
            """;
        var counts = await connection.Statement(sql)
            .With(clauses.Select(c => c.AudienceId).ToArray()).With(abroad)
            .ReadAsync(r => (int)r.GetInt64(0), ct);
        return counts[0];
    }

    /// <summary>Lets a partner join and leave the audiences of kinds after its facts were stated anew.</summary>
    public async Task MatchAsync(NpgsqlConnection connection, PartnerProfile partner, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            select a.audience_id, a.kinds,
                   exists (select 1
                           from core.audience_member m
                           where m.audience_id = a.audience_id and m.partner_id = $1 and m.to_position is null) as belongs
            from core.audience a
            where a.kinds is not null
            order by a.audience_id
            """;
        var audiences = await connection.Statement(sql).With(partner.Id.Value).ReadAsync(
            r => (Id: r.GetGuid(0), Kinds: CanonicalJson.Read(r.GetFieldValue<byte[]>(1), CoreJson.Default.KindsForm), Belongs: r.GetBoolean(2)), ct);
        foreach (var audience in audiences)
        {
            var matches = audience.Kinds.ToClause().Matches(partner);
            if (matches && !audience.Belongs)
            {
                await JoinAsync(connection, audience.Id, partner.Id, default, position, instant, ct);
            }
            else if (!matches && audience.Belongs)
            {
                const string leave = """
                    update core.audience_member
                    set to_position = $3, to_at = $4
                    where audience_id = $1 and partner_id = $2 and to_position is null
                    """;
                await connection.Statement(leave).With(audience.Id).With(partner.Id.Value).With(position).With(instant).RunAsync(ct);
            }
        }
    }

    /// <summary>Ends what a member could see by its own name.</summary>
    public async Task LeaveAsync(NpgsqlConnection connection, MemberId member, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update core.audience_member
            set to_position = $2, to_at = $3
            where member_id = $1 and to_position is null
            """;
        await connection.Statement(sql).With(member.Value).With(position).With(instant).RunAsync(ct);
    }

    private static async Task JoinAsync(
        NpgsqlConnection connection, Guid audience, PartnerId partner, MemberId member, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into core.audience_member (audience_id, partner_id, member_id, from_position, from_at)
            values ($1, $2, $3, $4, $5)
            """;
        await connection.Statement(sql)
            .With(audience).With(partner.Value).With(member.Value).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task<PartnerId> PartnerOfAsync(NpgsqlConnection connection, MemberId member, CancellationToken ct)
    {
        var found = await connection.Statement("select m.partner_id from core.member m where m.member_id = $1")
            .With(member.Value)
            .ReadAsync(r => new PartnerId(r.GetGuid(0)), ct);
        return found.Single();
    }

    private static async Task<List<PartnerProfile>> ProfilesAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await connection.Statement("select p.partner_id, p.facts, p.suspended from core.partner p order by p.partner_id").ReadAsync(
            r => CanonicalJson.Read(r.GetFieldValue<byte[]>(1), PartnerJson.Default.PartnerFacts).Profile(new(r.GetGuid(0)), r.GetBoolean(2)), ct);
}
