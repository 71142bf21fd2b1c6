using CyberExchange.Cli.Advisories;
using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Advisories;
using WireAdvisory = CyberExchange.Contracts.Advisories.AdvisoryDocument;

namespace CyberExchange.Cli.Import;

/// <summary>Brings CSAF documents in. What is there already is found by its id, so that a second run changes nothing.</summary>
/// <param name="partner">The importing partner: an advisory's id is a digest of it, the namespace and the tracking id.</param>
/// <param name="sharingOf">The terms for a document by its own label; null where neither says a label.</param>
public sealed class CsafImporter(ExchangeClient exchange, Guid partner, string provenance, Func<string?, SharingDocument?> sharingOf)
{
    private const int ConflictAttemptsMax = 3;

    /// <summary>Why what is there already is not to be revised; null where it is.</summary>
    public Func<WireAdvisory, string?> WhyNotRevise { get; init; } = _ => null;

    /// <summary>Imports the files; the lines come in no particular order.</summary>
    /// <param name="onLine">Told of each document as it ends, one at a time.</param>
    /// <returns>Every document's line, and the failure that cut the run short, if one did.</returns>
    public async Task<(IReadOnlyList<ImportLine> Lines, CyxFailure? Cut)> RunAsync(CsafFiles files, Action<ImportLine> onLine, CancellationToken ct)
    {
        var lines = new List<ImportLine>();
        var run = new ImportRun(line =>
        {
            lines.Add(line);
            onLine(line);
        });

        await run.RunAsync(files.Chains().ToAsyncEnumerable(), (chain, chainCt) => ImportChainAsync(run, chain, chainCt), ct);

        var done = lines.Select(l => l.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var file in files.Files.Where(f => !done.Contains(f.Path)))
        {
            run.Add(new(file.Path, ImportResult.NotDone) { Reason = run.Cut?.Message });
        }

        return (lines, run.Cut);
    }

    private async Task ImportChainAsync(ImportRun run, IReadOnlyList<CsafFile> chain, CancellationToken ct)
    {
        string? token = null;
        foreach (var file in chain.TakeWhile(_ => run.Cut is null))
        {
            (var line, token) = await ImportOneAsync(file, token, ct);
            run.Add(line);
        }
    }

    private async Task<(ImportLine Line, string? Token)> ImportOneAsync(CsafFile file, string? token, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var document = file.Bytes ?? await File.ReadAllBytesAsync(file.Path, ct);
                return await PresentAsync(file, token, ct) is { } present
                    ? await ReviseAsync(file, document, present, token, ct)
                    : await PublishAsync(file, document, ct);
            }
            catch (CyxFailure failure) when (failure.Code is ExitCode.Conflict && attempt < ConflictAttemptsMax)
            {
                // Another import of the same partner was first: look again at what is there now.
                await Task.Delay(RetryPolicy.BackOff(attempt), ct);
            }
            catch (CyxFailure failure) when (failure.Code is not (ExitCode.Unavailable or ExitCode.NotPermitted))
            {
                return (ImportLine.Refused(file.Path, failure.Message), token);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return (ImportLine.Refused(file.Path, e.Message), token);
            }
        }
    }

    private async Task<Tagged<WireAdvisory>?> PresentAsync(CsafFile file, string? token, CancellationToken ct)
    {
        if (file.Header is not { Namespace: { } publisher, TrackingId: { } trackingId })
        {
            // It cannot be there, and the exchange will say what is wrong with it.
            return null;
        }

        try
        {
            var id = AdvisoryIds.For(new PartnerId(partner), publisher, trackingId).Value;
            return await exchange.ReadAsync<WireAdvisory>(ItemKind.Advisory.One(id), token, ct);
        }
        catch (CyxFailure failure) when (failure.Status is 404)
        {
            return null;
        }
    }

    private async Task<(ImportLine Line, string? Token)> PublishAsync(CsafFile file, byte[] document, CancellationToken ct)
    {
        if (sharingOf(file.Header.Label) is not { } sharing)
        {
            return (ImportLine.Refused(file.Path, "the document has no TLP label of its own: give --label"), null);
        }

        var terms = new PublishAdvisoryTerms { Provenance = provenance, Sharing = sharing };
        var write = AdvisoryUpload.Publish(terms, document) with
        {
            IdempotencyKey = ImportKeys.For(partner, "publish", CyxJson.Bytes(terms), ImportKeys.Sha512(document)),
        };
        var receipt = await exchange.WriteAsync(write, ct);
        return (new(file.Path, ImportResult.Imported) { Id = receipt.Id, Defects = DefectsOf(receipt) }, receipt.ConsistencyToken);
    }

    private async Task<(ImportLine Line, string? Token)> ReviseAsync(
        CsafFile file, byte[] document, Tagged<WireAdvisory> present, string? token, CancellationToken ct)
    {
        var (advisory, etag) = (present.Value, present.Etag);
        var sha512 = ImportKeys.Sha512(document);
        if (advisory.Sha512 == sha512)
        {
            return (new(file.Path, ImportResult.Present) { Id = advisory.Id }, token);
        }

        var version = file.Header.TrackingVersion ?? "";
        if (!TrackingVersion.Follows(version, advisory.TrackingVersion))
        {
            var reason = $"version {advisory.TrackingVersion} is there, and {version} does not follow it";
            return (new(file.Path, ImportResult.Older) { Id = advisory.Id, Reason = reason }, token);
        }

        if (WhyNotRevise(advisory) is { } why)
        {
            return (ImportLine.Refused(file.Path, why), token);
        }

        // The tag belongs to the request, so an attempt on another rendition needs a key of its own.
        var write = AdvisoryUpload.Revise(ItemKind.Advisory.One(advisory.Id), document) with
        {
            IfMatch = etag,
            IdempotencyKey = ImportKeys.For(partner, "revise " + etag, [], sha512),
        };
        var receipt = await exchange.WriteAsync(write, ct);
        return (new(file.Path, ImportResult.Revised) { Id = receipt.Id, Defects = DefectsOf(receipt) }, receipt.ConsistencyToken);
    }

    private static int? DefectsOf(WriteReceipt receipt) =>
        receipt.Validation is { Valid: false } validation ? validation.Results.Count(result => result.Severity is "error") : null;
}
