using System.Text.Json;
using System.Text.Json.Serialization;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Domain.Obligations;
using CyberExchange.Domain.Obligations.Files;

namespace CyberExchange.Cli.Duties;

/// <summary>What a draft of a report is made from: the file that <c>cyx duty draft</c> reads.</summary>
public sealed record DutyDraft
{
    /// <summary>The report of the incident, as <c>cyx incident template</c> writes it.</summary>
    public required IncidentReportDocument Report { get; init; }

    /// <summary>The reporting organisation.</summary>
    public string? Reporter { get; init; }

    /// <summary>Its legal entity identifier, or another.</summary>
    public string? ReporterIdentifier { get; init; }

    /// <summary>Facts with their times, as <c>cyx duty compute</c> reads them.</summary>
    public JsonElement? Facts { get; init; }

    /// <summary>Values by row; <c>cyx duty contents</c> lists the rows.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Rows { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The Japanese common form, where it is not the one of the class.</summary>
    public string? Form { get; init; }

    /// <summary>What fills a row that the draft does not state.</summary>
    public KnownContent Known() => new()
    {
        ReporterName = Reporter,
        ReporterIdentifier = ReporterIdentifier,
        Reference = Report.Reference,
        Summary = Report.Summary,
        Classification = Report.Classification,
        Severity = Report.Severity,
        BeganAt = Report.BeganAt,
        DetectedAt = Report.DetectedAt,
        EndedAt = Report.EndedAt,
        AffectedCount = Report.AffectedCount,
        Vulnerabilities = Report.Vulnerabilities ?? [],
        Contacts = [.. (Report.Contacts ?? []).Select(c => string.Join(", ", new[] { c.Name, c.Email, c.Telephone }.OfType<string>()))],
        Facts = Facts is { ValueKind: JsonValueKind.Object } facts ? TextsOf(facts) : new Dictionary<string, string>(StringComparer.Ordinal),
    };

    // As the exchange writes the facts of a file.
    private static Dictionary<string, string> TextsOf(JsonElement facts)
    {
        var texts = facts.EnumerateObject().Where(f => f.Value.ValueKind is JsonValueKind.String).ToDictionary(f => f.Name, f => f.Value.GetString()!, StringComparer.Ordinal);
        var zone = texts.GetValueOrDefault("zone");
        return texts.ToDictionary(f => f.Key, f => StatedFacts.TextOf(f.Value, zone), StringComparer.Ordinal);
    }
}

/// <summary>A row of a report, as <c>cyx duty contents</c> lists it.</summary>
/// <param name="Content">What the rule asks for in its words; null in the list of all rows.</param>
public sealed record ContentLine(
    [property: JsonPropertyName("row")] string Row,
    [property: JsonPropertyName("en")] string English,
    [property: JsonPropertyName("ja")] string Japanese,
    [property: JsonPropertyName("kind")] string Kind,
    [property: JsonPropertyName("personal")] bool Personal,
    [property: JsonPropertyName("source")] string? Source,
    [property: JsonPropertyName("content")] string? Content,
    [property: JsonPropertyName("need")] string? Need)
{
    public static ContentLine Of(ContentRow row, ReportItem? item) => new(
        row.Key,
        row.English,
        row.Japanese,
        ContentWords.Kinds.Text(row.Kind),
        row.Personal,
        row.Source is { } source ? ContentWords.Sources.Text(source) : null,
        item?.Text,
        item is null ? null : ContentWords.Needs.Text(item.Need));
}
