using System.Security.Cryptography;
using System.Text;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Duties;

/// <summary>Writes the rows of a file's duties: one for its owner, and one for each authority that it named for the duty.</summary>
/// <param name="rulebook">The rules.</param>
internal sealed class DutyRows(Rulebook rulebook)
{
    private const int IdBytes = 16;

    /// <summary>Where a duty has no limit, it comes last.</summary>
    public const long NoLimit = long.MaxValue;

    /// <summary>Brings the rows after a change of the file, the profile or the rules.</summary>
    /// <param name="connection">In a transaction, as the projector.</param>
    /// <param name="file">The file.</param>
    /// <param name="profile">The owner's profile; null where it stated none.</param>
    /// <param name="instant">When that was recorded: a due time that is new became known then.</param>
    /// <param name="ct">Gives up.</param>
    public async Task ComputeAsync(NpgsqlConnection connection, DutyFile file, StatedProfile? profile, DateTimeOffset instant, CancellationToken ct)
    {
        var known = (await connection.Statement("select d.obligation_id, d.due_text, d.due_since from duty d where d.incident_id = $1 and d.by_owner and d.due_text is not null")
                .With(file.Incident.Value)
                .ReadAsync(r => (Obligation: r.GetString(0), Due: r.GetString(1), Since: r.GetFieldValue<DateTimeOffset>(2)), ct))
            .ToDictionary(k => (k.Obligation, k.Due), k => k.Since);
        await connection.Statement("delete from duty where incident_id = $1").With(file.Incident.Value).RunAsync(ct);
        List<Row> rows = [];
        foreach (var line in FileDuties.Of(file, profile, rulebook).Where(line => Stays(file, line)))
        {
            var due = ReminderPlan.DueOf(line);
            var since = due is not null && known.TryGetValue((line.Obligation, due), out var before) ? before : instant;
            rows.Add(new(file.Owner, line, due, since, RemindAt(file, line, due, since)));
            rows.AddRange(line.Authorities.Select(authority => new Row(authority, line.For(authority), null, since, null)));
        }

        await WriteAsync(connection, file, rows, ct);
    }

    /// <summary>The id of a duty of an incident, the same whenever it is made.</summary>
    public static Guid IdOf(IncidentId incident, string obligation)
    {
        // RFC 9562, 5.8: version 8 is for ids made in a way of one's own.
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{incident.Value:D} {obligation}")).AsSpan(0, IdBytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    // What was submitted stays with whoever may read it, whatever becomes of the file.
    private static bool Stays(DutyFile file, DutyLine line) => line.Submissions.Count > 0 || (line.Listed && !file.IsClosed);

    private static DateTimeOffset? RemindAt(DutyFile file, DutyLine line, string? due, DateTimeOffset since)
    {
        var reminded = file.Reminders.Where(r => r.Obligation == line.Obligation && r.Due == due).Select(r => r.Percent).DefaultIfEmpty(0).Max();
        return line is { Listed: true, MetAt: null } ? ReminderPlan.Of(line, since)?.NextAfter(reminded) : null;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, DutyFile file, List<Row> rows, CancellationToken ct)
    {
        const string sql = """
            insert into duty (
                reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line,
                due_text, due_since, remind_at)
            select r.reader_id, r.duty_id, r.reader_id = $1, $1, $2, r.obligation_id, r.outcome, r.act_by_ticks, r.late_from, r.met_at, r.line,
                r.due_text, r.due_since, r.remind_at
            from unnest(
                $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[], $9::timestamptz[], $10::bytea[],
                $11::text[], $12::timestamptz[], $13::timestamptz[])
                r (reader_id, duty_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line, due_text, due_since, remind_at)
            """;
        if (rows.Count == 0)
        {
            return;
        }

        await connection.Statement(sql)
            .With(file.Owner.Value).With(file.Incident.Value)
            .With(rows.Select(r => r.Reader.Value).ToArray())
            .With(rows.Select(r => IdOf(file.Incident, r.Line.Obligation)).ToArray())
            .With(rows.Select(r => r.Line.Obligation).ToArray())
            .With(rows.Select(r => r.Line.Outcome).ToArray())
            .With(rows.Select(r => r.Line.ActBy?.UtcTicks ?? NoLimit).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Line.LateFrom?.UtcDateTime).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Line.MetAt?.UtcDateTime).ToArray())
            .With(rows.Select(r => CanonicalJson.Write(r.Line, DutyJson.Default.DutyLine)).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Text, rows.Select(r => r.DueText).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.DueText is null ? (DateTime?)null : r.Since.UtcDateTime).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.RemindAt?.UtcDateTime).ToArray())
            .RunAsync(ct);
    }

    private sealed record Row(PartnerId Reader, DutyLine Line, string? DueText, DateTimeOffset Since, DateTimeOffset? RemindAt);
}
