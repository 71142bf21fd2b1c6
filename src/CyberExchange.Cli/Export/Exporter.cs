using System.Buffers;
using System.Text;
using System.Text.Json;
using CyberExchange.Contracts.Advisories;
using CyberExchange.Contracts.Incidents;
using CyberExchange.Contracts.SupplySignals;
using CyberExchange.Interop.Losses;

namespace CyberExchange.Cli.Export;

/// <summary>Reads the feed from its beginning to its present end, and writes what then stands.</summary>
/// <param name="path">The feed, with its kind.</param>
public sealed class Exporter(ExchangeClient exchange, string path, Predicate<ExportedItem> wanted, Spool spool)
{
    private const int PageEntriesMax = 200;
    private const string Report = "report";
    private const string Signal = "signal";

    /// <summary>Follows the feed until there is no more now.</summary>
    /// <param name="onPage">Told after each page how many items stand.</param>
    /// <exception cref="CyxFailure">The exchange refused, or did not answer.</exception>
    public async Task CollectAsync(Action<int> onPage, CancellationToken ct)
    {
        ExportPage page;
        string? after = null;
        do
        {
            page = await exchange.GetAsync<ExportPage>(Query.Add(path, ("limit", Query.Number(PageEntriesMax)), ("after", after)), ct);
            foreach (var entry in page.Entries)
            {
                Take(entry);
            }

            after = page.Cursor;
            onPage(spool.Count);
        }
        while (page.More);
    }

    /// <summary>Writes a row or a line for each item, and gathers what those do not carry.</summary>
    public async Task<LossTable> WriteAsync(Stream output, ExportFormat format, bool withMark, CancellationToken ct)
    {
        var losses = new LossTable();
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: withMark), leaveOpen: true);
        if (format is ExportFormat.Csv)
        {
            await text.WriteAsync(ExportCsv.Header.AsMemory(), ct);
        }

        await foreach (var line in spool.LinesAsync(ct))
        {
            switch (format)
            {
                case ExportFormat.Jsonl:
                    await text.WriteAsync((Encoding.UTF8.GetString(line) + "\n").AsMemory(), ct);
                    losses.Add(IsAdvisory(line) ? [OfDocument] : []);
                    break;
                case ExportFormat.Csv:
                    var item = Read(line);
                    await text.WriteAsync(ExportCsv.Row(item).AsMemory(), ct);
                    losses.Add(item.Advisory is null ? ExportCsv.Losses(item) : [OfDocument, .. ExportCsv.Losses(item)]);
                    break;
            }
        }

        return losses;
    }

    private static Loss OfDocument { get; } =
        new("/v1/advisories/{id}/document", LossFate.Dropped, null, "the CSAF document itself: cyx advisory document fetches it");

    private void Take(ExportEntry entry)
    {
        var item = new ExportedItem
        {
            Incident = entry.Incident is { } incident ? CyxJson.Read<IncidentDocument>(incident) : null,
            Advisory = entry.Advisory is { } advisory ? CyxJson.Read<AdvisoryDocument>(advisory) : null,
            Signal = entry.Signal is { } signal ? CyxJson.Read<SignalDocument>(signal) : null,
        };
        if ((entry.Incident ?? entry.Advisory ?? entry.Signal) is { } document && wanted(item))
        {
            spool.Put(entry.Id, document);
        }
        else
        {
            spool.CrossOut(entry.Id);
        }
    }

    private static ExportedItem Read(ReadOnlySequence<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var document = json.RootElement;
        return new()
        {
            Incident = document.TryGetProperty(Report, out _) ? CyxJson.Read<IncidentDocument>(document) : null,
            Advisory = IsAdvisory(document) ? CyxJson.Read<AdvisoryDocument>(document) : null,
            Signal = document.TryGetProperty(Signal, out _) ? CyxJson.Read<SignalDocument>(document) : null,
        };
    }

    private static bool IsAdvisory(ReadOnlySequence<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        return IsAdvisory(json.RootElement);
    }

    // Of the kinds of document one states a report and one a signal.
    private static bool IsAdvisory(JsonElement document) => !document.TryGetProperty(Report, out _) && !document.TryGetProperty(Signal, out _);
}

/// <summary>How items are written.</summary>
public enum ExportFormat
{
    /// <summary>A document of the API on each line.</summary>
    Jsonl,

    /// <summary>A row for each item.</summary>
    Csv,
}
