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
}

/// <summary>The last line of an import as JSON.</summary>
public sealed record ImportTallyLine(ImportTally Tally);

/// <summary>How the documents of an import ended, in numbers.</summary>
/// <param name="Skipped">JSON files that are not CSAF.</param>
public sealed record ImportTally(int Imported, int Present, int Revised, int Older, int Refused, int NotDone, int Skipped)
{
    public static ImportTally Of(IReadOnlyCollection<ImportLine> lines, int skipped)
    {
        int Count(ImportResult result) => lines.Count(l => l.Result == result);
        return new(
            Count(ImportResult.Imported), Count(ImportResult.Present), Count(ImportResult.Revised), Count(ImportResult.Older),
            Count(ImportResult.Refused), Count(ImportResult.NotDone), skipped);
    }

    /// <summary>What a script should know first: that the run was cut short, that documents were refused, or that all is in.</summary>
    public ExitCode Code => (NotDone, Refused, Imported + Present + Revised + Older) switch
    {
        ( > 0, _, _) => ExitCode.Unavailable,
        (_, > 0, 0) => ExitCode.Refused,
        (_, > 0, _) => ExitCode.PartlyImported,
        _ => ExitCode.Done,
    };

    public override string ToString() =>
        $"{Imported} imported, {Present} present, {Revised} revised, {Older} older than what is there, {Refused} refused"
        + (NotDone > 0 ? $", {NotDone} not done" : "")
        + $"; {Skipped} JSON file(s) skipped that are not CSAF";
}
