using CyberExchange.Domain.Obligations.Files;
using CyberExchange.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Core;

/// <summary>Reminders of duties, for the feeds of those who keep the files.</summary>
/// <remarks>They stand in the core beside the items, because one cursor leads through both: of two views one would be behind the cursor.</remarks>
internal static class ReminderRows
{
    /// <summary>Whoever keeps the file of an incident is its originator.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, DutyEvent.DutyReminded reminded, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into reminder (owner_id, position, incident_id, obligation_id, due_text, percent, reminded_at, state, verdict)
            select i.originator_id, $2, i.item_id, $3, $4, $5, $6, $7, $8
            from item i
            where i.item_id = $1
            """;
        await connection.Statement(sql)
            .With(Guid.ParseExact(stored.Stream.AsSpan(DutyEventCatalog.StreamPrefix.Length), "D")).With(stored.Position)
            .With(reminded.Obligation).WithNullable(NpgsqlDbType.Text, reminded.Due).WithNullable(NpgsqlDbType.Integer, reminded.Percent).With(stored.RecordedAt)
            .WithNullable(NpgsqlDbType.Text, reminded.State).WithNullable(NpgsqlDbType.Text, reminded.Verdict)
            .RunAsync(ct);
    }
}
