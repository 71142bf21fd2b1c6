using System.Diagnostics;
using CyberExchange.Domain.Links;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>What partners state about two items. The items' own rows and ways are not touched.</summary>
internal static class LinkRows
{
    public static async Task ApplyAsync(NpgsqlConnection connection, LinkEvent e, StoredEvent stored, CancellationToken ct)
    {
        switch (e)
        {
            case LinkEvent.LinkStated stated:
                await StateAsync(connection, stated, stored, ct);
                break;
            case LinkEvent.LinkWithdrawn:
                await connection.Statement("delete from link where link_id = $1").With(IdOf(stored)).RunAsync(ct);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the links.");
        }
    }

    private static async Task StateAsync(NpgsqlConnection connection, LinkEvent.LinkStated stated, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into link (link_id, incident_id, advisory_id, by_id, kind, reason, stated_at, stated_position)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (link_id) do update
            set kind = excluded.kind, reason = excluded.reason, stated_at = excluded.stated_at, stated_position = excluded.stated_position
            """;
        await connection.Statement(sql)
            .With(IdOf(stored)).With(stated.Incident.Value).With(stated.Advisory.Value).With(stated.By.Value)
            .With(stated.Kind).With(stated.Reason).With(stored.RecordedAt).With(stored.Position)
            .RunAsync(ct);
    }

    private static Guid IdOf(StoredEvent stored) => Guid.ParseExact(stored.Stream.AsSpan(LinkEventCatalog.StreamPrefix.Length), "D");
}
