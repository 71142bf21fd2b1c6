using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Duties;

/// <summary>Writes profiles and files as their events fold. Nothing is hashed of them: the canonical form would only cost.</summary>
internal static class FileRows
{
    /// <summary>A file that was opened before.</summary>
    public static async Task<DutyFile> ReadAsync(NpgsqlConnection connection, IncidentId incident, CancellationToken ct)
    {
        var rows = await connection.Statement("select f.file from duty_file f where f.incident_id = $1").With(incident.Value).ReadAsync(FileOf, ct);
        return rows is [var file] ? file : throw new InvalidDataException("A duty file goes on that was never opened.");
    }

    public static async Task WriteAsync(NpgsqlConnection connection, DutyFile file, DateTimeOffset recordedAt, CancellationToken ct)
    {
        const string sql = """
            insert into duty_file as f (incident_id, owner_id, closed, file, recorded_at)
            values ($1, $2, $3, $4, array[$5])
            on conflict (incident_id) do update
            set closed = excluded.closed, file = excluded.file, recorded_at = f.recorded_at || excluded.recorded_at
            """;
        await connection.Statement(sql)
            .With(file.Incident.Value).With(file.Owner.Value).With(file.IsClosed)
            .With(JsonSerializer.SerializeToUtf8Bytes(file, DutyJson.Default.DutyFile)).With(recordedAt)
            .RunAsync(ct);
    }

    /// <summary>The profile of a partner; null where it stated none.</summary>
    public static async Task<StatedProfile?> ProfileAsync(NpgsqlConnection connection, PartnerId partner, CancellationToken ct)
    {
        var rows = await connection.Statement("select p.version, p.profile from duty_profile p where p.partner_id = $1").With(partner.Value)
            .ReadAsync(r => new StatedProfile(partner, ProfileOf(r.GetFieldValue<byte[]>(1)), r.GetInt32(0)), ct);
        return rows is [var profile] ? profile : null;
    }

    /// <summary>The profiles of those partners that stated one.</summary>
    public static async Task<IReadOnlyList<StatedProfile>> ProfilesAsync(NpgsqlConnection connection, IEnumerable<PartnerId> partners, CancellationToken ct) =>
        await connection.Statement("select p.partner_id, p.version, p.profile from duty_profile p where p.partner_id = any ($1)")
            .With(partners.Select(p => p.Value).ToArray())
            .ReadAsync(r => new StatedProfile(new(r.GetGuid(0)), ProfileOf(r.GetFieldValue<byte[]>(2)), r.GetInt32(1)), ct);

    public static async Task WriteAsync(NpgsqlConnection connection, StatedProfile profile, DateTimeOffset statedAt, CancellationToken ct)
    {
        const string sql = """
            insert into duty_profile (partner_id, version, profile, stated_at)
            values ($1, $2, $3, $4)
            on conflict (partner_id) do update set version = excluded.version, profile = excluded.profile, stated_at = excluded.stated_at
            """;
        await connection.Statement(sql)
            .With(profile.Partner.Value).With(profile.Version).With(JsonSerializer.SerializeToUtf8Bytes(profile.Profile, DutyJson.Default.DutyProfile)).With(statedAt)
            .RunAsync(ct);
    }

    public static async Task AddReminderAsync(NpgsqlConnection connection, DutyFile file, DutyEvent.DutyReminded reminded, StoredEvent stored, CancellationToken ct)
    {
        const string sql = """
            insert into duty_reminder (owner_id, position, incident_id, obligation_id, due_text, percent, reminded_at, state, verdict)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;
        await connection.Statement(sql)
            .With(file.Owner.Value).With(stored.Position).With(file.Incident.Value)
            .With(reminded.Obligation).WithNullable(NpgsqlDbType.Text, reminded.Due).WithNullable(NpgsqlDbType.Integer, reminded.Percent).With(stored.RecordedAt)
            .WithNullable(NpgsqlDbType.Text, reminded.State).WithNullable(NpgsqlDbType.Text, reminded.Verdict)
            .RunAsync(ct);
    }

    public static DutyProfile ProfileOf(byte[] stored) => CanonicalJson.Read(stored, DutyJson.Default.DutyProfile);

    public static DutyFile FileOf(NpgsqlDataReader r) => CanonicalJson.Read(r.GetFieldValue<byte[]>(0), DutyJson.Default.DutyFile);
}
