using CyberExchange.Domain;
using CyberExchange.Domain.Partners;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>The partner directory's rows.</summary>
internal sealed class DirectoryRows(AudienceRows audiences)
{
    public async Task ApplyAsync(NpgsqlConnection connection, PartnerEvent e, StoredEvent stored, DateTimeOffset instant, CancellationToken ct)
    {
        var partner = PartnerOf(stored.Stream);
        switch (e)
        {
            case PartnerEvent.PartnerEnrolled enrolled:
                await StateAsync(connection, enrolled.Partner, enrolled.Facts, stored.Position, instant, ct);
                break;
            case PartnerEvent.PartnerChanged changed:
                await StateAsync(connection, partner, changed.Facts, stored.Position, instant, ct);
                break;
            case PartnerEvent.ClientDeparted departed:
                await StateAsync(connection, partner, (await FactsAsync(connection, partner, ct)).Without(departed.Client), stored.Position, instant, ct);
                break;
            case PartnerEvent.PartnerSuspended:
                await SuspendAsync(connection, partner, suspended: true, stored.Position, instant, ct);
                break;
            case PartnerEvent.PartnerReinstated:
                await SuspendAsync(connection, partner, suspended: false, stored.Position, instant, ct);
                break;
            case PartnerEvent.MemberAdded added:
                await AddMemberAsync(connection, partner, added, ct);
                break;
            case PartnerEvent.MemberRemoved removed:
                await RemoveMemberAsync(connection, removed.Member, ct);
                await audiences.LeaveAsync(connection, removed.Member, stored.Position, instant, ct);
                break;
            case PartnerEvent.MemberInvited or PartnerEvent.KeyAdmitted:
                break; // A key that speaks for the member is bound by an event of its own.
            case PartnerEvent.AccessConfirmed:
                break; // Who asks for the last confirmations reads them in the log.
            default:
                throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the directory.");
        }
    }

    public static async Task ApplyAsync(NpgsqlConnection connection, MemberKeyEvent e, StoredEvent stored, CancellationToken ct)
    {
        switch (e)
        {
            case MemberKeyEvent.MemberKeyBound bound:
                const string bind = """
                    insert into member_key (spki_sha256, partner_id, member_id, bound)
                    values ($1, $2, $3, true)
                    on conflict (spki_sha256) do update set partner_id = excluded.partner_id, member_id = excluded.member_id, bound = true
                    """;
                await connection.Statement(bind)
                    .With(bound.Key.Hex).With(bound.Partner.Value).With(bound.Member.Value)
                    .RunAsync(ct);
                break;
            case MemberKeyEvent.MemberKeyUnbound:
                await connection.Statement("update member_key set bound = false where spki_sha256 = $1")
                    .With(stored.Stream[PartnerEventCatalog.KeyStreamPrefix.Length..])
                    .RunAsync(ct);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{e.GetType().Name} has no arm in the directory.");
        }
    }

    private static async Task StateAsync(NpgsqlConnection connection, PartnerId partner, PartnerFacts facts, long position, DateTimeOffset instant, CancellationToken ct)
    {
        const string sql = """
            insert into partner (partner_id, handle, jurisdiction, is_operator, in_community, suspended, facts, changed_position)
            values ($1, $2, $3, $4, $5, false, $6, $7)
            on conflict (partner_id) do update
            set handle = excluded.handle, jurisdiction = excluded.jurisdiction, is_operator = excluded.is_operator,
                in_community = excluded.in_community, facts = excluded.facts, changed_position = excluded.changed_position
            """;
        await connection.Statement(sql)
            .With(partner.Value).With(facts.Handle).With(facts.Jurisdiction.Text()).With(facts.Roles.Contains(Role.Operator)).With(facts.Roles.Any(Roles.Community.Contains))
            .With(CanonicalJson.Write(facts, PartnerJson.Default.PartnerFacts)).With(position)
            .RunAsync(ct);
        if (facts.GroupsOfVersion1 is { } groups)
        {
            await GroupRows.StateAsync(connection, partner, groups, position, instant, ct);
        }

        await AudienceRows.MatchAsync(connection, [partner.Value], group: null, position, instant, ct);
        await ClientRows.StateAsync(connection, partner, facts.Constituency, position, instant, ct);
    }

    private static async Task<PartnerFacts> FactsAsync(NpgsqlConnection connection, PartnerId partner, CancellationToken ct)
    {
        var found = await connection.Statement("select p.facts from partner p where p.partner_id = $1")
            .With(partner.Value)
            .ReadAsync(r => CanonicalJson.Read(r.GetFieldValue<byte[]>(0), PartnerJson.Default.PartnerFacts), ct);
        return found.Single();
    }

    private static async Task SuspendAsync(
        NpgsqlConnection connection, PartnerId partner, bool suspended, long position, DateTimeOffset instant, CancellationToken ct)
    {
        await connection.Statement("update partner set suspended = $2, changed_position = $3 where partner_id = $1")
            .With(partner.Value).With(suspended).With(position)
            .RunAsync(ct);
        var interval = suspended
            ? "insert into suspension (partner_id, from_position, from_at) values ($1, $2, $3)"
            : "update suspension set to_position = $2, to_at = $3 where partner_id = $1 and to_position is null";
        await connection.Statement(interval).With(partner.Value).With(position).With(instant).RunAsync(ct);
    }

    private static async Task AddMemberAsync(NpgsqlConnection connection, PartnerId partner, PartnerEvent.MemberAdded added, CancellationToken ct)
    {
        const string sql = """
            insert into member (member_id, partner_id, kind, handle, sealed_name, removed)
            values ($1, $2, $3, $4, $5, false)
            """;
        await connection.Statement(sql)
            .With(added.Member.Value).With(partner.Value).With(added.Kind.Text()).With(added.Handle)
            .WithNullable(NpgsqlDbType.Bytea, added.Name is null ? null : CanonicalJson.Write(added.Name, CoreJson.Default.SealedText))
            .RunAsync(ct);
    }

    private static async Task RemoveMemberAsync(NpgsqlConnection connection, MemberId member, CancellationToken ct)
    {
        await connection.Statement("update member set removed = true where member_id = $1").With(member.Value).RunAsync(ct);
        await connection.Statement("update member_key set bound = false where member_id = $1").With(member.Value).RunAsync(ct);
    }

    private static PartnerId PartnerOf(string stream) => new(Guid.ParseExact(stream.AsSpan(PartnerEventCatalog.StreamPrefix.Length), "D"));
}
