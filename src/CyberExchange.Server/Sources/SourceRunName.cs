using System.Globalization;

namespace CyberExchange.Server.Sources;

/// <summary>The correlation id of what one run imports: it leads from an event to the source and the run that brought it in.</summary>
internal static class SourceRunName
{
    private const string Prefix = "csaf-source-";
    private const int IdCharacters = 36;

    /// <summary>The name of a run.</summary>
    /// <param name="source">The source.</param>
    /// <param name="fence">Of the run's lease.</param>
    public static string Of(Guid source, long fence) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{source:D}-run-{fence}");

    /// <summary>The source that a correlation id names; null for that of a request.</summary>
    public static Guid? SourceOf(string correlationId) =>
        correlationId.StartsWith(Prefix, StringComparison.Ordinal) && correlationId.Length > Prefix.Length + IdCharacters
        && Guid.TryParseExact(correlationId.AsSpan(Prefix.Length, IdCharacters), "D", out var source)
            ? source
            : null;
}
