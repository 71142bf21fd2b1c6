using System.Globalization;

namespace CyberExchange.Domain.Obligations;

/// <summary>What the exchange knows of an incident before anybody fills a row.</summary>
public sealed record KnownContent
{
    public string? ReporterName { get; init; }

    public string? ReporterIdentifier { get; init; }

    public string? Reference { get; init; }

    public string? Summary { get; init; }

    /// <summary>Class or type of the Reference Security Incident Taxonomy.</summary>
    public string? Classification { get; init; }

    public string? Severity { get; init; }

    public DateTimeOffset? BeganAt { get; init; }

    public DateTimeOffset? DetectedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long? AffectedCount { get; init; }

    public IReadOnlyList<string> Vulnerabilities { get; init; } = [];

    /// <summary>The contacts, each in one line.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>The times of the duty file under their fact keys. The exchange gives a local time that has a zone in RFC 3339, and every other as it was written; only those with an offset fill a row.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What a source says; empty where it is not known.</summary>
    internal IReadOnlyList<string> Of(ContentSource source) => source switch
    {
        ContentSource.ReporterName => One(ReporterName),
        ContentSource.ReporterIdentifier => One(ReporterIdentifier),
        ContentSource.IncidentReference => One(Reference),
        ContentSource.IncidentSummary => One(Summary),
        ContentSource.IncidentClassification => One(Classification),
        ContentSource.IncidentSeverity => One(Severity),
        ContentSource.IncidentBeganAt => One(Time(BeganAt)),
        ContentSource.IncidentDetectedAt => One(Time(DetectedAt)),
        ContentSource.IncidentEndedAt => One(Time(EndedAt)),
        ContentSource.IncidentAffectedCount => One(AffectedCount?.ToString(CultureInfo.InvariantCulture)),
        ContentSource.IncidentVulnerabilities => Vulnerabilities,
        ContentSource.IncidentContacts => Contacts,
        ContentSource.FactClassification => One(Facts.GetValueOrDefault(Trigger.Classification.FactKey())),
        ContentSource.FactHandlingEnd => One(Facts.GetValueOrDefault(Trigger.HandlingEnd.FactKey())),
    };

    private static IReadOnlyList<string> One(string? value) => value is null ? [] : [value];

    private static string? Time(DateTimeOffset? at) =>
        at is not { } time ? null : time.ToString(time.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}

/// <summary>What stands in a row, and whence.</summary>
/// <param name="Values">At least one.</param>
/// <param name="Source">What it was taken from; null where a member stated it.</param>
public sealed record SheetEntry(IReadOnlyList<string> Values, ContentSource? Source);

/// <summary>The rows of one incident, each filled once.</summary>
public sealed class ContentSheet
{
    private readonly Dictionary<string, SheetEntry> _entries = new(StringComparer.Ordinal);

    /// <summary>What members stated, and below it what is known anyway.</summary>
    /// <param name="stated">Values by row; none clear the row, and what is known fills it again.</param>
    public ContentSheet(ContentCatalog catalog, KnownContent known, IReadOnlyDictionary<string, IReadOnlyList<string>> stated)
    {
        foreach (var row in catalog.Rows)
        {
            if (stated.GetValueOrDefault(row.Key) is { Count: > 0 } values)
            {
                _entries.Add(row.Key, new(values, null));
            }
            else if (row.Source is { } source && known.Of(source) is { Count: > 0 } found && ContentRules.Check(row, found) is null)
            {
                _entries.Add(row.Key, new(found, source));
            }
        }
    }

    /// <summary>What stands in the row, or null.</summary>
    public SheetEntry? Find(ContentRow row) => _entries.GetValueOrDefault(row.Key);
}
