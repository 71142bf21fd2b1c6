namespace CyberExchange.Cli;

/// <summary>Why a command ends without success, as one line for standard error and a code for scripts.</summary>
public sealed class CyxFailure(ExitCode code, string line, Exception? inner = null) : Exception(line, inner)
{
    public ExitCode Code { get; } = code;

    /// <summary>The problem's type without its prefix, such as <c>already-exists</c>; null where the exchange gave none.</summary>
    public string? Slug { get; init; }

    /// <summary>The HTTP status behind it; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Culprits beyond the first, one line each.</summary>
    public IReadOnlyList<string> FurtherLines { get; init; } = [];

    /// <summary>A command line, or a file it names, that cannot be used.</summary>
    public static CyxFailure Usage(string line) => new(ExitCode.Usage, line);
}
