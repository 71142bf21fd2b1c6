using CyberExchange.Interop.Incidents;

namespace CyberExchange.Cli.Import;

/// <summary>One record of a source.</summary>
/// <param name="Place">Where it stands, for people: a file, and in it a line or an index.</param>
/// <param name="Translation">What it says as a report, or why it is none.</param>
public sealed record SourceRecord(string Place, IncidentTranslation Translation);

/// <summary>Incidents of another format. They are read twice: to check and count them all, and to send them.</summary>
public interface IIncidentSource
{
    /// <summary>The format's name, for loss reports.</summary>
    string Format { get; }

    /// <summary>The records one after another, with few of them in memory.</summary>
    /// <exception cref="CyxFailure">A file or a folder cannot be read.</exception>
    IAsyncEnumerable<SourceRecord> ReadAsync(CancellationToken ct);
}
