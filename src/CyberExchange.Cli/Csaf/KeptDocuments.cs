using CyberExchange.Cli.Import;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Fetching;

namespace CyberExchange.Cli.Csaf;

/// <summary>Imports fetched documents as those of a third party.</summary>
/// <param name="Partner">The importing partner.</param>
/// <param name="SharingOf">The terms for a document by its own label.</param>
public sealed record DocumentImport(ExchangeClient Exchange, Guid Partner, Func<string?, SharingDocument?> SharingOf)
{
    private const string ThirdParty = "third-party";

    /// <summary>Imports one document, as `cyx import csaf` does.</summary>
    public async Task<(ImportLine Line, CyxFailure? Cut)> RunAsync(CheckedDocument document, CancellationToken ct)
    {
        var header = CsafHeader.Read(document.Bytes) ?? throw new FetchException(FetchReason.NotTaken, "the document says no version of CSAF");
        var file = new CsafFile(document.Url.AbsoluteUri, header) { Bytes = document.Bytes };
        var (lines, cut) = await new CsafImporter(Exchange, Partner, ThirdParty, SharingOf) { WhyNotRevise = there => WhyNotRevise(document, there) }.RunAsync(new([file], 0, []), _ => { }, ct);
        return (lines[0], cut);
    }

    private static string? WhyNotRevise(CheckedDocument document, AdvisoryDocument there) =>
        there.Provenance != ThirdParty ? "it is here as your organisation's own word, which no provider revises"
        : document.IsOfProvider || document.IsBrought ? null
        : "it is here already and did not come from this provider, whose own publisher it is not of: revise it by hand";
}

/// <summary>Where fetched documents go: into a folder, into the exchange, into both, or nowhere.</summary>
/// <param name="folder">Null to keep no files.</param>
/// <param name="import">Null to import nothing.</param>
public sealed class KeptDocuments(string? folder, DocumentImport? import)
{
    private const string Present = "present";

    private readonly FetchFolder? _folder = folder is null ? null : new(folder);
    private CyxFailure? _cut;

    /// <summary>The failure of the exchange that ended the run; null for none.</summary>
    public CyxFailure? Cut => Volatile.Read(ref _cut);

    /// <summary>Keeps one document.</summary>
    /// <returns>How its import ended; where nothing is imported, that the folder had it already, or null.</returns>
    /// <exception cref="FetchException">It is refused.</exception>
    /// <exception cref="FetchingStoppedException">The folder or the exchange fails.</exception>
    public async Task<string?> TakeAsync(CheckedDocument document, CancellationToken ct)
    {
        var isThere = _folder is not null && await _folder.KeepAsync(document, ct);
        if (import is null)
        {
            return isThere ? Present : null;
        }

        var (line, cut) = await import.RunAsync(document, ct);
        if (cut is not null)
        {
            Interlocked.CompareExchange(ref _cut, cut, null);
            throw new FetchingStoppedException(cut.Message, cut);
        }

        return line.Result is ImportResult.Refused
            ? throw new FetchException(FetchReason.NotTaken, $"{document.Url}: {line.Reason}")
            : line.Result.ToString().ToLowerInvariant();
    }
}
