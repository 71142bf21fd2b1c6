using System.Diagnostics;
using CyberExchange.Domain.Mandates;
using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>The mandates' rows: what operators let CERTs file.</summary>
internal static class MandateRows
{
    public static async Task ApplyAsync(NpgsqlConnection connection, MandateEvent e, StoredEvent stored, CancellationToken ct)
    {
        switch (e)
        {
            case MandateEvent.MandateGiven given:
                await GiveAsync(connection, given, stored, ct);
                break;
            case MandateEvent.MandateRevoked revoked:
                await connection.Statement("update mandate set revoked_at = $2, revoked_because = $3 where mandate_id = $1")
                    .With(Guid.ParseExact(stored.Stream.AsSpan(MandateEventCatalog.StreamPrefix.Length), "D")).With(stored.RecordedAt).With(revoked.Reason)
                    .RunAsync(ct);
                break;
            default:
                throw new UnreachableException($"{e.GetType().Name} has no arm in the mandates.");
        }
    }

    private static async Task GiveAsync(NpgsqlConnection connection, MandateEvent.MandateGiven given, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into mandate (mandate_id, operator_id, cert_id, until_at, content, signed, public_key, given_by, given_at, given_position)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;
        await connection.Statement(sql)
            .With(given.Mandate.Value).With(given.Text.Operator.Value).With(given.Text.Cert.Value).With(given.Text.Until)
            .With(CanonicalJson.Write(given.Text, MandateJson.Default.Mandate)).With(given.Signed).With(given.PublicKey)
            .With(given.By.Value).With(stored.RecordedAt).With(stored.Position)
            .RunAsync(ct);
    }
}
