using CyberExchange.Domain;
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
            insert into audience (audience_id, clause, kinds, groups, clients_of, client)
            values ($1, $2, $3, $4, $5, $6)
            on conflict (audience_id) do nothing
            """;
        var kinds = clause as AudienceClause.Kinds;
        var clients = clause as AudienceClause.Clients;
        var added = await connection.Statement(sql)
            .With(clause.AudienceId).With(clause.Key).WithNullable(NpgsqlDbType.Bytea, kinds is null ? null : CanonicalJson.Write(KindsForm.Of(kinds), CoreJson.Default.KindsForm))
            .With(kinds?.Groups.Select(g => g.Value).ToArray() ?? [])
            .WithNullable(NpgsqlDbType.Uuid, clients?.Cert.Value).WithNullable(NpgsqlDbType.Uuid, clients?.Only?.Value)
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
                var partners = await PartnerEntries.ReadAsync(connection, only: null, ct);
                await JoinAsync(
                    connection, [.. partners.Where(p => matched.Matches(p.Profile)).Select(p => (clause.AudienceId, p.Id.Value))], position, instant, ct);
                break;
            case AudienceClause.Clients:
                await ClientRows.FillAsync(connection, clause.AudienceId, position, instant, ct);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{clause.GetType().Name} has no members.");
        }
    }

    /// <summary>How many partners that the originator may know of the terms address now and cannot reach for want of a legal basis.</summary>
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
            select distinct m.partner_id
            from audience_member m
            join partner p on p.partner_id = m.partner_id
            where m.audience_id = any ($1) and m.to_position is null and not p.suspended and p.jurisdiction = any ($2)
            """;
        var addressed = await connection.Statement(sql)
            .With(clauses.Select(c => c.AudienceId).ToArray()).With(abroad)
            .ReadAsync(r => r.GetGuid(0), ct);
        if (addressed.Count == 0)
        {
            return 0;
        }

        // The originator is told the number: of others it would tell that they take part.
        var entries = await PartnerEntries.ReadAsync(connection, only: [.. addressed, item.Originator.Value], ct);
        var originator = entries.Single(p => p.Id == item.Originator).Profile;
        return entries.Count(p => p.Id != originator.Id && p.IsKnownTo(originator));
    }

    /// <summary>Lets partners join and leave the audiences of kinds after their facts or groups have changed.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="partners">Whose: any number, in the same few statements.</param>
    /// <param name="group">The one group that they joined or left; null where anything may have changed.</param>
    /// <param name="position">Position of the event.</param>
    /// <param name="instant">Running maximum of the recorded times.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task MatchAsync(
        NpgsqlConnection connection, Guid[] partners, GroupId? group, long position, DateTimeOffset instant, CancellationToken ct)
    {
        if (partners.Length == 0)
        {
            return;
        }

        const string clauses = """
            select a.audience_id, a.kinds
            from audience a
            where a.kinds is not null and ($1::text is null or a.groups @> array[$1])
            """;
        var audiences = await connection.Statement(clauses).WithNullable(NpgsqlDbType.Text, group?.Value).ReadAsync(
            r => (Id: r.GetGuid(0), Clause: CanonicalJson.Read(r.GetFieldValue<byte[]>(1), CoreJson.Default.KindsForm).ToClause()), ct);
        const string members = """
            select m.audience_id, m.partner_id
            from audience_member m
            join audience a on a.audience_id = m.audience_id
            where m.partner_id = any ($2) and m.to_position is null
              and a.kinds is not null and ($1::text is null or a.groups @> array[$1])
            """;
        var belonging = (await connection.Statement(members).WithNullable(NpgsqlDbType.Text, group?.Value).With(partners)
            .ReadAsync(r => (Audience: r.GetGuid(0), Partner: r.GetGuid(1)), ct)).ToHashSet();
        var matching = (await PartnerEntries.ReadAsync(connection, partners, ct)).Select(p => p.Profile)
            .SelectMany(p => audiences.Where(a => a.Clause.Matches(p)).Select(a => (Audience: a.Id, Partner: p.Id.Value)))
            .ToHashSet();
        await JoinAsync(connection, [.. matching.Except(belonging)], position, instant, ct);
        await LeaveAsync(connection, [.. belonging.Except(matching)], position, instant, ct);
    }

    /// <summary>Ends what a member could see by its own name.</summary>
    public async Task LeaveAsync(NpgsqlConnection connection, MemberId member, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update audience_member
            set to_position = $2, to_at = $3
            where member_id = $1 and to_position is null
            """;
        await connection.Statement(sql).With(member.Value).With(position).With(instant).RunAsync(ct);
    }

    private static async Task JoinAsync(
        NpgsqlConnection connection, IReadOnlyList<(Guid Audience, Guid Partner)> pairs, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into audience_member (audience_id, partner_id, member_id, from_position, from_at)
            select p.audience_id, p.partner_id, '00000000-0000-0000-0000-000000000000', $3, $4
            from unnest($1, $2) as p (audience_id, partner_id)
            """;
        await connection.Statement(sql)
            .With(pairs.Select(p => p.Audience).ToArray()).With(pairs.Select(p => p.Partner).ToArray()).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task LeaveAsync(
        NpgsqlConnection connection, IReadOnlyList<(Guid Audience, Guid Partner)> pairs, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            update audience_member m
            set to_position = $3, to_at = $4
            from unnest($1, $2) as p (audience_id, partner_id)
            where m.audience_id = p.audience_id and m.partner_id = p.partner_id and m.to_position is null
            """;
        await connection.Statement(sql)
            .With(pairs.Select(p => p.Audience).ToArray()).With(pairs.Select(p => p.Partner).ToArray()).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task JoinAsync(
        NpgsqlConnection connection, Guid audience, PartnerId partner, MemberId member, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into audience_member (audience_id, partner_id, member_id, from_position, from_at)
            values ($1, $2, $3, $4, $5)
            """;
        await connection.Statement(sql)
            .With(audience).With(partner.Value).With(member.Value).With(position).With(instant)
            .RunAsync(ct);
    }

    private static async Task<PartnerId> PartnerOfAsync(NpgsqlConnection connection, MemberId member, CancellationToken ct)
    {
        var found = await connection.Statement("select m.partner_id from member m where m.member_id = $1")
            .With(member.Value)
            .ReadAsync(r => new PartnerId(r.GetGuid(0)), ct);
        return found.Single();
    }
}
