using System.Text.Json.Serialization;
using CyberExchange.Interop.Csaf.Validation;

namespace CyberExchange.Cli.Csaf;

/// <summary>What was found in one file.</summary>
/// <param name="File">The path as it was named, or from the folder that was named.</param>
/// <param name="Valid">Whether no result is an error.</param>
/// <param name="Version">The version of CSAF by which it was tested; null where it could not be.</param>
public sealed record ValidationLine(
    string File,
    bool Valid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Version,
    IReadOnlyList<ValidationResult> Results)
{
    /// <summary>Whether the file was read as far as tests need it.</summary>
    [JsonIgnore]
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether it is a file of a CSAF site that is no document, such as provider metadata.</summary>
    [JsonIgnore]
    public bool IsOtherFile { get; init; }

    public static ValidationLine Of(string file, CsafValidation validation) => new(
        file,
        validation.IsValid,
        validation.Version,
        [.. validation.Results.Select(result => new ValidationResult(result.Test, Word(result.Severity), result.Pointer, result.Message))])
    {
        IsReadable = validation.IsReadable,
        IsOtherFile = !validation.IsDocument,
    };

    public static ValidationLine Unreadable(string file, string reason) =>
        new(file, Valid: false, Version: null, [new("file", Word(CsafSeverity.Error), "", reason)]) { IsReadable = false };

    private static string Word(CsafSeverity severity) => severity switch
    {
        CsafSeverity.Error => "error",
        CsafSeverity.Warning => "warning",
        CsafSeverity.Information => "information",
    };
}

/// <summary>One place where a file fails a test.</summary>
/// <param name="Test">The section of the test, such as `6.1.1`; `schema`, `json` or `file`.</param>
/// <param name="Severity">`error`, `warning` or `information`.</param>
/// <param name="Pointer">RFC 6901.</param>
public sealed record ValidationResult(string Test, string Severity, string Pointer, string Message);
