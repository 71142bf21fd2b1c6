using System.Globalization;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Domain.Sharing;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Interop.Csv;

/// <summary>The columns that say what a report takes. An export writes them under these names.</summary>
public static class CsvFields
{
    public const string Kind = "kind";
    public const string Id = "id";
    public const string Label = "label";
    public const string Pap = "pap";
    public const string Reference = "reference";
    public const string Title = "title";
    public const string Summary = "summary";
    public const string Classification = "classification";
    public const string Severity = "severity";
    public const string Sectors = "sectors";
    public const string BeganAt = "beganAt";
    public const string DetectedAt = "detectedAt";
    public const string EndedAt = "endedAt";
    public const string AffectedCount = "affectedCount";
    public const string Vulnerabilities = "vulnerabilities";
    public const string WithdrawnBecause = "withdrawnBecause";

    /// <summary>Every field, in the order in which help and documents name them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Id, Reference, Title, Summary, Classification, Severity, Sectors, BeganAt, DetectedAt, EndedAt, AffectedCount, Vulnerabilities, Label, Pap,
        Kind, WithdrawnBecause,
    ];

    /// <summary>What a report cannot be without.</summary>
    public static IReadOnlyList<string> Required { get; } = [Title, Summary, Classification, Sectors, DetectedAt];
}

/// <summary>Translates rows of a file to reports.</summary>
/// <param name="fields">For each column the field it gives; null for a column that gives none.</param>
/// <param name="names">For each column its own name.</param>
public sealed class CsvIncident(IReadOnlyList<string?> fields, IReadOnlyList<string> names)
{
    private const string KindIncident = "incident";
    private const string InUtc = "it names no zone: it is taken for UTC";

    private static readonly string[] WithZone = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK"];

    private static readonly string[] WithoutZone =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <summary>Reads a header.</summary>
    /// <param name="header">The first row.</param>
    /// <param name="map">Further names of fields: column to field.</param>
    /// <returns>The translation of the rows below, or what is wrong with the header.</returns>
    public static (CsvIncident? Rows, string? Fault) Of(IReadOnlyList<string> header, IReadOnlyDictionary<string, string> map)
    {
        string? FieldOf(string column) => map.GetValueOrDefault(column)
            ?? CsvFields.All.FirstOrDefault(f => f.Equals(column.Trim(), StringComparison.OrdinalIgnoreCase));

        var names = header.Select(CsvText.Plain).ToList();
        var fields = names.Select(FieldOf).ToList();
        if (map.Keys.FirstOrDefault(column => !names.Contains(column, StringComparer.Ordinal)) is { } absent)
        {
            return (null, $"the header has no column '{absent}'");
        }

        if (fields.OfType<string>().GroupBy(f => f, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            return (null, $"two columns give '{twice.Key}'");
        }

        return CsvFields.Required.Where(f => !fields.Contains(f, StringComparer.Ordinal)).ToList() is { Count: > 0 } missing
            ? (null, $"no column gives {string.Join(", ", missing)}")
            : (new(fields, names), null);
    }

    /// <summary>Translates one row.</summary>
    public IncidentTranslation Translate(CsvRow row)
    {
        if (row.Fault is { } fault)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", fault);
        }

        if (row.Cells.Count != names.Count)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "", $"The row has {row.Cells.Count} cells, and the header {names.Count}.");
        }

        var cells = new CsvCells(fields, names, row.Cells);
        if (cells.Text(CsvFields.Kind) is { } kind && kind != KindIncident)
        {
            return IncidentTranslation.Refused(RefusalCode.Invalid, "/kind", $"The row is of kind '{kind}'; an advisory is imported as its document.");
        }

        if (cells.Text(CsvFields.WithdrawnBecause) is { } withdrawn)
        {
            return IncidentTranslation.Refused(RefusalCode.Withdrawn, "/withdrawnBecause", $"Its originator withdrew it: {withdrawn}");
        }

        var draft = Draft(cells);
        return cells.Refusal is { } refusal ? new(null, refusal) : IncidentTranslation.Of(draft);
    }

    // A value that cannot be read leaves the first refusal in the cells, and the draft is not used.
    private static IncidentDraft Draft(CsvCells cells)
    {
        var reference = cells.Text(CsvFields.Reference);
        var report = new IncidentReport
        {
            Reference = reference,
            Title = cells.Text(CsvFields.Title) ?? "",
            Summary = cells.Text(CsvFields.Summary) ?? "",
            Classification = cells.Text(CsvFields.Classification) ?? "",
            Severity = cells.Text(CsvFields.Severity),
            Sectors = cells.Values(CsvFields.Sectors),
            BeganAt = cells.Read(CsvFields.BeganAt, Instant),
            DetectedAt = cells.Read(CsvFields.DetectedAt, Instant) ?? cells.Missing(CsvFields.DetectedAt),
            EndedAt = cells.Read(CsvFields.EndedAt, Instant),
            AffectedCount = cells.Read(CsvFields.AffectedCount, Count),
            Vulnerabilities = cells.Values(CsvFields.Vulnerabilities),
            Contacts = [],
            PersonalNotes = null,
        };
        return new(report)
        {
            SourceId = cells.Text(CsvFields.Id) ?? reference,
            Label = cells.Read(CsvFields.Label, Label),
            Pap = cells.Read(CsvFields.Pap, Pap),
            Losses = cells.Losses(),
        };
    }

    private static (DateTimeOffset? Value, string Expected, string? Approximated) Instant(string text)
    {
        const string expected = "an instant such as 2026-12-01T09:00:00Z";
        if (Parse(text, WithZone, DateTimeStyles.AdjustToUniversal, out var exact) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10))
        {
            return (exact, expected, null);
        }

        return Parse(text, WithoutZone, DateTimeStyles.AssumeUniversal, out var assumed) ? (assumed, expected, InUtc) : (null, expected, null);
    }

    private static bool Parse(string text, string[] formats, DateTimeStyles style, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, style, out instant);

    private static (long? Value, string Expected, string? Approximated) Count(string text) =>
        (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null, "a whole number", null);

    private static (TlpLabel? Value, string Expected, string? Approximated) Label(string text) => (Labels.ParseTlp(text), "a TLP 2.0 label such as TLP:AMBER", null);

    private static (PapLabel? Value, string Expected, string? Approximated) Pap(string text) => (Labels.ParsePap(text), "a PAP label such as PAP:AMBER", null);
}

