using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CyberExchange.Domain;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Duties;

/// <summary>Makes the rows of files' duties: one for the owner, and one for each authority that it named for the duty.</summary>
internal static class DutyRows
{
    /// <summary>Where a duty has no limit, it comes last.</summary>
    private const long NoLimit = long.MaxValue;

    /// <summary>Removes the rows of files.</summary>
    /// <returns>What their due times were, and when each became known.</returns>
    public static async Task<Dictionary<DueTime, DateTimeOffset>> RemoveAsync(NpgsqlConnection connection, IReadOnlyList<DutyFile> files, CancellationToken ct)
    {
        const string sql = """
            with gone as (
                delete from duty d where d.incident_id = any ($1)
                returning d.by_owner, d.incident_id, d.obligation_id, d.due_text, d.due_since
            )
            select g.incident_id, g.obligation_id, g.due_text, g.due_since from gone g where g.by_owner and g.due_text is not null
            """;
        var known = await connection.Statement(sql).With(files.Select(f => f.Incident.Value).ToArray())
            .ReadAsync(r => (Due: new DueTime(new(r.GetGuid(0)), r.GetString(1), r.GetString(2)), Since: r.GetFieldValue<DateTimeOffset>(3)), ct);
        return known.ToDictionary(k => k.Due, k => k.Since);
    }

    /// <summary>Computes the rows of a file. It asks nothing of the database, so that files can be computed at once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="duties">Its owner's.</param>
    /// <param name="known">Due times that were known before; a due time that is new became known now.</param>
    /// <param name="instant">Now: when the change was recorded that makes the rows others.</param>
    public static IReadOnlyList<DutyRowToWrite> Of(DutyFile file, OwnerDuties duties, IReadOnlyDictionary<DueTime, DateTimeOffset> known, DateTimeOffset instant)
    {
        List<DutyRowToWrite> rows = [];
        foreach (var line in duties.Of(file))
        {
            var due = ReminderPlan.DueOf(line);
            var since = due is not null && known.TryGetValue(new(file.Incident, line.Obligation, due), out var before) ? before : instant;
            var id = IdOf(file.Incident, line.Obligation);

            // Of a file that is closed stays what was done, with whom it was done to.
            var lines = line.Authorities.Select(authority => (Reader: authority, Line: line.For(authority))).Prepend((Reader: file.Owner, Line: line))
                .Where(one => !file.IsClosed || one.Line.MetAt is not null);
            rows.AddRange(lines.Select(one => one.Reader == file.Owner
                ? new DutyRowToWrite(id, one.Reader, file, one.Line, due, since, RemindAt(file, line, due, since))
                : new(id, one.Reader, file, one.Line, null, since, null)));
        }

        return rows;
    }

    /// <summary>Writes rows where there are none of these files.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<DutyRowToWrite> rows, CancellationToken ct)
    {
        const string sql = """
            insert into duty (
                reader_id, duty_id, by_owner, owner_id, incident_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line,
                due_text, due_since, remind_at, revision_required)
            select r.reader_id, r.duty_id, r.reader_id = r.owner_id, r.owner_id, r.incident_id, r.obligation_id, r.outcome, r.act_by_ticks, r.late_from,
                r.met_at, r.line, r.due_text, r.due_since, r.remind_at, r.revision_required
            from unnest(
                $1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[], $9::timestamptz[], $10::bytea[],
                $11::text[], $12::timestamptz[], $13::timestamptz[], $14::boolean[])
                r (owner_id, incident_id, reader_id, duty_id, obligation_id, outcome, act_by_ticks, late_from, met_at, line, due_text, due_since, remind_at,
                    revision_required)
            """;
        if (rows.Count == 0)
        {
            return;
        }

        await connection.Statement(sql)
            .With(rows.Select(r => r.File.Owner.Value).ToArray())
            .With(rows.Select(r => r.File.Incident.Value).ToArray())
            .With(rows.Select(r => r.Reader.Value).ToArray())
            .With(rows.Select(r => r.Id).ToArray())
            .With(rows.Select(r => r.Line.Obligation).ToArray())
            .With(rows.Select(r => r.Line.Outcome).ToArray())
            .With(rows.Select(r => r.Line.ActBy?.UtcTicks ?? NoLimit).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Line.LateFrom?.UtcDateTime).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.Line.MetAt?.UtcDateTime).ToArray())
            .With(rows.Select(r => r.Stored).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.Text, rows.Select(r => r.DueText).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.DueText is null ? (DateTime?)null : r.Since.UtcDateTime).ToArray())
            .WithNullable(NpgsqlDbType.Array | NpgsqlDbType.TimestampTz, rows.Select(r => r.RemindAt?.UtcDateTime).ToArray())
            .With(rows.Select(r => r.Line.RevisionRequired).ToArray())
            .RunAsync(ct);
    }

    /// <summary>The id of a duty of an incident, the same whenever it is made.</summary>
    public static Guid IdOf(IncidentId incident, string obligation) => HashIds.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"{incident.Value:D} {obligation}")));

    private static DateTimeOffset? RemindAt(DutyFile file, DutyLine line, string? due, DateTimeOffset since)
    {
        var reminded = file.Reminders.Where(r => r.Obligation == line.Obligation && r.Due == due).Max(r => r.Percent) ?? 0;
        return line is { Listed: true, MetAt: null } ? ReminderPlan.Of(line, since)?.NextAfter(reminded) : null;
    }
}

/// <summary>A due time of a file, as it is written.</summary>
internal readonly record struct DueTime(IncidentId Incident, string Obligation, string Due);

/// <summary>A row before it is written.</summary>
/// <param name="Line">As the reader may read it.</param>
internal sealed record DutyRowToWrite(Guid Id, PartnerId Reader, DutyFile File, DutyLine Line, string? DueText, DateTimeOffset Since, DateTimeOffset? RemindAt)
{
    /// <summary>The line as the row holds it. Nothing is hashed of it: the canonical form would cost four times as much and serve nobody.</summary>
    public byte[] Stored { get; } = JsonSerializer.SerializeToUtf8Bytes(Line, DutyJson.Default.DutyLine);
}
