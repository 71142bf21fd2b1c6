using CyberExchange.Cli.Items;
using CyberExchange.Contracts.Feed;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.Sharing;
using CyberExchange.Domain;
using CyberExchange.Domain.Incidents;
using CyberExchange.Interop.Incidents;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Import;

/// <summary>Brings incidents of another format in as reports of the caller. A second run finds by its keys what the first one sent.</summary>
/// <param name="space">Whose ids the records have: equal ids of two spaces are strangers.</param>
/// <param name="sharing">The terms of the run; a record's own label may make them stricter.</param>
public sealed class IncidentImporter(IIncidentSource source, string space, SharingDocument sharing)
{
    private readonly Queue<WriteReceipt> _last = [];

    /// <summary>Translates every record and asks the rules of the report of it, without an exchange.</summary>
    /// <param name="onLine">Told how each record would end.</param>
    public async Task<LossTable> CheckAsync(DateTimeOffset now, Action<ImportLine> onLine, CancellationToken ct)
    {
        var losses = new LossTable();
        await foreach (var record in source.ReadAsync(ct))
        {
            var refusal = Judge(record.Translation, now);
            onLine(refusal is null ? new(record.Place, ImportResult.Valid) : Refused(record.Place, refusal));
            if (refusal is null)
            {
                var draft = record.Translation.Draft!; // What is not refused is there.
                losses.Add([.. draft.Losses, .. IncidentTerms.Of(sharing, draft).Losses]);
            }
        }

        return losses;
    }

    /// <summary>Sends every record that the rules take.</summary>
    /// <param name="partner">Whose reports they become.</param>
    /// <param name="onLine">Told of each record as it ends, one at a time and in no particular order.</param>
    /// <returns>The failure that cut the run short, if one did.</returns>
    public async Task<CyxFailure?> SendAsync(ExchangeClient exchange, Guid partner, DateTimeOffset now, Action<ImportLine> onLine, CancellationToken ct)
    {
        var run = new ImportRun(onLine);
        await run.RunAsync(
            source.ReadAsync(ct).Index(),
            async (record, recordCt) => run.Add(await SendOneAsync(run, exchange, partner, record.Item, now, recordCt) with { Order = record.Index }),
            ct);
        return run.Cut;
    }

    /// <summary>
    /// The answers that came last, the newest write among them: no more are on their way at once, so no earlier one can be newer.
    /// </summary>
    public IReadOnlyCollection<WriteReceipt> LastReceipts => _last;

    private void Keep(WriteReceipt receipt)
    {
        lock (_last)
        {
            _last.Enqueue(receipt);
            if (_last.Count > ImportRun.ParallelismMax)
            {
                _last.Dequeue();
            }
        }
    }

    private static Refusal? Judge(IncidentTranslation translation, DateTimeOffset now) =>
        translation.Draft is { } draft ? IncidentReportRules.Check(draft.Report, now)?.Under("/report") : translation.Refusal;

    private static ImportLine Refused(string place, Refusal refusal) =>
        ImportLine.Refused(place, $"{refusal.Detail}{(refusal.Pointer.Length == 0 ? "" : $" (at {refusal.Pointer})")}");

    private async Task<ImportLine> SendOneAsync(
        ImportRun run, ExchangeClient exchange, Guid partner, SourceRecord record, DateTimeOffset now, CancellationToken ct)
    {
        if (Judge(record.Translation, now) is { } refusal)
        {
            return Refused(record.Place, refusal);
        }

        if (run.Cut is { } cut)
        {
            return new(record.Place, ImportResult.NotDone) { Reason = cut.Message };
        }

        var draft = record.Translation.Draft!; // What is not refused is there.
        try
        {
            var (receipt, repeated) = await exchange.WriteOnceAsync(WriteOf(draft, partner), ct);
            Keep(receipt);
            return new(record.Place, repeated ? ImportResult.Present : ImportResult.Imported) { Id = receipt.Id };
        }
        catch (CyxFailure failure) when (failure.Slug is "idempotency-key-reused")
        {
            return new(record.Place, ImportResult.Differs) { Reason = $"{draft.SourceId} is there with other content or under other terms, and stays as it is" };
        }
        catch (CyxFailure failure) when (failure.Code is not (ExitCode.Unavailable or ExitCode.NotPermitted))
        {
            return ImportLine.Refused(record.Place, failure.Message);
        }
        catch (CyxFailure failure)
        {
            run.CutBy(failure);
            return new(record.Place, ImportResult.NotDone) { Reason = failure.Message };
        }
    }

    private ExchangeWrite WriteOf(IncidentDraft draft, Guid partner)
    {
        var body = CyxJson.Bytes(new ReportIncidentRequest { Report = Wire(draft), Sharing = IncidentTerms.Of(sharing, draft).Terms });
        return new(HttpMethod.Post, ItemKind.Incident.Path, ExchangeWrite.Json(body))
        {
            IdempotencyKey = ImportKeys.ForRecord(partner, space, draft.SourceId, body),
        };
    }

    private static IncidentReportDocument Wire(IncidentDraft draft)
    {
        var report = draft.Report;
        return new()
        {
            Reference = report.Reference,
            Title = report.Title,
            Summary = report.Summary,
            Classification = report.Classification,
            Severity = report.Severity,
            Sectors = report.Sectors,
            BeganAt = report.BeganAt,
            DetectedAt = report.DetectedAt,
            EndedAt = report.EndedAt,
            AffectedCount = report.AffectedCount,
            Vulnerabilities = report.Vulnerabilities.Count == 0 ? null : report.Vulnerabilities,
            PersonalNotes = draft.PersonalNotes,
        };
    }
}
