using CyberExchange.Domain;
using CyberExchange.Domain.Obligations.Files;
using CyberExchange.Domain.Stored;
using CyberExchange.Views.Core;
using Npgsql;
using NpgsqlTypes;

namespace CyberExchange.Views.Duties;

/// <summary>A duty as one reader may read it.</summary>
public sealed record DutyRow(Guid Id, PartnerId Owner, IncidentId Incident, DutyState State, DutyLine Line, long ActByTicks);

/// <summary>A file as its owner reads it.</summary>
/// <param name="RecordedAt">When each entry was recorded; the first is number 1.</param>
public sealed record DutyFileRow(DutyFile File, IReadOnlyList<DateTimeOffset> RecordedAt);

/// <summary>A profile as its partner reads it.</summary>
public sealed record DutyProfileRow(StatedProfile Stated, DateTimeOffset StatedAt);

/// <summary>A duty of which its owner is to be reminded.</summary>
public sealed record DueReminder(IncidentId Incident, PartnerId Owner, string Obligation, string Due, DateTimeOffset Since, DutyLine Line);

/// <summary>Which duties are asked for.</summary>
/// <param name="ByOwner">One's own; else those for which another named the reader.</param>
/// <param name="State">In this state alone; null for all.</param>
/// <param name="Before">To be done before this instant; null for all.</param>
/// <param name="After">Where the page before ended.</param>
public sealed record DutyFilter(bool ByOwner, DutyState? State, DateTimeOffset? Before, (long Ticks, Guid Id)? After);

/// <summary>What a partner may read of duties: its own files, and duties for which it was named. Another's is as absent as one that does not exist.</summary>
public sealed class DutyQueries(NpgsqlDataSource service)
{
    // What the clock decides, as DutyLine.StateAt says it; $2 is now.
    private const string State = """
        case when d.revision_required then 6
             when d.met_at is not null then 2
             when d.outcome = 'no_statutory_period' then 3
             when d.late_from is null then 4
             when d.late_from > $2 then 0
             when d.outcome = 'roll_unknown' then 5
             else 1 end
        """;

    private const string Columns = $"d.duty_id, d.owner_id, d.incident_id, {State} as state, d.line, d.act_by_ticks";

