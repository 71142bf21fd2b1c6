using System.Text.Json.Serialization;

namespace CyberExchange.Cli.Import;

/// <summary>How the import of one document ended.</summary>
public enum ImportResult
{
    Imported,

    /// <summary>The exchange has these bytes already.</summary>
    Present,

    /// <summary>The exchange had an earlier version.</summary>
    Revised,

    /// <summary>The exchange has a version that this one does not follow.</summary>
    Older,

    /// <summary>The exchange has an incident of this source with other content or under other terms, which stays as it is.</summary>
    Differs,

    /// <summary>It can be imported; a dry run sends nothing.</summary>
    Valid,

    Refused,

    /// <summary>The exchange went away first; a second run goes on with it.</summary>
    NotDone,
}

/// <summary>One document of an import, also as a line of JSON.</summary>
public sealed record ImportLine(string Path, ImportResult Result)
{
    public Guid? Id { get; init; }

    /// <summary>Why it is not imported; null where it is.</summary>
    public string? Reason { get; init; }

    /// <summary>How many mandatory tests (CSAF 6.1) it fails and is kept with, being a third party's; left out for none.</summary>
    public int? Defects { get; init; }

    /// <summary>Its place among the others; documents end in another order than they are read.</summary>
    [JsonIgnore]
    public long Order { get; init; }

    /// <summary>A document that is not imported for its own sake.</summary>
    public static ImportLine Refused(string path, string message) => new(path, ImportResult.Refused)
    {
        Reason = message.StartsWith(Problems.RefusedPrefix, StringComparison.Ordinal) ? message[Problems.RefusedPrefix.Length..] : message,
    };
}

/// <summary>The last line of an import as JSON.</summary>
public sealed record ImportTallyLine(ImportTally Tally);

/// <summary>How the documents of an import ended, in numbers.</summary>
/// <param name="Skipped">JSON files that are not of the format.</param>
public sealed record ImportTally(int Imported, int Present, int Revised, int Older, int Differs, int Valid, int Refused, int NotDone, int Skipped)
{
    /// <summary>Documents among those imported and revised that fail a mandatory test; left out for none.</summary>
    public int? Defective { get; init; }

    public static ImportTally None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>What a script should know first: that the run was cut short, that documents were refused, or that all is in.</summary>
    public ExitCode Code => (NotDone, Refused, Imported + Present + Revised + Older + Differs + Valid) switch
    {
        ( > 0, _, _) => ExitCode.Unavailable,
        (_, > 0, 0) => ExitCode.Refused,
        (_, > 0, _) => ExitCode.PartlyImported,
        _ => ExitCode.Done,
    };

    /// <summary>The numbers of an import of CSAF documents.</summary>
    public string OfDocuments =>
        $"{Imported} imported, {Present} present, {Revised} revised, {Older} older than what is there, {Refused} refused"
        + (NotDone > 0 ? $", {NotDone} not done" : "")
        + (Defective is { } defective ? $"; {defective} kept that fail mandatory tests" : "")
        + $"; {Skipped} JSON file(s) skipped that are not CSAF";

    /// <summary>The numbers of an import of incidents.</summary>
    public string OfIncidents => Valid > 0 || Imported + Present + Differs + NotDone == 0
        ? $"{Valid} can be imported, {Refused} refused; nothing was sent"
        : $"{Imported} imported, {Present} present, {Differs} there with other content, {Refused} refused" + (NotDone > 0 ? $", {NotDone} not done" : "");

    /// <summary>The numbers with one more document.</summary>
    public ImportTally With(ImportResult result) => result switch
    {
        ImportResult.Imported => this with { Imported = Imported + 1 },
        ImportResult.Present => this with { Present = Present + 1 },
        ImportResult.Revised => this with { Revised = Revised + 1 },
        ImportResult.Older => this with { Older = Older + 1 },
        ImportResult.Differs => this with { Differs = Differs + 1 },
        ImportResult.Valid => this with { Valid = Valid + 1 },
        ImportResult.Refused => this with { Refused = Refused + 1 },
        ImportResult.NotDone => this with { NotDone = NotDone + 1 },
    };
}