/// <summary>The cells of one row by field.</summary>
internal sealed class CsvCells(IReadOnlyList<string?> fields, IReadOnlyList<string> names, IReadOnlyList<string> cells)
{
    private readonly List<Loss> _losses = [];

    /// <summary>The first value that cannot be read; null for none.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>The text of a field; null where the cell is empty or there is no such column.</summary>
    public string? Text(string field)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i] == field)
            {
                return cells[i].Length == 0 ? null : CsvText.Plain(cells[i]);
            }
        }

        return null;
    }

    public IReadOnlyList<string> Values(string field) => Text(field) is { } text ? CsvText.Values(text) : [];

    public T? Read<T>(string field, Func<string, (T? Value, string Expected, string? Approximated)> parse)
        where T : struct
    {
        if (Text(field) is not { } text)
        {
            return null;
        }

        var (value, expected, approximated) = parse(text.Trim());
        if (value is null)
        {
            Refusal ??= new(RefusalCode.Invalid, Pointer(field), $"'{text}' is not {expected}.");
        }

        if (approximated is not null)
        {
            _losses.Add(new(field, LossFate.Approximated, text, approximated));
        }

        return value;
    }

    /// <summary>Refuses the row for want of a value.</summary>
    public DateTimeOffset Missing(string field)
    {
        Refusal ??= new(RefusalCode.Invalid, Pointer(field), "The cell is empty, and a report has to have it.");
        return default;
    }

    /// <summary>What no field takes, and what was taken for something near.</summary>
    public IReadOnlyList<Loss> Losses()
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i] is null && cells[i].Length > 0)
            {
                _losses.Add(new(names[i], LossFate.Dropped, CsvText.Plain(cells[i]), "no field of a report takes this column"));
            }
        }

        return _losses;
    }

    private static string Pointer(string field) => field is CsvFields.Label or CsvFields.Pap ? $"/sharing/{field}" : $"/report/{field}";
}