    /// <summary>A page of the duties that a reader has, the next to be done first.</summary>
    public async Task<IReadOnlyList<DutyRow>> ListAsync(PartnerId reader, DutyFilter filter, DateTimeOffset now, int max, CancellationToken ct)
    {
        const string sql = $"""
            select p.duty_id, p.owner_id, p.incident_id, p.state, p.line, p.act_by_ticks
            from (
                select {Columns}
                from core.duty d
                where d.reader_id = $1 and d.by_owner = $3 and (d.act_by_ticks, d.duty_id) > ($4, $5) and ($6::bigint is null or d.act_by_ticks < $6)
            ) p
            where $7::integer is null or p.state = $7
            order by p.act_by_ticks, p.duty_id
            limit $8
            """;
        var (ticks, id) = filter.After ?? (long.MinValue, Guid.Empty);
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql)
            .With(reader.Value).With(now.ToUniversalTime()).With(filter.ByOwner).With(ticks).With(id)
            .WithNullable(NpgsqlDbType.Bigint, filter.Before?.UtcTicks)
            .WithNullable(NpgsqlDbType.Integer, filter.State is { } state ? (int)state : null)
            .With(max)
            .ReadAsync(RowCaller.Of(reader), Read, ct);
    }

    /// <summary>The duties of one incident that a reader has.</summary>
    public async Task<IReadOnlyList<DutyRow>> OfIncidentAsync(PartnerId reader, IncidentId incident, DateTimeOffset now, CancellationToken ct)
    {
        const string sql = $"select {Columns} from core.duty d where d.reader_id = $1 and d.incident_id = $3 order by d.act_by_ticks, d.duty_id";
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(reader.Value).With(now.ToUniversalTime()).With(incident.Value)
            .ReadAsync(RowCaller.Of(reader), Read, ct);
    }

    /// <summary>The file of an incident; null where the partner keeps none.</summary>
    public async Task<DutyFileRow?> FindFileAsync(PartnerId owner, IncidentId incident, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement("select f.file, f.recorded_at from core.duty_file f where f.incident_id = $1 and f.owner_id = $2")
            .With(incident.Value).With(owner.Value)
            .ReadAsync(
                RowCaller.Of(owner),
                r => new DutyFileRow(FileRows.FileOf(r), [.. r.GetFieldValue<DateTime[]>(1).Select(at => new DateTimeOffset(at))]),
                ct);
        return rows is [var row] ? row : null;
    }

    /// <summary>What the originator stated for the reports of an incident; null for nothing.</summary>
    public async Task<DutyContents?> FindContentsAsync(PartnerId owner, IncidentId incident, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement("select c.contents from core.duty_content c where c.incident_id = $1 and c.owner_id = $2")
            .With(incident.Value).With(owner.Value).ReadAsync(RowCaller.Of(owner), ContentRows.Of, ct);
        return rows is [var row] ? row : null;
    }

    /// <summary>A page of the files of a partner that are not closed, in the order of their incidents.</summary>
    /// <param name="after">The incident with which the page before ended; null at the beginning.</param>
    public async Task<IReadOnlyList<DutyFile>> OpenFilesAsync(PartnerId owner, IncidentId? after, int max, CancellationToken ct)
    {
        const string sql = """
            select f.file
            from core.duty_file f
            where f.owner_id = $1 and not f.closed and f.incident_id > $2
            order by f.incident_id
            limit $3
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(owner.Value).With(after?.Value ?? Guid.Empty).With(max).ReadAsync(RowCaller.Of(owner), FileRows.FileOf, ct);
    }

    /// <summary>The profile of a partner; null where it stated none.</summary>
    public async Task<DutyProfileRow?> FindProfileAsync(PartnerId partner, CancellationToken ct)
    {
        await using var connection = await service.OpenConnectionAsync(ct);
        var rows = await connection.Statement("select p.profile, p.version, p.stated_at from core.duty_profile p where p.partner_id = $1")
            .With(partner.Value)
            .ReadAsync(
                RowCaller.Of(partner),
                r => new DutyProfileRow(
                    new(partner, FileRows.ProfileOf(r.GetFieldValue<byte[]>(0)), r.GetInt32(1)), r.GetFieldValue<DateTimeOffset>(2)),
                ct);
        return rows is [var row] ? row : null;
    }

    /// <summary>A page of the reminders of an owner, in the order in which they came.</summary>
    public async Task<IReadOnlyList<ReminderRow>> RemindersAsync(PartnerId owner, long after, int max, CancellationToken ct)
    {
        const string sql = """
            select r.position, r.incident_id, r.obligation_id, r.due_text, r.percent, r.reminded_at, r.state, r.verdict
            from core.duty_reminder r
            where r.owner_id = $1 and r.position > $2
            order by r.position
            limit $3
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(owner.Value).With(after).With(max)
            .ReadAsync(
                RowCaller.Of(owner),
                r => new ReminderRow(
                    r.GetInt64(0), new(r.GetGuid(1)), r.GetString(2), r.IsDBNull(3) ? null : DutyLines.Instant(r.GetString(3)), r.IsDBNull(4) ? null : r.GetInt32(4),
                    r.GetFieldValue<DateTimeOffset>(5), r.IsDBNull(6) ? null : r.GetString(6), r.IsDBNull(7) ? null : r.GetString(7)),
                ct);
    }

    /// <summary>Duties of which their owners are to be reminded, the most overdue first. For the worker, not for any viewer.</summary>
    public async Task<IReadOnlyList<DueReminder>> ToRemindAsync(DateTimeOffset now, int max, CancellationToken ct)
    {
        const string sql = """
            select d.incident_id, d.owner_id, d.obligation_id, d.due_text, d.due_since, d.line
            from core.duty d
            where d.remind_at <= $1
            order by d.remind_at, d.duty_id
            limit $2
            """;
        await using var connection = await service.OpenConnectionAsync(ct);
        return await connection.Statement(sql).With(now.ToUniversalTime()).With(max)
            .ReadAsync(
                RowCaller.Reminders,
                r => new DueReminder(
                    new(r.GetGuid(0)), new(r.GetGuid(1)), r.GetString(2), r.GetString(3), r.GetFieldValue<DateTimeOffset>(4), DutyLines.Of(r.GetFieldValue<byte[]>(5))),
                ct);
    }

    private static DutyRow Read(NpgsqlDataReader r) => new(
        r.GetGuid(0), new(r.GetGuid(1)), new(r.GetGuid(2)), (DutyState)r.GetInt32(3), DutyLines.Of(r.GetFieldValue<byte[]>(4)), r.GetInt64(5));
}

/// <summary>Reads lines as rows hold them.</summary>
internal static class DutyLines
{
    public static DutyLine Of(byte[] stored) => CanonicalJson.Read(stored, DutyJson.Default.DutyLine);

    public static DateTimeOffset Instant(string utc) => DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture);
}
