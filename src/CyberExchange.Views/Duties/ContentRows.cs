using System.Diagnostics;
using System.Text.Json;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using Npgsql;

namespace CyberExchange.Views.Duties;

/// <summary>Writes the contents of reports as their events fold. Nothing is hashed of them: the canonical form would only cost.</summary>
internal static class ContentRows
{
    public static async Task ApplyAsync(NpgsqlConnection connection, StoredEvent stored, CancellationToken ct)
    {
        var e = DutyContentEventCatalog.Catalog.Read(stored.Type, stored.TypeVersion, stored.Body, stored.Addressing);
        if (e is not DutyContentEvent.DutyContentFilled { Incident: var incident })
        {
            throw new UnreachableException($"{stored.Type} has no arm in the contents of reports.");
        }

        var rows = await connection.Statement("select c.contents from duty_content c where c.incident_id = $1").With(incident.Value).ReadAsync(Of, ct);
        var contents = DutyContents.Evolve(rows is [var before] ? before : null, e);
        const string sql = """
            insert into duty_content (incident_id, owner_id, contents)
            values ($1, $2, $3)
            on conflict (incident_id) do update set contents = excluded.contents
            """;
        await connection.Statement(sql)
            .With(incident.Value).With(contents.Owner.Value).With(JsonSerializer.SerializeToUtf8Bytes(contents, DutyContentJson.Default.DutyContents))
            .RunAsync(ct);
    }

    public static DutyContents Of(NpgsqlDataReader r) => CanonicalJson.Read(r.GetFieldValue<byte[]>(0), DutyContentJson.Default.DutyContents);
}
