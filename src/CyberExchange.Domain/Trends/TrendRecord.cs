using CyberExchange.Domain.Sharing;
using CyberExchange.Domain.Taxonomies;

namespace CyberExchange.Domain.Trends;

/// <summary>Whether an incident's reports to authorities were made in time, over all duties of its regime.</summary>
public enum Timeliness
{
    /// <summary>Every report that had a limit was made within it.</summary>
    InTime,

    /// <summary>At least one was made after its limit.</summary>
    Late,

    /// <summary>The law names no number, or nobody knows whether the limit rolls.</summary>
    NoLimit,

    /// <summary>Nothing was submitted, or nothing is known of it.</summary>
    Unknown,
}

/// <summary>What is counted of one incident: one value in every dimension, so that each table counts it exactly once and tables add up.</summary>
public sealed record TrendRecord
{
    /// <summary>Stands for <see cref="Regime"/> where more than one regime applies.</summary>
    public const string SeveralRegimes = "several";

    /// <summary>The month of detection, in UTC.</summary>
    public required Period Month { get; init; }

    /// <summary>The originator's side.</summary>
    public required Jurisdiction Side { get; init; }

    /// <summary>The originator: what disclosure control protects, more than the incident.</summary>
    public required PartnerId Reporter { get; init; }

    /// <summary>The first sector that the report names; null for none.</summary>
    public required string? Sector { get; init; }

    /// <summary>The first sub-area of the dialogue (<c>area.</c>) that it names; null for none.</summary>
    public required string? Area { get; init; }

    /// <summary>Class or type of the Reference Security Incident Taxonomy.</summary>
    public required string Classification { get; init; }

    /// <summary>Level on either side's scale; null while it is not assessed.</summary>
    public required string? Severity { get; init; }

    /// <summary>The regime under which it is reported, <see cref="SeveralRegimes"/>, or null for none.</summary>
    public required string? Regime { get; init; }

    public required Timeliness Timeliness { get; init; }

    /// <summary>Whether it was made for an exercise.</summary>
    public required bool IsExercise { get; init; }

    /// <summary>The originator's word in the sharing terms.</summary>
    public required bool PermitsStatistics { get; init; }

    /// <summary>Under which sector an incident counts, of those that its report names; null for none.</summary>
    public static string? SectorOf(IEnumerable<string> sectors) => sectors.FirstOrDefault(s => !Sectors.IsArea(s));

    /// <summary>Under which sub-area, likewise.</summary>
    public static string? AreaOf(IEnumerable<string> sectors) => sectors.FirstOrDefault(Sectors.IsArea);

    /// <summary>Only what happened, and only with the originator's word.</summary>
    public bool Counts => PermitsStatistics && !IsExercise && !IncidentClasses.IsTest(Classification);
}

/// <summary>A text in the languages of the dialogue.</summary>
/// <param name="En">English.</param>
/// <param name="Ja">Japanese.</param>
/// <param name="Fr">French.</param>
public sealed record Words(string En, string Ja, string Fr);
