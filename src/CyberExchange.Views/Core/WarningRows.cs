using CyberExchange.Domain.Stored;
using CyberExchange.Domain.SupplySignals;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Core;

/// <summary>Early warnings, for the feeds of those who were warned; they stand in the core for the reason that <see cref="ReminderRows"/> gives.</summary>
internal static class WarningRows
{
    public static async Task AddAsync(NpgsqlConnection connection, SupplyWarningEvent.WarningRaised raised, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into supply_warning (receiver_id, position, warning_id, content, raised_at, signals, signals_min, partners_min)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;
        await connection.Statement(sql)
            .With(raised.Receiver.Value).With(stored.Position).With(raised.Warning)
            .With(CanonicalJson.Write(raised, SupplyWarningJson.Default.WarningRaised)).With(stored.RecordedAt)
            .With(raised.Signals.Select(s => s.Value).ToArray()).With(raised.Entry.Threshold.Signals).With(raised.Entry.Threshold.Partners)
            .RunAsync(ct);
    }
}
