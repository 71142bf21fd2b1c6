using CyberExchange.Domain.Stored;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Incidents;

/// <summary>What a reporter claims about an incident, whole at every stage.</summary>
public sealed record IncidentReport
{
    /// <summary>The reporter's own case number; null for none.</summary>
    public required string? Reference { get; init; }

    public required string Title { get; init; }

    public required string Summary { get; init; }

    /// <summary>Class or type of the Reference Security Incident Taxonomy.</summary>
    public required string Classification { get; init; }

    /// <summary>Level on either side's scale; null while it is not assessed.</summary>
    public required string? Severity { get; init; }

    /// <summary>Affected sectors and sub-areas.</summary>
    public required IReadOnlyList<string> Sectors { get; init; }

    public required DateTimeOffset? BeganAt { get; init; }

    public required DateTimeOffset DetectedAt { get; init; }

    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Affected people, customers or lines, as the reporter counts them; null while unknown.</summary>
    public required long? AffectedCount { get; init; }

    /// <summary>Exploited vulnerabilities, as CVE ids.</summary>
    public required IReadOnlyList<string> Vulnerabilities { get; init; }

    public required IReadOnlyList<Contact> Contacts { get; init; }

    /// <summary>Text that the reporter marked as personal data; null for none.</summary>
    public required SealedText? PersonalNotes { get; init; }

    /// <summary>Every sealed piece of the report, in the order in which it states them.</summary>
    public IEnumerable<SealedText> PersonalData() =>
        Contacts.SelectMany(c => new[] { c.Name, c.Email, c.Telephone }).Append(PersonalNotes).OfType<SealedText>();
}

/// <summary>A natural person to turn to. Every part is personal data of one subject.</summary>
public sealed record Contact(SealedText Name, SealedText? Email, SealedText? Telephone);

/// <summary>Whether a report can be true and belongs to the vocabularies it uses.</summary>
public static class IncidentReportRules
{
    public const int TitleCharactersMax = 300;
    public const int SummaryCharactersMax = 20_000;
    public const int ReferenceCharactersMax = 200;
    public const int SectorsMax = 50;
    public const int VulnerabilitiesMax = 200;
    public const int ContactsMax = 20;
    public const long AffectedCountMax = 10_000_000_000;

    /// <summary>Reporters' clocks may run ahead of ours by this much.</summary>
    public static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    /// <summary>The first reason against the report, with a pointer below it; null for none.</summary>
    public static Refusal? Check(IncidentReport report, DateTimeOffset now) =>
        CheckText(report) ?? CheckTerms(report) ?? CheckTimes(report, now);

    private static Refusal? CheckText(IncidentReport report)
    {
        if (string.IsNullOrWhiteSpace(report.Title) || report.Title.Length > TitleCharactersMax)
        {
            return new(RefusalCode.Invalid, "/title", $"A title has 1 to {TitleCharactersMax} characters.");
        }

        if (string.IsNullOrWhiteSpace(report.Summary) || report.Summary.Length > SummaryCharactersMax)
        {
            return new(RefusalCode.Invalid, "/summary", $"A summary has 1 to {SummaryCharactersMax} characters.");
        }

        if (report.Reference is { Length: 0 or > ReferenceCharactersMax })
        {
            return new(RefusalCode.Invalid, "/reference", $"A reference has 1 to {ReferenceCharactersMax} characters; leave it out for none.");
        }

        if (report.Contacts.Count > ContactsMax)
        {
            return new(RefusalCode.Invalid, "/contacts", $"A report has at most {ContactsMax} contacts.");
        }

        return report.AffectedCount is < 0 or > AffectedCountMax
            ? new(RefusalCode.Invalid, "/affectedCount", $"The count of those affected lies between 0 and {AffectedCountMax}.")
            : null;
    }

    private static Refusal? CheckTerms(IncidentReport report)
    {
        if (!IncidentClasses.IsKnown(report.Classification))
        {
            return new(RefusalCode.UnknownTerm, "/classification", $"'{report.Classification}' is not a class or type of the Reference Security Incident Taxonomy.");
        }

        if (report.Severity is { } severity && !Severities.IsKnown(severity))
        {
            return new(RefusalCode.UnknownTerm, "/severity", $"'{severity}' is not a level of nis-cg-impact or jp-severity.");
        }

        if (report.Sectors.Count is 0 or > SectorsMax)
        {
            return new(RefusalCode.Invalid, "/sectors", $"Name 1 to {SectorsMax} affected sectors.");
        }

        for (var i = 0; i < report.Sectors.Count; i++)
        {
            if (!Sectors.IsKnown(report.Sectors[i]))
            {
                return new(RefusalCode.UnknownTerm, $"/sectors/{i}", $"'{report.Sectors[i]}' is not a sector of the taxonomy.");
            }
        }

        if (report.Vulnerabilities.Count > VulnerabilitiesMax)
        {
            return new(RefusalCode.Invalid, "/vulnerabilities", $"Name at most {VulnerabilitiesMax} vulnerabilities.");
        }

        for (var i = 0; i < report.Vulnerabilities.Count; i++)
        {
            if (!CveIds.IsCveId(report.Vulnerabilities[i]))
            {
                return new(RefusalCode.Invalid, $"/vulnerabilities/{i}", $"'{report.Vulnerabilities[i]}' is not a CVE id such as CVE-2026-12345.");
            }
        }

        return null;
    }

    private static Refusal? CheckTimes(IncidentReport report, DateTimeOffset now)
    {
        if (report.DetectedAt > now + ClockSkewMax)
        {
            return new(RefusalCode.ImpossibleTime, "/detectedAt", "The incident is detected in the future.");
        }

        if (report.BeganAt is { } began && began > report.DetectedAt)
        {
            return new(RefusalCode.ImpossibleTime, "/beganAt", "The incident is detected before it began.");
        }

        if (report.EndedAt is not { } ended)
        {
            return null;
        }

        if (ended > now + ClockSkewMax)
        {
            return new(RefusalCode.ImpossibleTime, "/endedAt", "The incident ends in the future; leave the end out while it lasts.");
        }

        // An incident may be over when it is detected, so only a known beginning bounds its end.
        return ended < report.BeganAt
            ? new(RefusalCode.ImpossibleTime, "/endedAt", "The incident ends before it begins.")
            : null;
    }
}
